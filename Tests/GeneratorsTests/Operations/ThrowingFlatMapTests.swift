import Generators
import TestSupport
import Testing

@Suite struct ThrowingFlatMapTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 100]) func `sequences one after the other`(count: Int) throws {
    let g = meter.throwing(0..<count).flatMap { 0..<$0 }
    try expectEqual(g.collect(), (0..<count).flatMap { 0..<$0 })
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [0, 1, 5, 100]) func `generators one after the other`(count: Int) throws {
    let g = meter.throwing(0..<count).flatMap { [meter] in meter.throwing(0..<$0) }
    try expectEqual(g.collect(), (0..<count).flatMap { 0..<$0 })
    expectEqual(meter.open, 0)
  }

  @Test func `nothing is taken while a sequence has more`() throws {
    let g = meter.throwing(0...).flatMap { [$0, $0] }
    try expectEqual([g.next(), g.next()], [0, 0])
    expectEqual(meter.taken, 1)
    try expectEqual(g.next(), 1)
    expectEqual(meter.taken, 2)
  }

  @Test func `an infinite sequence is read as far as it is asked`() throws {
    let g = meter.throwing(0...).flatMap { $0... }
    try expectEqual(g.prefix(3).collect(), [0, 1, 2])
    expectEqual(meter.taken, 1)
  }

  @Test func `a sequence that yields is closed at its end and at its release`() throws {
    let inner = Meter()
    do {
      let g = meter.throwing(0...).flatMap { inner($0..<$0 + 2) }
      try expectEqual([g.next(), g.next()], [0, 1])
      expectEqual(inner.open, 1)
      try expectEqual(g.next(), 1)
      expectEqual(inner.open, 1)
      expectEqual(inner.taken, 3)
    }
    expectEqual(inner.open, 0)
    expectEqual(meter.open, 0)
  }

  @Test func `a generator is closed at its end and when all is released`() throws {
    let inner = Meter()
    do {
      let g = meter.throwing(0...).flatMap { inner.throwing($0..<$0 + 2) }
      try expectEqual([g.next(), g.next(), g.next()], [0, 1, 1])
      expectEqual(inner.open, 1)
      expectEqual(inner.taken, 3)
    }
    expectEqual(inner.open, 0)
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [0, 1, 2])
  func `an error of an inner generator closes the outer source`(position: Int) throws {
    let source = meter.throwing(0...)
    let inner = Meter()
    let g = source.flatMap { inner.throwing(0..<3, failingAfter: $0 == 0 ? nil : position) }
    var taken: [Int] = []
    #expect(throws: Failure(-1)) { while let n = try g.next() { taken.append(n) } }
    expectEqual(taken, [0, 1, 2] + (0..<position))
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
    expectEqual(inner.open, 0)
  }

  @Test func `a running inner generator is an error, and the source is closed`() throws {
    let source = meter.throwing(0...)
    var g: ThrowingGenerator<Int>!
    let inner = ThrowingGenerator<Int> { yield in
      #expect(throws: GeneratorError.alreadyExecuting) { try g.next() }
      try yield(5)
    }
    g = ThrowingGenerator(source.flatMap { _ in inner })
    try expectEqual(inner.next(), 5)
    expectEqual(g.state, .closed)
    expectEqual(source.state, .closed)
    try expectEqual(inner.next(), nil)
    g = nil
  }

  @Test func `released or closed, it leaves an inner generator with another reference`() throws {
    let inner = meter.throwing(0...)
    let g = ThrowingGenerator(meter.throwing(0...).flatMap { _ in inner })
    try expectEqual(g.next(), 0)
    try g.close()
    expectEqual(inner.state, .suspended)
    expectEqual(meter.open, 1)
  }

  @Test func `a multi-statement closure of either kind`() throws {
    let sequences = meter.throwing(1...2).flatMap { n in
      let all = Array(repeating: n, count: n)
      return all
    }
    try expectEqual(sequences.collect(), [1, 2, 2])
    let generators = meter.throwing(1...2).flatMap { n in
      let all = ThrowingGenerator(Array(repeating: n, count: n))
      return all
    }
    try expectEqual(generators.collect(), [1, 2, 2])
    try expectEqual(meter.throwing(1...2).flatMap { Generator(0..<$0) }.collect(), [0, 0, 1])
  }

  @Test func `a long run of empty sequences takes no stack`() throws {
    let g = meter.throwing(0..<100_000).flatMap { _ in EmptyCollection<Int>() }
    try expectEqual(g.next(), nil)
    expectEqual(meter.taken, 100_000)
  }
}
