import AsyncGenerators
import Generators
import TestSupport
import Testing

/// Yields 1, and 2 instead of ending when it is closed.
private func stubborn() -> AsyncThrowingGenerator<Int> {
  AsyncThrowingGenerator { yield in
    do { try await yield(1) } catch is GeneratorExit {
      await Task.yield()
      try await yield(2)
    }
  }
}

private func expectIgnoredExit(_ close: () async throws -> Void) async {
  do {
    try await close()
    Issue.record("one that yields instead was closed")
  } catch {
    expectEqual(name(of: error), "ignoredExit")
  }
}

extension TestAsyncgen {
  /// The intended differences from CPython.
  @Suite struct AsyncDifferences {
    @Test func throwAfterTheEndIsTheEnd() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in try await yield(1) }
      #expect(try await g.next() == 1)
      #expect(try await g.next() == nil)
      #expect(try await g.throw(Failure(1)) == nil)
    }

    /// CPython's `aclose()` and `athrow()` would not reach the body.
    @Test func closedAgainAfterItHasYielded() async throws {
      let g = stubborn()
      try await g.next()
      await expectIgnoredExit { try await g.close() }
      #expect(g.state == .suspended)
      try await g.close()
      #expect(g.state == .closed)
    }

    /// PEP 828 would throw the error into the outer body.
    @Test func delegateThatYieldsWhileItIsClosed() async throws {
      let trace = SharedTrace()
      let g = AsyncThrowingGenerator<Int> { yield in
        do { try await yield(from: stubborn()) } catch {
          trace(name(of: error))
          throw error
        }
      }
      try await g.next()
      await expectIgnoredExit { try await g.close() }
      expectEqual(trace.events, [])
      #expect(try await g.next() == nil)
    }

    /// A generator that was started does as PEP 828 says.
    @Test func startedDelegateThatYieldsWhileItIsClosed() async throws {
      let (inner, trace) = (stubborn(), SharedTrace())
      try await inner.next()
      let g = AsyncThrowingGenerator<Int> { yield in
        try await yield(0)
        do { try await yield(from: inner) } catch { trace(name(of: error)) }
      }
      try await g.next()
      // The inner one ends, since it is resumed once more.
      #expect(try await g.next() == nil)
      expectEqual(trace.events, [])

      let started = AsyncThrowingGenerator<Int> { yield in
        try await yield(1)
        try await yield(from: stubborn())
      }
      try await started.next()
      let outer = AsyncThrowingGenerator<Int> { yield in
        do { try await yield(from: started) } catch { trace(name(of: error)) }
      }
      try await outer.next()
      try await outer.close()
      expectEqual(trace.events, ["ignoredExit"])
    }

    @Test func delegateIsInUse() async throws {
      let inner = AsyncThrowingGenerator<Int> { yield in
        try await yield(1)
        try await yield(2)
      }
      let outer = AsyncThrowingGenerator<Int> { yield in try await yield(from: inner) }
      #expect(try await outer.next() == 1)
      #expect(inner.state == .running)
      do {
        try await inner.next()
        Issue.record("a delegate was resumed by another")
      } catch {
        expectEqual(name(of: error), "alreadyExecuting")
      }
      #expect(try await outer.next() == 2)
    }

    @Test func delegateThatHadEnded() async throws {
      let inner = AsyncCoroutine<Int, Int?, Int> { _ in 1 }
      try await inner.next()
      let outer = AsyncCoroutine<Int, Int?, Int> { yield in try await yield(from: inner) }
      do {
        try await outer.next()
        Issue.record("one that had ended gave a value")
      } catch {
        expectEqual(name(of: error), "closed")
      }
    }

    /// asyncio would close it in a later step of its loop.
    @Test func droppedOneIsClosedAtOnce() async throws {
      let (trace, mayGoOn, ended) = (SharedTrace(), Gate(), Gate())
      var g: AsyncGenerator<Int>? = AsyncGenerator { yield in
        do { try await yield(1) } catch {
          trace("clean-up")
          await mayGoOn.pass()
          trace("rest")
          ended.open()
        }
      }
      #expect(await g?.next() == 1)
      g = nil
      trace("dropped")
      mayGoOn.open()
      await ended.pass()
      expectEqual(trace.events, ["clean-up", "dropped", "rest"])
    }
  }
}
