import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct DelegationEndTests {
  @Test func `clean-up can delegate to a generator that was not started`() async throws {
    let trace = SharedTrace()
    let g = AsyncCoroutine<Int, Int?, Int> { yield in
      do { try await yield(1) } catch is GeneratorExit {
        let value = try await yield(from: AsyncCoroutine<Int, Int?, Int> { _ in 2 })
        trace("from \(value)")
        return value
      }
      return 0
    }
    #expect(try await g.start() == 1)
    #expect(try await g.close() == 2)
    expectEqual(trace.events, ["from 2"])
  }

  @Test func `an exit that the inner body swallows still leaves the outer one`() async throws {
    let trace = SharedTrace()
    let g = AsyncThrowingGenerator<Int> { yield in
      try await yield(
        from: AsyncThrowingGenerator<Int> { yield in
          do { try await yield(1) } catch is GeneratorExit {
            try await yield(from: AsyncThrowingGenerator<Int> { _ in trace("innermost") })
            trace("inner")
          }
        })
      trace("outer")
    }
    #expect(try await g.next() == 1)
    try await g.close()
    expectEqual(trace.events, ["innermost", "inner"])
    expectEqual(g.state, .closed)
  }

  @Test func `closing reaches a generator that takes nothing through a body that is sent values`()
    async throws
  {
    let trace = SharedTrace()
    let inner = AsyncThrowingGenerator<Int> { yield in
      do { try await yield(1) } catch {
        trace(name(of: error))
        throw error
      }
    }
    let outer = AsyncCoroutine<Int, Int?, Int> { yield in
      try await yield(from: inner)
      return 0
    }
    #expect(try await outer.start() == 1)
    try await outer.close()
    expectEqual(trace.events, ["exit"])
    expectEqual(inner.state, .closed)
  }

  @Test func `one that was started and that another has ended is closed for its delegator`()
    async throws
  {
    let inner = AsyncCoroutine<Int, Int?, Int> { yield in
      try await yield(1)
      try await yield(2)
      return 3
    }
    try await inner.start()
    let outer = AsyncCoroutine<Int, Int?, Int> { yield in
      do { return try await yield(from: inner) } catch is Failure { return 4 }
    }
    #expect(try await outer.start() == 2)
    #expect(try await inner.next() == nil)
    do {
      try await outer.next()
      Issue.record("the delegation has a value that another has taken")
    } catch {
      expectEqual(name(of: error), "closed")
    }
  }

  @Test func `an error for one that another has ended goes to the delegator`() async throws {
    let inner = AsyncThrowingGenerator<Int> { yield in
      try await yield(1)
      try await yield(2)
    }
    try await inner.next()
    let outer = AsyncThrowingGenerator<Int> { yield in
      do { try await yield(from: inner) } catch is Failure { try await yield(3) }
    }
    #expect(try await outer.next() == 2)
    try await inner.close()
    #expect(try await outer.throw(Failure(1)) == 3)
  }

  @Test func `a delegation to one without a value, that another has ended, just ends`()
    async throws
  {
    let inner = AsyncThrowingGenerator<Int> { yield in
      try await yield(1)
      try await yield(2)
    }
    try await inner.next()
    let outer = AsyncThrowingGenerator<Int> { yield in
      try await yield(from: inner)
      try await yield(3)
    }
    #expect(try await outer.next() == 2)
    try await inner.close()
    #expect(try await outer.next() == 3)
  }

  @Test func `a delegation to a synchronous one without a value, that was closed, just ends`()
    async throws
  {
    let outer = AsyncCoroutine<Int, Int?, Void> { yield in
      let inner = Coroutine<Int, Int?, Void> { yield in try yield(1) }
      try inner.start()
      try inner.close()
      try await yield(from: inner)
      try await yield(2)
    }
    #expect(try await outer.start() == 2)
  }

  @Test(arguments: [true, false])
  func `an exit leaves the outer body, even if closing what the inner one lends fails`(
    isStarted: Bool
  ) async throws {
    let trace = SharedTrace()
    let inner = AsyncThrowingGenerator<Int> { yield in
      try await yield(0)
      do {
        try await yield(
          from: ThrowingGenerator<Int> { yield in
            do { try yield(1) } catch is GeneratorExit { throw Failure(2) }
          })
      } catch is Failure {
        trace("caught")
      }
    }
    if isStarted { #expect(try await inner.next() == 0) }
    let outer = AsyncThrowingGenerator<Int> { yield in
      try await yield(from: inner)
      trace("went on")
    }
    if !isStarted { #expect(try await outer.next() == 0) }
    #expect(try await outer.next() == 1)
    try await outer.close()
    expectEqual(trace.events, ["caught"])
  }

  @Test func `clean-up of an awaiting generator can delegate, too`() async throws {
    let trace = SharedTrace()
    let g = AwaitingGenerator<Int> { yield in
      do { try yield(1) } catch is GeneratorExit {
        try yield(
          from: AwaitingGenerator { yield in
            try yield.await { await Task.yield() }
            trace("inner")
          })
        trace("outer")
      }
    }
    #expect(try await g.next() == 1)
    try await g.close()
    expectEqual(trace.events, ["inner", "outer"])
  }

  @Test func `clean-up of an awaiting generator can go on with one that delegates`() async throws {
    let trace = SharedTrace()
    let innermost = AwaitingGenerator<Int> { yield in
      try yield(1)
      try yield.await { await Task.yield() }
      trace("innermost")
    }
    let inner = AwaitingGenerator<Int> { yield in
      try yield(from: innermost)
      trace("inner")
    }
    #expect(try await inner.next() == 1)
    let g = AwaitingGenerator<Int> { yield in
      do { try yield(2) } catch is GeneratorExit {
        try yield(from: inner)
        trace("outer")
      }
    }
    #expect(try await g.next() == 2)
    try await g.close()
    expectEqual(trace.events, ["innermost", "inner", "outer"])
  }

  @Test func `an exit that an awaiting generator swallows leaves all that delegate to it`()
    async throws
  {
    let trace = SharedTrace()
    let innermost = AwaitingGenerator<Int> { yield in
      do { try yield(1) } catch is GeneratorExit { trace("innermost") }
    }
    let inner = AwaitingGenerator<Int> { yield in
      do {
        try yield(from: innermost)
        trace("not closed")
      } catch is GeneratorExit { trace("inner") }
    }
    let g = AwaitingGenerator<Int> { yield in
      try yield(from: inner)
      trace("not closed")
    }
    #expect(try await g.next() == 1)
    try await g.close()
    expectEqual(trace.events, ["innermost", "inner"])
  }
}
