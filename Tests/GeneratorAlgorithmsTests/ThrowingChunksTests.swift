import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ThrowingChunksTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 2, 3, 6, 7, 100], [1, 2, 3, 50, .max])
  func `arrays of so many`(length: Int, count: Int) throws {
    let g = meter.throwing(0..<length).chunks(ofCount: count)
    let expected = stride(from: 0, to: length, by: min(count, 1_000)).map {
      Array($0..<min($0 + min(count, 1_000), length))
    }
    try expectEqual(g.collect(), expected)
    try expectEqual(g.next(), nil)
    expectEqual(meter.open, 0)
  }

  @Test func `a chunk takes its elements and no more`() throws {
    let g = meter.throwing(0...).chunks(ofCount: 3)
    expectEqual(meter.taken, 0)
    try expectEqual(g.next(), [0, 1, 2])
    expectEqual(meter.taken, 3)
    try expectEqual(g.next(), [3, 4, 5])
    expectEqual(meter.taken, 6)
  }

  @Test(arguments: 0..<7) func `an error takes the chunk with it`(position: Int) throws {
    let source = meter.throwing(0..<7, failingAfter: position)
    let g = source.chunks(ofCount: 3)
    for n in 0..<(position / 3) { try expectEqual(g.next(), [3 * n, 3 * n + 1, 3 * n + 2]) }
    #expect(throws: Failure(-1)) { try g.next() }
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
  }

  @Test func `a count that is not positive is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ThrowingGenerator([1]).chunks(ofCount: 0)
    }
    expectEqual(result?.message.contains("the count of a chunk must be positive, and is 0"), true)
  }
}
