import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct DistributedTests {
  private let meter = Meter()

  @Test(arguments: [
    (0, 2, [[], [Int]()]), (1, 1, [[0]]), (1, 3, [[0], [], []]), (4, 1, [[0, 1, 2, 3]]),
    (7, 3, [[0, 3, 6], [1, 4], [2, 5]]),
  ])
  func `the elements are dealt out in turn`(n: Int, count: Int, expected: [[Int]]) {
    expectEqual(meter(0..<n).distributed(over: count).map { Array($0) }, expected)
    expectEqual(meter.open, 0)
  }

  @Test func `the readers may be read in any order`() {
    let readers = meter(0...).distributed(over: 2)
    expectEqual(meter.taken, 0)
    expectEqual(readers[1].next(), 1)
    expectEqual(meter.taken, 2)
    expectEqual(readers[0].next(), 0)
    expectEqual(meter.taken, 2)
    expectEqual(readers[0].next(), 2)
    expectEqual(meter.taken, 3)
    expectEqual(readers[0].next(), 4)
    expectEqual(meter.taken, 5)
    expectEqual(readers[1].next(), 3)
    expectEqual(readers[1].next(), 5)
    expectEqual(meter.taken, 6)
  }

  @Test func `elements are stored that readers have not read, and none for released readers`() {
    let tracker = Tracker()
    let source = Generator { yield in while true { try yield(tracker.object()) } }
    var readers = source.distributed(over: 3)
    for _ in 0..<4 { #expect(readers[2].next() != nil) }
    expectEqual(tracker.made, 12)
    expectEqual(tracker.alive, 8)
    #expect(readers[0].next() != nil)
    expectEqual(tracker.alive, 7)
    readers.remove(at: 1)
    expectEqual(tracker.alive, 3)
    for _ in 0..<4 { #expect(readers[1].next() != nil) }
    expectEqual(tracker.alive, 7)
    readers.removeLast()
    expectEqual(tracker.alive, 7)
    for _ in 0..<7 { #expect(readers[0].next() != nil) }
    expectEqual(tracker.alive, 0)
    for _ in 0..<7 { #expect(readers[0].next() != nil) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `the source is released with the last reader`() {
    var readers = meter(0...).distributed(over: 2)
    expectEqual(readers[0].next(), 0)
    readers.removeFirst()
    expectEqual(meter.open, 1)
    expectEqual(readers[0].next(), 1)
    readers.removeFirst()
    expectEqual(meter.open, 0)
  }

  @Test func `the source is released at its end, and stored elements can still be read`() {
    let tracker = Tracker()
    let readers = HeldSource(elements: [0, 1, 2], tracker: tracker).distributed(over: 2)
    expectEqual(Array(readers[0]), [0, 2])
    expectEqual(tracker.alive, 0)
    expectEqual(Array(readers[1]), [1])
    for _ in 0..<3 {
      expectEqual(readers[0].next(), nil)
      expectEqual(readers[1].next(), nil)
    }
  }

  @Test func `readers without a request take nothing`() {
    let tracker = Tracker()
    do { _ = HeldSource(elements: [0], tracker: tracker).distributed(over: 2) }
    expectEqual(tracker.made, 0)
    do { _ = meter(0...).distributed(over: 2) }
    expectEqual(meter.taken, 0)
  }

  @Test func `a reader is a reference`() {
    let reader = meter(0...).distributed(over: 1)[0]
    let other = reader
    expectEqual(Array(reader.prefix(2)), [0, 1])
    expectEqual(other.next(), 2)
    expectEqual(reader.next(), 3)
  }

  @Test func `a reader that asks from inside of the source is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Box { var readers: [DistributedSequence<Generator<Int>>] = [] }
      let box = Box()
      box.readers = Generator { yield in
        _ = box.readers[1].next()
        try yield(1)
      }.distributed(over: 2)
      _ = box.readers[0].next()
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<100 {
      let n = Int.random(in: 0..<60, using: &random)
      let count = Int.random(in: 1..<6, using: &random)
      let readers = meter(0..<n).distributed(over: count)
      var read = Array(repeating: [Int](), count: count)
      for _ in 0..<200 {
        let index = Int.random(in: 0..<count, using: &random)
        if let element = readers[index].next() { read[index].append(element) }
      }
      for index in 0..<count {
        read[index] += Array(readers[index])
        expectEqual(read[index], Array(stride(from: index, to: n, by: count)))
      }
    }
  }

  @Test func `no readers is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1]).distributed(over: 0)
    }
    expectEqual(result?.message.contains("the number of readers must be positive, and is 0"), true)
  }
}
