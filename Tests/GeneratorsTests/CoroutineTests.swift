import Generators
import TestSupport
import Testing

/// Yields the values that it is sent, 0 at first, and returns the sum when it is sent 0.
private func adder(_ trace: Trace = Trace()) -> Coroutine<Int, Int, Int> {
  Coroutine { yield in
    trace("start")
    defer { trace("end") }
    var (sum, last) = (0, 0)
    while true {
      last = try yield(last)
      if last == 0 { return sum }
      sum += last
    }
  }
}

/// A coroutine that refers to itself.
private final class Box<Element, Input, Return> {
  var c: Coroutine<Element, Input, Return>?
}

// MARK: - start, send, next

@Suite struct CoroutineTests {
  @Test func `start runs to the first yield, and send continues from there`() throws {
    let trace = Trace()
    let c = adder(trace)
    expectEqual(trace.events, [])
    try expectEqual(c.start(), 0)
    expectEqual(trace.events, ["start"])
    try expectEqual(c.send(5), 5)
    try expectEqual(c.send(7), 7)
    try expectEqual(c.send(0), nil)
    expectEqual(trace.events, ["start", "end"])
    expectEqual(c.returnValue, 12)
  }

  @Test func `every request after the end returns nil`() throws {
    let c = adder()
    try c.start()
    try c.send(0)
    for _ in 0..<3 {
      try expectEqual(c.send(1), nil)
      try expectEqual(c.start(), nil)
      try expectEqual(c.close(), nil)
    }
    expectEqual(c.returnValue, 0)
    expectEqual(c.state, .closed)
  }

  @Test func `the waiting yield returns the sent value`() throws {
    let trace = Trace()
    let c = Coroutine<Int, String, Void> { yield in
      for n in 0..<3 { trace("\(n) \(try yield(n))") }
    }
    try c.start()
    try c.send("a")
    try c.send("b")
    try expectEqual(c.send("c"), nil)
    expectEqual(trace.events, ["0 a", "1 b", "2 c"])
  }

