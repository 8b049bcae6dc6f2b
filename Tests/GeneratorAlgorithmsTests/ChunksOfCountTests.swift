import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ChunksOfCountTests {
  private let meter = Meter()

  @Test(arguments: [
    (0, 3, [[]]), (1, 3, [[0]]), (3, 3, [[0, 1, 2]]), (4, 3, [[0, 1, 2], [3]]),
    (3, 1, [[0], [1], [2]]), (2, Int.max, [[0, 1]]),
  ])
  func `the elements in arrays of one length`(n: Int, count: Int, expected: [[Int]]) {
    expectEqual(Array(meter(0..<n).chunks(ofCount: count)), expected.filter { !$0.isEmpty })
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [(0, [[Int]]()), (2, []), (3, [[0, 1, 2]]), (5, [[0, 1, 2]])])
  func `a remainder may be dropped`(n: Int, expected: [[Int]]) {
    expectEqual(Array(meter(0..<n).chunks(ofCount: 3, remainder: .dropped)), expected)
    expectEqual(meter.taken, n)
    let kept = Array(meter(0..<n).chunks(ofCount: 3, remainder: .kept))
    expectEqual(kept, Array(meter(0..<n).chunks(ofCount: 3)))
  }

  @Test func `an array takes its own elements and no more`() {
    var chunks = meter(0...).chunks(ofCount: 3).makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(chunks.next(), [0, 1, 2])
    expectEqual(meter.taken, 3)
    expectEqual(chunks.next(), [3, 4, 5])
    expectEqual(meter.taken, 6)
  }

  @Test func `a released chunk isn't held`() {
    let tracker = Tracker()
    let source = Generator { yield in while true { try yield(tracker.object()) } }
    var chunks = source.chunks(ofCount: 4).makeIterator()
    for _ in 0..<3 {
      expectEqual(chunks.next()?.count, 4)
      expectEqual(tracker.alive, 0)
    }
  }

  @Test(arguments: [0, 1, 3, 4, 7]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.chunks(ofCount: 3) }
    expectLazy(on: Array(0..<n)) { $0.chunks(ofCount: 3, remainder: .dropped) }
  }

  @Test func `an array can be read again`() {
    let chunks = [1, 2, 3].chunks(ofCount: 2)
    expectEqual(Array(chunks), [[1, 2], [3]])
    expectEqual(Array(chunks), [[1, 2], [3]])
  }

  @Test func `elements that are optional`() {
    let chunks = Generator<Int?>([nil, 1, nil]).chunks(ofCount: 2)
    expectEqual(Array(chunks), [[nil, 1], [nil]])
  }

  @Test func `of a lazy sequence it is lazy`() {
    let sums = meter(0...).lazy.chunks(ofCount: 2).map { $0[0] + $0[1] }
    expectEqual(meter.taken, 0)
    expectEqual(Array(sums.prefix(2)), [1, 5])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<100 {
      let (n, count) = (
        Int.random(in: 0..<40, using: &random), Int.random(in: 1..<9, using: &random)
      )
      let expected = stride(from: 0, to: n, by: count).map { Array($0..<Swift.min($0 + count, n)) }
      expectEqual(Array(meter(0..<n).chunks(ofCount: count)), expected)
      let whole = Array(meter(0..<n).chunks(ofCount: count, remainder: .dropped))
      expectEqual(whole, expected.filter { $0.count == count })
    }
  }

  @Test func `a count below one is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1]).chunks(ofCount: 0)
    }
    expectEqual(result?.message.contains("the count of a chunk must be positive, and is 0"), true)
    await #expect(processExitsWith: .failure) {
      _ = Generator([1]).chunks(ofCount: -1, remainder: .dropped)
    }
  }
}
