import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct ScheduledTaskTests {
  let trace = Trace()
  let scheduler = Scheduler(clock: .virtual)

  @Test func `has a result when it is done`() throws {
    let value = try scheduler.spawn { task in
      try task.yield()
      return 42
    }
    let failure = try scheduler.spawn { _ in throw Failure(1) }
    #expect(value.result == nil && failure.result == nil)
    try scheduler.runOne()
    #expect(value.result == nil)
    _ = try? scheduler.run()
    try expectEqual(value.result?.get(), 42)
    expectEqual(thrown { try failure.result?.get() }, "E1")
  }

  @Test func `to look at a failure is not to join it`() throws {
    let failure = try scheduler.spawn { _ in throw Failure(1) }
    try scheduler.runOne()
    #expect(failure.result != nil)
    expectEqual(thrown { try scheduler.run() }?.hasPrefix("a task failed and was not joined"), true)
  }

  @Test func `goes through its states`() throws {
    let task = try scheduler.spawn { task in
      try task.sleep(for: .seconds(1))
      try task.yield()
    }
    var states = [task.state]
    for _ in 1...3 {
      try scheduler.runOne()
      states.append(task.state)
    }
    expectEqual(states, [.ready, .waiting("sleeping until 1.0 seconds"), .ready, .done])
    expectEqual(
      states.map(\.description), ["ready", "sleeping until 1.0 seconds", "ready", "done"])
    expectEqual(TaskState.running.description, "running")
  }

  @Test func `goes on when nothing refers to it`() throws {
    let trace = trace
    try scheduler.spawn { task in
      try task.sleep(for: .seconds(1))
      trace("went on")
    }
    try scheduler.run()
    expectEqual(trace.events, ["went on"])
  }

  @Test func `has an identity, of which its description is made`() throws {
    let file = "GeneratorSchedulingTests/ScheduledTaskTests.swift"
    let named = try scheduler.spawn(name: "reader", line: 3) { _ in 1 }
    let unnamed = try scheduler.spawn(line: 4) { _ in "" }
    expectEqual("\(named.identity)", "task 1 \"reader\", spawned at \(file):3")
    expectEqual("\(unnamed.identity)", "task 2, spawned at \(file):4")
    expectEqual("\(AnyScheduledTask(named))", "task 1 \"reader\", spawned at \(file):3: ready")
    #expect(named.identity.origin.line == 3 && named.identity.name == "reader")
    expectEqual(AnyScheduledTask(named).identity, named.identity)
  }

  @Test func `of any type are equal where they are the same`() throws {
    let (a, b) = try (scheduler.spawn { _ in 1 }, scheduler.spawn { _ in "" })
    expectEqual(AnyScheduledTask(a), AnyScheduledTask(a))
    #expect(AnyScheduledTask(a) != AnyScheduledTask(b))
    expectEqual(Set([AnyScheduledTask(a), AnyScheduledTask(b), AnyScheduledTask(a)]).count, 2)
    expectEqual(Set(scheduler.tasks), [AnyScheduledTask(a), AnyScheduledTask(b)])
  }

  @Test func `of another scheduler with the same number is another`() throws {
    let other = Scheduler()
    let (a, b) = try (scheduler.spawn { _ in }, other.spawn { _ in })
    #expect(AnyScheduledTask(a) != AnyScheduledTask(b))
  }

  @Test func `releases its body when it is done, and its result with the handle`() throws {
    let tracker = Tracker()
    var task: ScheduledTask<Tracked>?
    do {
      let object = tracker.object(1)
      task = try scheduler.spawn { _ in
        withExtendedLifetime(object) {}
        return tracker.object(2)
      }
    }
    try scheduler.runOne()
    expectEqual(tracker.gone, [1])
    #expect(task != nil)
    task = nil
    expectEqual(tracker.gone, [1, 2])
  }
}

// MARK: - Long lists

/// Long enough that a release inside of each release before it would overflow the stack.
///
/// On threads each is a thread, of which a process has fewer.
private let longest = runsOnThreads ? 1000 : isSanitized ? 10_000 : 30_000

/// Tasks and channels of which each holds the last reference to the one before it.
@Suite struct LongListTests {
  private let census = Census()

  /// What a task of the list holds of the one before it.
  enum Holding: CaseIterable {
    case returned, failed, pending, unstarted, mixed
  }

  private final class Node {
    let object: Census.Citizen
    let previous: Any?

    init(_ object: Census.Citizen, _ previous: Any?) {
      (self.object, self.previous) = (object, previous)
    }
  }

  private struct HoldingError: Error, @unchecked Sendable {
    let node: Node
  }

  private func hold(
    _ node: Node, _ how: Holding, _ n: Int, _ scheduler: Scheduler
  ) throws -> ScheduledTask<Node?> {
    switch how {
    case .returned: return try scheduler.spawn { _ in node }
    case .failed: return try scheduler.spawn { _ in throw HoldingError(node: node) }
    case .pending:
      let task = try scheduler.spawn { task -> Node? in
        try task.withCancellationShield { try task.yield() }
        return nil
      }
      try scheduler.runOne()
      task.throw(HoldingError(node: node))
      try scheduler.runOne()
      return task
    case .unstarted:
      return try scheduler.spawn { _ in
        withExtendedLifetime(node) {}
        return nil
      }
    case .mixed:
      let all: [Holding] = [.returned, .failed, .pending]
      let task = try hold(node, all[n % all.count], n, scheduler)
      if task.result == nil { try scheduler.runOne() }
      return task
    }
  }

  @Test(arguments: Holding.allCases) func `a list of tasks is released`(
    how: Holding
  ) async throws {
    try holdAndRelease(how)
    if [.returned, .unstarted].contains(how) { return expectEqual(census.alive, 0) }
    // Swift Testing looks at each error that was thrown, on any thread, and may be the last to release it.
    #expect(try await becomesTrue { census.alive == 0 })
  }

  private func holdAndRelease(_ how: Holding) throws {
    var node = Node(census.citizen(), nil)
    do {
      let scheduler = Scheduler(clock: .virtual)
      for n in 0..<longest { node = Node(census.citizen(), try hold(node, how, n, scheduler)) }
      if how != .unstarted { _ = try? scheduler.run() }
    }
    if how != .unstarted { expectEqual(census.alive, longest + 1) }
    node = Node(census.citizen(), nil)
  }

  @Test func `a list of channels, each a value in the next, is released`() throws {
    var channel = Channel<Node>(capacity: 1)
    for _ in 0..<longest {
      let next = Channel<Node>(capacity: 1)
      _ = try next.trySend(Node(census.citizen(), channel))
      channel = next
    }
    expectEqual(census.alive, longest)
    channel = Channel(capacity: 1)
    expectEqual(census.alive, 0)
    expectEqual(channel.count, 0)
  }
}
