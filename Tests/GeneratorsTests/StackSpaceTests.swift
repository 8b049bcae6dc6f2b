import CCoroutine
import Generators
import TestSupport
import Testing

@Suite struct StackSpaceTests {
  private static func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }

  /// Returns the start of the running stack.
  private static func stack() -> UInt {
    var span = cco_stack_span()
    return cco_running_stack(&span) != 0 ? span.low : 0
  }

  @Test func `a closure runs in place if enough of the stack is left`() {
    let g = Generator<Bool> { yield in
      let here = Self.stack()
      try yield(withStack(ofAtLeast: 1000) { Self.stack() } == here)
      try yield(withStack(ofAtLeast: 100 << 10) { Self.stack() } == here)
      try yield(withStack(ofAtLeast: 64 << 20) { Self.stack() } == here)
    }
    expectEqual(Array(g), [true, true, false])
    let here = Self.stack()
    #expect(withStack(ofAtLeast: 64 << 20) { Self.stack() } != here)
  }

  @Test func `a closure has the stack that it requests`() {
    let g = Generator { yield in
      try yield(withStack(ofAtLeast: 32 << 20) { Self.depth(60_000) })
    }
    expectEqual(Array(g), [60_000])
  }

  @Test func `results and errors come back, and the stack is released`() throws {
    let before = cco_thread_balance()
    let tracker = Tracker()
    let object = withStack(ofAtLeast: 64 << 20) { tracker.object(3) }
    expectEqual(object.id, 3)
    #expect(throws: Failure(2)) { try withStack(ofAtLeast: 64 << 20) { throw Failure(2) } }
    let nothing: Int? = withStack(ofAtLeast: 64 << 20) { nil }
    expectEqual(nothing, nil)
    do {
      try withStack(ofAtLeast: 64 << 20) { () throws(Failure) in throw Failure(5) }
    } catch {
      let failure: Failure = error
      expectEqual(failure, Failure(5))
    }
    expectEqual(cco_thread_balance(), before)
  }

  @Test func `calls nest`() {
    func nested(_ levels: Int) -> Int {
      levels == 0 ? 0 : withStack(ofAtLeast: 2 << 20) { 1 + nested(levels - 1) }
    }
    expectEqual(nested(10), 10)
    func nestedWithoutRoom(_ size: Int) -> Int {
      size > 64 << 20 ? 0 : withStack(ofAtLeast: size) { 1 + nestedWithoutRoom(size * 2) }
    }
    expectEqual(Generator { yield in try yield(nestedWithoutRoom(1 << 20)) }.next(), 7)
  }

  @Test func `a body yields, is sent values and closed inside of a call`() throws {
    let tracker = Tracker()
    let c = Coroutine<Int, Int, Int> { yield in
      try withStack(ofAtLeast: 1 << 20) {
        let object = tracker.object()
        defer { withExtendedLifetime(object) {} }
        var sum = 0
        while sum < 100 { sum += try yield(sum) }
        return sum
      }
    }
    try expectEqual(c.start(), 0)
    try expectEqual(c.send(7), 7)
    try expectEqual(c.send(10), 17)
    expectEqual(tracker.alive, 1)
    try expectEqual(c.close(), nil)
    expectEqual(tracker.alive, 0)

    let before = cco_thread_balance()
    let finished = Coroutine<Int, Int, Int> { yield in
      try withStack(ofAtLeast: 1 << 20) { try yield(1) + yield(2) }
    }
    try finished.start()
    try expectEqual(finished.send(20), 2)
    try expectEqual(finished.send(30), nil)
    expectEqual(finished.returnValue, 50)
    expectEqual(cco_thread_balance(), before)
  }

  @Test func `a body delegates inside of a call`() {
    func tree(_ levels: Int) -> Generator<Int> {
      Generator { yield in
        try yield(levels)
        if levels > 0 {
          try withStack(ofAtLeast: 1 << 20) { try yield(from: tree(levels - 1)) }
        }
        try yield(-levels)
      }
    }
    expectEqual(Array(tree(3)), [3, 2, 1, 0, 0, -1, -2, -3])
    let g = tree(50)
    for _ in 0..<40 { _ = g.next() }
    g.close()
    expectEqual(g.state, .closed)
  }

  @Test func `a senseless size is a trap with a message`() async {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      withStack(ofAtLeast: -1) {}
    }
    expectEqual(negative?.message.contains("the number of bytes must be positive, and is -1"), true)
    let endless = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      withStack(ofAtLeast: 1 << 60) {}
    }
    expectEqual(
      endless?.message.contains("no memory for a stack of 1152921504606846976 bytes"), true)
  }
}
