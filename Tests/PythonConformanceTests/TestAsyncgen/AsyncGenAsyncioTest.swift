import AsyncGenerators
import Generators
import TestSupport
import Testing

/// Yields 1 and 2, and is an async sequence of its own.
private struct OneTwo: AsyncSequence, AsyncIteratorProtocol {
  var taken = 0
  var failure: Failure?

  func makeAsyncIterator() -> Self { self }

  mutating func next() async throws -> Int? {
    if let failure { throw failure }
    guard taken < 2 else { return nil }
    taken += 1
    return taken
  }
}

/// An async sequence whose iterator is a generator.
private struct Made: AsyncSequence {
  typealias Element = Int

  func makeAsyncIterator() -> AsyncGenerator<Int> {
    AsyncGenerator { yield in
      try await yield(1)
      await Task.yield()
      try await yield(2)
    }
  }
}

private func oneTwo() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    try await yield(1)
    try await yield(2)
  }
}

private func all<Source: AsyncSequence>(_ source: Source) async throws -> [Source.Element] {
  var all: [Source.Element] = []
  for try await element in source { all.append(element) }
  return all
}

extension TestAsyncgen {
  /// Consumers and bodies that suspend.
  @Suite struct AsyncGenAsyncioTest {
    @Test func test_async_generator_anext() async throws {
      let g = oneTwo()
      #expect(await g.next() == 1)
      #expect(await g.next() == 2)
      #expect(await g.next() ?? -1 == -1)
      #expect(await g.next() == nil)
    }

