import Generators
import TestSupport
import Testing

/// Takes all elements, and notes each.
private func drain(_ g: ThrowingGenerator<String>, _ trace: Trace) throws {
  while let element = try g.next() { trace("Yielded \(element)") }
}

/// Takes two elements, and notes them.
private func takeTwo(_ g: ThrowingGenerator<String>, _ trace: Trace) throws {
  for _ in 0..<2 { trace("Yielded \(try #require(try g.next()))") }
}

/// Yields before and after it delegates to `inner`, and notes its start and its end.
private func outer(_ inner: ThrowingGenerator<String>, _ trace: Trace) -> ThrowingGenerator<String>
{
  ThrowingGenerator { yield in
    trace("Starting g1")
    defer { trace("Finishing g1") }
    try yield("g1 ham")
    try yield(from: inner)
    try yield("g1 eggs")
  }
}

/// Yields twice, and notes its start and its end.
private func inner(_ trace: Trace) -> ThrowingGenerator<String> {
  ThrowingGenerator { yield in
    trace("Starting g2")
    defer { trace("Finishing g2") }
    try yield("g2 spam")
    try yield("g2 more spam")
  }
}

/// A coroutine that refers to itself.
private final class Box<Element, Input, Return> {
  var c: Coroutine<Element, Input, Return>!
}

extension TestYieldFrom {
  @Suite struct TestPEP380Operation {
    @Test func test_delegation_of_initial_next_to_subgenerator() {
      let trace = Trace()
      let g2 = Generator { yield in
        trace("Starting g2")
        try yield(42)
        trace("Finishing g2")
      }
      let g1 = Generator { yield in
        trace("Starting g1")
        try yield(from: g2)
        trace("Finishing g1")
      }
      for n in g1 { trace("Yielded \(n)") }
      expectEqual(
        trace.events,
        [
          "Starting g1", "Starting g2", "Yielded 42", "Finishing g2", "Finishing g1",
        ])
    }

    @Test func test_raising_exception_in_initial_next_call() {
      let trace = Trace()
      let g2 = ThrowingGenerator<String> { _ in
        trace("Starting g2")
        defer { trace("Finishing g2") }
        throw Failure(1)
      }
      let g1 = ThrowingGenerator<String> { yield in
        trace("Starting g1")
        defer { trace("Finishing g1") }
        try yield(from: g2)
      }
      #expect(throws: Failure(1)) { try drain(g1, trace) }
      expectEqual(trace.events, ["Starting g1", "Starting g2", "Finishing g2", "Finishing g1"])
    }

    @Test func test_delegation_of_next_call_to_subgenerator() {
      let trace = Trace()
      let g2 = Generator { yield in
        trace("Starting g2")
        try yield("g2 spam")
        try yield("g2 more spam")
        trace("Finishing g2")
      }
      let g1 = Generator { yield in
        trace("Starting g1")
        try yield("g1 ham")
        try yield(from: g2)
        try yield("g1 eggs")
        trace("Finishing g1")
      }
      for element in g1 { trace("Yielded \(element)") }
      expectEqual(
        trace.events,
        [
          "Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam",
          "Yielded g2 more spam", "Finishing g2", "Yielded g1 eggs", "Finishing g1",
        ])
    }

    @Test func test_raising_exception_in_delegated_next_call() {
      let trace = Trace()
      let g2 = ThrowingGenerator<String> { yield in
        trace("Starting g2")
        defer { trace("Finishing g2") }
        try yield("g2 spam")
        throw Failure(1)
      }
      #expect(throws: Failure(1)) { try drain(outer(g2, trace), trace) }
      expectEqual(
        trace.events,
        [
          "Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam", "Finishing g2",
          "Finishing g1",
        ])
    }

    /// Notes the values that its two yields receive.
    ///
    /// If `failure` is not nil, the first yield is the last.
    private func receiver(
      _ trace: Trace, failingWith failure: Failure? = nil
    ) -> Coroutine<String, Int, Void> {
      Coroutine { yield in
        trace("Starting g2")
        trace("g2 received \(try yield("g2 spam"))")
        if let failure { throw failure }
        trace("g2 received \(try yield("g2 more spam"))")
        trace("Finishing g2")
      }
    }

