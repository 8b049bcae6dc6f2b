import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
  @Generator private func nested(_ trace: Trace) -> some Sequence<Int> {
    trace("begins")
    defer { trace("outer") }
    for n in 0..<3 {
      defer { trace("inner \(n)") }
      yield(n)
      defer { trace("second \(n)") }
      yield(10 + n)
    }
    yield(99)
  }

  @Generator private func before(_ trace: Trace) -> some CompiledGenerator<Int> {
    do {
      defer { trace("left") }
      trace("in")
    }
    yield(1)
    yield(2)
  }

  @Generator private func jumping(_ trace: Trace, _ way: String) -> some Sequence<Int> {
    outer: for n in 0..<3 {
      defer { trace("n\(n)") }
      for m in 0..<3 {
        defer { trace("m\(m)") }
        if way == "break" && m == 1 { break }
        if way == "continue" && m == 1 { continue outer }
        if way == "break outer" && n == 1 { break outer }
        if way == "return" && n == 1 { return }
        yield(n * 10 + m)
      }
    }
    trace("after")
  }

  @Generator private func changing(_ trace: Trace) -> some Sequence<Int> {
    var count = 0
    defer { trace("count \(count)") }
    while true {
      count += 1
      yield(count)
    }
  }

  @Generator private func holding(_ tracker: Tracker, _ trace: Trace) -> some Sequence<Int> {
    let object = tracker.object(1)
    defer { trace("defer of \(object)") }
    for n in inner(tracker, trace) { yield(n) }
  }

  @Generator private func inner(_ tracker: Tracker, _ trace: Trace) -> some Sequence<Int> {
    let object = tracker.object(2)
    defer { trace("defer of \(object)") }
    yield(1)
    yield(2)
  }

  @Generator private func delegating(_ trace: Trace) -> some Sequence<Int> {
    defer { trace("delegating") }
    yield(from: nested(trace))
    yield(-1)
  }

  @Generator private func guarded(_ trace: Trace, _ value: Int?) -> some Sequence<Int> {
    guard let value else {
      trace("none")
      return
    }
    defer { trace("some") }
    if value > 1 {
      defer { trace("big") }
      yield(value)
    }
    yield(0)
  }

  @Generator private func throwing(
    _ trace: Trace, failingAt last: Int
  ) -> some ThrowingSource<Int, Failure> {
    defer { trace("outer") }
    for n in 0... {
      defer { trace("inner \(n)") }
      if n == last { throw Failure(n) }
      yield(n)
    }
  }

  @Generator private func deferAfterCatch(_ trace: Trace) -> some ThrowingSource<Int, any Error> {
    do {
      defer { trace("in do") }
      try yield(1)
      throw Failure(3)
    } catch {
      trace("caught \(name(of: error))")
      if error is GeneratorExit { throw error }
      try yield(2)
    }
    trace("after")
  }

  @Generator private func meeting(_ trace: Trace) -> some Sequence<Int> {
    defer { trace("end") }
    do {
      if trace.events.isEmpty { throw Failure(1) }
      yield(1)
    } catch {
      yield(2)
    }
    yield(3)
  }

  @Generator private func failingAfterward(
    _ trace: Trace
  ) -> some CompiledCoroutine<Int, Void, Void> {
    defer { trace("outer") }
    do {
      defer { trace("inner") }
      try yield(1)
    }
    if trace.events.count == 1 { throw Failure(5) }
    try yield(2)
  }

  private final class Connection {
    let trace: Trace
    private var isOpen = false

    init(_ trace: Trace) { self.trace = trace }

    func close() {
      isOpen = false
      trace("closed")
    }

    @Generator func rows(_ count: Int) -> some Sequence<Int> {
      isOpen = true
      defer { close() }
      for n in 0..<count { yield(n) }
    }
  }

  @Suite struct DeferTests {
    let trace = Trace()

    @Test func `defers run where their scopes end, the last first`() {
      expectEqual(Array(nested(trace)), [0, 10, 1, 11, 2, 12, 99])
      expectEqual(
        trace.take(),
        ["begins", "second 0", "inner 0", "second 1", "inner 1", "second 2", "inner 2", "outer"])
    }

    @Test(
      arguments: [
        (0, ["begins", "inner 0", "outer"]), (10, ["begins", "second 0", "inner 0", "outer"]),
        (1, ["begins", "second 0", "inner 0", "inner 1", "outer"]),
        (
          99,
          [
            "begins", "second 0", "inner 0", "second 1", "inner 1", "second 2", "inner 2",
            "outer",
          ]
        ),
      ])
    func `break runs what is pending`(last: Int, events: [String]) {
      for n in nested(trace) where n == last { break }
      expectEqual(trace.take(), events)
    }

    @Test func `the release of the last copy runs what is pending, once`() {
      do {
        var a = nested(trace).makeIterator()
        expectEqual(a.next(), 0)
        do {
          var b = a
          // One with pending defers is no fork.
          expectEqual(b.next(), 10)
        }
        expectEqual(trace.take(), ["begins"])
        expectEqual(a.next(), 1)
      }
      expectEqual(trace.take(), ["second 0", "inner 0", "inner 1", "outer"])
    }

    @Test func `one that was not started has nothing to run`() {
      do {
        let sequence = nested(trace)
        let iterator = sequence.makeIterator()
        withExtendedLifetime(iterator) {}
      }
      expectEqual(trace.take(), [])
    }

    @Test func `the loops over a sequence have defers of their own`() {
      let numbers = nested(trace)
      for _ in numbers { break }
      for _ in numbers { break }
      expectEqual(trace.take(), ["begins", "inner 0", "outer", "begins", "inner 0", "outer"])
      expectEqual(Array(numbers.prefix(0)).count, 0)
    }

    @Test func `a defer that is pending at no yield leaves a value that can be forked`() {
      var a = before(trace)
      expectEqual(a.next(), 1)
      expectEqual(trace.take(), ["in", "left"])
      var b = a
      expectEqual(a.next(), 2)
      expectEqual(b.next(), 2)
      expectEqual(trace.take(), [])
    }

    @Test(
      arguments: [
        ("break", [0, 10, 20], ["m0", "m1", "n0", "m0", "m1", "n1", "m0", "m1", "n2", "after"]),
        (
          "continue", [0, 10, 20], ["m0", "m1", "n0", "m0", "m1", "n1", "m0", "m1", "n2", "after"]
        ),
        ("break outer", [0, 1, 2], ["m0", "m1", "m2", "n0", "m0", "n1", "after"]),
        ("return", [0, 1, 2], ["m0", "m1", "m2", "n0", "m0", "n1"]),
      ])
    func `jumps run the defers of the scopes that they leave`(
      way: String, elements: [Int], events: [String]
    ) {
      expectEqual(Array(jumping(trace, way)), elements)
      expectEqual(trace.take(), events)
    }

    @Test func `a defer sees the variables as they are then`() {
      for n in changing(trace) where n == 4 { break }
      expectEqual(trace.take(), ["count 4"])
    }

    @Test func `an inner generator ends before the defers around its loop`() {
      let tracker = Tracker()
      for _ in holding(tracker, trace) { break }
      expectEqual(trace.take(), ["defer of #2", "defer of #1"])
      expectEqual(tracker.alive, 0)
      expectEqual(Array(holding(tracker, trace)), [1, 2])
      expectEqual(trace.take(), ["defer of #2", "defer of #1"])
      expectEqual(tracker.alive, 0)
    }

    @Test func `a delegate ends before the defers around it`() {
      for n in delegating(trace) where n == 10 { break }
      expectEqual(trace.take(), ["begins", "second 0", "inner 0", "outer", "delegating"])
      for n in delegating(trace) where n == -1 { break }
      expectEqual(trace.take().suffix(2), ["outer", "delegating"])
    }

    @Test func `only the defers that were reached run`() {
      expectEqual(Array(guarded(trace, nil)), [])
      expectEqual(trace.take(), ["none"])
      for _ in guarded(trace, 2) { break }
      expectEqual(trace.take(), ["big", "some"])
      for _ in guarded(trace, 1) { break }
      expectEqual(trace.take(), ["some"])
      expectEqual(Array(guarded(trace, 2)), [2, 0])
      expectEqual(trace.take(), ["big", "some"])
    }

    @Test func `an error runs the defers on its way out, once`() throws {
      let source = throwing(trace, failingAt: 1)
      try expectEqual(source.next(), 0)
      #expect(throws: Failure(1)) { try source.next() }
      expectEqual(trace.take(), ["inner 0", "inner 1", "outer"])
      try expectEqual(source.next(), nil)
      source.abandon()
      expectEqual(trace.take(), [])
    }

    @Test func `a throwing generator that is released or abandoned runs what is pending`() throws {
      do {
        let source = throwing(trace, failingAt: 9)
        _ = try source.next()
        _ = try source.next()
      }
      expectEqual(trace.take(), ["inner 0", "inner 1", "outer"])
      let source = throwing(trace, failingAt: 9)
      _ = try source.next()
      source.abandon()
      expectEqual(trace.take(), ["inner 0", "outer"])
      try expectEqual(source.next(), nil)
    }

    @Test func `the defers of a do run before its catch`() throws {
      let source = deferAfterCatch(trace)
      try expectEqual(source.collect(), [1, 2])
      expectEqual(trace.take(), ["in do", "caught E3", "after"])
      do {
        let other = deferAfterCatch(trace)
        try expectEqual(other.next(), 1)
      }
      expectEqual(trace.take(), ["in do", "caught exit"])
    }

    @Test func `two yields that go on in one place have one defer`() {
      for n in meeting(trace) where n == 2 { break }
      expectEqual(trace.take(), ["end"])
      expectEqual(Array(meeting(trace)), [2, 3])
      expectEqual(trace.take(), ["end"])
    }

    @Test func `a defer runs once, although what follows its scope throws`() throws {
      var g = failingAfterward(trace)
      try expectEqual(g.start(), 1)
      #expect(throws: Failure(5)) { try g.next() }
      expectEqual(trace.take(), ["inner", "outer"])
      expectEqual(g.state, .closed)
    }

    @Test func `a defer calls methods of self`() {
      for _ in Connection(trace).rows(3) { break }
      expectEqual(trace.take(), ["closed"])
      expectEqual(Array(Connection(trace).rows(2)), [0, 1])
      expectEqual(trace.take(), ["closed"])
    }
  }
#endif
