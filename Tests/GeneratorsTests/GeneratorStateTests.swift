import Generators
import TestSupport
import Testing

/// The states of each kind of generator, on every path through them.
@Suite struct GeneratorStateTests {
  /// A generator of each type, seen by their common operations.
  struct Subject: Sendable, CustomTestStringConvertible {
    typealias Body = (_ pause: () throws -> Void) throws -> Void
    struct Handle {
      var next: () throws -> Void
      var raise: (any Error) throws -> Void
      var close: () throws -> Void
      var state: () -> GeneratorState
    }

    var testDescription: String
    var make: @Sendable (@escaping Body) -> Handle

    static let all = [
      Subject(testDescription: "Generator") { body in
        let g = Generator<Int> { yield in try body { try yield(1) } }
        return Handle(
          next: { _ = g.next() }, raise: { try g.throw($0) }, close: { g.close() },
          state: { g.state })
      },
      Subject(testDescription: "ThrowingGenerator") { body in
        let g = ThrowingGenerator<Int> { yield in try body { try yield(1) } }
        return Handle(
          next: { try g.next() }, raise: { try g.throw($0) }, close: { try g.close() },
          state: { g.state })
      },
      Subject(testDescription: "Coroutine") { body in
        let g = Coroutine<Int, String, Int> { yield in
          try body { try yield(1) }
          return 1
        }
        return Handle(
          next: { if g.state == .created { try g.start() } else { try g.send("") } },
          raise: { try g.throw($0) }, close: { try g.close() }, state: { g.state })
      },
    ]
  }

  @Test(arguments: Subject.all)
  func `created, running, suspended, closed`(subject: Subject) throws {
    var handle: Subject.Handle?
    var inside: [GeneratorState] = []
    handle = subject.make { pause in
      inside.append(handle!.state())
      try pause()
      inside.append(handle!.state())
    }
    let g = handle!
    expectEqual(g.state(), .created)
    try g.next()
    expectEqual(g.state(), .suspended)
    try g.next()
    expectEqual(g.state(), .closed)
    try g.next()
    expectEqual(g.state(), .closed)
    expectEqual(inside, [.running, .running])
    handle = nil
  }

  @Test(arguments: Subject.all)
  func `running while it is closed, and closed afterwards`(subject: Subject) throws {
    var handle: Subject.Handle?
    var inside: [GeneratorState] = []
    handle = subject.make { pause in
      defer { inside.append(handle!.state()) }
      try pause()
    }
    let g = handle!
    try g.next()
    try g.close()
    expectEqual(inside, [.running])
    expectEqual(g.state(), .closed)
    handle = nil
  }

  @Test(arguments: Subject.all)
  func `running while an error is thrown in, suspended afterwards`(subject: Subject) throws {
    var handle: Subject.Handle?
    var inside: [GeneratorState] = []
    handle = subject.make { pause in
      do { try pause() } catch { inside.append(handle!.state()) }
      try pause()
    }
    let g = handle!
    try g.next()
    try g.raise(Failure())
    expectEqual(inside, [.running])
    expectEqual(g.state(), .suspended)
    #expect(throws: Failure(2)) { try g.raise(Failure(2)) }
    expectEqual(g.state(), .closed)
    handle = nil
  }

  @Test(arguments: Subject.all)
  func `closed or thrown into before the start, it is closed`(subject: Subject) throws {
    let a = subject.make { _ in }
    try a.close()
    expectEqual(a.state(), .closed)
    let b = subject.make { _ in }
    #expect(throws: Failure(1)) { try b.raise(Failure(1)) }
    expectEqual(b.state(), .closed)
  }

  @Test(arguments: Subject.all)
  func `suspended as long as the body has not ended`(subject: Subject) throws {
    let g = subject.make { pause in for _ in 0..<3 { try pause() } }
    for _ in 0..<3 {
      try g.next()
      expectEqual(g.state(), .suspended)
    }
    try g.next()
    expectEqual(g.state(), .closed)
  }

  @Test func `all of a chain run together`() {
    var chain: [Generator<String>] = []
    func states() -> String { chain.map { "\($0.state)" }.joined(separator: " ") }
    chain = [
      Generator { yield in
        try yield(states())
        try yield(states())
      }
    ]
    for _ in 0..<3 {
      let inner = chain[0]
      chain.insert(Generator { yield in try yield(from: inner) }, at: 0)
    }
    expectEqual(states(), "created created created created")
    expectEqual(chain[0].next(), "running running running running")
    expectEqual(states(), "suspended suspended suspended suspended")
    // Used directly, only the last ones of the chain run.
    expectEqual(chain[2].next(), "suspended suspended running running")
    chain[0].close()
    expectEqual(states(), "closed closed closed closed")
    chain = []
  }

  @Test func `a wrapped sequence goes through the same states`() {
    let g = Generator([1])
    expectEqual(g.state, .created)
    _ = g.next()
    expectEqual(g.state, .suspended)
    _ = g.next()
    expectEqual(g.state, .closed)
  }

  @Test func `states have names and are equal only to themselves`() {
    let all: [GeneratorState] = [.created, .running, .suspended, .closed]
    expectEqual(all.map { "\($0)" }, ["created", "running", "suspended", "closed"])
    expectEqual(Set(all).count, 4)
  }
}
