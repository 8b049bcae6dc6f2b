import Generators
import TestSupport
import Testing

private func elements(_ elements: [Int], _ trace: Trace = Trace()) -> Generator<Int> {
  Generator { yield in
    defer { trace("inner leaves") }
    for n in elements { try yield(n) }
  }
}

// MARK: - The targets of a delegation

@Suite struct DelegationTests {
  @Test func `a plain sequence yields its elements`() throws {
    let g = Generator { yield in
      try yield(from: [1, 2])
      try yield(from: 3...4)
      try yield(from: [])
      try yield(from: Set([5]))
      try yield(from: [6: 6].values)
      try yield(from: AnySequence([7]))
      try yield(from: (8...9).lazy.map { $0 })
    }
    expectEqual(Array(g), Array(1...9))
  }

  @Test func `a plain sequence is taken from only as elements are asked for`() {
    let trace = Trace()
    let g = Generator { yield in
      try yield(
        from: (0..<5).lazy.map { n in
          trace("\(n)")
          return n
        })
    }
    expectEqual(trace.take(), [])
    expectEqual(g.next(), 0)
    expectEqual(g.next(), 1)
    expectEqual(trace.take(), ["0", "1"])
  }

  @Test func `a value sent for an element of a plain sequence is ignored`() throws {
    let c = Coroutine<Int, String, String> { yield in
      try yield(from: [1, 2])
      return try yield(3)
    }
    try expectEqual(c.start(), 1)
    try expectEqual(c.send("a"), 2)
    try expectEqual(c.send("b"), 3)
    try expectEqual(c.send("c"), nil)
    expectEqual(c.returnValue, "c")
  }

  @Test func `an error thrown in at an element of a plain sequence leaves the delegation`() throws {
    let trace = Trace()
    let g = Generator<Int> { yield in
      do { try yield(from: [1, 2, 3]) } catch {
        trace("caught \(name(of: error))")
        try yield(9)
      }
    }
    _ = g.next()
    try expectEqual(g.throw(Failure(1)), 9)
    expectEqual(trace.events, ["caught E1"])
    expectEqual(g.next(), nil)
  }

  @Test func `a generator yields its elements, one after the other`() {
    let trace = Trace()
    let g = Generator { yield in
      trace("outer starts")
      try yield(from: elements([1, 2], trace))
      trace("between")
      try yield(from: elements([], trace))
      try yield(from: elements([3], trace))
      trace("outer ends")
    }
    expectEqual(Array(g), [1, 2, 3])
    expectEqual(
      trace.events,
      [
        "outer starts", "inner leaves", "between", "inner leaves", "inner leaves", "outer ends",
      ])
  }

  @Test func `a coroutine yields its elements, receives values, and returns its value`() throws {
    let inner = Coroutine<String, Int, Int> { yield in
      try yield("first") + yield("second")
    }
    let outer = Coroutine<String, Int, String> { yield in
      let sum = try yield(from: inner)
      return "\(sum + (try yield("sum: \(sum)")))"
    }
    try expectEqual(outer.start(), "first")
    try expectEqual(outer.send(1), "second")
    try expectEqual(outer.send(2), "sum: 3")
    try expectEqual(outer.send(10), nil)
    expectEqual(outer.returnValue, "13")
    expectEqual(inner.returnValue, 3)
  }

  @Test func `return values come back through every level`() throws {
    func nested(_ depth: Int) -> Coroutine<Int, Void, String> {
      Coroutine { yield in
        try yield(depth)
        return depth == 0 ? "0" : "\(depth)(\(try yield(from: nested(depth - 1))))"
      }
    }
    let c = nested(4)
    var taken: [Int] = []
    while let n = try c.next() { taken.append(n) }
    expectEqual(taken, [4, 3, 2, 1, 0])
    expectEqual(c.returnValue, "4(3(2(1(0))))")
  }

  @Test func `a target without elements returns its value at once`() throws {
    let c = Coroutine<Int, Void, String> { yield in
      let a = try yield(from: Coroutine<Int, Void, String> { _ in "a" })
      let b = try yield(from: Coroutine<Int, Void, String> { _ in "b" })
      return a + b
    }
    try expectEqual(c.next(), nil)
    expectEqual(c.returnValue, "ab")
  }

