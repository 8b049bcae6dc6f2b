import Generators
import TestSupport
import Testing

@Suite struct ThrowingForEachTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `each in its order`(count: Int) throws {
    var seen: [Int] = []
    try meter.throwing(0..<count).forEach { seen.append($0) }
    expectEqual(seen, Array(0..<count))
    expectEqual(meter.open, 0)
  }

  @Test func `an element is taken after the closure has handled the one before`() throws {
    var seen = 0
    try meter.throwing(0..<5).forEach { [meter] _ in
      seen += 1
      expectEqual(meter.taken, seen)
    }
    expectEqual(seen, 5)
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    var seen: [Int] = []
    let g = meter.throwing(0..., failingAfter: position)
    #expect(throws: Failure(-1)) { try g.forEach { seen.append($0) } }
    expectEqual(seen, Array(0..<position))
    expectEqual(g.state, .closed)
  }

  @Test(arguments: 0..<3) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.forEach { if $0 == position { throw Failure($0) } }
    }
    expectEqual(g.state, .closed)
    expectEqual(meter.taken, position + 1)
    expectEqual(meter.open, 0)
  }

  @Test func `an error from closing does not replace the error`() throws {
    let lost = try unraisableErrors { () throws in
      let g = ThrowingGenerator<Int> { yield in
        do { try yield(0) } catch { throw Failure(2) }
      }
      #expect(throws: Failure(1)) { try g.forEach { _ in throw Failure(1) } }
    }
    expectEqual(lost.map { name(of: $0.error) }, ["E2"])
  }

  @Test func `inside of its own body it is an error, and the body continues`() throws {
    var g: ThrowingGenerator<Int>!
    g = ThrowingGenerator { yield in
      #expect(throws: GeneratorError.alreadyExecuting) { try g.forEach { _ in } }
      try yield(1)
    }
    try expectEqual(g.next(), 1)
    g = nil
  }

  @Test func `the closure may also take elements, and close`() throws {
    let g = meter.throwing(0..<9)
    var seen: [Int] = []
    try g.forEach {
      seen.append($0)
      if $0 == 6 { try g.close() } else { _ = try g.next() }
    }
    expectEqual(seen, [0, 2, 4, 6])
  }
}
