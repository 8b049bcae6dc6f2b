import Foundation
import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct RemoteSchedulerTests {
  // MARK: Values, errors, cancellation

  @Test func `a remote run returns the value`() async throws {
    let remote = try RemoteScheduler.start()
    let sum = try await remote.run { task in
      let halves = try [1...50, 51...100].map { half in
        try task.spawn { _ in half.reduce(0, +) }
      }
      return try halves.reduce(0) { try $0 + task.join($1) }
    }
    expectEqual(sum, 5050)
    try await remote.run { _ in }
  }

  @Test func `a remote run throws the error, which counts as joined`() async throws {
    try await onThread {
      let scheduler = Scheduler()
      let remote = try scheduler.remote()
      try scheduler.spawn { task in
        try task.await {
          await #expect(throws: Failure(1)) { try await remote.run { _ in throw Failure(1) } }
          await #expect(throws: CancellationError.self) {
            try await remote.run { _ in throw CancellationError() }
          }
        }
      }
      try scheduler.run()
    }
  }

  @Test func `the task has its name and where it was asked for`() async throws {
    let remote = try RemoteScheduler.start(name: "server")
    let line = #line + 1
    let identities = try await remote.run(name: "asked") { $0.tasks.map { "\($0.identity)" } }
    expectEqual(identities.count, 2)
    expectEqual(identities.first?.hasPrefix("task 1 \"server\", spawned at "), true)
    expectEqual(
      identities.last,
      "task 2 \"asked\", spawned at GeneratorSchedulingTests/RemoteSchedulerTests.swift:\(line)")
  }

  @Test func `cancellation cancels the task and awaits its end`() async throws {
    let (trace, began, gate) = (SharedTrace(), Gate(), Gate())
    let remote = try RemoteScheduler.start()
    let caller = Task {
      defer { trace("caller ended") }
      try await remote.run { task in
        defer { trace("task ended") }
        began.open()
        do {
          try task.sleep(for: .seconds(3600))
        } catch {
          trace("task cancelled")
          try task.withCancellationShield { try task.await { await gate.pass() } }
          throw error
        }
      }
    }
    await began.pass()
    caller.cancel()
    // The task has had the turn in which it was cancelled when this one has.
    while !trace.events.contains("task cancelled") { try await remote.run { _ in } }
    expectEqual(trace.events, ["task cancelled"])
    gate.open()
    await #expect(throws: CancellationError.self) { try await caller.value }
    expectEqual(trace.events, ["task cancelled", "task ended", "caller ended"])
  }

  @Test func `a value in spite of the cancellation is given`() async throws {
    let began = Gate()
    let remote = try RemoteScheduler.start()
    let caller = Task {
      try await remote.run { task in
        began.open()
        do { try task.sleep(for: .seconds(3600)) } catch is CancellationError {}
        return 1
      }
    }
    await began.pass()
    caller.cancel()
    try await expectEqual(caller.value, 1)
  }

  @Test func `in a Swift task that is cancelled no task is made`() async throws {
    let trace = SharedTrace()
    let remote = try RemoteScheduler.start()
    let caller = Task {
      await untilCancelled()
      try await remote.run { _ in trace("ran") }
    }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    try await remote.run { _ in }
    expectEqual(trace.events, [])
  }

  @Test func `cancellation needs no scheduler that runs`() async throws {
    let (scheduler, trace, began) = (Scheduler(), SharedTrace(), Gate())
    let caller = Task { [remote = try scheduler.remote()] in
      began.open()
      try await remote.run { _ in trace("ran") }
    }
    await began.pass()
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    let carried = Carried(scheduler)
    try await onThread { try carried.value.run() }
    expectEqual(trace.events, [])
  }

  @Test func `cancellation at any time is safe`() async throws {
    let remote = try RemoteScheduler.start()
    for round in 0..<300 {
      let caller = Task {
        try await remote.run { task in
          try task.yield()
          return round
        }
      }
      for _ in 0..<(round % 20) { await Task.yield() }
      caller.cancel()
      do {
        try await expectEqual(caller.value, round)
      } catch is CancellationError {}
    }
    let left = try await remote.run { $0.tasks.count }
    expectEqual(left, 2)
  }

  // MARK: Many callers

  @Test func `a thousand Swift tasks run tasks at once`() async throws {
    let remote = try RemoteScheduler.start()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for n in 1...1_000 {
        group.addTask {
          try await remote.run { task in
            try task.sleep(for: .microseconds(n % 7))
            return n
          }
        }
      }
      return try await group.reduce(0, +)
    }
    expectEqual(sum, 500_500)
  }

  @Test func `an actor awaits tasks`() async throws {
    actor Counter {
      private let remote: RemoteScheduler
      private(set) var total = 0

      init(_ remote: RemoteScheduler) { self.remote = remote }

      func add(_ n: Int) async throws {
        let added = try await remote.run { task in
          try task.yield()
          return n
        }
        total += added
      }
    }
    let counter = Counter(try RemoteScheduler.start())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for n in 1...100 { group.addTask { try await counter.add(n) } }
      try await group.waitForAll()
    }
    await expectEqual(counter.total, 5050)
  }

  @Test func `many threads spawn and all run in the order of each`() async throws {
    let (threads, count) = (8, 500)
    let arrived = (0..<threads).map { _ in SharedTrace() }
    try await onThread {
      let scheduler = Scheduler()
      for thread in 0..<threads {
        let remote = try scheduler.remote()
        Thread.detachNewThread {
          for n in 0..<count {
            do {
              try remote.spawn { _ in arrived[thread]("\(n)") }
            } catch {
              Issue.record(error)
            }
          }
        }
      }
      try scheduler.spawn { try $0.serveRemotes() }
      try scheduler.run()
    }
    expectEqual(
      arrived.map(\.events), Array(repeating: (0..<count).map { "\($0)" }, count: threads))
  }

  // MARK: The scheduler's end

  @Test func `a scheduler that has finished says so`() async throws {
    let scheduler = Scheduler()
    let remote = try scheduler.remote()
    try scheduler.runBlocking()
    await #expect { try await remote.run { _ in 1 } } throws: { isFinished($0) }
    #expect { try remote.spawn { _ in } } throws: { isFinished($0) }
    #expect { try scheduler.remote() } throws: { isFinished($0) }
  }

  @Test func `a scheduler that has gone says so`() async throws {
    let remote = try Scheduler().remote()
    await #expect { try await remote.run { _ in 1 } } throws: { isFinished($0) }
    #expect { try remote.spawn { _ in } } throws: { isFinished($0) }
  }

  @Test func `a scheduler that finishes before says so`() async throws {
    let trace = SharedTrace()
    var scheduler: Scheduler? = Scheduler()
    let remote = try scheduler!.remote()
    let caller = Task { try await remote.run { _ in trace("ran") } }
    let census = Census()
    do {
      let member = census.citizen()
      try remote.spawn { _ in withExtendedLifetime(member) { trace("ran") } }
    }
    expectEqual(census.alive, 1)
    for _ in 1...10 { await Task.yield() }
    scheduler = nil
    await #expect { try await caller.value } throws: { isFinished($0) }
    expectEqual(trace.events, [])
    expectEqual(census.alive, 0)
  }

  @Test func `a task that is ended with its scheduler says so`() async throws {
    let (trace, running) = (SharedTrace(), Gate())
    let (remotes, handOver) = AsyncStream.makeStream(of: RemoteScheduler.self)
    let caller = Task {
      for await remote in remotes {
        try await remote.run { task in
          defer { trace("ended") }
          running.open()
          try task.sleep(for: .seconds(3600))
        }
      }
    }
    try await onThread {
      try Scheduler().run { task in
        handOver.yield(try task.remote())
        handOver.finish()
        try task.await { await running.pass() }
        trace("enough")
      }
    }
    await #expect { try await caller.value } throws: { isFinished($0) }
    expectEqual(trace.events, ["enough", "ended"])
  }

  @Test func `a task that is ended before its first turn says so`() async throws {
    let (trace, arrived) = (SharedTrace(), Gate())
    let (remotes, handOver) = AsyncStream.makeStream(of: RemoteScheduler.self)
    let caller = Task {
      for await remote in remotes {
        arrived.open()
        try await remote.run { _ in trace("ran") }
      }
    }
    try await onThread {
      try Scheduler().run { task in
        handOver.yield(try task.remote())
        handOver.finish()
        arrived.pass()
        // It is made between two turns of this task, and would have its own after the next.
        while task.tasks.count == 1 { try task.yield() }
      }
    }
    await #expect { try await caller.value } throws: { isFinished($0) }
    expectEqual(trace.events, [])
  }

  private func isFinished(_ error: any Error) -> Bool {
    if case SchedulingError.finished = error { true } else { false }
  }

  // MARK: Serving

  @Test func `without a remote there is nothing to serve`() throws {
    let scheduler = Scheduler()
    try scheduler.spawn { try $0.serveRemotes() }
    try scheduler.run()
    let second = Scheduler()
    _ = try second.remote()
    try second.spawn { try $0.serveRemotes() }
    try second.run()
  }

  @Test func `serving ends with the last remote`() async throws {
    let (trace, gates, passed) = (SharedTrace(), [Gate(), Gate()], [Gate(), Gate()])
    try await onThread {
      let scheduler = Scheduler()
      for (n, gate) in gates.enumerated() {
        Task { [remote = try scheduler.remote()] in
          await gate.pass()
          passed[n].open()
          try await remote.run { _ in trace("remote \(n)") }
        }
      }
      for name in ["a", "b"] {
        try scheduler.spawn { task in
          try task.serveRemotes()
          trace("\(name) served")
        }
      }
      try scheduler.spawn { task in
        let states = task.tasks.map { "\($0.state)" }
        trace(states[0])
        gates[0].open()
        passed[0].pass()
        while !trace.events.contains("remote 0") { try task.yield() }
        for _ in 1...200 { try task.yield() }
        trace("one left")
        gates[1].open()
      }
      try scheduler.run()
    }
    expectEqual(
      trace.events,
      [
        "serving remote schedulers", "remote 0", "one left", "remote 1", "a served", "b served",
      ])
  }

  @Test func `what came through the last remote is done`() async throws {
    let trace = SharedTrace()
    try await onThread {
      let scheduler = Scheduler()
      var remote: RemoteScheduler? = try scheduler.remote()
      try remote?.spawn { task in
        trace("spawned")
        try task.sleep(for: .milliseconds(1))
        trace("slept")
      }
      remote = nil
      try scheduler.spawn { task in
        try task.serveRemotes()
        trace("served")
      }
      try scheduler.run()
    }
    expectEqual(trace.events, ["spawned", "served", "slept"])
  }

  @Test func `a task that serves can be cancelled`() async throws {
    try await onThread {
      let scheduler = Scheduler()
      let remote = try scheduler.remote()
      let server = try scheduler.spawn { try $0.serveRemotes() }
      try scheduler.spawn { task in
        server.cancel()
        #expect(throws: CancellationError.self) { try task.join(server) }
        #expect(throws: SchedulingError.self) {
          try task.withTimeout(.milliseconds(1)) { try task.serveRemotes() }
        }
      }
      try scheduler.run()
      withExtendedLifetime(remote) {}
    }
  }

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `a deadlock is found when the last remote goes`(clock: SchedulerClock) async throws {
    let trace = SharedTrace()
    let error = try await onThread {
      let scheduler = Scheduler(clock: clock)
      var second: ScheduledTask<Void>?
      let first = try scheduler.spawn(name: "first") { task in try task.join(second!) }
      second = try scheduler.spawn(name: "second") { task in try task.join(first) }
      Task { [remote = try scheduler.remote()] in
        try await remote.run { task in try task.yield() }
        try await Task.sleep(for: .milliseconds(5))
        trace("going")
        withExtendedLifetime(remote) {}
      }
      let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
      trace("deadlock")
      second = nil
      return error
    }
    expectEqual(trace.events, ["going", "deadlock"])
    guard case .deadlock(let tasks, _)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    expectEqual(tasks.map(\.task.name), ["first", "second"])
    expectEqual(tasks.first?.reason.hasPrefix("joining task 2 \"second\""), true)
  }

  // MARK: A thread of its own

  @Test func `the thread ends with the last reference`() async throws {
    let census = Census()
    do {
      let remote = try RemoteScheduler.start(name: "ends-by-itself")
      let member = census.citizen()
      let count = try await remote.run { task in
        // A task that is left behind holds it until it is done.
        try task.spawn { task in
          try task.sleep(for: .milliseconds(1))
          withExtendedLifetime(member) {}
        }
        return task.tasks.count
      }
      expectEqual(count, 3)
      #if os(Linux)
        #expect(threadNames().contains("ends-by-itself\n"))
      #endif
    }
    #expect(try await becomesTrue { census.alive == 0 })
    #if os(Linux)
      #expect(try await becomesTrue { !threadNames().contains("ends-by-itself\n") })
    #endif
  }

  #if os(Linux)
    @Test func `a thread's name is as much of it as the system takes`() async throws {
      let remote = try RemoteScheduler.start(name: "a name of more than 15 bytes")
      try await remote.run { _ in }
      #expect(threadNames().contains("a name of more \n"))
    }

    private func threadNames() -> [String] {
      let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
      return (threads ?? []).compactMap {
        try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)
      }
    }
  #endif

  @Test func `many threads come and go`() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for n in 1...50 {
        group.addTask { try await RemoteScheduler.start().run { _ in n } }
      }
      let sum = try await group.reduce(0, +)
      expectEqual(sum, 1275)
    }
  }

  @Test func `a remote scheduler's clock may be virtual`() async throws {
    let remote = try RemoteScheduler.start(clock: .virtual)
    let now = try await remote.run { task in
      try task.sleep(for: .seconds(86_400))
      return task.now
    }
    expectEqual(now, .start + .seconds(86_400))
  }

  @Test func `errors that no caller can catch go to the hook`() async throws {
    let errors = try await onThread {
      let (errors, ended) = (SharedTrace(), DispatchSemaphore(value: 0))
      try withUnraisableErrorHook({ error in
        errors(name(of: error.error))
        ended.signal()
      }) {
        var remote: RemoteScheduler? = try RemoteScheduler.start()
        // At once.
        try remote?.spawn { _ in throw Failure(1) }
        ended.wait()
        // When the thread ends, since a task could have joined it before.
        try remote?.spawn { task in try task.spawn { _ in throw Failure(2) } }
        remote = nil
        ended.wait()
      }
      return errors.events
    }
    expectEqual(errors, ["E1", "E2"])
  }

  @Test func `a deadlock on its thread goes to the hook`() async throws {
    let errors = try await onThread {
      let (errors, ended) = (SharedTrace(), DispatchSemaphore(value: 0))
      try withUnraisableErrorHook({ error in
        errors("\(error.error)")
        ended.signal()
      }) {
        try RemoteScheduler.start().spawn { task in
          var second: ScheduledTask<Void>?
          let first = try task.spawn(name: "first") { try $0.join(second!) }
          second = try task.spawn(name: "second") { try $0.join(first) }
        }
        ended.wait()
      }
      return errors.events
    }
    expectEqual(errors.count, 1)
    expectEqual(
      errors.first?.hasPrefix("deadlock: all 2 tasks wait, and nothing can wake them\n"), true)
  }

  // MARK: From another thread without it

  @Test func `the scheduler itself refuses another thread`() async throws {
    try await onThread {
      let scheduler = Scheduler()
      let carried = Carried(scheduler)
      let other = try scheduler.spawn { task in
        let errors = try task.await {
          try await onThread {
            [
              message { try carried.value.spawn { _ in } },
              message { try carried.value.run() },
              message { _ = try carried.value.run { _ in 1 } },
              message { _ = try carried.value.run(until: .start) },
              message { try carried.value.runOne() },
              message { _ = try carried.value.remote() },
            ]
          }
        }
        expectEqual(errors, Array(repeating: SchedulingError.wrongThread.description, count: 6))
      }
      try scheduler.run()
      expectEqual(other.state, .done)
      // It has not suffered.
      #expect(throws: SchedulingError.self) { try scheduler.spawn { _ in } }
    }
  }

  @Test func `cancelling from another thread is a trap`() async {
    await #expect(processExitsWith: .failure) {
      try await onThread {
        let scheduler = Scheduler()
        let sleeper = Carried(try scheduler.spawn { try $0.sleep(for: .seconds(3600)) })
        try scheduler.spawn { task in
          try task.await { try await onThread { sleeper.value.cancel() } }
        }
        // It ends well, if it is none.
        try scheduler.spawn { task in
          try task.sleep(for: .seconds(5))
          sleeper.value.cancel()
        }
        try scheduler.run()
      }
    }
  }
}

private func message(of body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was thrown"
  } catch {
    return "\(error)"
  }
}
