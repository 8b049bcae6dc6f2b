import Generators
import TestSupport
import Testing

@Suite struct ThrowingZipTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 4], [0, 1, 3, 4])
  func `as many pairs as the shorter has elements`(first: Int, second: Int) throws {
    let letters = Array("abcd".prefix(second))
    let expected = zip(0..<first, letters).map { "\($0)" }
    let both = zip(meter.throwing(0..<first), meter.throwing(letters))
    try expectEqual(both.collect().map { "\($0)" }, expected)
    let left = zip(meter.throwing(0..<first), letters)
    try expectEqual(left.collect().map { "\($0)" }, expected)
    let right = zip(0..<first, meter.throwing(letters))
    try expectEqual(right.collect().map { "\($0)" }, expected)
    #expect(try (both.next() == nil, left.next() == nil, right.next() == nil) == (true, true, true))
    expectEqual(meter.open, 0)
  }

  @Test func `if the first has ended, none is taken of the second`() throws {
    let second = meter.throwing(0...)
    try expectEqual(zip(ThrowingGenerator([1]), second).collect().count, 1)
    try expectEqual(second.next(), 1)
    try expectEqual(zip([1], second).collect().count, 1)
    try expectEqual(second.next(), 3)
    let sequence = Generator(0...)
    try expectEqual(zip(ThrowingGenerator([1]), sequence).collect().count, 1)
    expectEqual(sequence.next(), 1)
  }

  @Test func `if the second has ended, an element of the first is lost`() throws {
    let first = meter.throwing(0...)
    try expectEqual(zip(first, ThrowingGenerator([1])).collect().count, 1)
    expectEqual(first.state, .suspended)
    try expectEqual(first.next(), 2)
    try expectEqual(zip(first, [1]).collect().count, 1)
    try expectEqual(first.next(), 5)
    let sequence = Generator(0...)
    try expectEqual(zip(sequence, ThrowingGenerator([1])).collect().count, 1)
    expectEqual(sequence.next(), 2)
  }

  @Test(arguments: 0..<3) func `an error of the first closes the second`(position: Int) throws {
    let second = meter.throwing(0...)
    let g = zip(meter.throwing(0..., failingAfter: position), second)
    for n in 0..<position { #expect(try g.next()! == (n, n)) }
    #expect(throws: Failure(-1)) { try g.next() }
    #expect(try g.next() == nil)
    expectEqual(second.state, .closed)
    expectEqual(meter.open, 0)
    expectEqual(meter.taken, 2 * position)
  }

  @Test(arguments: 0..<3) func `an error of the second closes the first`(position: Int) throws {
    let first = meter.throwing(0...)
    let g = zip(first, meter.throwing(0..., failingAfter: position))
    for n in 0..<position { #expect(try g.next()! == (n, n)) }
    #expect(throws: Failure(-1)) { try g.next() }
    #expect(try g.next() == nil)
    expectEqual(first.state, .closed)
    expectEqual(meter.open, 0)
    expectEqual(meter.taken, 2 * position + 1)
  }

  @Test func `zip with itself pairs neighbours`() throws {
    let g = meter.throwing(0..<5)
    try expectEqual(zip(g, g).collect().map { "\($0)" }, ["(0, 1)", "(2, 3)"])
  }

  @Test func `a sequence is released at the end, at an error and by closing`() throws {
    for kind in 0..<3 {
      let sequence = Meter()
      let g = ThrowingGenerator(
        zip(meter.throwing(0..<3, failingAfter: kind == 1 ? 2 : nil), sequence(0...)))
      _ = try g.next()
      expectEqual(sequence.open, 1)
      switch kind {
      case 0: _ = try g.collect()
      case 1: #expect(throws: Failure(-1)) { try g.collect() }
      default: try g.close()
      }
      expectEqual(sequence.open, 0)
      expectEqual(meter.open, 0)
    }
  }

  @Test func `the standard library's zip still serves sequences`() {
    expectEqual(Array(zip(1..., "ab")).count, 2)
    expectEqual(Array(zip(Generator([1, 2]), Generator([3]))).count, 1)
  }
}