    /// Sends 1, 2, 3 and so on to a coroutine that delegates to `inner`, until it ends.
    private func sendNumbers(
      throughOneThatDelegatesTo inner: Coroutine<String, Int, Void>, _ trace: Trace
    ) throws {
      let g1 = Coroutine<String, Int, Void> { yield in
        trace("Starting g1")
        trace("g1 received \(try yield("g1 ham"))")
        try yield(from: inner)
        trace("g1 received \(try yield("g1 eggs"))")
        trace("Finishing g1")
      }
      try g1.start()
      var n = 1
      while let element = try g1.send(n) {
        trace("Yielded \(element)")
        n += 1
      }
    }

    @Test func test_delegation_of_send() throws {
      let trace = Trace()
      try sendNumbers(throughOneThatDelegatesTo: receiver(trace), trace)
      expectEqual(
        trace.events,
        [
          "Starting g1", "g1 received 1", "Starting g2", "Yielded g2 spam", "g2 received 2",
          "Yielded g2 more spam", "g2 received 3", "Finishing g2", "Yielded g1 eggs",
          "g1 received 4", "Finishing g1",
        ])
    }

    @Test func test_handling_exception_while_delegating_send() {
      let trace = Trace()
      #expect(throws: Failure(1)) {
        let g2 = receiver(trace, failingWith: Failure(1))
        try sendNumbers(throughOneThatDelegatesTo: g2, trace)
      }
      expectEqual(
        trace.events,
        [
          "Starting g1", "g1 received 1", "Starting g2", "Yielded g2 spam", "g2 received 2",
        ])
    }

    @Test func test_delegating_close() throws {
      let trace = Trace()
      let g = outer(inner(trace), trace)
      try takeTwo(g, trace)
      try g.close()
      expectEqual(
        trace.events,
        [
          "Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam", "Finishing g2",
          "Finishing g1",
        ])
    }

    @Test func test_handing_exception_while_delegating_close() throws {
      let trace = Trace()
      var replaced: (any Error)?
      let g2 = ThrowingGenerator<String> { yield in
        trace("Starting g2")
        do {
          try yield("g2 spam")
          try yield("g2 more spam")
        } catch {
          replaced = error
          trace("Finishing g2")
          throw Failure(1)
        }
      }
      let g = outer(g2, trace)
      try takeTwo(g, trace)
      #expect(throws: Failure(1)) { try g.close() }
      #expect(replaced is GeneratorExit)
      expectEqual(
        trace.events,
        [
          "Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam", "Finishing g2",
          "Finishing g1",
        ])
    }

    @Test func test_delegating_throw() throws {
      let trace = Trace()
      let g = outer(inner(trace), trace)
      try takeTwo(g, trace)
      #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
      expectEqual(
        trace.events,
        [
          "Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam", "Finishing g2",
          "Finishing g1",
        ])
    }

    @Test func test_exception_value_crash() throws {
      let tracker = Tracker()
      let g = ThrowingGenerator<String> { yield in
        // The value has no other owner.
        try yield(
          from: Coroutine<String, Void, [Tracked]> { yield in
            try yield("g2")
            return [tracker.object(42)]
          })
      }
      try expectEqual(g.withSequence { Array($0) }, ["g2"])
      expectEqual(tracker.gone, [42])
    }

    @Test func test_generator_return_value() {
      let trace = Trace()
      func g2<Value>(_ value: Value) -> Coroutine<String, Void, Value> {
        Coroutine { yield in
          trace("Starting g2")
          try yield("g2 spam")
          try yield("g2 more spam")
          trace("Finishing g2")
          return value
        }
      }
      let g1 = Generator { yield in
        trace("Starting g1")
        try yield("g1 ham")
        let nothing = try yield(from: g2(Int?.none))
        trace("g2 returned \(nothing as Any)")
        let number = try yield(from: g2(1))
        trace("g2 returned \(number)")
        let array = try yield(from: g2([2]))
        trace("g2 returned \(array)")
        // An error that is returned is a value.
        let failure = try yield(from: g2(Failure(3)))
        trace("g2 returned \(name(of: failure))")
        try yield("g1 eggs")
        trace("Finishing g1")
      }
      for element in g1 { trace("Yielded \(element)") }
      let passage = ["Starting g2", "Yielded g2 spam", "Yielded g2 more spam", "Finishing g2"]
      expectEqual(
        trace.events,
        ["Starting g1", "Yielded g1 ham"]
          + passage + ["g2 returned nil"]
          + passage + ["g2 returned 1"]
          + passage + ["g2 returned [2]"]
          + passage + ["g2 returned E3"]
          + ["Yielded g1 eggs", "Finishing g1"])
    }

