import Generators
import TestSupport
import Testing

/// An error like any other, whatever its name; a class, to check that it stays the same object.
private final class StopIteration: Error {}

/// The purpose of PEP 479: no error is taken for the end of the data, however it enters the body.
extension TestGeneratorStop {
  @Suite struct TestPEP479 {
    private func element() throws -> Int { throw StopIteration() }

    /// CPython must wrap the error in another; here it arrives unchanged.
    @Test func test_stopiteration_wrapping() throws {
      let g = ThrowingGenerator { yield in try yield(element()) }
      #expect(throws: StopIteration.self) { try g.next() }
      try expectEqual(g.next(), nil)
      expectEqual(g.state, .closed)

      let c = Coroutine<Int, String, Int> { yield in
        try yield(1)
        return try element()
      }
      try c.start()
      #expect(throws: StopIteration.self) { try c.send("") }
      expectEqual(c.returnValue, nil)
    }

    /// No second error is made, so there is none to name the first as its cause.
    @Test func test_stopiteration_wrapping_context() throws {
      let error = StopIteration()
      func element() throws -> Int { throw error }
      let inner = ThrowingGenerator { yield in try yield(element()) }
      let outer = ThrowingGenerator { yield in try yield(from: inner) }
      #expect(try #require(throws: StopIteration.self) { try outer.next() } === error)
    }

    /// `next()` of a `Generator` can't throw, and does not call it the end either.
    @Test func generatorTraps() async {
      await #expect(processExitsWith: .failure) {
        func element() throws -> Int { throw StopIteration() }
        _ = Generator { yield in try yield(element()) }.next()
      }
    }

    /// An error of the library is not an end: not from a body that misuses another generator.
    @Test(arguments: [
      GeneratorError.alreadyExecuting, .notStarted, .alreadyStarted, .closed, .ignoredExit,
    ])
    func misuseByTheBody(error: GeneratorError) throws {
      let g = ThrowingGenerator<Int> { yield in
        try yield(1)
        throw error
      }
      try g.next()
      #expect(throws: error) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    /// A body that throws `GeneratorExit` without being closed has failed.
    @Test func exitByHand() throws {
      let g = ThrowingGenerator<Int> { yield in
        try yield(1)
        throw GeneratorExit()
      }
      try expectEqual(g.next(), 1)
      #expect(throws: GeneratorExit.self) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    /// Thrown in, it also comes back unchanged.
    @Test func thrownIn() throws {
      let error = StopIteration()
      let g = ThrowingGenerator<Int> { yield in try yield(1) }
      try g.next()
      #expect(try #require(throws: StopIteration.self) { try g.throw(error) } === error)
      try expectEqual(g.next(), nil)
    }

    /// The body does not take the end of another generator for an error either: it is `nil` there.
    @Test func endOfTheSourceIsNoError() throws {
      let source = ThrowingGenerator<Int> { yield in try yield(1) }
      let g = ThrowingGenerator<String> { yield in
        try yield("\(try source.next() as Any)")
        try yield("\(try source.next() as Any)")
      }
      try expectEqual(g.next(), "Optional(1)")
      try expectEqual(g.next(), "nil")
      try expectEqual(g.next(), nil)
    }

    // MARK: As a sequence

    /// A generator that yields 1 and 2 and then fails.
    private func failing(_ error: any Error) -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in
        try yield(1)
        try yield(2)
        throw error
      }
    }

    /// For the algorithm the sequence has ended; the caller of withSequence learns that it has
    /// failed.
    @Test func withSequenceThrowsWhatEndedIt() throws {
      let error = StopIteration()
      var taken: [Int] = []
      let thrown = #expect(throws: StopIteration.self) {
        try failing(error).withSequence { elements in for n in elements { taken.append(n) } }
      }
      #expect(thrown === error)
      expectEqual(taken, [1, 2])
      #expect(throws: StopIteration.self) { try failing(error).withSequence { $0.reduce(0, +) } }
    }

    @Test func withSequenceThroughADelegation() throws {
      let g = ThrowingGenerator { yield in
        try yield(from: failing(StopIteration()))
        try yield(3)
      }
      #expect(throws: StopIteration.self) { try g.withSequence { Array($0) } }
    }

    /// A body that reads another one's sequence fails with it, and does not just end early.
    @Test func withSequenceInsideOfABody() throws {
      let g = ThrowingGenerator { yield in
        try failing(StopIteration()).withSequence { elements in
          for n in elements { try yield(n * 10) }
        }
        try yield(3)
      }
      try expectEqual(g.next(), 10)
      try expectEqual(g.next(), 20)
      #expect(throws: StopIteration.self) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    @Test func withSequenceThrowsTheExitOfABodyThatWasNotClosed() {
      #expect(throws: GeneratorExit.self) {
        try failing(GeneratorExit()).withSequence { Array($0) }
      }
    }

    /// If the algorithm stopped before the error, there was none.
    @Test func withSequenceThatIsLeftBeforeTheError() throws {
      let g = failing(StopIteration())
      try expectEqual(g.withSequence { Array($0.prefix(2)) }, [1, 2])
      #expect(throws: StopIteration.self) { try g.next() }
    }
  }
}
