import Generators
import TestSupport
import Testing

@Suite struct ThrowingSequenceTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `the elements of a sequence`(count: Int) throws {
    let g = ThrowingGenerator(0..<count)
    #expect(try g.collect() == Array(0..<count))
    #expect(try g.next() == nil)
    #expect(g.state == .closed)
    #expect(g.returnValue == nil)
  }

  @Test func `nothing is taken before the first next`() throws {
    let source = meter(0...)
    let g = ThrowingGenerator(source)
    #expect(source.state == .created)
    #expect(g.state == .created)
    #expect(try g.next() == 0)
    #expect(g.state == .suspended)
    #expect(meter.taken == 1)
  }

  @Test func `closed, dropped, at its end or thrown into it lets go of the sequence`() throws {
    let closed = ThrowingGenerator(meter(0...))
    try closed.next()
    try closed.close()
    #expect(meter.open == 0)
    do { try ThrowingGenerator(meter(0...)).next() }
    #expect(meter.open == 0)
    let ended = ThrowingGenerator(meter(0..<3))
    _ = try ended.collect()
    #expect(meter.open == 0)
    let thrown = ThrowingGenerator(meter(0...))
    try thrown.next()
    #expect(throws: Failure(1)) { try thrown.throw(Failure(1)) }
    #expect(meter.open == 0)
    #expect(try thrown.next() == nil)
  }

  @Test func `a sequence that goes on after its end is not asked again`() throws {
    struct Resuming: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n == 2 ? nil : n
      }
    }
    let g = ThrowingGenerator(Resuming())
    #expect(try [g.next(), g.next(), g.next()] == [1, nil, nil])
  }

  @Test func `its type is inferred, and named`() throws {
    let g: ThrowingGenerator<Character> = ThrowingGenerator("ab")
    #expect(try g.collect() == ["a", "b"])
    #expect(try ThrowingGenerator<Int>([]).collect() == [])
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
    #expect(try g.collect() == [1, 2, 3])
  }

  @Test func `a sequence that resumes the generator is told so`() throws {
    var g: ThrowingGenerator<Int>!
    g = ThrowingGenerator(
      (0..<2).lazy.map { n in
        #expect(throws: GeneratorError.alreadyExecuting) { try g.next() }
        return n
      })
    #expect(try g.collect() == [0, 1])
    g = nil
  }
}