    @Test func test_delegation_of_next_to_non_generator() {
      let trace = Trace()
      for n in Generator({ yield in try yield(from: 0..<3) }) { trace("Yielded \(n)") }
      expectEqual(trace.events, ["Yielded 0", "Yielded 1", "Yielded 2"])
    }

    @Test func test_conversion_of_sendNone_to_next() throws {
      let trace = Trace()
      let g = Coroutine<Int, String?, Void> { yield in try yield(from: 0..<3) }
      for _ in 0..<3 { trace("Yielded: \(try #require(try g.send(nil)))") }
      expectEqual(trace.events, ["Yielded: 0", "Yielded: 1", "Yielded: 2"])
    }

    @Test func test_delegation_of_close_to_non_generator() throws {
      let trace = Trace()
      let errors = try unraisableErrors {
        let g = ThrowingGenerator { yield in
          trace("starting g")
          defer { trace("finishing g") }
          try yield(from: 0..<3)
          trace("g should not be here")
        }
        try g.next()
        try g.close()
      }
      #expect(errors.isEmpty)
      expectEqual(trace.events, ["starting g", "finishing g"])
    }

    @Test func test_delegating_throw_to_non_generator() throws {
      let trace = Trace()
      let g = ThrowingGenerator { yield in
        trace("Starting g")
        defer { trace("Finishing g") }
        try yield(from: 0..<10)
      }
      for _ in 0..<5 { trace("Yielded \(try #require(try g.next()))") }
      #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
      expectEqual(
        trace.events,
        [
          "Starting g", "Yielded 0", "Yielded 1", "Yielded 2", "Yielded 3", "Yielded 4",
          "Finishing g",
        ])
    }

    /// CPython finds no `send` to call; this library ignores the sent value.
    @Test func test_attempting_to_send_to_non_generator() throws {
      let trace = Trace()
      let g = Coroutine<Int, Int, Void> { yield in
        trace("starting g")
        defer { trace("finishing g") }
        try yield(from: 0..<3)
        trace("at the end")
      }
      try g.start()
      while let n = try g.send(42) { trace("Yielded \(n)") }
      expectEqual(
        trace.events, ["starting g", "Yielded 1", "Yielded 2", "at the end", "finishing g"])
    }

    @Test func test_exception_in_initial_next_call() {
      let trace = Trace()
      func element() throws -> Int { throw Failure(1) }
      let g2 = ThrowingGenerator { yield in try yield(element()) }
      let g1 = ThrowingGenerator { yield in
        trace("g1 about to yield from g2")
        try yield(from: g2)
        trace("g1 should not be here")
      }
      #expect(throws: Failure(1)) { try g1.next() }
      expectEqual(trace.events, ["g1 about to yield from g2"])
    }

    @Test func test_attempted_yield_from_loop() {
      let trace = Trace()
      let g1 = Box<String, Void, Void>()
      let g2 = ThrowingGenerator { yield in
        trace("g2: starting")
        try yield("y2")
        trace("g2: about to yield from g1")
        try yield(from: g1.c)
        trace("g2 should not be here")
      }
      g1.c = ThrowingGenerator { yield in
        trace("g1: starting")
        try yield("y1")
        trace("g1: about to yield from g2")
        try yield(from: g2)
        trace("g1 should not be here")
      }
      #expect(throws: GeneratorError.alreadyExecuting) { try drain(g1.c, trace) }
      expectEqual(
        trace.events,
        [
          "g1: starting", "Yielded y1", "g1: about to yield from g2", "g2: starting",
          "Yielded y2", "g2: about to yield from g1",
        ])
      expectEqual("\(GeneratorError.alreadyExecuting)", "generator already executing")
    }

    @Test func test_returning_value_from_delegated_throw() throws {
      let trace = Trace()
      let g2 = ThrowingGenerator { yield in
        trace("Starting g2")
        do {
          try yield("g2 spam")
          try yield("g2 more spam")
        } catch is Failure {
          trace("Caught LunchError in g2")
          try yield("g2 lunch saved")
          try yield("g2 yet more spam")
        }
      }
      let g = outer(g2, trace)
      try takeTwo(g, trace)
      try expectEqual(g.throw(Failure(1)), "g2 lunch saved")
      try drain(g, trace)
      expectEqual(
        trace.events,
        [
          "Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam",
          "Caught LunchError in g2", "Yielded g2 yet more spam", "Yielded g1 eggs",
          "Finishing g1",
        ])
    }