  @Test func `sent before the start it is an error, and the coroutine stays usable`() throws {
    let c = adder()
    for _ in 0..<2 { #expect(throws: GeneratorError.notStarted) { try c.send(5) } }
    expectEqual(c.state, .created)
    try expectEqual(c.start(), 0)
    try expectEqual(c.send(5), 5)
  }

  @Test func `sending nil starts it, as in Python`() throws {
    let c = Coroutine<Int, String?, Void> { yield in
      try yield(1)
      try yield(2)
    }
    #expect(throws: GeneratorError.notStarted) { try c.send("a") }
    try expectEqual(c.send(nil), 1)
    try expectEqual(c.send("a"), 2)
  }

  @Test func `sending nothing starts it`() throws {
    let c = Coroutine<Int, Void, Void> { yield in
      try yield(1)
      try yield(2)
    }
    try expectEqual(c.send(()), 1)
    try expectEqual(c.send(()), 2)
    try expectEqual(c.send(()), nil)
  }

  @Test func `a nil inside of an optional is a value`() throws {
    let c = Coroutine<String, Int??, Void> { yield in
      var sent = try yield("first")
      while true { sent = try yield("\(sent as Any)") }
    }
    #expect(throws: GeneratorError.notStarted) { try c.send(.some(.none)) }
    try expectEqual(c.send(.none), "first")
    try expectEqual(c.send(.some(.none)), "Optional(nil)")
    try expectEqual(c.send(.none), "nil")
    try expectEqual(c.send(1), "Optional(Optional(1))")
  }

  @Test
  func `a nil is a value where Input is Any`() throws {
    let c = Coroutine<Int, Any, Void> { yield in try yield(1) }
    #expect(throws: GeneratorError.notStarted) { try c.send(Int?.none as Any) }
    #expect(throws: GeneratorError.notStarted) { try c.send(()) }
    try expectEqual(c.start(), 1)
  }

  @Test func `next sends nil where Input is optional`() throws {
    let c = Coroutine<String, Int?, String> { yield in
      var said = "first"
      for _ in 0..<3 { said = try yield(said).map { "\($0)" } ?? "nothing" }
      return said
    }
    try expectEqual(c.next(), "first")
    try expectEqual(c.next(), "nothing")
    try expectEqual(c.send(4), "4")
    try expectEqual(c.next(), nil)
    expectEqual(c.returnValue, "nothing")
    try expectEqual(c.next(), nil)
  }

  @Test func `next sends nothing where Input is Void`() throws {
    let c = Coroutine<Int, Void, String> { yield in
      try yield(1)
      return "done"
    }
    try expectEqual(c.next(), 1)
    try expectEqual(c.next(), nil)
    expectEqual(c.returnValue, "done")
  }

  /// A type of its own with a nil.
  private enum Maybe: ExpressibleByNilLiteral, Equatable {
    case nothing
    case just(Int)
    init(nilLiteral: ()) { self = .nothing }
  }

  @Test
  func `next sends nil if Input has a nil, and starts the coroutine`() throws {
    let c = Coroutine<Maybe, Maybe, Void> { yield in
      var sent = try yield(.just(0))
      while true { sent = try yield(sent) }
    }
    try expectEqual(c.next(), .just(0))
    try expectEqual(c.next(), .nothing)
    try expectEqual(c.send(.just(4)), .just(4))
  }

  @Test func `start of a suspended coroutine is an error, and changes nothing`() throws {
    let c = adder()
    try c.start()
    #expect(throws: GeneratorError.alreadyStarted) { try c.start() }
    expectEqual(c.state, .suspended)
    try expectEqual(c.send(3), 3)
    #expect(throws: GeneratorError.alreadyStarted) { try c.start() }
  }

  @Test func `start of a running coroutine is an error`() throws {
    let box = Box<String, Void, Void>()
    box.c = Coroutine { [unowned box] yield in
      do { try box.c!.start() } catch { try yield(name(of: error)) }
    }
    try expectEqual(box.c!.start(), "alreadyStarted")
  }

  @Test func `start of a closed coroutine returns nil`() throws {
    let c = adder()
    try c.close()
    try expectEqual(c.start(), nil)
  }

  @Test func `a body that returns at once has no first element`() throws {
    let c = Coroutine<Int, Int, String> { _ in "at once" }
    try expectEqual(c.start(), nil)
    expectEqual(c.returnValue, "at once")
    expectEqual(c.state, .closed)
  }

  @Test func `a copy is another name for the same coroutine`() throws {
    let c = adder()
    let d = c
    try c.start()
    try expectEqual(d.send(2), 2)
    try expectEqual(c.send(3), 3)
    try expectEqual(d.close(), nil)
    expectEqual(c.state, .closed)
  }

  @Test func `inside of its body all requests say that it is running`() throws {
    let box = Box<Int, Int?, Void>()
    let trace = Trace()
    func attempt(_ what: String, _ request: () throws -> Void) {
      do {
        try request()
        trace("\(what): no error")
      } catch {
        trace("\(what): \(name(of: error))")
      }
    }
    box.c = Coroutine { [unowned box] yield in
      let c = box.c!
      trace("\(c.state)")
      attempt("next") { try c.next() }
      attempt("send") { try c.send(1) }
      attempt("throw") { try c.throw(Failure()) }
      attempt("close") { try c.close() }
      attempt("start") { try c.start() }
      attempt("delegate") { try yield(from: c) }
      try yield(1)
    }
    try expectEqual(box.c!.start(), 1)
    expectEqual(
      trace.events,
      [
        "running", "next: alreadyExecuting", "send: alreadyExecuting", "throw: alreadyExecuting",
        "close: alreadyExecuting", "start: alreadyStarted", "delegate: alreadyExecuting",
      ])
    expectEqual(box.c!.state, .suspended)
    try box.c!.close()
  }

  @Test func `its description has its type and where it was made`() throws {
    let c = Coroutine<Int, String?, Void> { yield in try yield(1) }
    let place = "GeneratorsTests/CoroutineTests.swift:\(#line - 1)"
    expectEqual("\(c)", "<Coroutine<Int, Optional<String>, ()> created, made at \(place)>")
    try c.start()
    let type = "Coroutine<Int, Optional<String>, ()>"
    let call = runsOnThreads ? "" : " in closure #1 in CoroutineTests."
    #expect(c.description.hasPrefix("<\(type) suspended\(call)"))
    #expect(c.description.hasSuffix(", made at \(place)>"))
    try c.close()
    expectEqual("\(c)", "<Coroutine<Int, Optional<String>, ()> closed, made at \(place)>")
  }

  @Test func `a stack of no size is a trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = Coroutine<Int, Int, Int>(stackSize: -1) { _ in 0 }
    }
  }

  @Test func `the averager of the design`() throws {
    let averager = Coroutine<Double, Double, Void> { yield in
      var sum = 0.0, count = 0.0
      var value = try yield(.nan)
      while true {
        sum += value
        count += 1
        value = try yield(sum / count)
      }
    }
    try expectEqual(averager.start()?.isNaN, true)
    try expectEqual(averager.send(10), 10)
    try expectEqual(averager.send(30), 20)
    try expectEqual(averager.send(5), 15)
  }

  @Test func `two coroutines talk to each other`() throws {
    // A small form of PEP 342's trampoline: an element of each is sent to the other.
    let trace = Trace()
    let ping = Coroutine<Int, Int, Void> { yield in
      var n = 1
      while n < 50 { n = try yield(n * 2) }
    }
    let pong = Coroutine<Int, Int, Void> { yield in
      var n = try yield(0)
      while true { n = try yield(n + 1) }
    }
    try pong.start()
    var ball = try ping.start()
    while let hit = ball {
      trace("\(hit)")
      ball = try ping.send(pong.send(hit)!)
    }
    expectEqual(trace.events, ["2", "6", "14", "30", "62"])
  }
}

// MARK: - Errors that leave the body

@Suite struct CoroutineErrorsThatLeave {
  @Test func `start throws the body's error, and closes the coroutine`() throws {
    let c = Coroutine<Int, Int, Int> { _ in throw Failure(1) }
    #expect(throws: Failure(1)) { try c.start() }
    expectEqual(c.state, .closed)
    try expectEqual(c.start(), nil)
    expectEqual(c.returnValue, nil)
  }