  @Test func `the delegation throws an error that leaves the inner body`() throws {
    let trace = Trace()
    let inner = ThrowingGenerator<Int> { yield in
      try yield(1)
      throw Failure(5)
    }
    let outer = ThrowingGenerator<Int> { yield in
      do { try yield(from: inner) } catch {
        trace(name(of: error))
        try yield(2)
      }
    }
    try expectEqual(outer.next(), 1)
    try expectEqual(outer.next(), 2)
    try expectEqual(outer.next(), nil)
    expectEqual(trace.events, ["E5"])
    expectEqual(inner.state, .closed)
  }

  @Test func `an error before the first element is thrown by the delegation`() throws {
    let outer = ThrowingGenerator<Int> { yield in
      do {
        try yield(from: ThrowingGenerator { _ in throw Failure(5) })
      } catch let failure as Failure {
        try yield(failure.code)
      }
    }
    try expectEqual(outer.next(), 5)
  }

  @Test func `a body that is sent values may delegate to a target that takes none`() throws {
    let inner = Coroutine<Int, Void, String> { yield in
      try yield(1)
      try yield(2)
      return "done"
    }
    let outer = Coroutine<Int, String, String> { yield in
      let value = try yield(from: inner)
      try yield(from: elements([3]))
      try yield(from: ThrowingGenerator { yield in try yield(4) })
      return "\(value), \(try yield(5))"
    }
    try expectEqual(outer.start(), 1)
    for n in 2...5 { try expectEqual(outer.send("ignored \(n)"), n) }
    try expectEqual(outer.send("heard"), nil)
    expectEqual(outer.returnValue, "done, heard")
  }

  @Test func `a helper may delegate`() {
    func twice(_ n: Int, _ yield: Generator<Int>.Yield) throws {
      try yield(from: elements([n]))
      try yield(from: [n])
    }
    let g = Generator { yield in
      for n in 1...3 { try twice(n, yield) }
    }
    expectEqual(Array(g), [1, 1, 2, 2, 3, 3])
  }

  @Test func `a tree is walked by generators of its branches`() {
    indirect enum Tree {
      case leaf(Int)
      case node([Tree])
      var leaves: Generator<Int> {
        Generator { yield in
          switch self {
          case .leaf(let n): try yield(n)
          case .node(let trees): for tree in trees { try yield(from: tree.leaves) }
          }
        }
      }
    }
    let tree = Tree.node([.leaf(1), .node([.leaf(2), .node([]), .leaf(3)]), .node([.leaf(4)])])
    expectEqual(Array(tree.leaves), [1, 2, 3, 4])
  }

  // MARK: Decided by the value

  /// The static types by which a generator may be known.
  enum Guise: CaseIterable { case itself, some, any, existentialAny }

  private func delegate(
    to g: Generator<Int>, as guise: Guise, _ yield: Generator<Int>.Yield
  ) throws {
    func known(_ source: some Sequence<Int>) throws { try yield(from: source) }
    switch guise {
    case .itself: try yield(from: g)
    case .some: try known(g)
    case .any:
      let any: any Sequence<Int> = g
      try yield(from: any)
    case .existentialAny:
      let any: Any = g
      let cast = any as! any Sequence<Int>
      try known(cast)
    }
  }

  @Test(arguments: Guise.allCases)
  func `a generator is delegated to as a generator, whatever its static type`(guise: Guise) throws {
    let trace = Trace()
    let inner = Generator<Int> { yield in
      defer { trace("inner leaves") }
      do { try yield(1) } catch is Failure { try yield(-1) }
      try yield(2)
    }
    let outer = Generator { yield in try delegate(to: inner, as: guise, yield) }
    expectEqual(outer.next(), 1)
    try expectEqual(outer.throw(Failure()), -1)
    expectEqual(inner.next(), 2)
    outer.close()
    expectEqual(trace.events, ["inner leaves"])
    expectEqual(inner.state, .closed)
  }

  @Test(arguments: Guise.allCases)
  func `a wrapped sequence of any static type is closed with its delegator`(guise: Guise) throws {
    let inner = Generator([1, 2, 3])
    let outer = Generator { yield in try delegate(to: inner, as: guise, yield) }
    expectEqual(outer.next(), 1)
    expectEqual(inner.next(), 2)
    outer.close()
    expectEqual(inner.state, .closed)
  }

