import AsyncGenerators
import Generators
import TestSupport
import Testing

extension TestAsyncgen {
  /// Elements and errors, beside those of synchronous generators.
  @Suite struct AsyncGenTest {
    /// The elements of both kinds, with an error's name and the end, are the same.
    private func compare(
      _ sync: ThrowingGenerator<Int>, _ async: AsyncThrowingGenerator<Int>
    ) async -> [String] {
      var expected: [String] = []
      while expected.last != "end" {
        do {
          expected.append(try sync.next().map { "\($0)" } ?? "end")
        } catch {
          expected.append(name(of: error))
        }
      }
      var actual: [String] = []
      while actual.last != "end" {
        do {
          actual.append(try await async.next().map { "\($0)" } ?? "end")
        } catch {
          actual.append(name(of: error))
        }
      }
      expectEqual(actual, expected)
      return actual
    }

    @Test func test_async_gen_iteration_01() async throws {
      let g = AsyncCoroutine<Int, Int?, Void> { yield in
        await Task.yield()
        let sent = try await yield(123)
        #expect(sent == nil)
        await Task.yield()
        try await yield(456)
        await Task.yield()
        try await yield(789)
      }
      var all: [Int] = []
      while let n = try await g.next() { all.append(n) }
      expectEqual(all, [123, 456, 789])
    }

    /// The suspension is seen as a gate at which the body waits.
    @Test func test_async_gen_iteration_02() async throws {
      let (first, last) = (Gate(), Gate())
      let trace = SharedTrace()
      let g = AsyncGenerator<Int> { yield in
        trace("waits")
        await first.pass()
        try await yield(123)
        await last.pass()
        trace("ends")
      }
      async let element = g.next()
      try #expect(await becomesTrue { trace.events == ["waits"] })
      first.open()
      #expect(await element == 123)
      async let end = g.next()
      last.open()
      #expect(await end == nil)
      expectEqual(trace.events, ["waits", "ends"])
    }

