import GeneratorScheduling
import TestSupport
import Testing

@Suite struct CancellationTests {
  @Suite struct Cancelling {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `ends the wait, after those that are ready, and runs defers`() throws {
      let trace = trace
      try scheduler.run { task in
        let sleeper = try task.spawn { task in
          defer { trace("ended at \(task.now)") }
          try task.sleep(for: .seconds(3600))
        }
        try task.spawn { task in
          try task.sleep(for: .seconds(1))
          trace("ready before")
        }
        try task.sleep(for: .seconds(1))
        try task.spawn { _ in trace("ready") }
        sleeper.cancel()
        trace("cancelled")
        #expect(sleeper.isCancelled && sleeper.state == .ready)
        trace(try task.ending(of: sleeper))
      }
      expectEqual(
        trace.events,
        [
          "cancelled", "ready before", "ready", "ended at 1.0 seconds", "CancellationError()",
        ])
    }

    @Test func `makes each later wait throw, until the task is done`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        for wait in 1...3 {
          do {
            switch wait {
            case 1: try task.sleep(for: .seconds(1))
            case 2: try task.yield()
            default: try task.checkCancellation()
            }
          } catch { trace("\(wait) \(name(of: error)) at \(task.now)") }
        }
        return 5
      }
      try scheduler.runOne()
      task.cancel()
      try scheduler.run()
      expectEqual(trace.events, (1...3).map { "\($0) CancellationError() at 0.0 seconds" })
      // One that returns has returned.
      try expectEqual(task.result?.get(), 5)
      #expect(task.isCancelled)
    }

    @Test func `a task that has not begun keeps it from running, and releases its body`() throws {
      let (trace, tracker) = (trace, Tracker())
      let task = try scheduler.spawn { [object = tracker.object()] _ in trace("\(object)") }
      task.cancel()
      expectEqual(task.state, .done)
      expectEqual(tracker.alive, 0)
      expectEqual(thrown { try task.result!.get() }, "CancellationError()")
      try scheduler.run()
      expectEqual(trace.events, [])
    }

    @Test func `one that is done, or twice, does nothing`() throws {
      let trace = trace
      let done = try scheduler.spawn { _ in 1 }
      try scheduler.run { task in
        try task.yield()
        done.cancel()
        #expect(!done.isCancelled)
        try expectEqual(task.join(done), 1)
        let twice = try task.spawn { task in
          do { try task.waitForNothing() } catch { trace(name(of: error)) }
          try task.withCancellationShield { try task.sleep(for: .seconds(1)) }
          trace("cleaned up at \(task.now)")
        }
        try task.yield()
        twice.cancel()
        twice.cancel()
        try task.yield()
        twice.cancel()
        try task.join(twice)
      }
      expectEqual(trace.events, ["CancellationError()", "cleaned up at 1.0 seconds"])
    }

    @Test func `itself makes the next wait throw`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        task.cancel()
        trace("goes on")
        try task.sleep(for: .seconds(1))
        trace("never")
      }
      try scheduler.run()
      expectEqual(trace.events, ["goes on"])
      expectEqual(thrown { try task.result!.get() }, "CancellationError()")
    }

    @Test func `a task that yields throws when it has its turn`() throws {
      let trace = trace
      let yielding = try scheduler.spawn { task in trace(thrown { try task.yield() } ?? "nothing") }
      try scheduler.runOne()
      yielding.cancel()
      try scheduler.run()
      expectEqual(trace.events, ["CancellationError()"])
    }

    @Test func `one that has what it waited for leaves it that`() throws {
      let trace = trace
      var sleeper: ScheduledTask<Void>?
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(1))
        trace("\(sleeper!.state)")
        sleeper!.cancel()
      }
      sleeper = try scheduler.spawn { task in
        for _ in 1...2 { trace(thrown { try task.sleep(for: .seconds(1)) } ?? "slept") }
      }
      try scheduler.run()
      expectEqual(trace.events, ["ready", "slept", "CancellationError()"])
    }

    @Test func `wakes the tasks that join it`() throws {
      let trace = trace
      let sleeper = try scheduler.spawn { try $0.sleep(for: .seconds(9)) }
      for n in 1...2 {
        try scheduler.spawn { trace("\(n) \(try $0.ending(of: sleeper)) at \($0.now)") }
      }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(1))
        sleeper.cancel()
      }
      try scheduler.run()
      expectEqual(trace.events, (1...2).map { "\($0) CancellationError() at 1.0 seconds" })
    }

    @Test func `a task that joins leaves the joined task alone`() throws {
      let trace = trace
      let sleeper = try scheduler.spawn { task in
        try task.sleep(for: .seconds(2))
        trace("slept")
      }
      let joining = try scheduler.spawn { try $0.join(sleeper) }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(1))
        joining.cancel()
        trace(try task.ending(of: joining))
      }
      try scheduler.run()
      expectEqual(trace.events, ["CancellationError()", "slept"])
    }

    @Test func `is a trap where it is ignored a thousand times`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        let scheduler = Scheduler(clock: .virtual)
        let task = try scheduler.spawn(name: "stubborn", line: 30) { task in
          while true { try? task.sleep(for: .seconds(1)) }
        }
        try scheduler.run(until: .start + .seconds(5))
        task.cancel()
        try scheduler.runBlocking()
      }
      #expect(
        result.complaint.contains(
          """
          task 1 "stubborn", spawned at GeneratorSchedulingTests/CancellationTests.swift:30 ignored \
          its cancellation: it went on to wait 1000 times after a wait had thrown CancellationError()
          """))
    }

    @Test func `may be ignored a thousand times, and not by waits that may wait`() throws {
      let scheduler = Scheduler(clock: .virtual)
      let task = try scheduler.spawn { task in
        task.cancel()
        for _ in 1...1000 { try? task.yield() }
        try task.withCancellationShield { for _ in 1...2000 { try task.sleep(for: .seconds(1)) } }
        for _ in 1...1000 { try? task.yield() }
        return "done at \(task.now)"
      }
      try scheduler.run()
      try expectEqual(task.result?.get(), "done at 2000.0 seconds")
    }
  }

  @Suite struct Throwing {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `ends one wait, and the task can go on`() throws {
      let trace = trace
      try scheduler.run { task in
        let machine = try task.spawn { task in
          do { try task.sleep(for: .seconds(60)) } catch {
            trace("\(name(of: error)) at \(task.now)")
          }
          try task.sleep(for: .seconds(10))
          trace("repaired at \(task.now)")
        }
        try task.sleep(for: .seconds(5))
        machine.throw(Failure(1))
        #expect(!machine.isCancelled)
        try task.join(machine)
      }
      expectEqual(trace.events, ["E1 at 5.0 seconds", "repaired at 15.0 seconds"])
    }

    @Test func `several are thrown by as many waits, in their order`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        for _ in 1...3 {
          trace(thrown { try task.sleep(for: .seconds(1)) } ?? "slept until \(task.now)")
        }
      }
      try scheduler.runOne()
      task.throw(Failure(1))
      task.throw(Failure(2))
      try scheduler.run()
      expectEqual(trace.events, ["E1", "E2", "slept until 1.0 seconds"])
    }

    @Test func `many is not to be ignored`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        var count = 0
        while thrown({ try task.sleep(for: .seconds(1)) }) != nil { count += 1 }
        trace("\(count)")
      }
      try scheduler.runOne()
      for n in 1...3000 { task.throw(Failure(n)) }
      try scheduler.run()
      expectEqual(trace.events, ["3000"])
    }

    @Test func `into a task that has not begun ends it, and it has failed`() throws {
      let (trace, tracker) = (trace, Tracker())
      let task = try scheduler.spawn(line: 9) { [object = tracker.object()] _ in trace("\(object)")
      }
      task.throw(Failure(1))
      expectEqual(task.state, .done)
      expectEqual(tracker.alive, 0)
      #expect(!task.isCancelled)
      expectEqual(
        thrown { try scheduler.run() }?.hasSuffix("Tests.swift:9: Failure(code: 1)"), true)
      expectEqual(trace.events, [])
    }

    @Test func `into a task that is done does nothing`() throws {
      let task = try scheduler.spawn { _ in 1 }
      try scheduler.runOne()
      task.throw(Failure(1))
      try scheduler.run()
      try expectEqual(task.result?.get(), 1)
    }

    @Test func `is after a cancellation`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        for _ in 1...2 { trace(thrown { try task.sleep(for: .seconds(1)) } ?? "slept") }
      }
      try scheduler.runOne()
      task.throw(Failure(1))
      task.cancel()
      try scheduler.run()
      expectEqual(trace.events, ["CancellationError()", "CancellationError()"])
    }

    @Test func `into a task that is ready comes to its next wait`() throws {
      let trace = trace
      let yielding = try scheduler.spawn { task in
        trace(thrown { try task.yield() } ?? "nothing")
        trace(thrown { try task.yield() } ?? "nothing")
      }
      try scheduler.runOne()
      yielding.throw(Failure(1))
      try scheduler.run()
      expectEqual(trace.events, ["E1", "nothing"])
    }

    @Test func `a failure that leaves the task is as any`() throws {
      let task = try scheduler.spawn { try $0.waitForNothing() }
      try scheduler.runOne()
      AnyScheduledTask(task).throw(Failure(4))
      expectEqual(thrown { try scheduler.run() }?.hasSuffix("Failure(code: 4)"), true)
    }
  }

  @Suite struct Shielding {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `lets waits wait, and what was kept away comes after it`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        let value = try task.withCancellationShield {
          try task.sleep(for: .seconds(2))
          try task.checkCancellation()
          trace("slept until \(task.now)")
          return 7
        }
        trace("\(value)")
        trace(thrown { try task.yield() } ?? "nothing")
      }
      try scheduler.spawn { other in
        try other.sleep(for: .seconds(1))
        task.cancel()
      }
      try scheduler.run()
      expectEqual(trace.events, ["slept until 2.0 seconds", "7", "CancellationError()"])
    }

    @Test func `keeps errors that are thrown in, in their order`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        try task.withCancellationShield { try task.sleep(for: .seconds(2)) }
        for _ in 1...3 { trace(thrown { try task.yield() } ?? "nothing") }
      }
      try scheduler.runOne()
      task.throw(Failure(1))
      task.throw(Failure(2))
      try scheduler.run()
      expectEqual(trace.events, ["E1", "E2", "nothing"])
    }

    @Test func `may be in another`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        task.cancel()
        try task.withCancellationShield {
          try task.withCancellationShield { try task.sleep(for: .seconds(1)) }
          try task.sleep(for: .seconds(1))
        }
        trace("at \(task.now)")
        try task.yield()
        trace("never")
      }
      try scheduler.run()
      expectEqual(trace.events, ["at 2.0 seconds"])
      expectEqual(thrown { try task.result!.get() }, "CancellationError()")
    }

    @Test func `ends with an error of the closure, and with it`() throws {
      let trace = trace
      try scheduler.spawn { task in
        trace(thrown { try task.withCancellationShield { throw Failure(1) } } ?? "nothing")
        task.cancel()
        trace(thrown { try task.yield() } ?? "nothing")
      }
      try scheduler.run()
      expectEqual(trace.events, ["E1", "CancellationError()"])
    }

    @Test func `without a wait needs no try, and returns its value`() throws {
      let value = try scheduler.run { task in
        task.cancel()
        return task.withCancellationShield { 7 }
      }
      expectEqual(value, 7)
    }

    @Test func `keeps a timeout around it away, and not one inside`() throws {
      let trace = trace
      try scheduler.run { task in
        let outer = thrown {
          try task.withTimeout(.seconds(1)) {
            try task.withCancellationShield {
              try task.sleep(for: .seconds(2))
              let inner = thrown {
                try task.withTimeout(.seconds(3)) { try task.sleep(for: .seconds(9)) }
              }
              trace("\(inner ?? "nothing") at \(task.now)")
              try task.sleep(for: .seconds(1))
            }
            trace("after it at \(task.now)")
            try task.yield()
          }
        }
        trace("\(outer ?? "nothing") at \(task.now)")
        try task.sleep(for: .seconds(1))
      }
      expectEqual(
        trace.events,
        [
          "timed out after 3.0 seconds at 5.0 seconds", "after it at 6.0 seconds",
          "timed out after 1.0 seconds at 6.0 seconds",
        ])
    }

    @Test func `in a timeout in a shield keeps what is outside away`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        try task.withCancellationShield {
          let error = thrown {
            try task.withTimeout(.seconds(2)) {
              try task.withCancellationShield { try task.sleep(for: .seconds(5)) }
              trace("shielded from both until \(task.now)")
              try task.sleep(for: .seconds(1))
            }
          }
          trace("\(error ?? "nothing") at \(task.now)")
          try task.sleep(for: .seconds(1))
        }
        trace("at \(task.now)")
        try task.yield()
      }
      try scheduler.spawn { other in
        try other.sleep(for: .seconds(1))
        task.cancel()
        trace(try other.ending(of: task))
      }
      try scheduler.run()
      expectEqual(
        trace.events,
        [
          "shielded from both until 5.0 seconds", "timed out after 2.0 seconds at 5.0 seconds",
          "at 6.0 seconds", "CancellationError()",
        ])
    }

    @Test func `is how one cleans up in a defer`() throws {
      let trace = trace
      let task = try scheduler.spawn { task in
        defer {
          try? task.withCancellationShield {
            try task.sleep(for: .seconds(1))
            trace("goodbye at \(task.now)")
          }
        }
        try task.waitForNothing()
      }
      try scheduler.spawn { _ in task.cancel() }
      try scheduler.run()
      expectEqual(trace.events, ["goodbye at 1.0 seconds"])
    }
  }
}