  @Test func `send throws the body's error, once`() throws {
    let c = Coroutine<Int, Int, Int> { yield in throw Failure(try yield(0)) }
    try c.start()
    #expect(throws: Failure(8)) { try c.send(8) }
    expectEqual(c.state, .closed)
    try expectEqual(c.send(9), nil)
    try expectEqual(c.close(), nil)
    expectEqual(c.returnValue, nil)
  }

  @Test func `next throws the body's error, once`() throws {
    let c = Coroutine<Int, Int?, Void> { yield in
      try yield(1)
      throw Failure(2)
    }
    try expectEqual(c.next(), 1)
    #expect(throws: Failure(2)) { try c.next() }
    try expectEqual(c.next(), nil)
  }

  @Test func `the body's own GeneratorExit is an error like any other`() throws {
    let c = Coroutine<Int, Void, Int> { yield in
      try yield(1)
      throw GeneratorExit()
    }
    try expectEqual(c.next(), 1)
    #expect(throws: GeneratorExit()) { try c.next() }
    expectEqual(c.state, .closed)
    try expectEqual(c.next(), nil)
  }

  @Test func `the exit of closing another coroutine is an ordinary error`() throws {
    // The error that closes one body may leave another: it was kept, and thrown again.
    var kept: (any Error)?
    let closed = Coroutine<Int, Void, Void> { yield in
      do { try yield(1) } catch { kept = error }
    }
    try closed.next()
    try closed.close()
    let c = Coroutine<Int, Void, Void> { _ in throw kept! }
    #expect(throws: GeneratorExit()) { try c.next() }
    expectEqual(c.state, .closed)
    try expectEqual(c.next(), nil)
  }
}

// MARK: - throw

@Suite struct CoroutineThrow {
  @Test func `yield throws it, and a body that catches it continues`() throws {
    let c = Coroutine<String, Int, Void> { yield in
      var said = "ready"
      while true {
        do { said = "\(try yield(said))" } catch let failure as Failure {
          said = "caught \(failure.code)"
        }
      }
    }
    try c.start()
    try expectEqual(c.throw(Failure(4)), "caught 4")
    try expectEqual(c.send(5), "5")
    try expectEqual(c.throw(Failure(6)), "caught 6")
  }