    @Test func test_async_gen_exception_03() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        await Task.yield()
        try await yield(123)
        try await TestAsyncgen.failingAwait()
        try await yield(456)
      }
      var all: [Int] = []
      await #expect(throws: Failure(1)) { for try await n in g { all.append(n) } }
      expectEqual(all, [123])
    }

    @Test func test_async_gen_exception_04() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        await Task.yield()
        try await yield(123)
        throw Failure(1)
      }
      #expect(try await g.next() == 123)
      await #expect(throws: Failure(1)) { try await g.next() }
      expectEqual(g.state, .closed)
    }

    /// No error can be taken for the end: of all errors, GeneratorExit comes nearest.
    @Test func test_async_gen_exception_05() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        try await yield(123)
        throw GeneratorExit()
      }
      #expect(try await g.next() == 123)
      await #expect(throws: GeneratorExit.self) { try await g.next() }
      #expect(try await g.next() == nil)
    }

    /// Nor an error that comes from an await.
    @Test func test_async_gen_exception_06() async throws {
      let g = AsyncThrowingGenerator<Int> { yield in
        try await yield(123)
        try await TestAsyncgen.failingAwait(GeneratorExit())
      }
      #expect(try await g.next() == 123)
      await #expect(throws: GeneratorExit.self) { try await g.next() }
      #expect(try await g.next() == nil)
    }

    @Test func test_async_gen_exception_07() async throws {
      let sync = ThrowingGenerator<Int> { yield in
        let result = Result {
          try yield(1)
          throw Failure(0)
        }
        try yield(2)
        try yield(3)
        try result.get()
        try yield(100)
      }
      let async = AsyncThrowingGenerator<Int> { yield in
        var failure: (any Error)?
        do {
          try await yield(1)
          throw Failure(0)
        } catch { failure = error }
        try await yield(2)
        try await yield(3)
        if let failure { throw failure }
        try await yield(100)
      }
      expectEqual(await compare(sync, async), ["1", "2", "3", "E0", "end"])
    }

    @Test func test_async_gen_exception_08() async throws {
      let sync = ThrowingGenerator<Int> { yield in
        try yield(1)
        try yield(2)
        throw Failure(0)
      }
      let async = AsyncThrowingGenerator<Int> { yield in
        var failure: (any Error)?
        do {
          try await yield(1)
          await Task.yield()
        } catch { failure = error }
        await Task.yield()
        try await yield(2)
        if failure == nil { throw Failure(0) }
        try await yield(3)
      }
      expectEqual(await compare(sync, async), ["1", "2", "E0", "end"])
    }

    @Test func test_async_gen_exception_09() async throws {
      let sync = ThrowingGenerator<Int> { yield in
        let result = Result {
          try yield(1)
          throw Failure(0)
        }
        try yield(2)
        try yield(3)
        try result.get()
      }
      let async = AsyncThrowingGenerator<Int> { yield in
        var failure: (any Error)?
        do {
          await Task.yield()
          try await yield(1)
          throw Failure(0)
        } catch { failure = error }
        try await yield(2)
        await Task.yield()
        try await yield(3)
        if let failure { throw failure }
      }
      expectEqual(await compare(sync, async), ["1", "2", "3", "E0", "end"])
    }

    @Test func test_async_gen_exception_10() async throws {
      let g = AsyncCoroutine<Int, Int, Void> { yield in try await yield(123) }
      do {
        try await g.send(100)
        Issue.record("a coroutine that was not started took a value")
      } catch {
        expectEqual(name(of: error), "notStarted")
      }
      #expect(try await g.start() == 123)
    }

    @Test func test_async_gen_exception_11() async throws {
      let sync = ThrowingGenerator<Int> { yield in
        try yield(1)
        let inner = ThrowingGenerator(1...2)
        try inner.next()
        do { try inner.throw(GeneratorExit()) } catch is GeneratorExit { try yield(2) }
        try yield(3)
      }
      let async = AsyncThrowingGenerator<Int> { yield in
        try await yield(1)
        let inner = AsyncThrowingGenerator<Int> { yield in
          try await yield(10)
          try await yield(20)
        }
        try await inner.next()
        do { try await inner.throw(GeneratorExit()) } catch is GeneratorExit { try await yield(2) }
        try await yield(3)
      }
      expectEqual(await compare(sync, async), ["1", "2", "3", "end"])
    }

    @Test func test_async_gen_exception_12() async throws {
      let itself = Guarded<AsyncThrowingGenerator<Int>?>(nil)
      let g = AsyncThrowingGenerator<Int> { yield in
        try await itself.current?.next()
        try await yield(123)
      }
      itself { $0 = g }
      do {
        try await g.next()
        Issue.record("a body has resumed itself")
      } catch {
        expectEqual(name(of: error), "alreadyExecuting")
      }
      expectEqual(g.state, .closed)
      itself { $0 = nil }
    }

    @Test func test_async_gen_asend_throw_concurrent_with_send() async throws {
      try await expectRefusal(of: { try await $0.next() }, during: { try await $0.next() })
    }

    @Test func test_async_gen_athrow_throw_concurrent_with_send() async throws {
      try await expectRefusal(
        of: { try await $0.throw(Failure(2)) }, during: { try await $0.next() })
    }

    @Test func test_async_gen_asend_throw_concurrent_with_throw() async throws {
      try await expectRefusal(
        of: { try await $0.send(5) }, during: { try await $0.throw(Failure(1)) })
    }

    @Test func test_async_gen_athrow_throw_concurrent_with_throw() async throws {
      try await expectRefusal(
        of: { try await $0.throw(Failure(2)) }, during: { try await $0.throw(Failure(1)) })
    }

    @Test func test_async_gen_api_01() async throws {
      let g = AsyncGenerator<Int>(fileID: "gen.swift", line: 123) { yield in try await yield(123) }
      #expect("\(g)".contains("gen.swift:123"))
      expectEqual(g.state, .created)
      await g.close()
      expectEqual(g.state, .closed)
    }
  }
}

extension TestAsyncgen {
  /// Calls or resumes a coroutine.
  typealias Request = @Sendable (AsyncCoroutine<Int, Int?, Void>) async throws -> Int?
}

/// Expects that `second` is refused while the body of `first` waits, and that `first` continues.
func expectRefusal(
  of second: TestAsyncgen.Request, during first: @escaping TestAsyncgen.Request,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let (isWaiting, mayGoOn) = (Gate(), Gate())
  let g = AsyncCoroutine<Int, Int?, Void> { yield in
    do { try await yield(1) } catch is Failure {}
    isWaiting.open()
    await mayGoOn.pass()
    try await yield(2)
  }
  try await g.start()
  async let answer = first(g)
  await isWaiting.pass()
  expectEqual(g.state, .running, sourceLocation: sourceLocation)
  do {
    _ = try await second(g)
    Issue.record("a second request was taken", sourceLocation: sourceLocation)
  } catch {
    expectEqual(name(of: error), "alreadyExecuting", sourceLocation: sourceLocation)
  }
  mayGoOn.open()
  #expect(try await answer == 2, sourceLocation: sourceLocation)
  expectEqual(g.state, .suspended, sourceLocation: sourceLocation)
}
