import Generators
import TestSupport
import Testing

extension TestInspect {
  /// `state` has the values of `inspect.getgeneratorstate`.
  @Suite struct TestGetGeneratorState {
    /// The types of a generator, each of which has a state.
    enum Kind: CaseIterable { case generator, throwingGenerator, coroutine }

    /// The common operations of the types.
    struct Handle {
      var next: () throws -> Int?
      var raise: (any Error) throws -> Void
      var close: () throws -> Void
      var state: () -> GeneratorState
    }

    typealias Body = (_ yield: (Int) throws -> Void) throws -> Void

    private func make(_ kind: Kind, _ body: @escaping Body) -> Handle {
      switch kind {
      case .generator:
        let g = Generator<Int> { yield in try body { try yield($0) } }
        return Handle(
          next: { g.next() }, raise: { try g.throw($0) }, close: { g.close() }, state: { g.state })
      case .throwingGenerator:
        let g = ThrowingGenerator<Int> { yield in try body { try yield($0) } }
        return Handle(
          next: { try g.next() }, raise: { try g.throw($0) }, close: { try g.close() },
          state: { g.state })
      case .coroutine:
        let c = Coroutine<Int, String, String> { yield in
          try body { try yield($0) }
          return "done"
        }
        return Handle(
          next: { try c.state == .created ? c.start() : c.send("") }, raise: { try c.throw($0) },
          close: { try c.close() }, state: { c.state })
      }
    }

    /// Makes a generator that yields five numbers, and calls `look` before and after each.
    private func numbers(_ kind: Kind, look: @escaping () -> Void = {}) -> Handle {
      make(kind) { yield in
        for n in 0..<5 {
          look()
          try yield(n)
          look()
        }
      }
    }

    @Test(arguments: Kind.allCases) func test_created(kind: Kind) {
      expectEqual(numbers(kind).state(), .created)
    }

    @Test(arguments: Kind.allCases) func test_suspended(kind: Kind) throws {
      let g = numbers(kind)
      try expectEqual(g.next(), 0)
      expectEqual(g.state(), .suspended)
    }

    @Test(arguments: Kind.allCases) func test_closed_after_exhaustion(kind: Kind) throws {
      let g = numbers(kind)
      for n in 0..<5 {
        try expectEqual(g.next(), n)
        // Nor after the last element, since it is not known yet to be the last.
        expectEqual(g.state(), .suspended)
      }
      try expectEqual(g.next(), nil)
      expectEqual(g.state(), .closed)
    }

    @Test(arguments: Kind.allCases) func test_closed_after_immediate_exception(kind: Kind) {
      let g = numbers(kind)
      #expect(throws: Failure(1)) { try g.raise(Failure(1)) }
      expectEqual(g.state(), .closed)
    }

    @Test(arguments: Kind.allCases) func test_closed_after_close(kind: Kind) throws {
      let unstarted = numbers(kind)
      try unstarted.close()
      expectEqual(unstarted.state(), .closed)

      let suspended = numbers(kind)
      try expectEqual(suspended.next(), 0)
      try suspended.close()
      expectEqual(suspended.state(), .closed)
    }

    /// Read inside of the body, the only place where it can be read.
    @Test(arguments: Kind.allCases) func test_running(kind: Kind) throws {
      var g: Handle!
      var seen: [GeneratorState] = []
      g = numbers(kind) { seen.append(g.state()) }
      defer { g = nil }
      try expectEqual(g.next(), 0)
      expectEqual(seen, [.running])
      try expectEqual(g.next(), 1)
      expectEqual(seen, [.running, .running, .running])
      expectEqual(g.state(), .suspended)
    }

    /// For every reason to resume the body.
    @Test(arguments: Kind.allCases)
    func runningWhileItIsThrownIntoAndClosed(kind: Kind) throws {
      var g: Handle!
      var seen: [GeneratorState] = []
      g = make(kind) { yield in
        defer { seen.append(g.state()) }
        do { try yield(0) } catch is Failure { seen.append(g.state()) }
        try yield(1)
      }
      defer { g = nil }
      try expectEqual(g.next(), 0)
      try g.raise(Failure(1))
      expectEqual(seen, [.running])
      expectEqual(g.state(), .suspended)
      try g.close()
      expectEqual(seen, [.running, .running])
      expectEqual(g.state(), .closed)
    }

    /// A delegator runs while the generator runs to which it delegates.
    @Test func runningWhileItDelegates() {
      var (outer, inner): (Generator<Int>?, Generator<Int>?)
      var seen: [[GeneratorState]] = []
      inner = Generator { yield in
        seen.append([outer!.state, inner!.state])
        try yield(1)
      }
      outer = Generator { yield in
        seen.append([outer!.state, inner!.state])
        try yield(from: inner!)
        seen.append([outer!.state, inner!.state])
      }
      expectEqual(Array(outer!), [1])
      expectEqual(seen, [[.running, .created], [.running, .running], [.running, .closed]])
      (outer, inner) = (nil, nil)
    }

    /// A generator without a body of its own goes through the same states.
    @Test func ofAWrappedSequence() {
      var g: Generator<Int>!
      var seen: [GeneratorState] = []
      let source = (0..<2).lazy.map { n in
        seen.append(g.state)
        return n
      }
      g = Generator(source)
      expectEqual(g.state, .created)
      expectEqual(g.next(), 0)
      expectEqual(g.state, .suspended)
      expectEqual(g.next(), 1)
      expectEqual(g.state, .suspended)
      expectEqual(g.next(), nil)
      expectEqual(g.state, .closed)
      expectEqual(seen, [.running, .running])
      g = nil
    }

    @Test(
      arguments: zip(
        [GeneratorState.created, .running, .suspended, .closed],
        ["created", "running", "suspended", "closed"]))
    func test_easy_debugging(state: GeneratorState, name: String) {
      expectEqual("\(state)", name)
      #expect(String(reflecting: state).contains(name))
    }
  }
}