  @Test func `another iterator is a plain sequence`() throws {
    // A type that hides a generator permanently is not a generator: it does not get the error.
    let inner = elements([1, 2, 3])
    let outer = Generator { yield in try yield(from: AnySequence(inner)) }
    _ = outer.next()
    #expect(throws: Failure(1)) { try outer.throw(Failure(1)) }
    expectEqual(inner.state, .suspended)
    expectEqual(inner.next(), 2)
  }

  @Test func `the elements of withSequence can be delegated to`() throws {
    let inner = ThrowingGenerator<Int> { yield in for n in 0..<3 { try yield(n) } }
    let all = try inner.withSequence { elements in
      Array(Generator { yield in try yield(from: elements) })
    }
    expectEqual(all, [0, 1, 2])
  }
}

// MARK: - A target that was started before

@Suite struct DelegationToStarted {
  @Test func `it continues from its position`() {
    let inner = elements([1, 2, 3])
    expectEqual(inner.next(), 1)
    let outer = Generator { yield in try yield(from: inner) }
    expectEqual(Array(outer), [2, 3])
  }

  @Test func `if it takes an optional it is resumed with nil`() throws {
    let trace = Trace()
    let inner = Coroutine<Int, Int?, String> { yield in
      trace("\(try yield(1) as Any)")
      trace("\(try yield(2) as Any)")
      return "done"
    }
    try inner.start()
    let outer = Coroutine<Int, Int?, String> { yield in try yield(from: inner) }
    try expectEqual(outer.start(), 2)
    try expectEqual(outer.send(7), nil)
    expectEqual(outer.returnValue, "done")
    expectEqual(trace.events, ["nil", "Optional(7)"])
  }

  @Test func `if it waits for a value, the delegation is an error`() throws {
    let inner = Coroutine<Int, Int, String> { yield in "\(try yield(1))" }
    try inner.start()
    let outer = Coroutine<Int, Int, String> { yield in
      do { return try yield(from: inner) } catch {
        return name(of: error)
      }
    }
    try expectEqual(outer.start(), nil)
    expectEqual(outer.returnValue, "alreadyStarted")
    expectEqual(inner.state, .suspended)
    try expectEqual(inner.send(4), nil)
    expectEqual(inner.returnValue, "4")
  }

  @Test func `sending passes the value that it waits for`() throws {
    let inner = Coroutine<Int, Int, Int> { yield in try yield(1) * 10 + yield(2) }
    try inner.start()
    let outer = Coroutine<Int, Int, Int> { yield in try yield(from: inner, sending: 4) }
    try expectEqual(outer.start(), 2)
    try expectEqual(outer.send(5), nil)
    expectEqual(outer.returnValue, 45)
  }

  @Test func `sending before its start only starts it`() throws {
    let inner = Coroutine<Int, Int, Int> { yield in try yield(1) * 10 + yield(2) }
    let outer = Coroutine<Int, Int, Int> { yield in try yield(from: inner, sending: 4) }
    try expectEqual(outer.start(), 1)
    try expectEqual(outer.send(5), 2)
    try expectEqual(outer.send(6), nil)
    expectEqual(outer.returnValue, 56)
  }

  @Test func `sending nothing, or nil, is the same as not to send`() throws {
    let inner = ThrowingGenerator<Int> { yield in for n in 1...3 { try yield(n) } }
    try inner.next()
    let outer = ThrowingGenerator<Int> { yield in try yield(from: inner, sending: ()) }
    try expectEqual(outer.next(), 2)
    let optional = Coroutine<Int, Int?, Int> { yield in try yield(1) ?? -1 }
    try optional.start()
    let other = Coroutine<Int, Int?, Int> { yield in try yield(from: optional, sending: nil) }
    try expectEqual(other.start(), nil)
    expectEqual(other.returnValue, -1)
  }

  @Test func `a target that ends at the sent value returns its value at once`() throws {
    let inner = Coroutine<Int, Int, Int> { yield in try yield(1) * 10 }
    try inner.start()
    let outer = Coroutine<Int, Int, Int> { yield in
      try yield(from: inner, sending: 4) + yield(9)
    }
    try expectEqual(outer.start(), 9)
    try expectEqual(outer.send(2), nil)
    expectEqual(outer.returnValue, 42)
  }

