import Generators
import TestSupport
import Testing

/// Traces the values that it is sent, and the failures that are thrown in; other errors end it.
private func listener(_ trace: Trace) -> Coroutine<Void, Int?, Void> {
  Coroutine { yield in
    while true {
      do {
        let sent = try yield()
        trace(sent.map { "\($0)" } ?? "nothing")
      } catch let failure as Failure {
        trace("caught E\(failure.code)")
      }
    }
  }
}

private struct OtherFailure: Error, Equatable {}

/// An error with an identity.
private final class UniqueFailure: Error {}

/// Traces its exit.
private func exiting(_ trace: Trace) -> ThrowingGenerator<Void> {
  ThrowingGenerator { yield in
    do { try yield() } catch is GeneratorExit { trace("exiting") }
  }
}

/// Yields once more instead of ending.
private func stubborn() -> ThrowingGenerator<String> {
  ThrowingGenerator { yield in
    do { try yield("") } catch is GeneratorExit { try yield("foo!") }
  }
}

// MARK: - Sending

extension TestGenerators {
  /// The additions of PEP 342: sending, throwing, closing.
  @Suite struct CoroutineTests {
    @Test func sendIntoOneThatWasStarted() throws {
      let trace = Trace()
      let g = Coroutine<Int, Int?, Void> { yield in
        trace("\(try yield(1)!)")
        try yield(2)
      }
      try expectEqual(g.next(), 1)
      try expectEqual(g.send(42), 2)
      expectEqual(trace.events, ["42"])
    }

    @Test func sendIntoANewOne() throws {
      let g = Coroutine<Int, String?, Void> { yield in
        try yield(1)
        try yield(2)
      }
      let error = #expect(throws: GeneratorError.self) { try g.send("foo") }
      expectEqual(error?.kind, .notStarted)
      expectEqual(
        error?.description.hasPrefix("can't send a value to a just-started generator"), true)
    }

    @Test func yieldOfNothing() {
      let g = Generator<Void> { yield in try yield() }
      expectEqual(Array(g).count, 1)
    }

    @Test func yieldInsideOfASource() throws {
      let g = Coroutine<Int, Int, [Int]> { yield in Array([try yield(26)].lazy.map { $0 }) }
      try expectEqual(g.start(), 26)
      try expectEqual(g.send(3), nil)
      expectEqual(g.returnValue, [3])
    }

    @Test func yieldInAnAssignmentThatAdds() throws {
      var sums: [Int] = []
      let c = Coroutine<Void, Int, Void> { yield in
        var count = 0
        while count < 200 {
          count += try yield()
          sums.append(count)
        }
      }
      try c.start()
      expectEqual(sums, [])
      try c.send(10)
      expectEqual(sums, [10])
      try c.send(10)
      expectEqual(sums, [10, 20])
      try c.send(10)
      expectEqual(sums, [10, 20, 30])
    }

    @Test func yieldsAsIndicesOfAnAssignment() throws {
      var data = [1, 2]
      let g = Coroutine<String, Int, Void> { yield in
        data[try yield("a")] = 27
        data[try yield("b")] = 27
      }
      try expectEqual(g.start(), "a")
      expectEqual(data, [1, 2])
      try expectEqual(g.send(0), "b")
      expectEqual(data, [27, 2])
      try expectEqual(g.send(1), nil)
      expectEqual(data, [27, 27])
    }
  }
}

// MARK: - Throwing