    /// Relayed by a generator, because only that is this library's.
    @Test func test_python_async_iterator_anext() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in try await yield(from: OneTwo()) }
      #expect(try await g.next() == 1)
      #expect(try await g.next() == 2)
      #expect(try await g.next() ?? -1 == -1)
      #expect(try await g.next() == nil)
    }

    @Test func test_async_gen_aiter() async throws {
      try expectEqual(await all(oneTwo().makeAsyncIterator()), [1, 2])
    }

    @Test func test_async_gen_aiter_class() async throws {
      let iterator = Made().makeAsyncIterator()
      var results: [Int] = []
      while let n = await iterator.next() { results.append(n) }
      expectEqual(results, [1, 2])
    }

    /// An iterator of the iterator continues at the generator's position.
    @Test func test_aiter_idempotent() async throws {
      let g = oneTwo()
      let once = g.makeAsyncIterator()
      let twice = once.makeAsyncIterator()
      #expect(await once.next() == 1)
      #expect(await twice.next() == 2)
      #expect(await g.next() == nil)
    }

    @Test func test_anext_await_raises() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        try await yield(from: OneTwo(failure: Failure(1)))
      }
      await #expect(throws: Failure(1)) { try await g.next() }
      #expect(try await g.next() == nil)
    }

    /// A body that awaits is reached from outside only by a cancellation, at its await.
    @Test func test_anext_iter() async throws {
      let (isWaiting, trace) = (Gate(), SharedTrace())
      let g = AsyncThrowingGenerator<Int> { yield in
        isWaiting.open()
        do {
          while true { try await Task.sleep(for: .seconds(60)) }
        } catch is CancellationError {
          await Task.yield()
          trace("cancelled")
        }
      }
      let consumer = Task { try await g.next() ?? -1 }
      await isWaiting.pass()
      consumer.cancel()
      #expect(try await consumer.value == -1)
      expectEqual(trace.events, ["cancelled"])

      let other = AsyncThrowingGenerator<Int> { yield in
        while true { try await Task.sleep(for: .seconds(60)) }
      }
      let second = Task { try await other.next() }
      second.cancel()
      await #expect(throws: CancellationError.self) { try await second.value }
    }

    @Test func test_async_gen_asyncio_01() async throws {
      let g = AsyncGenerator<Int> { yield in
        for n in 1... {
          try await yield(n)
          await Task.yield()
          if n == 2 { return }
        }
      }
      try expectEqual(await all(g), [1, 2])
    }

    @Test func test_async_gen_asyncio_02() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        try await yield(1)
        await Task.yield()
        try await yield(2)
        throw Failure(0)
      }
      await #expect(throws: Failure(0)) { try await all(g) }
    }

    @Test func test_async_gen_asyncio_03() async throws {
      try expectEqual(await all(Made()), [1, 2])
    }

    @Test func test_async_gen_asyncio_anext_04() async throws {
      func foo() -> AsyncGenerator<Int> {
        AsyncGenerator { yield in
          try await yield(1)
          await Task.yield()
          do {
            try await yield(2)
            try await yield(3)
          } catch is Failure {
            try await yield(1000)
          }
          await Task.yield()
          try await yield(4)
        }
      }
      let first = foo()
      for n in 1...4 { #expect(await first.next() == n) }
      #expect(await first.next() == nil)
      #expect(await first.next() == nil)

      let second = foo()
      #expect(await second.next() == 1)
      #expect(await second.next() == 2)
      #expect(try await second.throw(Failure(0)) == 1000)
      #expect(await second.next() == 4)
      #expect(await second.next() == nil)
    }

    @Test func test_async_gen_asyncio_anext_05() async throws {
      let g = AsyncCoroutine<Int, Int, Void> { yield in
        let first = try await yield(1)
        let second = try await yield(first)
        _ = try await yield(second * 100)
      }
      #expect(try await g.start() == 1)
      #expect(try await g.send(10) == 10)
      #expect(try await g.send(12) == 1200)
      #expect(try await g.send(0) == nil)
    }

    @Test func test_async_gen_asyncio_anext_06() async throws {
      let trace = SharedTrace()
      let g = AsyncGenerator<Void> { yield in
        do { try await yield() } catch {}
        trace("done")
      }
      #expect(await g.next() != nil)
      #expect(await g.next() == nil)
      expectEqual(trace.events, ["done"])
    }

    @Test func test_async_gen_asyncio_anext_tuple() async throws {
      let g = AsyncGenerator<(Int, String)> { yield in
        do { try await yield((1, "a")) } catch is Failure { try await yield((2, "b")) }
      }
      #expect(try #require(await g.next()) == (1, "a"))
      #expect(try #require(await g.throw(Failure(0))) == (2, "b"))
      #expect(await g.next() == nil)
    }

    /// An error as an element, which is not thrown.
    @Test func test_async_gen_asyncio_anext_stopiteration() async throws {
      let g = AsyncGenerator<any Error> { yield in
        do { try await yield(Failure(1)) } catch is Failure { try await yield(GeneratorExit()) }
      }
      #expect(await g.next() as? Failure == Failure(1))
      #expect(try await g.throw(Failure(0)) is GeneratorExit)
      #expect(await g.next() == nil)
    }

    @Test func test_async_gen_asyncio_aclose_06() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        do {
          try await yield(1)
          throw Failure(0)
        } catch {
          await Task.yield()
          try await yield(12)
          throw error
        }
      }
      try await g.next()
      do {
        try await g.close()
        Issue.record("a body that yields instead was closed")
      } catch {
        expectEqual(name(of: error), "ignoredExit")
      }
      expectEqual(g.state, .suspended)
      try await g.close()
    }

    @Test func test_async_gen_asyncio_aclose_07() async throws {
      let trace = SharedTrace()
      let g = AsyncGenerator<Int> { yield in
        do { try await yield(1) } catch {
          await Task.yield()
          await Task.yield()
          trace("cleaned up")
          throw error
        }
        trace("went on")
      }
      #expect(await g.next() == 1)
      await g.close()
      expectEqual(trace.events, ["cleaned up"])
    }

    @Test func test_async_gen_asyncio_aclose_08() async throws {
      let (gate, trace) = (Gate(), SharedTrace())
      let g = AsyncGenerator<Int> { yield in
        do {
          try await yield(1)
          await gate.pass()
          trace("passed")
          try await yield(2)
        } catch {
          await Task.yield()
          await Task.yield()
          trace("cleaned up")
          throw error
        }
        trace("went on")
      }
      #expect(await g.next() == 1)
      await g.close()
      expectEqual(trace.events, ["cleaned up"])
      gate.open()
    }

    @Test func test_async_gen_asyncio_gc_aclose_09() async throws {
      let done = Gate()
      var g: AsyncGenerator<Int>? = AsyncGenerator { yield in
        do { while true { try await yield(1) } } catch {
          await Task.yield()
          done.open()
        }
      }
      #expect(await g?.next() == 1)
      #expect(await g?.next() == 1)
      g = nil
      await done.pass()
    }

    @Test func test_async_gen_asyncio_aclose_10() async throws {
      let trace = SharedTrace()
      let g = AsyncGenerator<Void> { yield in
        do { try await yield() } catch {}
        trace("done")
      }
      await g.next()
      await g.close()
      expectEqual(trace.events, ["done"])
    }

    @Test func test_async_gen_asyncio_aclose_11() async throws {
      let trace = SharedTrace()
      let g = AsyncThrowingGenerator<Void> { yield in
        do { try await yield() } catch {}
        try await yield()
        trace("went on")
      }
      try await g.next()
      do {
        try await g.close()
        Issue.record("a body that yields instead was closed")
      } catch {
        expectEqual(name(of: error), "ignoredExit")
      }
      try await g.close()
      expectEqual(trace.events, [])
    }

    @Test func test_async_gen_asyncio_aclose_12() async throws {
      let trace = SharedTrace()
      let g = AsyncGenerator<Int> { yield in
        let target = Task { try await TestAsyncgen.failingAwait(Failure(0)) }
        do { try await yield(1) } catch {
          do { try await target.value } catch is Failure { trace("failed") }
          throw error
        }
      }
      #expect(await g.next() == 1)
      await g.close()
      expectEqual(trace.events, ["failed"])
    }

    @Test func test_async_gen_asyncio_asend_01() async throws {
      let trace = SharedTrace()
      let g = AsyncCoroutine<Int, Int, Void> { yield in
        await Task.yield()
        let sent = try await yield(1)
        await Task.yield()
        _ = try await yield(sent * 2)
        await Task.yield()
        trace("done")
      }
      #expect(try await g.start() == 1)
      #expect(try await g.send(100) == 200)
      #expect(try await g.send(0) == nil)
      expectEqual(trace.events, ["done"])
    }

    @Test func test_async_gen_asyncio_asend_02() async throws {
      try await expectFailure(Failure(0)) { try await TestAsyncgen.failingAwait(Failure(0)) }
    }

    @Test func test_async_gen_asyncio_asend_03() async throws {
      try await expectFailure(CancellationError()) {
        let sleeping = Task { try await Task.sleep(for: .seconds(60)) }
        sleeping.cancel()
        try await sleeping.value
      }
    }

    /// Sends a value to a body that then awaits a failing call, and expects its cleanup, which
    /// awaits.
    private func expectFailure(
      _ failure: any Error, of fail: @escaping @Sendable () async throws -> Void
    ) async throws {
      let trace = SharedTrace()
      let g = AsyncCoroutine<Int, Int, Void> { yield in
        await Task.yield()
        do {
          let sent = try await yield(1)
          try await fail()
          trace("went on")
          _ = try await yield(sent * 2)
        } catch {
          await Task.yield()
          await Task.yield()
          trace("cleaned up")
          throw error
        }
      }
      #expect(try await g.start() == 1)
      do {
        try await g.send(100)
        Issue.record("the error of the await was lost")
      } catch {
        expectEqual(name(of: error), name(of: failure))
      }
      expectEqual(trace.events, ["cleaned up"])
      #expect(try await g.send(0) == nil)
    }

    @Test func test_async_gen_asyncio_athrow_01() async throws {
      let trace = SharedTrace()
      let g = AsyncThrowingGenerator<Int> { yield in
        await Task.yield()
        var value = 1
        do { try await yield(1) } catch is Failure {
          value = 1000
          await Task.yield()
        }
        try await yield(value * 2)
        await Task.yield()
        trace("done")
      }
      #expect(try await g.next() == 1)
      #expect(try await g.throw(Failure(1)) == 2000)
      #expect(try await g.next() == nil)
      expectEqual(trace.events, ["done"])
    }

    @Test func test_async_gen_asyncio_athrow_02() async throws {
      let trace = SharedTrace()
      let g = AsyncThrowingGenerator<Int> { yield in
        do {
          do { try await yield(1) } catch is Failure {
            try await TestAsyncgen.failingAwait(CancellationError())
          }
          try await yield(2)
        } catch {
          await Task.yield()
          trace("cleaned up")
          throw error
        }
      }
      #expect(try await g.next() == 1)
      await #expect(throws: CancellationError.self) { try await g.throw(Failure(1)) }
      expectEqual(trace.events, ["cleaned up"])
    }

    @Test func test_async_gen_asyncio_athrow_03() async throws {
      let trace = SharedTrace()
      let g = AsyncGenerator<Void> { yield in
        do { try await yield() } catch {}
        trace("done")
      }
      await g.next()
      #expect(try await g.throw(Failure(1)) == nil)
      expectEqual(trace.events, ["done"])
    }

    @Test func test_async_gen_asyncio_athrow_tuple() async throws {
      let g = AsyncGenerator<(Int, String)> { yield in
        do { try await yield((1, "a")) } catch is Failure { try await yield((2, "b")) }
      }
      await g.next()
      #expect(try #require(await g.throw(Failure(0))) == (2, "b"))
      #expect(await g.next() == nil)
    }

    @Test func test_async_gen_asyncio_athrow_stopiteration() async throws {
      let g = AsyncGenerator<(any Error)?> { yield in
        do { try await yield(nil) } catch is Failure { try await yield(GeneratorExit()) }
      }
      await g.next()
      let element = try #require(await g.throw(Failure(0)))
      #expect(element is GeneratorExit)
      #expect(await g.next() == nil)
    }

    /// There is no loop that shuts down: cancelling the consumers closes their generators.
    @Test func test_async_gen_asyncio_shutdown_01() async throws {
      let finalized = SharedTrace()
      let consumers = (0..<2).map { _ in
        Task {
          let waiter = AsyncThrowingGenerator<Int> { yield in
            do {
              try await Task.sleep(for: .seconds(60))
              try await yield(1)
            } catch {
              await Task.yield()
              finalized("finalized")
              throw error
            }
          }
          for try await _ in waiter {}
        }
      }
      for consumer in consumers { consumer.cancel() }
      for consumer in consumers {
        await #expect(throws: CancellationError.self) { try await consumer.value }
      }
      expectEqual(finalized.events, ["finalized", "finalized"])
    }

    @Test func test_async_gen_asyncio_shutdown_02() async throws {
      let unraisable = RoutedUnraisableErrors()
      do {
        let g = AsyncGenerator<Int>(line: unraisable.line) { yield in
          try await yield(1)
          try await yield(2)
        }
        for await n in g where n == 1 { break }
        expectEqual(g.state, .suspended)
      }
      expectEqual(unraisable.errors.count, 0)
    }

    /// There is no loop that shuts down: a generator that is kept is closed by its consumer.
    @Test func test_async_gen_asyncio_shutdown_exception_01() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        do { try await yield(1) } catch { throw Failure(0) }
      }
      for try await n in g where n == 1 { break }
      await #expect(throws: Failure(0)) { try await g.close() }
    }

    @Test func test_async_gen_asyncio_shutdown_exception_02() async throws {
      let unraisable = RoutedUnraisableErrors()
      do {
        let g = AsyncThrowingGenerator<Int>(line: unraisable.line) { yield in
          do { try await yield(1) } catch { throw Failure(0) }
        }
        for try await n in g where n == 1 { break }
      }
      expectEqual(unraisable.errors.map { name(of: $0.error) }, ["E0"])
    }

    private func range(_ count: Int) -> AsyncGenerator<Int> {
      AsyncGenerator { yield in
        for n in 0..<count {
          await Task.yield()
          try await yield(n)
        }
      }
    }

    @Test func test_async_gen_expression_01() async throws {
      try expectEqual(await all(range(10).map { $0 * 2 }), (0..<10).map { $0 * 2 })
    }

    @Test func test_async_gen_expression_02() async throws {
      @Sendable func wrap(_ n: Int) async -> Int {
        await Task.yield()
        return n
      }
      let doubled = range(10).filter { await wrap($0) != 0 }.map { $0 * 2 }
      try expectEqual(await all(doubled), (1..<10).map { $0 * 2 })
    }

    @Test func test_async_gen_aclose_twice_with_different_coros() async throws {
      let g = oneTwo()
      await g.close()
      await g.close()
      expectEqual(g.state, .closed)
    }

    @Test func test_async_gen_aclose_after_exhaustion() async throws {
      let g = oneTwo()
      try expectEqual(await all(g), [1, 2])
      await g.close()
    }
  }
}