  @Test func `a chain that was started is taken over as a whole`() throws {
    func nested(_ depth: Int) -> Coroutine<Int, Void, Int> {
      Coroutine { yield in
        if depth == 0 {
          for n in 0..<4 { try yield(n) }
          return 100
        }
        return try yield(from: nested(depth - 1)) + depth
      }
    }
    let inner = nested(3)
    try expectEqual(inner.next(), 0)
    let outer = Coroutine<Int, Void, Int> { yield in try yield(from: inner) }
    try expectEqual(outer.next(), 1)
    try expectEqual(inner.next(), 2)
    try expectEqual(outer.next(), 3)
    try expectEqual(outer.next(), nil)
    expectEqual(outer.returnValue, 106)
  }
}

// MARK: - A target that has ended

@Suite struct DelegationToClosed {
  @Test func `a generator that has ended yields nothing`() {
    let inner = elements([1])
    _ = Array(inner)
    let closed = elements([2])
    closed.close()
    let outer = Generator { yield in
      try yield(from: inner)
      try yield(from: closed)
      try yield(from: Generator([1]).closed())
      try yield(3)
    }
    expectEqual(Array(outer), [3])
  }

  @Test func `a closed coroutine of Void returns at once`() throws {
    let inner = ThrowingGenerator<Int> { yield in try yield(1) }
    try inner.close()
    let outer = ThrowingGenerator<Int> { yield in
      let nothing: Void = try yield(from: inner)
      try yield(2)
      return nothing
    }
    try expectEqual(outer.next(), 2)
  }

  enum End: CaseIterable { case returned, closed, closedBeforeStart, failed, returnedOnClose }

  @Test(arguments: End.allCases)
  func `a coroutine whose value is gone is an error`(end: End) throws {
    let inner = Coroutine<Int, Void, Int>(line: 4242) { yield in
      do { try yield(1) } catch is GeneratorExit {
        if end == .returnedOnClose { return 5 }
        throw GeneratorExit()
      }
      return 7
    }
    switch end {
    case .returned: while try inner.next() != nil {}
    case .closedBeforeStart: try inner.close()
    case .closed, .returnedOnClose:
      try inner.next()
      try inner.close()
    case .failed:
      try inner.next()
      #expect(throws: Failure()) { try inner.throw(Failure()) }
    }
    let outer = Coroutine<Int, Void, Int> { yield in try yield(from: inner) }
    let error = try #require(throws: GeneratorError.self) { try outer.next() }
    expectEqual(error.kind, .closed)
    expectEqual(error.origin?.line, 4242)
    expectEqual(outer.state, .closed)
  }

  @Test func `sending to a closed coroutine is the same`() throws {
    let inner = Coroutine<Int, Int, Int> { yield in try yield(1) }
    try inner.close()
    let outer = Coroutine<Int, Int, Int> { yield in try yield(from: inner, sending: 3) }
    #expect(throws: GeneratorError.closed) { try outer.start() }
    let void = Coroutine<Int, Int, Void> { yield in try yield(1) }
    try void.close()
    let other = Coroutine<Int, Int, Int> { yield in
      try yield(from: void, sending: 3)
      return 4
    }
    try expectEqual(other.start(), nil)
    expectEqual(other.returnValue, 4)
  }

  enum Way: CaseIterable { case exhausted, closed, failed, returnedOnClose }

  @Test(arguments: Way.allCases)
  func `a target with a value that other code ends is an error`(
    way: Way
  ) throws {
    let inner = Coroutine<Int, Void, Int> { yield in
      do { try yield(1) } catch is GeneratorExit where way == .returnedOnClose { return 5 }
      return 7
    }
    let outer = Coroutine<Int, Void, Int> { yield in
      do { return try yield(from: inner) } catch GeneratorError.closed { return -1 }
    }
    try expectEqual(outer.next(), 1)
    switch way {
    case .exhausted: try expectEqual(inner.next(), nil)
    case .closed: try expectEqual(inner.close(), nil)
    case .returnedOnClose: try expectEqual(inner.close(), 5)
    case .failed: #expect(throws: Failure()) { try inner.throw(Failure()) }
    }
    try expectEqual(outer.next(), nil)
    expectEqual(outer.returnValue, -1)
  }

