import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct CycledTests {
  private let meter = Meter()

  @Test func `over and over`() {
    expectEqual(Array(meter([7]).cycled().prefix(3)), [7, 7, 7])
    expectEqual(Array(meter(1...3).cycled().prefix(8)), [1, 2, 3, 1, 2, 3, 1, 2])
    expectEqual(Array(meter([Int]()).cycled()), [])
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [
    (0, 3, [Int]()), (2, 0, []), (1, 1, [0]), (1, 3, [0, 0, 0]), (3, 1, [0, 1, 2]),
    (2, 3, [0, 1, 0, 1, 0, 1]), (0, 0, []),
  ])
  func `so many times`(n: Int, times: Int, expected: [Int]) {
    expectEqual(Array(meter(0..<n).cycled(times: times)), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `elements are taken on demand, and once`() {
    var cycled = meter(0..<2).cycled().makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(cycled.next(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(cycled.next(), 1)
    expectEqual(meter.open, 1)
    expectEqual(cycled.next(), 0)
    expectEqual(meter.open, 0)
    for _ in 0..<10 { _ = cycled.next() }
    expectEqual(meter.taken, 2)
  }

  @Test func `an infinite source is returned as it is`() {
    expectEqual(Array(meter(0...).cycled().prefix(4)), [0, 1, 2, 3])
    expectEqual(meter.open, 0)
  }

  @Test func `0 times does not begin`() {
    let tracker = Tracker()
    let source = HeldSource(elements: [1], tracker: tracker)
    var cycled = source.cycled(times: 0).makeIterator()
    expectEqual(tracker.made, 0)
    expectEqual(cycled.next(), nil)
    expectEqual(Array(source.cycled(times: 0)), [])
  }

  @Test func `elements are held no longer than they are needed`() {
    let tracker = Tracker()
    func source() -> Generator<Tracked> {
      Generator { yield in for id in 0..<3 { try yield(tracker.object(id)) } }
    }
    var once = source().cycled(times: 1).makeIterator()
    while once.next() != nil { expectEqual(tracker.alive, 0) }
    var twice = source().cycled(times: 2).makeIterator()
    for _ in 0..<6 { #expect(twice.next() != nil) }
    expectEqual(tracker.alive, 3)
    #expect(twice.next() == nil)
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: [0, 1, 3]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.cycled(times: 3) }
    expectLazy(on: Array(0..<n)) { $0.cycled(times: 1) }
    expectLazy(on: Array(0..<n)) { $0.cycled(times: 0) }
    expectLazy(on: []) { $0.cycled() }
  }

  @Test func `a release midway closes the source`() {
    do {
      var cycled = meter(0..<2).cycled().makeIterator()
      expectEqual(cycled.next(), 0)
      expectEqual(meter.open, 1)
    }
    expectEqual(meter.open, 0)
  }

  @Test func `an array can be read again`() {
    let cycled = [1, 2].cycled(times: 2)
    expectEqual(Array(cycled), [1, 2, 1, 2])
    expectEqual(Array(cycled), [1, 2, 1, 2])
  }

  @Test func `elements that are optional`() {
    expectEqual(Array(Generator<Int?>([nil, 1]).cycled(times: 2)), [nil, 1, nil, 1])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<100 {
      let n = Int.random(in: 0..<6, using: &random)
      let times = Int.random(in: 0..<5, using: &random)
      let expected = Array(repeatElement(0..<n, count: times).joined())
      expectEqual(Array(meter(0..<n).cycled(times: times)), expected)
      expectEqual(Array(meter(0..<n).cycled().prefix(expected.count)), expected)
    }
  }

  @Test func `a negative number of times is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1]).cycled(times: -1)
    }
    expectEqual(result?.message.contains("times must not be negative, and is -1"), true)
  }
}