  @Test func `an error that the body doesn't catch closes it and is rethrown`() throws {
    let trace = Trace()
    let c = adder(trace)
    try c.start()
    #expect(throws: Failure(4)) { try c.throw(Failure(4)) }
    expectEqual(trace.events, ["start", "end"])
    expectEqual(c.state, .closed)
    expectEqual(c.returnValue, nil)
  }

  @Test func `a body that catches it may return`() throws {
    let c = Coroutine<Int, Int, String> { yield in
      do { return "\(try yield(0))" } catch { return "caught" }
    }
    try c.start()
    try expectEqual(c.throw(Failure()), nil)
    expectEqual(c.returnValue, "caught")
  }

  @Test func `a body may throw another in its place`() throws {
    let c = Coroutine<Int, Int, Void> { yield in
      do { try yield(0) } catch { throw Failure(2) }
    }
    try c.start()
    #expect(throws: Failure(2)) { try c.throw(Failure(1)) }
  }

  @Test func `thrown before the start, it is rethrown, and nothing runs`() throws {
    let trace = Trace()
    let c = adder(trace)
    #expect(throws: Failure(1)) { try c.throw(Failure(1)) }
    expectEqual(trace.events, [])
    expectEqual(c.state, .closed)
    try expectEqual(c.start(), nil)
    try expectEqual(c.send(1), nil)
  }

  @Test func `thrown after the end, it is rethrown`() throws {
    let c = adder()
    try c.start()
    try c.send(0)
    #expect(throws: Failure(1)) { try c.throw(Failure(1)) }
    #expect(throws: GeneratorExit()) { try c.throw(GeneratorExit()) }
    expectEqual(c.returnValue, 0)
  }

  @Test func `a thrown GeneratorExit is rethrown`() throws {
    let c = adder()
    try c.start()
    #expect(throws: GeneratorExit()) { try c.throw(GeneratorExit()) }
    expectEqual(c.state, .closed)
  }

  @Test func `a body that isn't closed may catch GeneratorExit, and yield or return`() throws {
    let c = Coroutine<Int, Void, String> { yield in
      do { try yield(1) } catch is GeneratorExit { try yield(2) }
      do { try yield(3) } catch is GeneratorExit { return "returned" }
      return "not reached"
    }
    try c.next()
    try expectEqual(c.throw(GeneratorExit()), 2)
    try expectEqual(c.next(), 3)
    try expectEqual(c.throw(GeneratorExit()), nil)
    expectEqual(c.returnValue, "returned")
  }

  @Test func `misuse can be thrown in like any error`() throws {
    let c = Coroutine<String, Void, Void> { yield in
      do { try yield("") } catch GeneratorError.closed { try yield("closed") }
    }
    try c.next()
    try expectEqual(c.throw(GeneratorError.closed), "closed")
  }
}

// MARK: - close

@Suite struct CoroutineClose {
  private func sum() -> Coroutine<Void, Int, Int> {
    Coroutine { yield in
      var total = 0
      do {
        while true { total += try yield(()) }
      } catch is GeneratorExit {
        return total
      }
    }
  }

  @Test func `closed before the start, the body never runs and has no value`() throws {
    let trace = Trace()
    let c = adder(trace)
    try expectEqual(c.close(), nil)
    expectEqual(c.state, .closed)
    expectEqual(c.returnValue, nil)
    try expectEqual(c.start(), nil)
    expectEqual(trace.events, [])
  }

  @Test func `a body that catches the exit returns its value, once`() throws {
    let c = sum()
    try c.start()
    try c.send(3)
    try c.send(4)
    try expectEqual(c.close(), 7)
    expectEqual(c.returnValue, 7)
    try expectEqual(c.close(), nil)
    expectEqual(c.returnValue, 7)
  }

  @Test func `a body that doesn't catch the exit has no value`() throws {
    let trace = Trace()
    let c = adder(trace)
    try c.start()
    try expectEqual(c.close(), nil)
    expectEqual(trace.events, ["start", "end"])
    expectEqual(c.returnValue, nil)
    expectEqual(c.state, .closed)
  }

  @Test func `closing after a return returns nil and keeps the value`() throws {
    let c = adder()
    try c.start()
    try c.send(4)
    try c.send(0)
    try expectEqual(c.close(), nil)
    expectEqual(c.returnValue, 4)
  }