  @Test func `a target with a value that another delegator ends is an error`()
    throws
  {
    func outer(_ inner: Coroutine<Int, Void, Int>) -> Coroutine<Int, Void, Int> {
      Coroutine { yield in
        do { return try yield(from: inner) } catch GeneratorError.closed { return -1 }
      }
    }
    for theFirstEndsIt in [true, false] {
      let inner = Coroutine<Int, Void, Int> { yield in
        for n in 1...2 { try yield(n) }
        return 7
      }
      var (one, other) = (outer(inner), outer(inner))
      try expectEqual(one.next(), 1)
      try expectEqual(other.next(), 2)
      if !theFirstEndsIt { swap(&one, &other) }
      try expectEqual(one.next(), nil)
      expectEqual(one.returnValue, 7)
      try expectEqual(other.next(), nil)
      expectEqual(other.returnValue, -1)
    }
  }
}

extension Generator {
  fileprivate func closed() -> Self {
    close()
    return self
  }
}

// MARK: - Wrapped sequences as inner ones

@Suite struct DelegationToWrapped {
  @Test func `an error that is thrown in closes it and comes back`() throws {
    let trace = Trace()
    let inner = Generator([1, 2, 3])
    let outer = Generator { yield in
      defer { trace("leaves") }
      do { try yield(from: inner) } catch {
        trace("catches \(name(of: error))")
        throw error
      }
    }
    expectEqual(outer.next(), 1)
    #expect(throws: Failure(1)) { try outer.throw(Failure(1)) }
    expectEqual(trace.events, ["catches E1", "leaves"])
    expectEqual(inner.state, .closed)
    expectEqual(inner.next(), nil)
  }

  @Test func `closing the outer generator closes it`() {
    let inner = Generator([1, 2, 3])
    let outer = Generator { yield in try yield(from: inner) }
    expectEqual(outer.next(), 1)
    outer.close()
    expectEqual(inner.next(), nil)
  }

  @Test func `its elements may be taken directly during the delegation`() {
    let inner = Generator([1, 2, 3])
    let outer = Generator { yield in try yield(from: inner) }
    expectEqual(outer.next(), 1)
    expectEqual(inner.next(), 2)
    expectEqual(outer.next(), 3)
    expectEqual(outer.next(), nil)
  }

  @Test func `closed directly it is at its end`() {
    let inner = Generator([1, 2, 3])
    let outer = Generator { yield in
      try yield(from: inner)
      try yield(9)
    }
    expectEqual(outer.next(), 1)
    inner.close()
    expectEqual(outer.next(), 9)
  }

  @Test func `its source may use the outer generator, which is running`() throws {
    final class Source: Sequence, IteratorProtocol {
      var use: (() -> String?)?
      func next() -> String? { use!() }
    }
    let source = Source()
    let inner = Generator(source)
    let outer = ThrowingGenerator<String> { yield in try yield(from: inner) }
    source.use = { "\(outer.state) \(inner.state)" }
    try expectEqual(outer.next(), "running running")
    source.use = {
      do { return try outer.next() } catch { return name(of: error) }
    }
    try expectEqual(outer.next(), "alreadyExecuting")
    source.use = {
      do { return try outer.throw(Failure()) } catch { return name(of: error) }
    }
    try expectEqual(outer.next(), "alreadyExecuting")
    source.use = nil
    try outer.close()
  }

  @Test func `used directly, its source finds the outer generator suspended`() throws {
    final class Source: Sequence, IteratorProtocol {
      var use: (() -> String?)?
      func next() -> String? { use!() }
    }
    let source = Source()
    let inner = Generator(source)
    let outer = ThrowingGenerator<String> { yield in
      do { try yield(from: inner) } catch { try yield("outer: \(name(of: error))") }
    }
    source.use = { "first" }
    try expectEqual(outer.next(), "first")
    source.use = { try? outer.next() }
    // CPython: the outer generator resumes the inner one, which is running.
    expectEqual(inner.next(), "outer: alreadyExecuting")
    expectEqual(outer.state, .suspended)
    source.use = nil
    try outer.close()
    expectEqual(inner.state, .suspended)
    inner.close()
  }
}

// MARK: - The exit

@Suite struct DelegationAndExit {
  @Test func `a thrown exit closes the inner generator first`() throws {
    let trace = Trace()
    let outer = ThrowingGenerator<Int> { yield in
      do { try yield(from: elements([1, 2], trace)) } catch is GeneratorExit {
        trace("outer catches exit")
        try yield(2)
      }
      try yield(3)
    }
    try expectEqual(outer.next(), 1)
    try expectEqual(outer.throw(GeneratorExit()), 2)
    try expectEqual(outer.next(), 3)
    try expectEqual(outer.next(), nil)
    expectEqual(trace.events, ["inner leaves", "outer catches exit"])
  }

