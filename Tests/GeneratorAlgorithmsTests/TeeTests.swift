import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct TeeTests {
  private let meter = Meter()
  private let tracker = Tracker()

  // MARK: What the readers give

  @Test(arguments: [0, 1, 2, 5, 100], [1, 2, 3]) func `each reader returns all elements`(
    n: Int, count: Int
  ) {
    let readers = meter(0..<n).tee(count)
    expectEqual(readers.count, count)
    for reader in readers { expectEqual(Array(reader), Array(0..<n)) }
    expectEqual(meter.taken, n)
    expectEqual(meter.open, 0)
  }

  @Test func `two are the default`() {
    expectEqual([1, 2].tee().map { Array($0) }, [[1, 2], [1, 2]])
  }

  @Test func `no readers at all`() {
    #expect(meter([1]).tee(0).isEmpty)
    expectEqual(meter.taken, 0)
  }

  @Test func `a reader is its own iterator and a copy is the same reader`() {
    let reader = (0..<5).tee(1)[0]
    let copy = reader
    expectEqual(reader.next(), 0)
    expectEqual(copy.next(), 1)
    for n in reader where n == 3 { break }
    expectEqual(Array(copy), [4])
  }

  @Test func `next returns nil permanently after the end`() {
    let readers = meter([1]).tee(2)
    expectEqual(readers[0].next(), 1)
    for _ in 0..<3 { expectEqual(readers[0].next(), nil) }
    expectEqual(readers[1].next(), 1)
    for _ in 0..<3 { expectEqual(readers[1].next(), nil) }
  }

  @Test func `elements that are optional`() {
    let readers = [1, nil, 3].tee(2)
    expectEqual(Array(readers[0]), [1, nil, 3])
    expectEqual(Array(readers[1]), [1, nil, 3])
  }

  @Test func `an array can be teed again`() {
    let numbers = [1, 2, 3]
    expectEqual(Array(numbers.tee()[0]), numbers)
    expectEqual(Array(numbers.tee()[1]), numbers)
  }

  @Test func `a reader can be teed`() {
    let outer = meter(0..<4).tee(2)
    let inner = outer[0].tee(2)
    expectEqual(inner[1].next(), 0)
    expectEqual(Array(outer[1]), [0, 1, 2, 3])
    expectEqual(Array(inner[0]), [0, 1, 2, 3])
    expectEqual(Array(inner[1]), [1, 2, 3])
    expectEqual(meter.taken, 4)
  }

  @Test(arguments: 0..<50) func `any order of readers`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let n = Int.random(in: 0..<200, using: &random)
    let tracker = Tracker()
    let source = Generator { yield in for i in 0..<n { try yield(tracker.object(i)) } }
    var readers: [TeeSequence<Generator<Tracked>>?] = source.tee(4).map { $0 }
    var positions = [0, 0, 0, 0]
    for _ in 0..<1000 {
      let i = Int.random(in: 0..<4, using: &random)
      if random.chance(1) { readers[i] = nil }
      if let reader = readers[i] {
        expectEqual(reader.next()?.id, (positions[i] < n ? positions[i] : nil))
        positions[i] = Swift.min(n, positions[i] + 1)
      }
      let alive = positions.indices.filter { readers[$0] != nil }.map { positions[$0] }
      expectEqual(tracker.alive, tracker.made - (alive.min() ?? tracker.made))
    }
    readers = []
    expectEqual(tracker.alive, 0)
  }

  // MARK: What is taken and held

  @Test func `nothing is taken before a reader's request`() {
    let readers = meter(0...).tee(3)
    expectEqual(meter.taken, 0)
    expectEqual(readers[2].next(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(readers[0].next(), 0)
    expectEqual(readers[1].next(), 0)
    expectEqual(meter.taken, 1)
  }

  @Test func `no more is held than what lies between the readers`() {
    let source = Generator { yield in for n in 0... { try yield(tracker.object(n)) } }
    let readers = source.tee(2)
    for n in 0..<1000 {
      expectEqual(readers[0].next()?.id, n)
      expectEqual(tracker.alive, 1)
      expectEqual(readers[1].next()?.id, n)
      expectEqual(tracker.alive, 0)
    }
    for _ in 0..<100 { _ = readers[0].next() }
    expectEqual(tracker.alive, 100)
    for left in (0..<100).reversed() {
      _ = readers[1].next()
      expectEqual(tracker.alive, left)
    }
  }

  @Test func `the slowest reader that is dropped frees what only it held`() {
    let source = Generator { yield in for n in 0... { try yield(tracker.object(n)) } }
    var readers: [TeeSequence] = source.tee(3)
    for _ in 0..<10 { _ = readers[0].next() }
    for _ in 0..<4 { _ = readers[1].next() }
    expectEqual(tracker.alive, 10)
    readers.remove(at: 2)
    expectEqual(tracker.alive, 6)
    readers.remove(at: 1)
    expectEqual(tracker.alive, 0)
    expectEqual(readers[0].next()?.id, 10)
    expectEqual(tracker.alive, 0)
  }

  @Test func `the fastest reader that is dropped leaves what others need`() {
    let source = Generator { yield in for n in 0... { try yield(tracker.object(n)) } }
    var readers: [TeeSequence] = source.tee(2)
    for _ in 0..<10 { _ = readers[0].next() }
    readers.remove(at: 0)
    expectEqual(tracker.alive, 10)
    for n in 0..<20 { expectEqual(readers[0].next()?.id, n) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `a million elements behind`() {
    var readers: [TeeSequence] = (0..<1_000_000).lazy.map { _ in tracker.object() }.tee(2)
    expectEqual(readers[0].elementCount(), 1_000_000)
    expectEqual(tracker.alive, 1_000_000)
    readers = []
    expectEqual(tracker.alive, 0)
  }

  // MARK: The end of the source

  @Test func `the source is released at its end`() {
    let readers = meter(0..<2).tee(2)
    _ = (readers[0].next(), readers[0].next())
    expectEqual(meter.open, 1)
    _ = readers[0].next()
    expectEqual(meter.open, 0)
    expectEqual(Array(readers[1]), [0, 1])
  }

  @Test func `a source that is never read is released`() {
    do {
      let object = tracker.object()
      _ = Generator { yield in try yield(object) }.tee(2)
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `the source is released with the last reader`() {
    var readers = meter(0...).tee(2)
    _ = readers[0].next()
    readers.remove(at: 0)
    expectEqual(meter.open, 1)
    readers.remove(at: 0)
    expectEqual(meter.open, 0)
  }

  // MARK: From inside of the source

  @Test func `held elements can be taken from inside of the source`() {
    var other: TeeSequence<Generator<Int>>?
    var seen: [Int?] = []
    let source = Generator { yield in
      try yield(0)
      try yield(1)
      seen.append(other?.next())
      try yield(2)
    }
    let readers = source.tee(2)
    other = readers[1]
    expectEqual(Array(readers[0]), [0, 1, 2])
    expectEqual(seen, [0])
    expectEqual(Array(readers[1]), [1, 2])
    other = nil
  }

  @Test func `a reader can be dropped from inside of the source`() {
    var other: [TeeSequence<Generator<Tracked>>] = []
    let tracker = tracker
    let source = Generator { yield in
      try yield(tracker.object(0))
      try yield(tracker.object(1))
      expectEqual(other.count, 1)
      other = []
      expectEqual(tracker.alive, 0)
      try yield(tracker.object(2))
    }
    let reader: TeeSequence<Generator<Tracked>>
    do {
      let readers = source.tee(2)
      reader = readers[0]
      other = [readers[1]]
    }
    _ = (reader.next(), reader.next())
    expectEqual(tracker.alive, 2)
    expectEqual(reader.next()?.id, 2)
    expectEqual(tracker.alive, 0)
    #expect(reader.next() == nil)
  }

  @Test func `an element whose release reads on`() {
    final class Reading {
      var reader: TeeSequence<AnySequence<Reading>>?
      let count: () -> Void
      init(_ count: @escaping () -> Void) { self.count = count }
      deinit {
        count()
        _ = reader?.next()
      }
    }
    var gone = 0
    var made = 0
    let source = AnySequence<Reading>(
      sequence(state: ()) { _ in
        made += 1
        return made <= 20 ? Reading { gone += 1 } : nil
      })
    var readers: [TeeSequence] = source.tee(2)
    for _ in 0..<10 { readers[0].next()!.reader = readers[0] }
    readers.remove(at: 1)
    #expect(gone >= 10)
    while readers[0].next() != nil {}
    readers = []
    expectEqual(gone, 20)
  }

  // MARK: Traps

  @Test func `a negative count is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].tee(-1)
    }
    expectEqual(result?.message.contains("the count of readers must not be negative"), true)
  }

  @Test func `a request for a new element from inside of the source traps`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var readers: [TeeSequence<Generator<Int>>] = []
      let source = Generator { yield in
        try yield(1)
        _ = readers[1].next()
        _ = readers[1].next()
      }
      readers = source.tee(2)
      _ = Array(readers[0])
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
  }
}