    @Test func test_next_and_return_with_value() throws {
      let trace = Trace()
      func f<Value>(_ value: Value) throws {
        let g = Coroutine<Void, Void, Value> { yield in
          trace("g starting")
          try yield()
          trace("g returning \(value)")
          return value
        }
        try g.next()
        trace("f resuming g")
        guard try g.next() == nil else { return trace("f SHOULD NOT BE HERE") }
        trace("f got \(try #require(g.returnValue))")
      }
      try f(Int?.none)
      try f(1)
      try f([2])
      try f(Failure(3))
      expectEqual(
        trace.events,
        ["nil", "1", "[2]", "Failure(code: 3)"].flatMap {
          ["g starting", "f resuming g", "g returning \($0)", "f got \($0)"]
        })
    }

    @Test func test_send_and_return_with_value() throws {
      let trace = Trace()
      func f<Value>(_ value: Value) throws {
        let g = Coroutine<Void, String, Value> { yield in
          trace("g starting")
          trace("g received \(try yield())")
          trace("g returning \(value)")
          return value
        }
        try g.start()
        trace("f sending spam to g")
        guard try g.send("spam") == nil else { return trace("f SHOULD NOT BE HERE") }
        trace("f got \(try #require(g.returnValue))")
      }
      try f(Int?.none)
      try f(1)
      try f([2])
      try f(Failure(3))
      expectEqual(
        trace.events,
        ["nil", "1", "[2]", "Failure(code: 3)"].flatMap {
          [
            "g starting", "f sending spam to g", "g received spam", "g returning \($0)",
            "f got \($0)",
          ]
        })
    }

