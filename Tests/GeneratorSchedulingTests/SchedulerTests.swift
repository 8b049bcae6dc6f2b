@testable import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct SchedulerTests {
  static let file = "GeneratorSchedulingTests/SchedulerTests.swift"

  @Suite struct Running {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `is round robin, in the order in which tasks were spawned`() throws {
      let trace = trace
      for name in ["a", "b", "c"] {
        try scheduler.spawn { task in
          for n in 1...(name == "b" ? 1 : 3) {
            trace("\(name)\(n)")
            try task.yield()
          }
        }
      }
      try scheduler.run()
      expectEqual(trace.events, ["a1", "b1", "c1", "a2", "c2", "a3", "c3"])
    }

    @Test func `begins with none of the bodies until it is told to`() throws {
      let trace = trace
      try scheduler.spawn { _ in trace("ran") }
      expectEqual(trace.events, [])
      try scheduler.run()
      expectEqual(trace.events, ["ran"])
    }

    @Test func `ends at once without tasks, and the scheduler has finished`() throws {
      try scheduler.run()
      expectEqual(thrown { try scheduler.run() }, "\(SchedulingError.finished)")
      expectEqual(thrown { try scheduler.runOne() }, "\(SchedulingError.finished)")
      expectEqual(thrown { try scheduler.run(until: .start) }, "\(SchedulingError.finished)")
      expectEqual(thrown { try scheduler.run { _ in } }, "\(SchedulingError.finished)")
      expectEqual(thrown { try scheduler.spawn { _ in } }, "\(SchedulingError.finished)")
      #expect(scheduler.tasks.isEmpty)
    }

    @Test func `in one of its own tasks is an error, and runs nothing`() throws {
      // Unowned, because a task that captures it keeps it.
      unowned let scheduler = scheduler
      let trace = trace
      try scheduler.run { task in
        try task.spawn { _ in trace("other") }
        trace(thrown { try scheduler.run() } ?? "nothing")
        trace(thrown { try scheduler.run { _ in trace("stray") } } ?? "nothing")
        trace(thrown { try scheduler.run(until: .start + .seconds(1)) } ?? "nothing")
        trace(thrown { try scheduler.runOne() } ?? "nothing")
        trace("\(task.tasks.count) tasks")
        try task.sleep(for: .seconds(1))
        trace("done at \(task.now)")
      }
      let error = "scheduler already running"
      expectEqual(
        trace.events, [error, error, error, error, "2 tasks", "other", "done at 1.0 seconds"])
    }

    @Test func `in a task that is being ended is the same error`() throws {
      unowned let scheduler = scheduler
      let trace = trace
      try scheduler.spawn { task in
        defer {
          trace(thrown { try scheduler.run() } ?? "nothing")
          trace(thrown { try scheduler.runOne() } ?? "nothing")
          trace(thrown { try scheduler.spawn { _ in trace("ran") } } ?? "nothing")
        }
        try task.waitForNothing()
      }
      expectEqual(thrown { try scheduler.run() }?.hasPrefix("deadlock"), true)
      let error = "scheduler already running"
      expectEqual(
        trace.events, [error, error, "the scheduler has finished: it runs no more tasks"])
    }

    @Test func `of one scheduler in a task of another is as anywhere`() throws {
      let value = try scheduler.run { task in
        try task.sleep(for: .seconds(1))
        let inner = try Scheduler(clock: .virtual).run { inner in
          try inner.sleep(for: .seconds(5))
          return inner.now
        }
        return "\(task.now) \(inner)"
      }
      expectEqual(value, "1.0 seconds 5.0 seconds")
    }

    @Test func `thousands of tasks`() throws {
      let count = runsOnThreads ? 500 : 10_000
      var sum = 0
      var last: ScheduledTask<Int>?
      for n in 1...count {
        let former = last
        last = try scheduler.spawn { task in
          try task.yield()
          try task.sleep(for: .milliseconds(n % 100))
          sum += n
          guard let former else { return 1 }
          return try task.join(former) + 1
        }
      }
      try scheduler.run()
      expectEqual(sum, count * (count + 1) / 2)
      try expectEqual(last?.result?.get(), count)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `is the same on each run of a random program`(seed: UInt64) throws {
      let first = try randomProgram(seed: seed)
      #expect(first.count > 300)
      for _ in 1...3 { try expectEqual(randomProgram(seed: seed), first) }
      #expect(try randomProgram(seed: seed + 100) != first)
    }

    @Test func `is the same in each process, for all that hashing differs`() async {
      var outputs: [[UInt8]] = []
      for _ in 1...2 {
        let result = await #expect(
          processExitsWith: .success, observing: [\.standardOutputContent]
        ) {
          for event in try randomProgram(seed: 7) { print(event) }
        }
        outputs.append(result?.standardOutputContent ?? [])
      }
      #expect(outputs[0].count > 1000)
      expectEqual(outputs[0], outputs[1])
    }

    @Test(.enabled(if: !isSanitized, "a sanitizer keeps what was freed"))
    func `simulates many events in flat memory`() async {
      await #expect(processExitsWith: .success) {
        #if DEBUG
          let count = 100_000
        #else
          let count = 1_000_000
        #endif
        let scheduler = Scheduler(clock: .virtual)
        for n in 1...10 {
          try scheduler.spawn { task in
            for _ in 0..<(count / 10) {
              // Each other event has a limit of time that does not pass.
              try task.withTimeout(.seconds(1000)) { try task.sleep(for: .seconds(n)) }
            }
          }
        }
        try scheduler.run(until: .start + .seconds(count / 100))
        let before = residentBytes()
        try scheduler.runBlocking()
        let growth = residentBytes() - before
        precondition(growth < 1 << 20, "\(growth) bytes more")
      }
    }
  }

  @Suite struct RunningOne {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `returns its value, and ends those that are left`() throws {
      let trace = trace
      let value = try scheduler.run { task in
        try task.spawn { task in
          defer { trace("ended at \(task.now)") }
          try task.sleep(for: .seconds(10))
        }
        try task.sleep(for: .seconds(1))
        try task.spawn { _ in trace("never started") }
        return 42
      }
      expectEqual(value, 42)
      expectEqual(trace.events, ["ended at 1.0 seconds"])
      #expect(scheduler.tasks.isEmpty)
      expectEqual(thrown { try scheduler.spawn { _ in } }, "\(SchedulingError.finished)")
    }

    @Test func `runs those that were spawned before it`() throws {
      let trace = trace
      try scheduler.spawn { _ in trace("before") }
      try scheduler.run { _ in trace("main") }
      expectEqual(trace.events, ["before", "main"])
    }

    @Test func `throws its error, and ends those that are left`() throws {
      let trace = trace
      let scheduler = scheduler
      let errors = try unraisableErrors {
        try scheduler.spawn(line: 5) { _ in throw Failure(5) }
        try scheduler.spawn { task in
          defer { trace("ended") }
          try task.waitForNothing()
        }
        expectEqual(thrown { try scheduler.run { _ in throw Failure(1) } }, "E1")
      }
      expectEqual(trace.events, ["ended"])
      expectEqual(errors.map { "\($0.origin.line) \(name(of: $0.error))" }, ["5 E5"])
      expectEqual(thrown { try scheduler.run() }, "\(SchedulingError.finished)")
    }

    @Test(arguments: [SchedulingError.alreadyRunning, .wrongThread, .finished])
    func `throws its error, whatever it is`(error: SchedulingError) throws {
      let trace = trace
      try scheduler.spawn { task in
        defer { trace("ended") }
        try task.waitForNothing()
      }
      expectEqual(thrown { try scheduler.run { _ in throw error } }, "\(error)")
      expectEqual(trace.events, ["ended"])
      expectEqual(thrown { try scheduler.spawn { _ in } }, "\(SchedulingError.finished)")
    }

    @Test func `throws the errors of others when it has succeeded`() throws {
      let error = #expect(throws: SchedulingError.self) {
        try scheduler.run { task in
          try task.spawn(line: 3) { _ in throw Failure(3) }
          try task.spawn(line: 4) { task in
            do { try task.waitForNothing() } catch { throw Failure(4) }
          }
          try task.yield()
          return 42
        }
      }
      expectEqual(
        error?.description,
        """
        2 tasks failed and were not joined
          task 2, spawned at \(file):3: Failure(code: 3)
          task 3, spawned at \(file):4: Failure(code: 4)
        """)
    }

    @Test func `ends with a deadlock when it waits for something that never comes`() throws {
      let trace = trace
      let error = thrown {
        try scheduler.run(name: "main", line: 9) { task in
          defer { trace("ended") }
          try task.waitForNothing()
        }
      }
      expectEqual(
        error,
        """
        deadlock: the only task waits, and nothing can wake it
          task 1 "main", spawned at \(file):9: waiting for nothing
        """)
      expectEqual(trace.events, ["ended"])
    }

    @Test func `is no deadlock where others wait and it returns`() throws {
      let value = try scheduler.run { task in
        try task.spawn { try $0.waitForNothing() }
        try task.yield()
        return 1
      }
      expectEqual(value, 1)
    }

    @Test func `throws CancellationError where it was cancelled before its first turn`() throws {
      try scheduler.spawn { task in task.tasks.last!.cancel() }
      let error = thrown { try scheduler.run { _ in } }
      expectEqual(error, "CancellationError()")
    }
  }

  @Suite struct RunningUntil {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    private func ticking() throws {
      let trace = trace
      try scheduler.spawn { task in
        while true {
          trace("\(task.now)")
          try task.sleep(for: .seconds(1))
        }
      }
    }

    @Test func `leaves what is due at the time for the next run`() throws {
      try ticking()
      try expectEqual(scheduler.run(until: .start + .seconds(2)), false)
      expectEqual(scheduler.now, .start + .seconds(2))
      expectEqual(trace.take(), ["0.0 seconds", "1.0 seconds"])
      try expectEqual(scheduler.run(until: .start + .milliseconds(2500)), false)
      expectEqual(scheduler.now, .start + .milliseconds(2500))
      expectEqual(trace.take(), ["2.0 seconds"])
      try expectEqual(scheduler.run(until: .start + .seconds(5)), false)
      expectEqual(trace.take(), ["3.0 seconds", "4.0 seconds"])
    }

    @Test(arguments: [-1, 0, 1, 2])
    func `a time that is past or now returns at once`(seconds: Int) throws {
      try ticking()
      try scheduler.run(until: .start + .seconds(2))
      _ = trace.take()
      try expectEqual(scheduler.run(until: .start + .seconds(seconds)), false)
      expectEqual(trace.take(), [])
      expectEqual(scheduler.now, .start + .seconds(2))
    }

    @Test func `says when all are done`() throws {
      try scheduler.spawn { try $0.sleep(for: .seconds(1)) }
      try expectEqual(scheduler.run(until: .start + .seconds(1)), false)
      try expectEqual(scheduler.run(until: .start + .seconds(2)), true)
      let trace = trace
      try scheduler.spawn { _ in trace("another") }
      try expectEqual(scheduler.run(until: .start + .seconds(3)), true)
      expectEqual(trace.events, ["another"])
    }

    @Test func `returns where nothing can come, and more may be spawned`() throws {
      let trace = trace
      let waiting = try scheduler.spawn { task in
        do { try task.waitForNothing() } catch { trace(name(of: error)) }
      }
      try expectEqual(scheduler.run(until: .start + .seconds(5)), false)
      expectEqual(scheduler.now, .start + .seconds(5))
      expectEqual(waiting.state, .waiting("waiting for nothing"))
      try scheduler.spawn { task in
        trace("\(task.now)")
        waiting.throw(Failure(1))
      }
      try scheduler.run()
      expectEqual(trace.events, ["5.0 seconds", "E1"])
    }

    @Test func `reports no failure, which run() does`() throws {
      try scheduler.spawn { _ in throw Failure(1) }
      try expectEqual(scheduler.run(until: .start + .seconds(1)), true)
      expectEqual(
        thrown { try scheduler.run() }?.hasPrefix("a task failed and was not joined"), true)
    }

    @Test func `comes back from real time too`() throws {
      let scheduler = Scheduler()
      try scheduler.spawn { task in while true { try task.yield() } }
      try expectEqual(scheduler.run(until: scheduler.now + .milliseconds(5)), false)
      try scheduler.spawn { try $0.sleep(for: .seconds(3600)) }
      try expectEqual(scheduler.run(until: scheduler.now + .milliseconds(5)), false)
      expectEqual(scheduler.tasks.count, 2)
    }
  }

  @Suite struct RunningATurn {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `is a turn`() throws {
      let trace = trace
      for name in ["a", "b"] {
        try scheduler.spawn { task in
          trace("\(name)1")
          try task.sleep(for: .seconds(name == "a" ? 2 : 1))
          trace("\(name)2")
        }
      }
      var left: [Bool] = []
      for _ in 1...4 {
        left.append(try scheduler.runOne())
        trace("at \(scheduler.now.offset.components.seconds)")
      }
      expectEqual(left, [true, true, true, false])
      expectEqual(trace.events, ["a1", "at 0", "b1", "at 0", "b2", "at 1", "a2", "at 2"])
      try expectEqual(scheduler.runOne(), false)
      try scheduler.spawn { _ in trace("late") }
      try expectEqual(scheduler.runOne(), false)
      expectEqual(trace.events.last, "late")
    }

    @Test func `throws at a deadlock`() throws {
      try scheduler.spawn(line: 3) { try $0.waitForNothing() }
      try expectEqual(scheduler.runOne(), true)
      expectEqual(
        thrown { try scheduler.runOne() },
        """
        deadlock: the only task waits, and nothing can wake it
          task 1, spawned at \(file):3: waiting for nothing
        """)
      expectEqual(thrown { try scheduler.runOne() }, "\(SchedulingError.finished)")
    }

    @Test func `leaves failures to run()`() throws {
      try scheduler.spawn { _ in throw Failure(1) }
      try expectEqual(scheduler.runOne(), false)
      expectEqual(thrown { try scheduler.run() }?.hasPrefix("a task failed"), true)
    }
  }

  @Suite struct Failures {
    let scheduler = Scheduler(clock: .virtual)

    @Test func `that no task has joined are thrown when all are done`() throws {
      let trace = Trace()
      try scheduler.spawn(name: "bad", line: 12) { _ in throw Failure(7) }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(1))
        trace("the other went on")
      }
      let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
      expectEqual(
        error?.description,
        """
        a task failed and was not joined
          task 1 "bad", spawned at \(file):12: Failure(code: 7)
        """)
      guard case .unjoined(let tasks, count: 1) = error else { throw Failure() }
      expectEqual(tasks[0].error as? Failure, Failure(7))
      expectEqual(tasks[0].task.name, "bad")
      expectEqual(trace.events, ["the other went on"])
    }

    @Test func `that were joined are not`() throws {
      let failing = try scheduler.spawn { _ in throw Failure(1) }
      try scheduler.spawn { task in
        expectEqual(thrown { try task.join(failing) }, "E1")
        expectEqual(thrown { try task.join(failing) }, "E1")
      }
      try scheduler.run()
      expectEqual(thrown { try failing.result!.get() }, "E1")
    }

    @Test func `go to each task that joins, and from there on`() throws {
      let failing = try scheduler.spawn { _ in throw Failure(1) }
      for line in 2...3 { try scheduler.spawn(line: UInt(line)) { try $0.join(failing) } }
      expectEqual(
        thrown { try scheduler.run() },
        """
        2 tasks failed and were not joined
          task 2, spawned at \(file):2: Failure(code: 1)
          task 3, spawned at \(file):3: Failure(code: 1)
        """)
    }

    @Test func `that are many are told of, the first hundred by name`() throws {
      for n in 1...150 { try scheduler.spawn(line: UInt(n)) { _ in throw Failure(n) } }
      let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
      guard case .unjoined(let tasks, count: 150) = error else { throw Failure() }
      expectEqual(tasks.map { ($0.error as? Failure)?.code }, Array(1...100))
      let lines = error!.description.split(separator: "\n")
      expectEqual(lines.count, 102)
      expectEqual(lines.first, "150 tasks failed and were not joined")
      expectEqual(lines.last, "  and 50 more")
    }

    @Test func `are not reported where they are no more than a cancellation`() throws {
      let cancelled = try scheduler.spawn { try $0.sleep(for: .seconds(1)) }
      try scheduler.spawn { task in cancelled.cancel() }
      try scheduler.run()
      expectEqual(thrown { try cancelled.result!.get() }, "CancellationError()")
    }

    @Test func `are reported where CancellationError is thrown by hand`() throws {
      try scheduler.spawn { _ in throw CancellationError() }
      expectEqual(
        thrown { try scheduler.run() }?.hasPrefix("a task failed and was not joined"), true)
    }

    @Test func `are reported where the clean-up of a cancelled task fails`() throws {
      let cancelled = try scheduler.spawn { task in
        do { try task.sleep(for: .seconds(1)) } catch { throw Failure(1) }
      }
      try scheduler.spawn { _ in cancelled.cancel() }
      expectEqual(thrown { try scheduler.run() }?.hasSuffix("Failure(code: 1)"), true)
    }

    @Test func `of a scheduler that is dropped go to the hook`() throws {
      let errors = try unraisableErrors {
        let scheduler = Scheduler(clock: .virtual)
        try scheduler.spawn(line: 1) { _ in throw Failure(1) }
        try scheduler.spawn(line: 2) { task in
          do { try task.waitForNothing() } catch { throw Failure(2) }
        }
        try scheduler.spawn { try $0.waitForNothing() }
        try scheduler.run(until: .start + .seconds(1))
      }
      expectEqual(
        errors.map { "\($0.origin): \(name(of: $0.error))" }, ["\(file):1: E1", "\(file):2: E2"])
    }

    @Test func `beside a deadlock are part of it, and do not go to the hook`() throws {
      let scheduler = scheduler
      let errors = try unraisableErrors {
        try scheduler.spawn(name: "sender", line: 1) { _ in throw Failure(1) }
        try scheduler.spawn(line: 2) { try $0.waitForNothing() }
        let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
        expectEqual(
          error?.description,
          """
          deadlock: the only task waits, and nothing can wake it
            task 2, spawned at \(file):2: waiting for nothing
          a task that was not joined failed
            task 1 "sender", spawned at \(file):1: Failure(code: 1)
          """)
        guard case .deadlock(_, let failed) = error else { throw Failure() }
        expectEqual(failed.map { name(of: $0.error) }, ["E1"])
      }
      #expect(errors.isEmpty)
    }

    @Test func `that a deadlock sets free are part of it`() throws {
      let scheduler = scheduler
      let errors = try unraisableErrors {
        let error = #expect(throws: SchedulingError.self) {
          try scheduler.run(name: "main") { task in
            // The error of the closure is held back until its tasks are done, which one never is.
            try task.withDiscardingTaskGroup { group in
              try group.spawn { task in
                try task.withCancellationShield { try task.waitForNothing() }
              }
              try task.yield()
              throw Failure(1)
            }
          }
        }
        guard case .deadlock(let waiting, let failed) = error else { throw Failure() }
        expectEqual(waiting.map(\.task.id), [1, 2])
        expectEqual(failed.map { "\($0.task.name!): \(name(of: $0.error))" }, ["main: E1"])
      }
      #expect(errors.isEmpty)
    }

    @Test func `reach the caller of run when a task waits for a value never sent`() throws {
      let errors = try unraisableErrors {
        let results = Channel<Int>(name: "results")
        let error = #expect(throws: SchedulingError.self) {
          try Scheduler().run { task in
            try task.spawn { _ in throw Failure(1) }
            return try task.receive(from: results)
          }
        }
        guard case .deadlock(let waiting, let failed) = error else { throw Failure() }
        expectEqual(waiting.map(\.task.id), [1])
        expectEqual(failed.map { "\($0.task.id): \(name(of: $0.error))" }, ["2: E1"])
      }
      #expect(errors.isEmpty)
    }

    @Test func `that were thrown are not told of again`() throws {
      let errors = try unraisableErrors {
        let scheduler = Scheduler()
        try scheduler.spawn { _ in throw Failure(1) }
        #expect(thrown { try scheduler.run() } != nil)
      }
      #expect(errors.isEmpty)
    }
  }

  @Suite struct Deadlocks {
    let scheduler = Scheduler(clock: .virtual)

    @Test func `are reported with each task, what it waits for and where it was spawned`() throws {
      var b: ScheduledTask<Void>?
      let a = try scheduler.spawn(name: "a", line: 1) { try $0.join(b!) }
      b = try scheduler.spawn(name: "b", line: 2) { try $0.join(a) }
      try scheduler.spawn(line: 3) { try $0.waitForNothing() }
      try scheduler.spawn { _ in }
      let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
      expectEqual(
        error?.description,
        """
        deadlock: all 3 tasks wait, and nothing can wake them
          task 1 "a", spawned at \(file):1: joining task 2 "b", spawned at \(file):2
          task 2 "b", spawned at \(file):2: joining task 1 "a", spawned at \(file):1
          task 3, spawned at \(file):3: waiting for nothing
        """)
      guard case .deadlock(let tasks, let failed) = error else { throw Failure() }
      expectEqual(tasks.map(\.task.id), [1, 2, 3])
      expectEqual(tasks.map(\.reason).last, "waiting for nothing")
      #expect(failed.isEmpty)
    }

    @Test func `cancel the tasks, and finish the scheduler`() throws {
      let trace = Trace()
      for n in 1...3 {
        try scheduler.spawn { task in
          do { try task.waitForNothing() } catch {
            trace("\(n) \(name(of: error))")
            trace(thrown { try task.spawn { _ in } } ?? "nothing")
            trace(thrown { try task.withCancellationShield { try task.yield() } } ?? "nothing")
          }
        }
      }
      expectEqual(thrown { try scheduler.run() }?.hasPrefix("deadlock: all 3"), true)
      let finished = "\(SchedulingError.finished)"
      #expect(
        trace.events
          == (1...3).flatMap { ["\($0) CancellationError()", finished, "CancellationError()"] })
      #expect(scheduler.tasks.isEmpty)
      expectEqual(thrown { try scheduler.spawn { _ in } }, finished)
    }

    @Test func `are none as long as a time is waited for`() throws {
      let trace = Trace()
      try scheduler.spawn { task in
        trace(
          thrown { try task.withTimeout(.seconds(5)) { try task.waitForNothing() } } ?? "nothing")
      }
      try scheduler.run()
      expectEqual(trace.events, ["timed out after 5.0 seconds"])
    }
  }

  @Suite struct Dropping {
    let trace = Trace()
    let tracker = Tracker()

    @Test func `ends the tasks, each in its place, and leaks nothing`() throws {
      let (trace, tracker) = (trace, tracker)
      let errors = try unraisableErrors {
        let scheduler = Scheduler(clock: .virtual)
        for n in 1...4 {
          let object = tracker.object(n)
          try scheduler.spawn { task in
            let own = tracker.object(10 + n)
            defer { trace("\(n) ended") }
            switch n {
            case 1: try task.waitForNothing()
            case 2: try task.sleep(for: .seconds(9))
            case 3: while true { try task.yield() }
            default: try task.withCancellationShield { try task.waitForNothing() }
            }
            withExtendedLifetime((object, own)) {}
          }
        }
        for _ in 1...6 { try scheduler.runOne() }
        let unstarted = tracker.object(5)
        try scheduler.spawn { _ in trace("started \(unstarted)") }
        expectEqual(tracker.alive, 9)
      }
      // Tasks that were ready are before those that are woken.
      expectEqual(trace.events, ["3 ended", "1 ended", "2 ended", "4 ended"])
      expectEqual(tracker.alive, 0)
      #expect(errors.isEmpty)
    }

    @Test
    func `ends those that were cancelled before, and shielded, in the order of their numbers`()
      throws
    {
      let trace = trace
      do {
        let scheduler = Scheduler(clock: .virtual)
        for n in 1...100 {
          try scheduler.spawn { task in
            task.cancel()
            defer { trace("\(n)") }
            try task.withCancellationShield { try task.waitForNothing() }
          }
        }
        try scheduler.run(until: .start + .seconds(1))
      }
      expectEqual(trace.events, (1...100).map { "\($0)" })
    }

    @Test func `leaks nothing where tasks have handles of each other and of themselves`() throws {
      let tracker = tracker
      do {
        let scheduler = Scheduler(clock: .virtual)
        var handles: [ScheduledTask<Tracked>] = []
        for n in 1...3 {
          let object = tracker.object(n)
          handles.append(
            try scheduler.spawn { task in
              let others = handles
              try task.join(others[n % 3])
              return object
            })
        }
        let isStarted = Bool.random()
        if isStarted { try scheduler.run(until: .start + .seconds(1)) }
        expectEqual(tracker.alive, 3)
      }
      expectEqual(tracker.alive, 0)
    }

    @Test func `leaks nothing of tasks that are done`() throws {
      let tracker = tracker
      do {
        let scheduler = Scheduler()
        let object = tracker.object()
        var own: ScheduledTask<Void>?
        own = try scheduler.spawn { _ in withExtendedLifetime((object, own)) {} }
        try scheduler.runOne()
      }
      expectEqual(tracker.alive, 0)
    }

    @Test func `lets a handle tell how the task has ended`() throws {
      var scheduler: Scheduler? = Scheduler()
      let (waiting, unstarted) = try (
        scheduler!.spawn { try $0.waitForNothing() }, scheduler!.spawn { _ in 1 }
      )
      try scheduler!.runOne()
      scheduler = nil
      #expect(waiting.state == .done && unstarted.state == .done)
      expectEqual(thrown { try waiting.result!.get() }, "CancellationError()")
      expectEqual(thrown { _ = try unstarted.result!.get() }, "CancellationError()")
      waiting.cancel()
      waiting.throw(Failure(1))
    }

    @Test func `ends a task that wakes others as it is ended`() throws {
      let (trace, tracker) = (trace, tracker)
      do {
        let scheduler = Scheduler(clock: .virtual)
        let first = try scheduler.spawn { task in
          let object = tracker.object()
          defer { trace("first \(object)") }
          try task.waitForNothing()
        }
        try scheduler.spawn { task in
          defer { trace("second") }
          do { try task.join(first) } catch {
            trace(name(of: error))
            // It has not ended yet, and nothing waits any more.
            do { try task.join(first) } catch { trace(name(of: error)) }
          }
        }
        try scheduler.run(until: .start + .seconds(1))
      }
      expectEqual(
        trace.events, ["first #0", "CancellationError()", "CancellationError()", "second"])
      expectEqual(tracker.alive, 0)
    }

    @Test func `a task that will not be ended is a trap`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        let scheduler = Scheduler(clock: .virtual)
        try scheduler.spawn(name: "stubborn", line: 8) { task in
          while true { try? task.withCancellationShield { try task.sleep(for: .seconds(1)) } }
        }
        try scheduler.run(until: .start + .seconds(10))
      }
      #expect(
        result.complaint.contains(
          """
          task 1 "stubborn", spawned at \(file):8 ignored its cancellation: it went on to wait 1000 \
          times after a wait had thrown CancellationError()
          """))
    }
  }

  @Suite struct Threads {
    @Test func `another one is told that it is one`() throws {
      let trace = Trace()
      let scheduler = Scheduler()
      try scheduler.run { [unowned scheduler] task in
        onAnotherThread((scheduler, trace)) { (scheduler, trace) in
          trace(thrown { try scheduler.spawn { _ in } } ?? "nothing")
          trace(thrown { try scheduler.run() } ?? "nothing")
          trace(thrown { try scheduler.run { _ in } } ?? "nothing")
          trace(thrown { try scheduler.runOne() } ?? "nothing")
        }
        trace("\(task.tasks.count) task")
      }
      let error = "\(SchedulingError.wrongThread)"
      expectEqual(trace.events, [error, error, error, error, "1 task"])
    }

    @Test(arguments: [true, false])
    func `to interrupt a task from another is a trap`(isCancelling: Bool) async {
      let result =
        isCancelling
        ? await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
          try fromAnotherThread { $0.cancel() }
        }
        : await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
          try fromAnotherThread { $0.throw(Failure(1)) }
        }
      #expect(result.complaint.contains("\(SchedulingError.wrongThread)"))
    }

    @Test func `one after another may use it`() throws {
      let trace = Trace()
      let scheduler = Scheduler(clock: .virtual)
      for n in 1...3 {
        onAnotherThread((scheduler, trace)) { (scheduler, trace) in
          do {
            try scheduler.spawn { try $0.sleep(for: .seconds(5)) }
            try scheduler.run(until: .start + .seconds(10 * n))
            trace("\(scheduler.now) \(scheduler.tasks.count)")
          } catch { trace("\(error)") }
        }
      }
      expectEqual(trace.events, ["5.0 seconds 0", "10.0 seconds 0", "15.0 seconds 0"])
    }
  }

  @Test func `tells its tasks and the time`() throws {
    let scheduler = Scheduler(clock: .virtual)
    #expect(scheduler.tasks.isEmpty)
    expectEqual(scheduler.now, .start)
    for n in 1...20 { try scheduler.spawn(line: UInt(n)) { try $0.sleep(for: .seconds(n)) } }
    expectEqual(scheduler.tasks.map(\.identity.id), Array(1...20))
    try scheduler.run(until: .start + .seconds(19))
    expectEqual(
      scheduler.tasks.map(\.description),
      [
        "task 19, spawned at \(Self.file):19: sleeping until 19.0 seconds",
        "task 20, spawned at \(Self.file):20: sleeping until 20.0 seconds",
      ])
  }
}

