import Generators
import TestSupport
import Testing

@Suite struct ThrowingSequenceTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `the elements of a sequence`(count: Int) throws {
    let g = ThrowingGenerator(0..<count)
    try expectEqual(g.collect(), Array(0..<count))
    try expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
    #expect(g.returnValue == nil)
  }

  @Test func `nothing is taken before the first next`() throws {
    let source = meter(0...)
    let g = ThrowingGenerator(source)
    expectEqual(source.state, .created)
    expectEqual(g.state, .created)
    try expectEqual(g.next(), 0)
    expectEqual(g.state, .suspended)
    expectEqual(meter.taken, 1)
  }

  @Test func `closing, release, end or a thrown error releases the sequence`() throws {
    let closed = ThrowingGenerator(meter(0...))
    try closed.next()
    try closed.close()
    expectEqual(meter.open, 0)
    do { try ThrowingGenerator(meter(0...)).next() }
    expectEqual(meter.open, 0)
    let ended = ThrowingGenerator(meter(0..<3))
    _ = try ended.collect()
    expectEqual(meter.open, 0)
    let thrown = ThrowingGenerator(meter(0...))
    try thrown.next()
    #expect(throws: Failure(1)) { try thrown.throw(Failure(1)) }
    expectEqual(meter.open, 0)
    try expectEqual(thrown.next(), nil)
  }

  @Test func `a sequence that continues after its end is not asked again`() throws {
    struct Resuming: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n == 2 ? nil : n
      }
    }
    let g = ThrowingGenerator(Resuming())
    try expectEqual([g.next(), g.next(), g.next()], [1, nil, nil])
  }

  @Test func `its type is inferred, or written`() throws {
    let g: ThrowingGenerator<Character> = ThrowingGenerator("ab")
    try expectEqual(g.collect(), ["a", "b"])
    try expectEqual(ThrowingGenerator<Int>([]).collect(), [])
    let line = #line + 1
    let h = ThrowingGenerator([1])
    #expect(h.description.hasPrefix("<Coroutine<Int, (), ()> created, made at "))
    #expect(h.description.hasSuffix("ThrowingSequenceTests.swift:\(line)>"))
  }

  @Test func `it can be delegated to`() throws {
    let g = ThrowingGenerator { yield in
      try yield(from: ThrowingGenerator([1, 2]))
      try yield(3)
    }
    try expectEqual(g.collect(), [1, 2, 3])
  }

  @Test func `a sequence that resumes the generator is refused`() throws {
    var g: ThrowingGenerator<Int>!
    g = ThrowingGenerator(
      (0..<2).lazy.map { n in
        #expect(throws: GeneratorError.alreadyExecuting) { try g.next() }
        return n
      })
    try expectEqual(g.collect(), [0, 1])
    g = nil
  }
}
