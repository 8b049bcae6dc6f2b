import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct PrefetchedTests {
  @Test(arguments: [nil, 1, 2, 3, 64, 10_000]) func `the elements are those of the source`(
    window: Int?
  ) throws {
    for count in [0, 1, 2, 5000] {
      expectEqual(Array(prefetched(0..<count, window: window)), Array(0..<count))
      let generator = Generator { yield in for n in 0..<count { try yield("\(n)") } }
      expectEqual(Array(prefetched(generator, window: window)), (0..<count).map { "\($0)" })
      let throwing = prefetched(ThrowingGenerator(0..<count), window: window)
      try expectEqual(throwing.collect(), Array(0..<count))
    }
  }

  @Test(arguments: [1, 2, 3, 10, 100]) func `no more elements than the count are taken ahead`(
    window: Int
  ) {
    // As batches have up to half a window, and none is taken for which there is no room.
    let (counts, full) = (Metered<Int>.Counts(), Gate(window + 2 - max(1, window / 2)))
    let source = Metered((0...).lazy.map { (full.open(), $0).1 }, counts: counts)
    let ahead = prefetched(source, window: window)
    expectEqual(counts.elements, 0)
    expectEqual(ahead.next(), 0)
    full.pass()
    for _ in 0..<10 { pause(1000) }
    #expect(counts.elements <= window + 1)
    for n in 1..<1000 {
      expectEqual(ahead.next(), n)
      #expect(counts.elements <= n + 1 + window)
    }
    ahead.close()
    expectEqual(counts.open, 0)
  }

  @Test func `the source runs on another thread`() {
    let threads = ThreadLog()
    threads.note()
    let source = Generator { yield in
      threads.note()
      for n in 0..<100 { try yield(n) }
      threads.note()
    }
    expectEqual(Array(prefetched(source)).count, 100)
    expectEqual(threads.count, 2)
  }

  @Test(arguments: [nil, 1, 3, 100], [0, 1, 2, 700])
  func `the error of a source comes after its elements`(window: Int?, place: Int) throws {
    let meter = Meter()
    let ahead = prefetched(meter.throwing(0..., failingAfter: place), window: window)
    var given: [Int] = []
    #expect(throws: Failure(-1)) { while let n = try ahead.next() { given.append(n) } }
    expectEqual(given, Array(0..<place))
    expectEqual(meter.open, 0)
    try expectEqual(ahead.next(), nil)
  }

  @Test(arguments: [nil, 1, 2, 1000]) func `elements of a slow producer come out`(window: Int?) {
    let gate = Gate()
    let source = Generator { yield in
      for n in 0..<3000 { try yield(n) }
      gate.pass()
      try yield(3000)
    }
    let ahead = prefetched(source, window: window)
    for n in 0..<3000 { expectEqual(ahead.next(), n) }
    #expect(!gate.isOpen)
    gate.open()
    expectEqual(Array(ahead), [3000])
  }

  @Test func `source and reader overlap`() {
    // Each waits for the other, which would never end on one thread.
    let gates = (0..<20).map { _ in Gate() }
    let source = Generator { yield in
      for n in 0..<20 {
        try yield(n)
        if n > 0 { gates[n - 1].pass() }
      }
    }
    for n in prefetched(source, window: 4) { gates[n].open() }
  }

  @Test(arguments: [0, 1, 2, 300]) func `a source is closed when the elements are dropped half way`(
    taken: Int
  ) {
    let (counts, census) = (Metered<Census.Citizen>.Counts(), Census())
    weak var stage: StageStorage?
    do {
      let ahead = prefetched(
        Metered((0...).lazy.map { census.citizen($0) }, counts: counts), window: 50)
      stage = ahead.reader.stage
      for n in 0..<taken { expectEqual(ahead.next()!.id, n) }
    }
    #expect(stage == nil)
    expectEqual(counts.open, 0)
    expectEqual(census.alive, 0)
  }
}