  @Test func `a body without a value returns Void if it returns, and nil otherwise`() throws {
    let returning = Coroutine<Int, Void, Void> { yield in try? yield(1) }
    try returning.next()
    #expect(try returning.close() != nil)
    let leaving = Coroutine<Int, Void, Void> { yield in try yield(1) }
    try leaving.next()
    #expect(try leaving.close() == nil)
  }

  @Test func `a nil value differs from no value`() throws {
    let c = Coroutine<Int, Void, Int?> { yield in
      try? yield(1)
      return nil
    }
    try c.next()
    try expectEqual(c.close(), .some(nil))
    expectEqual(c.returnValue, .some(nil))
    try expectEqual(c.close(), .none)
  }

  @Test func `another error in place of the exit is thrown by close`() throws {
    let c = Coroutine<Int, Void, Int> { yield in
      do { try yield(1) } catch { throw Failure(5) }
      return 1
    }
    try c.next()
    #expect(throws: Failure(5)) { try c.close() }
    expectEqual(c.state, .closed)
    try expectEqual(c.close(), nil)
    expectEqual(c.returnValue, nil)
  }

  @Test func `another exit in place of the exit is none`() throws {
    let c = Coroutine<Int, Void, Int> { yield in
      do { try yield(1) } catch { throw GeneratorExit() }
      return 1
    }
    try c.next()
    try expectEqual(c.close(), nil)
    try expectEqual(c.next(), nil)
  }

  @Test func `a body that yields instead is an error, and stays suspended there`() throws {
    let trace = Trace()
    let c = Coroutine<Int, Void, String> { yield in
      defer { trace("end") }
      do { try yield(1) } catch is GeneratorExit { try yield(2) }
      try yield(3)
      return "done"
    }
    try c.next()
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    expectEqual(c.state, .suspended)
    expectEqual(trace.events, [])
    try expectEqual(c.next(), 3)
    try expectEqual(c.next(), nil)
    expectEqual(c.returnValue, "done")
    expectEqual(trace.events, ["end"])
  }

  @Test func `it can be closed again after it ignored the exit`() throws {
    let c = Coroutine<Int, Void, Int> { yield in
      for n in 0..<3 { try? yield(n) }
      return 7
    }
    try c.next()
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    try expectEqual(c.close(), 7)
  }

  @Test func `a body that never ends ignores each exit, and close always comes back`() throws {
    let c = Coroutine<Int, Bool, Void> { yield in while (try? yield(0)) != true {} }
    try c.start()
    for _ in 0..<100 { #expect(throws: GeneratorError.ignoredExit) { try c.close() } }
    try expectEqual(c.send(false), 0)
    try expectEqual(c.send(true), nil)
  }

  @Test func `a yield in a defer ignores the exit`() throws {
    let trace = Trace()
    let c = Coroutine<Int, Int, Void> { yield in
      defer {
        let sent = try? yield(2)
        trace("sent \(sent.map { "\($0)" } ?? "nothing")")
      }
      try yield(1)
    }
    try c.start()
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    expectEqual(c.state, .suspended)
    // The error that finally leaves is the exit that the defer interrupted.
    #expect(throws: GeneratorExit()) { try c.send(9) }
    expectEqual(trace.events, ["sent 9"])
    expectEqual(c.state, .closed)
  }

  @Test func `a delegation in a handler ignores the exit`() throws {
    let c = Coroutine<Int, Void, Void> { yield in
      do { try yield(1) } catch { try yield(from: [2, 3]) }
    }
    try c.next()
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    try expectEqual(c.next(), 3)
    try expectEqual(c.next(), nil)
  }

  @Test func `a delegation in a handler to an empty sequence does not`() throws {
    let c = Coroutine<Int, Void, Void> { yield in
      do { try yield(1) } catch {
        try yield(from: [])
        try yield(from: Generator { _ in })
        throw error
      }
    }
    try c.next()
    #expect(try c.close() == nil)
    expectEqual(c.state, .closed)
  }

  @Test func `the returned value is that of the last return`() throws {
    let c = Coroutine<Int, Void, Int> { yield in
      do {
        try yield(1)
        return 1
      } catch {
        do { try yield(2) } catch { return 3 }
        return 2
      }
    }
    try c.next()
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    try expectEqual(c.close(), 3)
  }
}