private let file = SchedulerTests.file

private func fromAnotherThread(_ action: @escaping @Sendable (AnyScheduledTask) -> Void) throws {
  try Scheduler().run { task in onAnotherThread(task.current, action) }
}

/// What happens in a program of tasks that spawn, wait for, cancel and throw into each other, by the
/// numbers of a generator.
private func randomProgram(seed: UInt64) throws -> [String] {
  final class State {
    var random: SeededRandom
    var tasks: [ScheduledTask<Int>] = []
    let trace = Trace()
    init(seed: UInt64) { random = SeededRandom(seed: seed) }
  }

  func step(_ state: State, _ task: TaskContext, _ me: Int) throws {
    let other = state.random.pick(state.tasks)
    switch Int.random(in: 0..<10, using: &state.random) {
    case 0...1: try task.yield()
    case 2...3: try task.sleep(for: .seconds(Int.random(in: -1...3, using: &state.random)))
    case 4:
      if state.tasks.count < 60 { state.tasks.append(try task.spawn { try live(state, $0) }) }
    case 5: other.cancel()
    case 6: other.throw(Failure(me))
    case 7:
      try task.withTimeout(.seconds(Int.random(in: 0...3, using: &state.random))) {
        state.trace("\(me) joined \(try task.join(other))")
      }
    case 8:
      try task.withCancellationShield { try task.sleep(for: .seconds(1)) }
    default:
      let sum = try task.withTaskGroup(of: Int.self) { group in
        for n in 1...3 {
          try group.spawn { task in
            try task.sleep(for: .seconds(n))
            return n
          }
        }
        var sum = 0
        while let n = try group.next() { sum += n }
        return sum
      }
      state.trace("\(me) got \(sum)")
    }
  }

  func live(_ state: State, _ task: TaskContext) throws -> Int {
    let me = task.current.identity.id
    defer { state.trace("\(me) ends at \(task.now)") }
    for n in 1...20 {
      do {
        try step(state, task, me)
        state.trace("\(me) \(n) at \(task.now)")
      } catch {
        state.trace("\(me) \(n) \(name(of: error)) at \(task.now)")
        if task.current.isCancelled { throw error }
      }
    }
    return me
  }

  let state = State(seed: seed)
  let scheduler = Scheduler(clock: .virtual)
  for _ in 1...20 { state.tasks.append(try scheduler.spawn { try live(state, $0) }) }
  state.trace(thrown { try scheduler.run() } ?? "done")
  state.tasks = []
  return state.trace.events
}
