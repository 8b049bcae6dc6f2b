import Generators
import TestSupport
import Testing

extension TestGenexps {
  /// The tests that CPython's examples leave to `test_generators`: an expression has the whole
  /// protocol.
  @Suite struct ProtocolTests {
    /// An array that says when it is let go.
    private struct Source: Sequence {
      let object: Tracked
      func makeIterator() -> AnyIterator<Int> {
        var n = 0
        return AnyIterator { [object] in
          defer { n += 1 }
          return n < 4 ? n * object.id : nil
        }
      }
    }

    @Test func bodyBeginsAtTheFirstNext() {
      let trace = Trace()
      func square(_ i: Int) -> Int {
        trace("square \(i)")
        return i * i
      }
      let g = Generator { yield in for i in 0..<3 { try yield(square(i)) } }
      expectEqual(trace.take(), [])
      expectEqual(g.next(), 0)
      expectEqual(trace.take(), ["square 0"])
      expectEqual(Array(g), [1, 4])
      expectEqual(trace.take(), ["square 1", "square 2"])
    }

    @Test func nestedAreAskedElementByElement() {
      let trace = Trace()
      func noting(_ what: String, _ i: Int) -> Int {
        trace("\(what) \(i)")
        return i
      }
      let inner = Generator { yield in for i in 0..<3 { try yield(noting("inner", i)) } }
      let outer = Generator { yield in for i in inner { try yield(noting("outer", i)) } }
      let lazy = outer.lazy.filter { noting("filter", $0) != 1 }.map { noting("map", $0) }
      expectEqual(trace.take(), [])
      for i in lazy { trace("taken \(i)") }
      expectEqual(
        trace.take(),
        [
          "inner 0", "outer 0", "filter 0", "map 0", "taken 0",
          "inner 1", "outer 1", "filter 1",
          "inner 2", "outer 2", "filter 2", "map 2", "taken 2",
        ])
    }

    @Test func closed() {
      let g = Generator { yield in for i in 0..<4 { try yield(i) } }
      expectEqual(g.next(), 0)
      g.close()
      expectEqual(g.state, .closed)
      expectEqual(g.next(), nil)
      expectEqual(Array(g), [])
    }

    @Test func closedBeforeItsStart() {
      let trace = Trace()
      let g = Generator { yield in for i in 0..<4 { try yield(trace.events.count + i) } }
      g.close()
      expectEqual(g.next(), nil)
      expectEqual(trace.events, [])
    }

    @Test func thrownInto() {
      let g = Generator { yield in for i in 0..<4 { try yield(i) } }
      expectEqual(g.next(), 0)
      #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
      expectEqual(g.next(), nil)
      // A generator that has ended rethrows the error, as often as it is thrown in.
      #expect(throws: Failure(2)) { try g.throw(Failure(2)) }
    }

    @Test func thrownIntoBeforeItsStart() {
      let trace = Trace()
      let g = Generator<Int> { yield in
        trace("begun")
        for i in 0..<4 { try yield(i) }
      }
      #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
      expectEqual(g.next(), nil)
      expectEqual(trace.events, [])
    }

    /// An expression has no code that receives a sent value.
    @Test func sentTo() throws {
      let g = Coroutine<Int, String, Void> { yield in for i in 0..<3 { try yield(i) } }
      #expect(throws: GeneratorError.notStarted) { try g.send("early") }
      try expectEqual(g.start(), 0)
      try expectEqual(g.send("a"), 1)
      try expectEqual(g.send("b"), 2)
      try expectEqual(g.send("c"), nil)
      try expectEqual(g.send("late"), nil)
    }

    @Test func droppedBeforeItsStart() {
      let tracker = Tracker()
      let trace = Trace()
      let errors = unraisableErrors {
        let source = Source(object: tracker.object(7))
        _ = Generator { yield in
          trace("begun")
          for i in source { try yield(i) }
        }
        _ = Generator(source).lazy.map { trace("mapped \($0)") }
      }
      #expect(errors.isEmpty)
      expectEqual(trace.events, [])
      expectEqual(tracker.gone, [7])
    }

    @Test func droppedWhileItIsSuspended() {
      let tracker = Tracker()
      var g: Generator<Int>? = {
        let source = Source(object: tracker.object(7))
        return Generator { yield in for i in source { try yield(i) } }
      }()
      expectEqual(g?.next(), 0)
      expectEqual(g?.next(), 7)
      expectEqual(tracker.alive, 1)
      g = nil
      expectEqual(tracker.gone, [7])
    }

    /// Its source has no other owner, and goes with it, innermost last.
    @Test func droppedWithTheGeneratorThatItReads() {
      let trace = Trace()
      func source(_ name: String, _ base: Generator<Int>) -> Generator<Int> {
        Generator { yield in
          defer { trace(name) }
          for i in base { try yield(i) }
        }
      }
      for i in source("outer", source("middle", source("inner", Generator(0...)))) {
        if i == 2 { break }
      }
      expectEqual(trace.events, ["outer", "middle", "inner"])
    }

    /// At its end it releases its source, although it is still alive itself.
    @Test func atItsEndItReleasesItsSource() {
      let tracker = Tracker()
      let g = {
        let source = Source(object: tracker.object(7))
        return Generator { yield in for i in source { try yield(i) } }
      }()
      expectEqual(Array(g), [0, 7, 14, 21])
      expectEqual(tracker.gone, [7])
      expectEqual(g.next(), nil)
    }

    // MARK: Errors

    /// Where the source is made before the generator, its error is met there, as in Python.
    @Test func errorInTheSourceBeforeItIsMade() {
      func source() throws -> [Int] { throw Failure(1) }
      func expression() throws -> ThrowingGenerator<Int> {
        let source = try source()
        return ThrowingGenerator { yield in for i in source { try yield(i) } }
      }
      #expect(throws: Failure(1)) { try expression() }
      #expect(throws: Failure(1)) { try Generator(source()).lazy.map { $0 } }
    }

    /// Where the body makes it, it is met at the first element.
    @Test func errorInTheSourceOfTheBody() throws {
      func source() throws -> [Int] { throw Failure(1) }
      let g = ThrowingGenerator { yield in for i in try source() { try yield(i) } }
      expectEqual(g.state, .created)
      #expect(throws: Failure(1)) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    @Test func errorInAnInnerSource() throws {
      func source(_ n: Int) throws -> Range<Int> {
        if n == 2 { throw Failure(n) }
        return 0..<n
      }
      let g = ThrowingGenerator { yield in
        for i in 0..<4 { for j in try source(i) { try yield(10 * i + j) } }
      }
      try expectEqual(g.next(), 10)
      #expect(throws: Failure(2)) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    @Test func errorInTheCondition() throws {
      func accepts(_ n: Int) throws -> Bool {
        if n == 2 { throw Failure(n) }
        return n > 0
      }
      let g = ThrowingGenerator { yield in for i in 0..<4 where try accepts(i) { try yield(i) } }
      try expectEqual(g.next(), 1)
      #expect(throws: Failure(2)) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    /// One that reads another which fails fails with the same error.
    @Test func errorOfTheGeneratorThatItReads() throws {
      let inner = ThrowingGenerator { yield in
        try yield(1)
        throw Failure(1)
      }
      let outer = ThrowingGenerator { yield in
        while let i = try inner.next() { try yield(i * 10) }
      }
      try expectEqual(outer.next(), 10)
      #expect(throws: Failure(1)) { try outer.next() }
      try expectEqual(outer.next(), nil)
      expectEqual(inner.state, .closed)
    }
  }
}
