import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
  @Suite struct ThrowingGeneratorTests {
    @Test func `an error has its type`() {
      let trace = Trace()
      let source = lines(trace, ["1", "x", "2"])
      do throws(ParseError) {
        try expectEqual(source.next(), 1)
        _ = try source.next()
        Issue.record("nothing was thrown")
      } catch {
        expectEqual(error.text, "x")
      }
      expectEqual(trace.take(), ["inner 1", "inner x", "outer"])
      #expect(throws: Never.self) { try expectEqual(source.next(), nil) }
    }

    @Test func `an error that a typed failure can't hold ends the body and comes back`() throws {
      let trace = Trace()
      let g = ThrowingGenerator(lines(trace, ["1", "2"]))
      try g.next()
      #expect(throws: Failure(3)) { try g.throw(Failure(3)) }
      expectEqual(g.state, .closed)
      expectEqual(trace.take(), ["inner 1", "outer"])
    }

    @Test func `a body catches what is thrown into it through the engine`() throws {
      let g = ThrowingGenerator(patient(["1", "2"]))
      try expectEqual(g.next(), 1)
      try expectEqual(g.throw(ParseError(text: "minor")), -1)
      try expectEqual(g.next(), 2)
      try g.close()
      expectEqual(g.state, .closed)
    }

    @Test func `a body with a stack delegates to it, errors included`() throws {
      let g = ThrowingGenerator<Int> { yield in
        try yield(from: typedPatient(["1", "2"]))
        try yield(9)
      }
      try expectEqual(g.next(), 1)
      try expectEqual(g.throw(ParseError(text: "minor")), -1)
      try expectEqual(g.next(), 2)
      try expectEqual(g.next(), -2)
      try expectEqual(g.next(), 9)
    }

    @Test func `operations take it, and release it at their end`() throws {
      let trace = Trace()
      let tens = lines(trace, ["1", "2", "3"]).map { $0 * 10 }.prefix(2)
      try expectEqual(tens.collect(), [10, 20])
      expectEqual(trace.take(), ["inner 1", "inner 2", "outer"])
    }

    @Test func `closing it runs pending defers once`() throws {
      let trace = Trace()
      let source = lines(trace, ["1", "2"])
      _ = try source.next()
      source.close()
      source.close()
      try expectEqual(source.next(), nil)
      expectEqual(trace.take(), ["inner 1", "outer"])
    }

    @Generator private static func holding(
      _ object: AnyObject
    ) -> some ThrowingSource<Int, any Error> {
      yield(1)
      _ = object
    }

    @Test func `what a body holds is released at its end`() throws {
      final class Held {}
      weak var held: Held?
      func make() -> some ThrowingSource<Int, any Error> {
        let object = Held()
        held = object
        return Self.holding(object)
      }
      let source = make()
      try expectEqual(source.next(), 1)
      #expect(held != nil)
      try expectEqual(source.next(), nil)
      #expect(held == nil)
    }
  }
#endif