    @Test func test_catching_exception_from_subgen_and_returning() throws {
      let trace = Trace()
      func f<Value>(_ value: Value) throws {
        let inner = Coroutine<String, Void, Value> { yield in
          do { try yield("1") } catch is Failure { trace("inner caught ValueError") }
          return value
        }
        let outer = ThrowingGenerator { yield in
          let result = try yield(from: inner)
          trace("inner returned \(result) to outer")
          try yield("\(result)")
        }
        trace(try #require(try outer.next()))
        trace(try #require(try outer.throw(Failure(1))))
      }
      try f(2)
      try f([2])
      try f(Failure(2))
      expectEqual(
        trace.events,
        ["2", "[2]", "Failure(code: 2)"].flatMap {
          ["1", "inner caught ValueError", "inner returned \($0) to outer", $0]
        })
    }

    /// The events of a delegator and its inner generator when `GeneratorExit` is thrown into the
    /// delegator, and the inner one handles it with `reaction`.
    private func throwGeneratorExit(
      _ trace: Trace, _ reaction: @escaping (ThrowingGenerator<Void>.Yield) throws -> Void
    ) throws {
      let f = ThrowingGenerator<Void> { yield in
        trace("Enter f")
        do {
          try yield()
          trace("Exit f")
        } catch is GeneratorExit {
          try reaction(yield)
        }
      }
      let g = ThrowingGenerator<Void> { yield in
        trace("Enter g")
        try yield(from: f)
        trace("Exit g")
      }
      try g.next()
      try g.throw(GeneratorExit())
    }

    @Test func test_throwing_GeneratorExit_into_subgen_that_returns() {
      let trace = Trace()
      #expect(throws: GeneratorExit.self) { try throwGeneratorExit(trace) { _ in } }
      expectEqual(trace.events, ["Enter g", "Enter f"])
    }

    @Test func test_throwing_GeneratorExit_into_subgenerator_that_yields() {
      let trace = Trace()
      #expect(throws: GeneratorError.ignoredExit) {
        try throwGeneratorExit(trace) { yield in try yield() }
      }
      expectEqual(trace.events, ["Enter g", "Enter f"])
      expectEqual("\(GeneratorError.ignoredExit)", "generator ignored GeneratorExit")
    }

    @Test func test_throwing_GeneratorExit_into_subgen_that_raises() {
      let trace = Trace()
      #expect(throws: Failure(1)) { try throwGeneratorExit(trace) { _ in throw Failure(1) } }
      expectEqual(trace.events, ["Enter g", "Enter f"])
    }

    @Test func test_yield_from_empty() throws {
      try expectEqual(ThrowingGenerator<Int> { yield in try yield(from: []) }.next(), nil)
      expectEqual(Generator<Int> { yield in try yield(from: []) }.next(), nil)
    }

    @Test func test_delegating_generators_claim_to_be_running() throws {
      func make() -> Box<Int, Int?, Void> {
        let one = Box<Int, Int?, Void>()
        let two = Coroutine<Int, Int?, Void> { yield in
          try yield(1)
          #expect(throws: GeneratorError.alreadyExecuting) { try yield(from: one.c) }
          try yield(2)
        }
        one.c = Coroutine { yield in
          try yield(0)
          try yield(from: two)
          try yield(3)
        }
        return one
      }
      var taken: [Int] = []
      let first = make()
      while let n = try first.c.next() { taken.append(n) }
      expectEqual(taken, [0, 1, 2, 3])

      let second = make()
      taken = [try #require(try second.c.next())]
      while let n = try second.c.send(42) { taken.append(n) }
      expectEqual(taken, [0, 1, 2, 3])
    }

    @Test func test_delegating_generators_claim_to_be_running_with_throw() throws {
      let one = Box<Int, Void, Void>()
      /// Yields, and catches the error that is thrown in there.
      func offer(_ n: Int, _ yield: ThrowingGenerator<Int>.Yield) throws {
        do { try yield(n) } catch is Failure {}
      }
      let two = ThrowingGenerator<Int> { yield in
        try offer(1, yield)
        #expect(throws: GeneratorError.alreadyExecuting) { try yield(from: one.c) }
        try offer(2, yield)
      }
      one.c = ThrowingGenerator { yield in
        try offer(0, yield)
        try yield(from: two)
        try offer(3, yield)
      }
      var taken = [try #require(try one.c.next())]
      while let n = try one.c.throw(Failure(1)) { taken.append(n) }
      expectEqual(taken, [0, 1, 2, 3])
    }

    /// A plain sequence has no `close()`, so it is a generator that reads states while it is
    /// closed.
    @Test func test_delegating_generators_claim_to_be_running_with_close() throws {
      let one = Box<Int, Void, Void>()
      let trace = Trace()
      let inner = ThrowingGenerator { yield in
        defer {
          trace("\(one.c.state)")
          #expect(throws: GeneratorError.alreadyExecuting) { try one.c.next() }
        }
        while true { try yield(42) }
      }
      one.c = ThrowingGenerator { yield in try yield(from: inner) }
      try one.c.next()
      try one.c.close()
      expectEqual(trace.events, ["running"])
    }

    /// The inner one's body holds its delegator.
    ///
    /// CPython's collector finds the two; this test closes them.
    @Test func test_close_with_cleared_frame() throws {
      let tracker = Tracker()
      let trace = Trace()
      let innermost = Coroutine<Void, Any?, Void> { yield in
        let object = tracker.object(3)
        defer { trace("\(object)") }
        try yield()
      }
      func inner() -> Coroutine<Void, Any?, Void> {
        Coroutine { yield in
          let (object, outer) = (tracker.object(2), try yield())
          defer { trace("\(object) \(type(of: outer!))") }
          try yield(from: innermost)
        }
      }
      func chain() throws -> Coroutine<Void, Any?, Void> {
        let outer = Coroutine<Void, Any?, Void> { yield in
          let object = tracker.object(1)
          defer { trace("\(object)") }
          let inner = try #require(try yield() as? Coroutine<Void, Any?, Void>)
          try yield(from: inner)
        }
        try outer.send(nil)
        try outer.send(inner())
        return outer
      }

      let outer = try chain()
      try outer.send(outer)
      expectEqual(tracker.alive, 3)
      try outer.close()
      expectEqual(trace.events, ["#3", "#2 Coroutine<(), Optional<Any>, ()>", "#1"])
      expectEqual(tracker.gone.sorted(), [1, 2, 3])
    }

    @Test func test_send_tuple_with_custom_generator() throws {
      var received: (Int, Int, Int, Int)?
      let inner = Coroutine<Int, (Int, Int, Int, Int), Void> { yield in
        while true { received = try yield(42) }
      }
      let outer = Coroutine<Int, (Int, Int, Int, Int), Void> { yield in
        try yield(from: inner)
      }
      try outer.start()
      try outer.send((1, 2, 3, 4))
      #expect(try #require(received) == (1, 2, 3, 4))
    }
  }
}
