import GeneratorPlatform
@testable import GeneratorScheduling
import TestSupport
import Testing

@Suite struct AwaitingTests {
  // MARK: Values and errors

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `awaiting returns the operation's value`(clock: SchedulerClock) async throws {
    let values = try await onThread {
      try Scheduler(clock: clock).run { task in
        let first = try task.await { 1 }
        let second = try task.await {
          await Task.yield()
          return "two"
        }
        try task.await {}
        return "\(first) \(second)"
      }
    }
    expectEqual(values, "1 two")
  }

  @Test func `awaiting throws the operation's error`() async throws {
    try await onThread {
      try Scheduler().run { task in
        #expect(throws: Failure(3)) { try task.await { throw Failure(3) } }
        // The task is as before.
        let value = try task.await { 4 }
        expectEqual(value, 4)
      }
    }
  }

  @Test func `an error that is not caught is the task's`() async throws {
    await #expect(throws: Failure(5)) {
      try await onThread { try Scheduler().run { task in try task.await { throw Failure(5) } } }
    }
  }

  @Test func `an operation's own cancellation error is an error like any other`() async throws {
    try await onThread {
      let scheduler = Scheduler()
      let task = try scheduler.spawn { try $0.await { throw CancellationError() } }
      #expect(throws: SchedulingError.self) { try scheduler.run() }
      #expect(!task.isCancelled)
    }
  }

  @Test func `the other tasks run during the wait`() async throws {
    let (trace, gate) = (SharedTrace(), Gate())
    try await onThread {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        trace("a waits")
        let value = try task.await {
          await gate.pass()
          return 1
        }
        trace("a has \(value)")
      }
      try scheduler.spawn { task in
        for n in 1...3 {
          trace("b \(n)")
          try task.yield()
        }
        trace("b opens")
        gate.open()
      }
      try scheduler.run()
    }
    expectEqual(trace.events, ["a waits", "b 1", "b 2", "b 3", "b opens", "a has 1"])
  }

  @Test func `a task says which operation it waits for`() async throws {
    let gate = Gate()
    let states = try await onThread {
      try Scheduler().run { task in
        let other = try task.spawn { try $0.await { await gate.pass() } }
        try task.yield()
        let first = other.state
        other.cancel()
        try task.yield()
        let second = other.state
        gate.open()
        try? task.join(other)
        return [first, second]
      }
    }
    expectEqual(
      states,
      [
        .waiting("awaiting an async operation"),
        .waiting("awaiting the end of a cancelled async operation"),
      ])
  }

  @Test func `a thousand operations are awaited at once`() async throws {
    let gate = Gate()
    let sum = try await onThread {
      try Scheduler().run { task in
        let all = try (1...1_000).map { n in
          try task.spawn { task in
            try task.await {
              await gate.pass()
              return n
            }
          }
        }
        // All are under way before the first can end.
        try task.yield()
        #expect(all.allSatisfy { $0.state == .waiting("awaiting an async operation") })
        gate.open()
        return try all.reduce(0) { try $0 + task.join($1) }
      }
    }
    expectEqual(sum, 500_500)
  }

  @Test func `a thousand operations are awaited in a row`() async throws {
    let sum = try await onThread {
      try Scheduler().run { task in
        try (1...1_000).reduce(0) { sum, n in try sum + task.await { n } }
      }
    }
    expectEqual(sum, 500_500)
  }

  @Test func `the priority is the Swift task's`() async throws {
    let priority = try await onThread {
      try Scheduler().run { task in try task.await(priority: .low) { Task.currentPriority } }
    }
    expectEqual(priority, .low)
  }

  // MARK: Interrupted

  @Test func `cancellation cancels the operation and awaits its end`() async throws {
    let (trace, cancelled, gate) = (SharedTrace(), Gate(), Gate())
    try await onThread {
      try Scheduler().run { task in
        let other = try task.spawn { task in
          defer { trace("task ended") }
          try task.await {
            await untilCancelled()
            trace("operation cancelled")
            cancelled.open()
            await gate.pass()
            trace("operation ended")
          }
        }
        try task.yield()
        other.cancel()
        try task.await { await cancelled.pass() }
        for _ in 1...3 { try task.yield() }
        #expect(other.result == nil)
        trace("gate opened")
        gate.open()
        #expect(throws: CancellationError.self) { try task.join(other) }
      }
    }
    expectEqual(
      trace.events, ["operation cancelled", "gate opened", "operation ended", "task ended"])
  }

  @Test func `an error thrown in cancels the operation`() async throws {
    try await onThread {
      try Scheduler().run { task in
        let other = try task.spawn { task in
          do {
            try task.await { await untilCancelled() }
            return "went on"
          } catch let failure as Failure {
            expectEqual(failure.code, 7)
            // It was thrown once, and the task may wait again.
            return try task.await { "caught" }
          }
        }
        try task.yield()
        other.throw(Failure(7))
        let said = try task.join(other)
        expectEqual(said, "caught")
      }
    }
  }

  @Test func `a timeout cancels the operation`() async throws {
    try await onThread {
      try Scheduler().run { task in
        let error = #expect(throws: SchedulingError.self) {
          try task.withTimeout(.milliseconds(1)) { try task.await { await untilCancelled() } }
        }
        expectEqual("\(error!)", "timed out after 0.001 seconds")
        let value = try task.withTimeout(.seconds(3600)) { try task.await { 1 } }
        expectEqual(value, 1)
      }
    }
  }

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `a timeout of no time cancels the operation`(clock: SchedulerClock) async throws {
    try await onThread {
      try Scheduler(clock: clock).run { task in
        let error = #expect(throws: SchedulingError.self) {
          try task.withTimeout(.zero) { try task.await { await untilCancelled() } }
        }
        expectEqual("\(error!)", "timed out after 0.0 seconds")
      }
    }
  }

  @Test func `the result of a cancelled operation is dropped`() async throws {
    let census = Census()
    try await onThread {
      try Scheduler().run { task in
        let other = try task.spawn { task in
          _ = try task.await {
            await untilCancelled()
            return census.citizen()
          }
        }
        try task.yield()
        other.cancel()
        #expect(throws: CancellationError.self) { try task.join(other) }
      }
    }
    #expect(try await becomesTrue { census.alive == 0 })
  }

  @Test func `no operation begins in a task that is interrupted`() async throws {
    let trace = SharedTrace()
    try await onThread {
      try Scheduler().run { task in
        let cancelled = try task.spawn { task in
          task.cancel()
          try task.await { trace("began") }
        }
        #expect(throws: CancellationError.self) { try task.join(cancelled) }
      }
    }
    expectEqual(trace.events, [])
  }

  @Test func `under a shield the operation is not cancelled`() async throws {
    let (trace, gate) = (SharedTrace(), Gate())
    try await onThread {
      try Scheduler().run { task in
        let other = try task.spawn { task in
          let isCancelled = try task.withCancellationShield {
            try task.await {
              await gate.pass()
              return Task.isCancelled
            }
          }
          trace("cancelled: \(isCancelled)")
          try task.yield()
          trace("went on")
        }
        try task.yield()
        other.cancel()
        try task.yield()
        gate.open()
        #expect(throws: CancellationError.self) { try task.join(other) }
      }
    }
    expectEqual(trace.events, ["cancelled: false"])
  }

  @Test func `a value that was given before the cancellation is kept`() async throws {
    let (trace, began) = (SharedTrace(), Gate())
    try await onThread {
      try Scheduler().run { task in
        let other = try task.spawn { task in
          let value = try task.await {
            began.open()
            return 9
          }
          trace("got \(value)")
          try task.yield()
          trace("went on")
        }
        try task.yield()
        began.pass()
        // This turn comes before the other's.
        while other.state != .ready { try task.yield() }
        other.cancel()
        #expect(throws: CancellationError.self) { try task.join(other) }
      }
    }
    expectEqual(trace.events, ["got 9"])
  }

  @Test func `an end at the same time as the cancellation is safe`() async throws {
    try await onThread {
      try Scheduler().run { task in
        for round in 0..<300 {
          let other = try task.spawn { task in try task.await { round } }
          for _ in 0..<(round % 90) { try task.yield() }
          other.cancel()
          do {
            let value = try task.join(other)
            expectEqual(value, round)
          } catch is CancellationError {}
        }
      }
    }
  }

  // MARK: The scheduler's end

  @Test func `a dropped scheduler cancels and does not wait`() async throws {
    let (trace, census, cancelled, gate) = (SharedTrace(), Census(), Gate(), Gate())
    try await onThread {
      var scheduler: Scheduler? = Scheduler()
      for n in 1...3 {
        try scheduler?.spawn { task in
          let member = census.citizen()
          defer { trace("task \(n) ended") }
          let other = try task.await {
            await untilCancelled()
            cancelled.open()
            await gate.pass()
            return census.citizen()
          }
          withExtendedLifetime((member, other)) { trace("never") }
        }
      }
      while try scheduler!.runOne(), scheduler!.tasks.contains(where: { $0.state == .ready }) {}
      trace("dropping")
      scheduler = nil
      trace("dropped")
    }
    expectEqual(
      trace.events, ["dropping", "task 1 ended", "task 2 ended", "task 3 ended", "dropped"])
    await cancelled.pass()
    gate.open()
    #expect(try await becomesTrue { census.alive == 0 })
  }

  @Test func `a run that ends before the operation cancels it`() async throws {
    let (trace, cancelled) = (SharedTrace(), Gate())
    let value = try await onThread {
      try Scheduler().run { task in
        try task.spawn { task in
          defer { trace("ended") }
          try task.await {
            await untilCancelled()
            cancelled.open()
          }
        }
        try task.yield()
        return 1
      }
    }
    expectEqual(value, 1)
    expectEqual(trace.events, ["ended"])
    await cancelled.pass()
  }

  @Test func `operations that end while the scheduler is dropped are safe`() async throws {
    let census = Census()
    try await onThread {
      for round in 0..<50 {
        let scheduler = Scheduler()
        for _ in 0..<10 {
          try scheduler.spawn { task in _ = try task.await { census.citizen() } }
        }
        for _ in 0..<(5 + round % 10) where try !scheduler.runOne() {}
      }
    }
    #expect(try await becomesTrue { census.alive == 0 })
  }

  // MARK: The main actor

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `an operation of the main actor is an error where the scheduler blocks it`(
    clock: SchedulerClock
  ) async throws {
    let trace = SharedTrace()
    try await onThread {
      let scheduler = Scheduler(clock: clock)
      scheduler.core.mainActor.isCurrent = { true }
      try scheduler.spawn(name: "loader", fileID: "M/F.swift", line: 7) { task in
        let operations: [@MainActor @Sendable () async -> Int] = [load, { 1 }]
        for operation in operations {
          do { trace("\(try task.await(operation))") } catch { trace("\(error)") }
        }
        // Other operations run.
        trace("\(try task.await { 1 })")
      }
      try scheduler.run()
    }
    let error = """
      task 1 "loader", spawned at M/F.swift:7 awaits an operation of the main actor, which is blocked \
      while the scheduler runs on the main thread: run the scheduler on another thread, with \
      RemoteScheduler.start()
      """
    expectEqual(trace.events, [error, error, "1"])
  }

  @Test func `an operation of the main actor is none where the scheduler leaves it the thread`()
    async throws
  {
    let trace = SharedTrace()
    try await onThread {
      let scheduler = Scheduler()
      scheduler.core.mainActor.isCurrent = { true }
      try scheduler.spawn { task in trace("\(try task.await { @MainActor in 42 })") }
      while try !scheduler.run(until: scheduler.now + .milliseconds(1)) {}
    }
    expectEqual(trace.events, ["42"])
  }

  @Test func `an operation of the main actor runs where the scheduler is on another thread`()
    async throws
  {
    let value = try await onThread {
      try Scheduler().run { task in try task.await { @MainActor in 42 } }
    }
    expectEqual(value, 42)
  }

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `an operation that comes to need the main actor is an error where the scheduler blocks it`(
    clock: SchedulerClock
  ) async throws {
    let counter = Counter()
    let operations: [@Sendable () async -> Int] = [
      { await load() },
      {
        await Task.yield()
        return await MainActor.run { 1 }
      },
      { await counter.loaded() },
    ]
    let lines = try await MainActor.run {
      // The main actor's own thread, whichever it is.
      let scheduler = Scheduler(clock: clock)
      scheduler.core.mainActor.patience = .milliseconds(10)
      return try scheduler.run { task in
        var lines: [String] = []
        for operation in operations {
          do { lines.append("\(try task.await(operation))") } catch { lines.append("\(error)") }
        }
        return lines + ["\(try task.await { 1 })"]
      }
    }
    expectEqual(lines.count, 4)
    for line in lines.dropLast() {
      #expect(line.contains("awaits an operation of the main actor, which is blocked"))
    }
    expectEqual(lines.last, "1")
  }

  @Test func `an operation of the main actor is an error on the main actor's own thread`()
    async throws
  {
    let isBlocked = try await MainActor.run {
      try Scheduler().run { task in
        do {
          return try task.await(load) == 0
        } catch SchedulingError.mainActorIsBlocked {
          return true
        }
      }
    }
    #expect(isBlocked)
  }

  @Test func `an operation that the main actor holds up is cancelled and goes on afterwards`()
    async throws
  {
    let trace = SharedTrace()
    try await MainActor.run {
      let scheduler = Scheduler()
      scheduler.core.mainActor.patience = .milliseconds(10)
      try scheduler.run { task in
        #expect(throws: SchedulingError.self) {
          try task.await {
            _ = await load()
            trace("cancelled: \(Task.isCancelled)")
          }
        }
      }
      trace("the scheduler has finished")
    }
    #expect(try await becomesTrue { trace.events.count == 2 })
    expectEqual(trace.events, ["the scheduler has finished", "cancelled: true"])
  }

  @Test func `a timeout ends the wait for an operation that the main actor holds up`() async throws
  {
    let isTimeout = try await MainActor.run {
      let scheduler = Scheduler()
      scheduler.core.mainActor.patience = .milliseconds(200)
      return try scheduler.run { task in
        do {
          return try task.withTimeout(.milliseconds(1)) { try task.await { await load() } == 0 }
        } catch SchedulingError.timedOut {
          return true
        }
      }
    }
    #expect(isTimeout)
  }

  @Test func `an operation is held up among tasks that are not`() async throws {
    let trace = SharedTrace()
    try await MainActor.run {
      let scheduler = Scheduler()
      scheduler.core.mainActor.patience = .milliseconds(10)
      let (first, second) = (
        try scheduler.spawn { task in try task.await { await load() } },
        try scheduler.spawn { task in try task.await { await load() } }
      )
      try scheduler.spawn { task in
        // Always ready, so that the scheduler never sleeps.
        while first.result == nil { try task.yield() }
        #expect(throws: SchedulingError.self) { try task.join(first) }
        while second.result == nil { try task.sleep(for: .zero) }
        #expect(throws: SchedulingError.self) { try task.join(second) }
        trace("both")
      }
      try scheduler.run()
    }
    expectEqual(trace.events, ["both"])
  }

  @Test func `an operation that has work for the main actor and does not await it is no error`()
    async throws
  {
    let value = try await MainActor.run {
      let scheduler = Scheduler()
      scheduler.core.mainActor.patience = .zero
      return try scheduler.run { task in
        try task.await {
          Task { @MainActor in _ = await load() }
          for _ in 1...20 { try await Task.sleep(for: .milliseconds(10)) }
          return 7
        }
      }
    }
    expectEqual(value, 7)
  }

  @Test func `an operation is not held up where something serves the main actor`() async throws {
    let isOpen = Locked(false)
    let value = try await onThread {
      let scheduler = Scheduler()
      let core = scheduler.core
      // The main actor is free, as if one of the tasks ran its run loop.
      core.mainActor.isCurrent = { true }
      core.mainActor.patience = .seconds(3600)
      try scheduler.spawn { task in
        while !core.mainActor.isServed { try task.sleep(for: .milliseconds(1)) }
        core.mainActor.patience = .zero
        for _ in 1...10 { try task.sleep(for: .milliseconds(1)) }
        isOpen.withLock { $0 = true }
      }
      return try scheduler.run { task in
        try task.await { await turns(until: isOpen) }
      }
    }
    expectEqual(value, 42)
  }

  // MARK: Time and deadlocks

  @Test func `a virtual clock stands still`() async throws {
    let trace = SharedTrace()
    let gate = Gate()
    try await onThread {
      let scheduler = Scheduler(clock: .virtual)
      try scheduler.spawn { task in
        try task.await {
          await gate.pass()
          for _ in 1...100 { await Task.yield() }
        }
        trace("operation at \(task.now)")
        try task.sleep(for: .seconds(1))
        trace("a at \(task.now)")
      }
      try scheduler.spawn { task in
        try task.sleep(for: .milliseconds(500))
        trace("b at \(task.now)")
      }
      try scheduler.spawn { _ in gate.open() }
      try scheduler.run()
    }
    expectEqual(trace.events, ["operation at 0.0 seconds", "b at 0.5 seconds", "a at 1.0 seconds"])
  }

  @Test func `sleepers of a real clock are not held up`() async throws {
    let gate = Gate()
    let trace = SharedTrace()
    try await onThread {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        try task.await { await gate.pass() }
        trace("operation")
      }
      try scheduler.spawn { task in
        try task.sleep(for: .milliseconds(1))
        trace("sleeper")
        gate.open()
      }
      try scheduler.run()
    }
    expectEqual(trace.events, ["sleeper", "operation"])
  }

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `there is no deadlock before the operation has ended`(clock: SchedulerClock) async throws {
    let (trace, gate) = (SharedTrace(), Gate())
    let error = try await onThread {
      let scheduler = Scheduler(clock: clock)
      var second: ScheduledTask<Void>?
      let first = try scheduler.spawn(name: "first") { task in try task.join(second!) }
      second = try scheduler.spawn(name: "second") { task in try task.join(first) }
      try scheduler.spawn(name: "third") { task in
        try task.await { await gate.pass() }
        trace("operation")
      }
      try scheduler.spawn { _ in gate.open() }
      let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
      trace("deadlock")
      second = nil
      return error
    }
    expectEqual(trace.events, ["operation", "deadlock"])
    guard case .deadlock(let tasks, _)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    expectEqual(tasks.map(\.task.name), ["first", "second"])
  }

  @Test func `running until a time leaves an operation under way`() async throws {
    let gate = Gate()
    let values = try await onThread {
      let scheduler = Scheduler()
      let other = try scheduler.spawn { task in
        try task.await {
          await gate.pass()
          return 2
        }
      }
      let isDone = try scheduler.run(until: scheduler.now + .milliseconds(1))
      #expect(!isDone)
      #expect(other.result == nil)
      gate.open()
      try scheduler.run()
      return try other.result!.get()
    }
    expectEqual(values, 2)
  }

  // MARK: Both ways

  @Test func `the operation may run a task here`() async throws {
    let said = try await onThread {
      try Scheduler().run { task in
        try task.await { [remote = try task.remote()] in
          try await remote.run { task in
            try task.yield()
            return try task.await { "there and back" }
          }
        }
      }
    }
    expectEqual(said, "there and back")
  }
}

@MainActor private func load() async -> Int { 42 }

/// Takes turns on the main actor.
@MainActor private func turns(until isOpen: Locked<Bool>) async -> Int {
  while !isOpen.withLock({ $0 }) { await Task.yield() }
  return 42
}

private actor Counter {
  func loaded() async -> Int { await load() }
}
