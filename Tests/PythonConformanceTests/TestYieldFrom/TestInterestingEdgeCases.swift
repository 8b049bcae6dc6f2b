import Generators
import TestSupport
import Testing

extension TestYieldFrom {
  /// The result of each request while a body delegates, for each reaction of the inner body.
  @Suite struct TestInterestingEdgeCases {
    /// Kinds of errors that are classes in CPython and only names here.
    ///
    /// `StopIteration` is not an end, and all errors are of one kind.
    enum ErrorName: String { case StopIteration, BaseException, Exception }

    /// An error that says whether the consumer threw it in or the inner body threw it.
    struct Mark: Error, CustomStringConvertible {
      enum Origin: String { case thrown, raised }
      var origin: Origin
      var name: ErrorName
      var description: String { "\(origin) \(name)" }
    }

    enum Request: CaseIterable, CustomTestStringConvertible {
      case close, throwGeneratorExit, throwStopIteration, throwBaseException, throwException

      /// `nil` for ``close``.
      var error: (any Error)? {
        switch self {
        case .close: nil
        case .throwGeneratorExit: GeneratorExit()
        case .throwStopIteration: Mark(origin: .thrown, name: .StopIteration)
        case .throwBaseException: Mark(origin: .thrown, name: .BaseException)
        case .throwException: Mark(origin: .thrown, name: .Exception)
        }
      }

      /// The error that the inner body catches: for an exit it is closed, not thrown into.
      var caught: String { error.map { TestSupport.name(of: $0) } ?? "exit" }

      var isExit: Bool { self == .close || self == .throwGeneratorExit }

      var testDescription: String { error.map { "throw \(TestSupport.name(of: $0))" } ?? "close" }
    }

    typealias Body = (Coroutine<String, Void, String>.Yield) throws -> String

    /// Makes the request of a generator that delegates to `inner` and is suspended at its first
    /// element.
    ///
    /// - Returns: the delegator, and the result.
    private func make(
      _ request: Request, whileDelegatingTo inner: @escaping Body
    ) throws -> (g: Coroutine<String, Void, String>, outcome: String) {
      let inner = Coroutine<String, Void, String>(inner)
      let g = Coroutine<String, Void, String> { yield in try yield(from: inner) }
      try expectEqual(g.next(), "first")
      do {
        guard let error = request.error else {
          return (g, try g.close().map { "closed: \($0)" } ?? "closed")
        }
        if let element = try g.throw(error) { return (g, "yielded \(element)") }
        return (g, "returned \(try #require(g.returnValue))")
      } catch {
        return (g, "threw \(name(of: error))")
      }
    }

    private func expectEnd(
      of g: Coroutine<String, Void, String>, _ location: SourceLocation = #_sourceLocation
    ) throws {
      #expect(try g.next() == nil, sourceLocation: location)
      #expect(g.state == .closed, sourceLocation: location)
    }

    /// Yields twice; notes every interruption, and replaces it by `replacement`.
    private func raising(_ replacement: any Error, _ trace: Trace) -> Body {
      { yield in
        do {
          try yield("first")
          try yield("second")
          return "returned"
        } catch {
          trace(name(of: error))
          throw replacement
        }
      }
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_work(request: Request) throws {
      let (g, outcome) = try make(request) { yield in
        try yield("first")
        try yield("second")
        return "returned"
      }
      expectEqual(outcome, (request == .close ? "closed" : "threw \(request.caught)"))
      try expectEnd(of: g)
      expectEqual(g.returnValue, nil)
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_raise_generator_exit(request: Request) throws {
      let trace = Trace()
      let (g, outcome) = try make(request, whileDelegatingTo: raising(GeneratorExit(), trace))
      expectEqual(outcome, (request == .close ? "closed" : "threw exit"))
      expectEqual(trace.events, [request.caught])
      try expectEnd(of: g)
    }

    /// An error that leaves the inner body takes precedence over any request.
    private func checkRaising(_ name: ErrorName, _ request: Request) throws {
      let trace = Trace()
      let raised = Mark(origin: .raised, name: name)
      let (g, outcome) = try make(request, whileDelegatingTo: raising(raised, trace))
      expectEqual(outcome, "threw raised \(name)")
      expectEqual(trace.events, [request.caught])
      try expectEnd(of: g)
      expectEqual(g.returnValue, nil)
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_raise_stop_iteration(request: Request) throws {
      try checkRaising(.StopIteration, request)
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_raise_base_exception(request: Request) throws {
      try checkRaising(.BaseException, request)
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_raise_exception(request: Request) throws {
      try checkRaising(.Exception, request)
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_yield(request: Request) throws {
      let (g, outcome) = try make(request) { yield in
        do { try yield("first") } catch {
          try yield("second")
          throw error
        }
        return "returned"
      }
      if request.isExit {
        expectEqual(outcome, "threw ignoredExit")
      } else {
        expectEqual(outcome, "yielded second")
        let error = try #require(throws: Mark.self) { try g.next() }
        expectEqual(name(of: error), request.caught)
      }
      try expectEnd(of: g)
    }

    @Test(arguments: Request.allCases)
    func test_close_and_throw_return(request: Request) throws {
      let (g, outcome) = try make(request) { yield in
        do {
          try yield("first")
          try yield("second")
        } catch {}
        return "returned"
      }
      switch request {
      case .close: expectEqual(outcome, "closed")
      case .throwGeneratorExit: expectEqual(outcome, "threw exit")
      default: expectEqual(outcome, "returned returned")
      }
      try expectEnd(of: g)
    }

    /// `makeIterator()` can't throw; the code that makes the source can.
    @Test func test_throws_in_iter() {
      func source() throws -> Generator<Int> { throw Failure(1) }
      let g = ThrowingGenerator<Int> { yield in try yield(from: source()) }
      #expect(throws: Failure(1)) { try g.next() }
      expectEqual(g.state, .closed)
    }
  }
}