extension TestGenerators.CoroutineTests {
  @Test(arguments: [Failure(), Failure(42), Failure(1)])
  func throwWhatTheBodyCatches(failure: Failure) throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    #expect(try g.throw(failure) != nil)
    expectEqual(trace.events, ["caught E\(failure.code)"])
    expectEqual(g.state, .suspended)
  }

  @Test func throwAgainAndAgain() throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    for code in 0..<5 { try g.throw(Failure(code)) }
    expectEqual(trace.events, ["caught E0", "caught E1", "caught E2", "caught E3", "caught E4"])
  }

  @Test func throwOnWhatWasCaught() throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    do { throw Failure(3) } catch { try g.throw(error) }
    expectEqual(trace.events, ["caught E3"])
  }

  @Test func sendAfterAThrow() throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    try g.throw(Failure(3))
    #expect(try g.send(1) != nil)
    expectEqual(trace.events, ["caught E3", "1"])
  }

  @Test func throwWhatTheBodyDoesNotCatch() throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    #expect(throws: OtherFailure()) {
      do { throw OtherFailure() } catch { try g.throw(error) }
    }
    expectEqual(trace.events, [])
    expectEqual(g.state, .closed)
  }

  @Test func sendAfterTheEnd() throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    #expect(throws: OtherFailure()) { try g.throw(OtherFailure()) }
    #expect(try g.send(2) == nil)
    expectEqual(trace.events, [])
  }

  @Test func throwAfterTheEnd() throws {
    let trace = Trace()
    let g = listener(trace)
    try g.next()
    #expect(throws: OtherFailure()) { try g.throw(OtherFailure()) }
    #expect(throws: Failure(6)) { try g.throw(Failure(6)) }
    expectEqual(trace.events, [])
  }

  @Test func throwIntoANewOne() {
    let trace = Trace()
    let g = listener(trace)
    #expect(throws: Failure(7)) { try g.throw(Failure(7)) }
    expectEqual(trace.events, [])
    expectEqual(g.state, .closed)
  }

  @Test(arguments: [false, true])
  func errorThatIsThrownOnIsTheSame(started: Bool) throws {
    let g = ThrowingGenerator<Void> { yield in
      do { try yield() } catch { throw error }
    }
    if started { try g.next() }
    let thrown = UniqueFailure()
    let caught = #expect(throws: UniqueFailure.self) { try g.throw(thrown) }
    #expect(caught === thrown)
  }
}

// MARK: - Closing

extension TestGenerators.CoroutineTests {
  @Test func closeRunsTheBodyToItsEnd() throws {
    let trace = Trace()
    let g = exiting(trace)
    try g.next()
    try g.close()
    expectEqual(trace.take(), ["exiting"])
    try g.close()
    expectEqual(trace.events, [])
  }

  @Test func closeOfANewOne() throws {
    let trace = Trace()
    try exiting(trace).close()
    expectEqual(trace.events, [])
  }

  @Test(arguments: [false, true])
  func closeOfOneThatOnlyYields(started: Bool) {
    let g = Generator<Void> { yield in try yield() }
    if started { g.next() }
    g.close()
    expectEqual(g.state, .closed)
  }

  @Test func dropRunsTheBodyToItsEnd() {
    let trace = Trace()
    var g: Generator<Void>? = Generator { yield in
      defer { trace("exiting") }
      try yield()
    }
    g?.next()
    expectEqual(trace.events, [])
    g = nil
    expectEqual(trace.events, ["exiting"])
  }

  @Test func exitIsNotCaughtWithOtherErrors() {
    let trace = Trace()
    var g: Generator<Void>? = Generator { yield in
      defer { trace("finally") }
      do { try yield() } catch is Failure { trace("except") }
    }
    g?.next()
    g = nil
    expectEqual(trace.events, ["finally"])
  }

  @Test func closeOfOneThatYieldsInstead() throws {
    let g = stubborn()
    try g.next()
    let error = #expect(throws: GeneratorError.self) { try g.close() }
    expectEqual(error?.kind, .ignoredExit)
    expectEqual(error?.description.hasPrefix("generator ignored GeneratorExit"), true)
    try g.close()
    expectEqual(g.state, .closed)
  }

  /// CPython reports it and continues; here it ends the process, as designed.
  @Test func dropOfOneThatYieldsInstead() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = stubborn()
      try g.next()
    }
    let message = result?.message ?? ""
    #expect(message.contains("generator ignored GeneratorExit"))
  }

  @Test func errorsOfClosingComeOut() throws {
    let g = ThrowingGenerator<Void> { yield in
      do { try yield() } catch is GeneratorExit { throw Failure(5) }
    }
    try g.next()
    #expect(throws: Failure(5)) { try g.close() }
    expectEqual(g.state, .closed)
  }
}