  @Test func `an exit that the inner body throws by itself is an error of the delegation`() throws {
    let trace = Trace()
    let inner = ThrowingGenerator<Int> { yield in
      try yield(1)
      throw GeneratorExit()
    }
    let outer = ThrowingGenerator<Int> { yield in
      do { try yield(from: inner) } catch is GeneratorExit {
        trace("outer catches exit")
        try yield(2)
      }
      try yield(3)
    }
    try expectEqual(outer.next(), 1)
    try expectEqual(outer.next(), 2)
    try expectEqual(outer.next(), 3)
    try expectEqual(outer.next(), nil)
    expectEqual(trace.events, ["outer catches exit"])
  }

  @Test func `a value that the inner body returns on the exit is not the delegation's`() throws {
    let trace = Trace()
    let inner = Coroutine<Int, Void, Int> { yield in
      do { try yield(1) } catch { return 5 }
      return 6
    }
    let outer = Coroutine<Int, Void, Int> { yield in
      do { return try yield(from: inner) } catch {
        trace(name(of: error))
        return 7
      }
    }
    try outer.next()
    try expectEqual(outer.close(), 7)
    expectEqual(trace.events, ["exit"])
    expectEqual(inner.returnValue, 5)
  }

  @Test func `a delegation in a handler of the exit ignores it, and can be closed`() throws {
    let trace = Trace()
    let outer = ThrowingGenerator<Int> { yield in
      defer { trace("outer leaves") }
      do { try yield(from: elements([1], trace)) } catch is GeneratorExit {
        let other = Generator { yield in
          defer { trace("other leaves") }
          try yield(7)
          try yield(8)
        }
        try yield(from: other)
      }
      try yield(9)
    }
    try expectEqual(outer.next(), 1)
    #expect(throws: GeneratorError.ignoredExit) { try outer.close() }
    try expectEqual(outer.next(), 8)
    #expect(try outer.close() == nil)
    try expectEqual(outer.next(), nil)
    expectEqual(trace.events, ["inner leaves", "other leaves", "outer leaves"])
  }

  private func nested(_ depth: Int, _ trace: Trace) -> ThrowingGenerator<Int> {
    ThrowingGenerator { yield in
      defer { trace("\(depth) outer") }
      do {
        defer { trace("\(depth) inner") }
        if depth == 0 { try yield(0) } else { try yield(from: nested(depth - 1, trace)) }
      }
    }
  }

  private static func unwound(to depth: Int) -> [String] {
    (0...depth).flatMap { ["\($0) inner", "\($0) outer"] }
  }

  @Test func `defers run from the innermost body to the outermost when it is closed`() throws {
    let trace = Trace()
    let g = nested(3, trace)
    try g.next()
    try g.close()
    expectEqual(trace.events, Self.unwound(to: 3))
  }

  @Test func `defers run from the innermost body to the outermost when an error passes`() throws {
    let trace = Trace()
    let g = nested(3, trace)
    try g.next()
    #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
    expectEqual(trace.events, Self.unwound(to: 3))
  }

  @Test(arguments: 0...4)
  func `dropped at any depth, defers run in the same order`(depth: Int) throws {
    let trace = Trace()
    do {
      let g = nested(depth, trace)
      try g.next()
      expectEqual(trace.events, [])
    }
    expectEqual(trace.events, Self.unwound(to: depth))
  }

  @Test func `errors interrupt a body's cleanup`() throws {
    // A finally that yields, and then an error in place of the error that led there.
    let trace = Trace()
    let g = ThrowingGenerator<Int> { yield in
      defer { trace("fin") }
      do {
        do { try yield(1) } catch {
          try yield(2)
          throw error
        }
      } catch {
        trace("caught \(name(of: error))")
        try yield(3)
      }
    }
    try g.next()
    try expectEqual(g.throw(Failure(1)), 2)
    try expectEqual(g.throw(Failure(2)), 3)
    try expectEqual(g.next(), nil)
    expectEqual(trace.events, ["caught E2", "fin"])
  }
}
