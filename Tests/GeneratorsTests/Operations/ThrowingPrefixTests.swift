import Generators
import TestSupport
import Testing

@Suite struct ThrowingPrefixTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 3, 10, 11, .max])
  func `no more than the count`(length: Int) throws {
    let g = meter.throwing(0..<10).prefix(length)
    try expectEqual(g.collect(), Array((0..<10).prefix(length)))
    try expectEqual(g.next(), nil)
    expectEqual(meter.taken, min(length, 10))
    expectEqual(meter.open, 0)
  }

  @Test func `with its last element it releases the source`() throws {
    let g = ThrowingGenerator(meter.throwing(0...).prefix(2))
    try expectEqual(g.next(), 0)
    expectEqual(meter.open, 1)
    try expectEqual(g.next(), 1)
    expectEqual(meter.open, 0)
    expectEqual(g.state, .suspended)
    try expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
  }

  @Test func `a source with another reference continues`() throws {
    let source = meter.throwing(0...)
    try expectEqual(source.prefix(2).collect(), [0, 1])
    expectEqual(source.state, .suspended)
    try expectEqual(source.prefix(2).collect(), [2, 3])
    expectEqual(meter.taken, 4)
  }

  @Test func `a prefix of none takes nothing and starts nothing`() throws {
    let source = meter.throwing(0...)
    try expectEqual(source.prefix(0).next(), nil)
    expectEqual(source.state, .created)
  }

  @Test func `an error after the prefix is not reached`() throws {
    let g = meter.throwing(0..., failingAfter: 2)
    try expectEqual(g.prefix(2).collect(), [0, 1])
    #expect(throws: Failure(-1)) { try g.next() }
  }

  @Test
  func `an error of a source at its release is lost, and is not an error of the prefix`()
    throws
  {
    let lost = try unraisableErrors { () throws in
      let g = ThrowingGenerator<Int> { yield in
        do { try yield(0) } catch { throw Failure(4) }
      }.prefix(1)
      try expectEqual(g.collect(), [0])
    }
    expectEqual(lost.map { name(of: $0.error) }, ["E4"])
  }

  @Test func `a negative length is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ThrowingGenerator([1]).prefix(-1)
    }
    expectEqual(
      result?.message.contains("the length of a prefix must not be negative, and is -1"), true)
  }
}
