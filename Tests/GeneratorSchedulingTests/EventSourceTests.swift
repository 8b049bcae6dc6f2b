import Foundation
import GeneratorPlatform
import TestSupport
import Testing

@testable import GeneratorScheduling

/// An event source whose events are those that a test says have come, on any thread.
private final class FakeSource: EventSource {
  /// Ends the source's wait.
  final class FakeWaker: Waker {
    let thread = ThreadWaker()
    let isUsed = Locked(false)

    func wake() {
      isUsed.withLock { $0 = true }
      thread.wake()
    }
  }

  private let queue = WaitQueue()
  private let waker = FakeWaker()
  private let tell: (String) -> Void
  private var waiterCount = 0

  /// How many events have come that no task was woken for.
  private let eventCount = Locked(0)
  var failure: Failure?

  init(_ tell: @escaping (String) -> Void = { _ in }) { self.tell = tell }

  var canWake: Bool { waiterCount > 0 }

  func makeWaker() throws -> any Waker {
    if let failure { throw failure }
    tell("waker")
    return waker
  }

  func wait(timeout: Duration?) throws -> Bool {
    tell("wait \(timeout.map { "\($0)" } ?? "until an event")")
    if let failure { throw failure }
    while true {
      let hasEvent = eventCount.withLock { count in
        defer { count = max(0, count - 1) }
        return count > 0
      }
      if hasEvent, queue.wakeFirst() { return true }
      let wasUsed = waker.isUsed.withLock { isUsed in
        defer { isUsed = false }
        return isUsed
      }
      if wasUsed { return true }
      if timeout == .zero { return false }
      waker.thread.wait(timeout: timeout)
      if timeout != nil { return false }
    }
  }

  /// Has an event come for the task that waits first.
  func send() { eventCount.withLock { $0 += 1 } }

  /// Waits for an event.
  func wait(_ task: borrowing TaskContext) throws {
    try task.checkCancellation()
    if task.eventSource == nil { try task.install(self) }
    waiterCount += 1
    defer { waiterCount -= 1 }
    try task.wait(in: queue, "waiting for", self)
  }
}

extension FakeSource: CustomStringConvertible {
  var description: String { "an event" }
}

@Suite struct EventSourceTests {
  private let trace = Trace()

  @Test func `a scheduler has none until a task installs it`() throws {
    let source = FakeSource()
    let scheduler = Scheduler(clock: .virtual)
    try scheduler.run { task in
      #expect(task.eventSource == nil)
      try task.sleep(for: .seconds(1))
      #expect(task.eventSource == nil)
      try task.install(source)
      #expect(task.eventSource === source)
    }
    #expect(scheduler.core.eventSource == nil)
  }

  @Test func `an event makes the task ready that waits first`() throws {
    let (trace, source) = (trace, FakeSource())
    try Scheduler().run { task in
      let waiting = try (1...3).map { n in
        try task.spawn { task in
          try source.wait(task)
          trace("\(n)")
        }
      }
      try task.yield()
      expectEqual(waiting.map { "\($0.state)" }, Array(repeating: "waiting for an event", count: 3))
      for waiting in waiting {
        source.send()
        try task.join(waiting)
      }
    }
    expectEqual(trace.events, ["1", "2", "3"])
  }

  @Test func `the source is asked before virtual time goes on`() throws {
    let trace = trace
    let source = FakeSource { [trace] in trace($0) }
    try Scheduler(clock: .virtual).run { task in
      try task.install(source)
      try task.yield()
      trace("turns")
      try task.sleep(for: .seconds(1))
      trace("slept")
    }
    expectEqual(trace.events, ["turns", "wait 0.0 seconds", "slept"])
  }

  @Test func `the source is asked now and then while tasks are always ready`() throws {
    let source = FakeSource()
    try Scheduler().run { task in
      let waiting = try task.spawn { task in try source.wait(task) }
      try task.yield()
      source.send()
      while waiting.result == nil { try task.yield() }
    }
  }

  @Test func `a wait for an event is no deadlock`() throws {
    let source = FakeSource()
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      source.send()
      try source.wait(task)
      try task.waitForNothing()
    }
    #expect {
      try scheduler.runBlocking()
    } throws: {
      if case SchedulingError.deadlock(let tasks, _) = $0 { tasks.count == 1 } else { false }
    }
  }

  @Test func `an error of the source leaves run()`() throws {
    let source = FakeSource()
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      source.failure = Failure(7)
      try source.wait(task)
    }
    #expect(throws: Failure(7)) { try scheduler.runBlocking() }
  }

  @Test(arguments: [false, true])
  func `another thread ends the wait by the source's waker`(isRemoteFirst: Bool) async throws {
    let events = try await onThread {
      let trace = Trace()
      let source = FakeSource { if $0 == "waker" { trace($0) } }
      let scheduler = Scheduler()
      var early = isRemoteFirst ? try scheduler.remote() : nil
      try scheduler.run { task in
        let waiting = try task.spawn { task in try source.wait(task) }
        try task.yield()
        let remote = try early ?? task.remote()
        early = nil
        for n in 1...100 {
          // The scheduler waits by the source when the thread posts.
          let remoteDone = try task.remote(to: Channel<Int>(capacity: 1))
          Thread.detachNewThread {
            try? remote.spawn { task in
              _ = try remoteDone.channel(of: task).trySend(n)
            }
          }
          let channel = try remoteDone.channel(of: task)
          expectEqual(try task.receive(from: channel), n)
        }
        source.send()
        try task.join(waiting)
      }
      return trace.events
    }
    expectEqual(events, ["waker"])
  }

  @Test func `a source whose waker can't be made is not installed`() throws {
    let source = FakeSource()
    source.failure = Failure(3)
    let scheduler = Scheduler()
    let remote = try scheduler.remote()
    try scheduler.run { task in
      #expect(throws: Failure(3)) { try task.install(source) }
      #expect(task.eventSource == nil)
      try task.sleep(for: .milliseconds(1))
      source.failure = nil
      try task.install(source)
      try task.sleep(for: .milliseconds(1))
    }
    withExtendedLifetime(remote) {}
  }

  @Test func `without a source, a scheduler needs no descriptors`() async {
    await #expect(processExitsWith: .success) {
      let former = limitDescriptors(to: 0)
      let scheduler = Scheduler()
      let channel = Channel<Int>()
      let (remote, numbers) = (try scheduler.remote(), try scheduler.remote(to: channel))
      try scheduler.runBlocking { task in
        try task.sleep(for: .milliseconds(1))
        Thread.detachNewThread {
          try? remote.spawn { task in
            try task.sleep(for: .milliseconds(1))
            try task.send(42, to: numbers.channel(of: task))
          }
        }
        guard try task.receive(from: channel) == 42 else { throw Failure(1) }
      }
      try Scheduler(clock: .virtual).runBlocking { try $0.sleep(for: .seconds(1)) }
      // For the search for leaks, which opens files as the process exits.
      limitDescriptors(to: former)
    }
  }
}
