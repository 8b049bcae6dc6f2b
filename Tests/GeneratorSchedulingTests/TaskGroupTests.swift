import GeneratorScheduling
import Generators
import TestSupport
import Testing

/// Says on a trace when it begins, and how and when it ends.
private func told<Value>(
  _ trace: Trace, _ name: String, _ task: TaskContext, _ body: () throws -> Value
) throws -> Value {
  do {
    let value = try body()
    trace("\(name) done at \(task.now.offset.components.seconds)")
    return value
  } catch {
    trace("\(name) \(TestSupport.name(of: error)) at \(task.now.offset.components.seconds)")
    throw error
  }
}

extension DiscardingScheduledTaskGroup {
  /// Spawns a task that sleeps, and then fails if there is an error for it.
  fileprivate func spawn(
    _ trace: Trace, _ name: String, sleeping seconds: Int, throwing error: (any Error)? = nil
  ) throws {
    try spawn(name: name) { task in
      try told(trace, name, task) {
        try task.sleep(for: .seconds(seconds))
        if let error { throw error }
      }
    }
  }
}

extension ScheduledTaskGroup<Void> {
  fileprivate func spawn(
    _ trace: Trace, _ name: String, sleeping seconds: Int, throwing error: (any Error)? = nil
  ) throws {
    try spawn(name: name) { task in
      try told(trace, name, task) {
        try task.sleep(for: .seconds(seconds))
        if let error { throw error }
      }
    }
  }
}

@Suite struct TaskGroupTests {
  @Suite struct Results {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `come in the order in which the tasks end`() throws {
      let order = try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          for n in [3, 1, 2] {
            try group.spawn { task in
              try task.sleep(for: .seconds(n))
              return n
            }
          }
          var order: [Int] = []
          while let n = try group.next() { order.append(n) }
          return order
        }
      }
      expectEqual(order, [1, 2, 3])
    }

    @Test func `of the same time come in the order in which the tasks began to wait`() throws {
      let order = try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          for n in 1...100 {
            try group.spawn { task in
              try task.sleep(for: .seconds(1))
              return n
            }
          }
          var order: [Int] = []
          while let n = try group.next() { order.append(n) }
          return order
        }
      }
      expectEqual(order, Array(1...100))
    }

    @Test func `are nil when none is left, and more may be spawned then`() throws {
      let results = try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          expectEqual(group.isEmpty, true)
          var results = [try group.next(), try group.next()]
          try group.spawn { _ in 1 }
          expectEqual(group.isEmpty, false)
          try task.yield()
          expectEqual(group.isEmpty, false)
          results.append(try group.next())
          expectEqual(group.isEmpty, true)
          results.append(try group.next())
          return results
        }
      }
      expectEqual(results, [nil, nil, 1, nil])
    }

    @Test func `that are there come without a turn of another`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          for n in 1...3 { try group.spawn { _ in n } }
          try task.yield()
          try task.spawn { _ in trace("another") }
          while let n = try group.next() { trace("\(n)") }
          try task.yield()
        }
      }
      expectEqual(trace.events, ["1", "2", "3", "another"])
    }

    @Test func `that are nothing are counted, and keep their places among errors`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Void.self) { group in
          for n in 1...1000 { try group.spawn { _ in if n % 400 == 0 { throw Failure(n) } } }
          // It throws for the failures, which next() is yet to throw.
          #expect(throws: CancellationError.self) { try task.yield() }
          var count = 0
          while true {
            do {
              guard try group.next() != nil else { break }
              count += 1
            } catch {
              trace("\(count) \(name(of: error))")
            }
          }
          trace("\(count)")
        }
      }
      expectEqual(trace.events, ["399 E400", "798 E800", "998"])
    }

    @Test func `are released when the closure has returned`() throws {
      let tracker = Tracker()
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Tracked.self) { group in
          for n in 1...3 {
            try group.spawn { task in
              try task.sleep(for: .seconds(n))
              return tracker.object(n)
            }
          }
          try group.spawn { task in
            try task.sleep(for: .seconds(10))
            trace("at the end: \(tracker.alive)")
            return tracker.object(4)
          }
          _ = try group.next()
          try task.sleep(for: .seconds(5))
          trace("in the closure: \(tracker.alive)")
        }
        trace("after it: \(tracker.alive)")
      }
      expectEqual(trace.events, ["in the closure: 2", "at the end: 0", "after it: 0"])
      expectEqual(tracker.made, 4)
    }

    @Test func `of a task that was joined come too`() throws {
      let results = try scheduler.run { task in
        try task.withTaskGroup { group in
          let child = try group.spawn { _ in 7 }
          return [try task.join(child), try group.next()!]
        }
      }
      expectEqual(results, [7, 7])
    }

    @Test func `are not lost where the parent is cancelled after it was woken`() throws {
      let trace = trace
      let parent = try scheduler.spawn { task in
        try task.withTaskGroup(of: Int.self) { group in
          try group.spawn { task in
            try task.sleep(for: .seconds(1))
            return 1
          }
          try group.spawn { task in
            try task.sleep(for: .seconds(9))
            return 2
          }
          trace("got \(try group.next()!)")
          do { _ = try group.next() } catch { trace(name(of: error)) }
        }
      }
      try scheduler.spawn { task in
        try task.yield()
        try task.sleep(for: .seconds(1))
        trace("parent \(parent.state)")
        parent.cancel()
      }
      try scheduler.run()
      expectEqual(trace.events, ["parent ready", "got 1", "CancellationError()"])
    }

    @Test func `stay where the parent is interrupted while it asks for them`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          try group.spawn { task in
            try task.sleep(for: .seconds(2))
            return 1
          }
          let impatient = thrown { try task.withTimeout(.seconds(1)) { _ = try group.next() } }
          trace("\(impatient ?? "nothing") at \(task.now)")
          try task.sleep(for: .seconds(5))
          trace("\(try group.next()!)")
        }
      }
      expectEqual(trace.events, ["timed out after 1.0 seconds at 1.0 seconds", "1"])
    }

    @Test func `of thousands of tasks come all`() throws {
      let count = runsOnThreads ? 500 : 10_000
      let sum = try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          for n in 1...count {
            try group.spawn { task in
              try task.yield()
              return n
            }
          }
          var sum = 0
          while let n = try group.next() { sum += n }
          return sum
        }
      }
      expectEqual(sum, count * (count + 1) / 2)
    }
  }

  @Suite struct Scope {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `returns what the closure returns, after the last task`() throws {
      let trace = trace
      let value = try scheduler.run { task in
        let value = try task.withTaskGroup(of: Void.self) { group in
          try group.spawn(trace, "a", sleeping: 2)
          try group.spawn(trace, "b", sleeping: 1)
          trace("closure done")
          return 42
        }
        trace("scope done at \(task.now)")
        return value
      }
      expectEqual(value, 42)
      expectEqual(
        trace.events, ["closure done", "b done at 1", "a done at 2", "scope done at 2.0 seconds"])
    }

    @Test func `whose tasks are all done is not ended by what comes then`() throws {
      let trace = trace
      try scheduler.run { task in
        let value = try task.withTaskGroup(of: Int.self) { group in
          try group.spawn { _ in 1 }
          try task.yield()
          task.current.throw(Failure(1))
          return 42
        }
        trace("\(value)")
        trace(thrown { try task.yield() } ?? "nothing")
      }
      expectEqual(trace.events, ["42", "E1"])
    }

    @Test func `does not say that all is well where its tasks were cancelled from outside`() throws
    {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTimeout(.seconds(1)) {
            try task.withDiscardingTaskGroup { group in
              try group.spawn(trace, "child", sleeping: 2)
              try task.withCancellationShield { try task.sleep(for: .seconds(3)) }
              expectEqual(group.isEmpty, true)
            }
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
        task.cancel()
        expectEqual(thrown { try task.withTaskGroup(of: Int.self) { _ in } }, "CancellationError()")
      }
      expectEqual(
        trace.events,
        [
          "child CancellationError() at 1", "timed out after 1.0 seconds at 3.0 seconds",
        ])
    }

    @Test func `throws what the closure throws, after its tasks were cancelled and are done`()
      throws
    {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTaskGroup(of: Void.self) { group in
            try group.spawn { task in
              defer { trace("cleaned up at \(task.now)") }
              do {
                try task.sleep(for: .seconds(100))
              } catch {
                try task.withCancellationShield { try task.sleep(for: .seconds(3)) }
                throw error
              }
            }
            try group.spawn { _ in trace("not cancelled") }
            try task.yield()
            try group.spawn { _ in trace("never runs") }
            throw Failure(1)
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(
        trace.events, ["not cancelled", "cleaned up at 3.0 seconds", "E1 at 3.0 seconds"])
    }

    @Test func `throws an error of a task that was not asked for, and ends closure and others`()
      throws
    {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTaskGroup(of: Void.self) { group in
            try group.spawn(trace, "a", sleeping: 1, throwing: Failure(1))
            try group.spawn(trace, "b", sleeping: 10)
            try told(trace, "closure", task) { try task.sleep(for: .seconds(5)) }
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(
        trace.events,
        [
          "a E1 at 1", "closure CancellationError() at 1", "b CancellationError() at 1",
          "E1 at 1.0 seconds",
        ])
    }

    enum Wait: CaseIterable { case receive, send, join, joinFailing, event, condition, innerGroup }

    @Test(arguments: Wait.allCases)
    func `ends the closure's wait for what a task that failed should have done`(wait: Wait) throws {
      let trace = trace
      let errors = unraisableErrors {
        let error = thrown {
          try Scheduler(clock: .virtual).run { task in
            // Others go on, so that it never is a deadlock.
            try task.spawn { task in while true { try task.sleep(for: .seconds(1)) } }
            let (data, done, changed) = (Channel<Int>(), Event(), Condition())
            try task.withTaskGroup(of: Void.self) { group in
              let failing = try group.spawn { task in
                try task.sleep(for: .seconds(3))
                throw Failure(1)
              }
              let other = try group.spawn { task in
                try told(trace, "other", task) { try task.waitForNothing() }
              }
              try told(trace, "closure", task) {
                switch wait {
                case .receive: _ = try task.receive(from: data)
                case .send: try task.send(1, to: data)
                case .join: try task.join(other)
                case .joinFailing: try task.join(failing)
                case .event: try task.wait(for: done)
                case .condition: try task.wait(for: changed, until: { false })
                case .innerGroup:
                  try task.withTaskGroup(of: Void.self) { inner in
                    try inner.spawn { task in
                      try told(trace, "inner", task) { try task.waitForNothing() }
                    }
                    try inner.next()
                  }
                }
              }
            }
          }
        }
        expectEqual(error, "E1")
      }
      #expect(errors.isEmpty)
      #expect(
        trace.events == (wait == .innerGroup ? ["inner CancellationError() at 3"] : []) + [
          "closure CancellationError() at 3", "other CancellationError() at 3",
        ])
    }

    @Test func `lets the closure wait again when next() has thrown each failure`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Void.self) { group in
          for n in 1...2 { try group.spawn { _ in throw Failure(n) } }
          try group.spawn(trace, "other", sleeping: 9)
          for _ in 1...4 {
            trace(thrown { try task.sleep(for: .seconds(1)) } ?? "slept")
            if trace.events.last != "slept" { trace(thrown { try group.next() } ?? "nothing") }
          }
          expectEqual(group.isCancelled, false)
          trace("\(task.now)")
        }
        try task.yield()
      }
      expectEqual(
        trace.events,
        [
          "CancellationError()", "E1", "CancellationError()", "E2", "slept", "slept",
          "2.0 seconds", "other done at 9",
        ])
    }

    @Test func `keeps a failure that comes while next() is woken for the following one`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Int.self) { group in
          try group.spawn { _ in 1 }
          try group.spawn { _ in throw Failure(2) }
          trace("\(try group.next() ?? 0)")
          trace(thrown { try task.yield() } ?? "gave way")
          trace(thrown { try group.next() } ?? "nothing")
          trace(thrown { try task.yield() } ?? "gave way")
        }
      }
      expectEqual(trace.events, ["1", "CancellationError()", "E2", "gave way"])
    }

    @Test func `does not end what the closure has shielded when a task fails`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTaskGroup(of: Void.self) { group in
            try group.spawn(trace, "a", sleeping: 1, throwing: Failure(1))
            try group.spawn(trace, "b", sleeping: 3)
            try task.withCancellationShield { try task.sleep(for: .seconds(5)) }
            trace("slept until \(task.now)")
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(
        trace.events,
        [
          "a E1 at 1", "b done at 3", "slept until 5.0 seconds", "E1 at 5.0 seconds",
        ])
    }

    @Test func `throws an error that comes when the closure has returned`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTaskGroup(of: Void.self) { group in
            try group.spawn(trace, "a", sleeping: 2, throwing: Failure(1))
            try group.spawn(trace, "b", sleeping: 1)
            try group.spawn(trace, "c", sleeping: 3)
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(
        trace.events,
        [
          "b done at 1", "a E1 at 2", "c CancellationError() at 2", "E1 at 2.0 seconds",
        ])
    }

    @Test func `lets an error that was taken be`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Void.self) { group in
          try group.spawn(trace, "a", sleeping: 1, throwing: Failure(1))
          try group.spawn(trace, "b", sleeping: 2)
          trace("took \(thrown { try group.next() } ?? "nothing")")
        }
        trace("scope done")
      }
      expectEqual(trace.events, ["a E1 at 1", "took E1", "b done at 2", "scope done"])
    }

    @Test func `ends with an error that next() throws and the closure lets pass`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTaskGroup(of: Void.self) { group in
            try group.spawn(trace, "a", sleeping: 1, throwing: Failure(1))
            try group.spawn(trace, "b", sleeping: 2)
            while try group.next() != nil {}
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(trace.events, ["a E1 at 1", "b CancellationError() at 1", "E1 at 1.0 seconds"])
    }

    @Test func `may be in another, and in a task of another`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withDiscardingTaskGroup { outer in
            try outer.spawn { task in
              try told(trace, "middle", task) {
                try task.withDiscardingTaskGroup { inner in
                  try inner.spawn(trace, "innermost", sleeping: 10)
                }
              }
            }
            try task.withDiscardingTaskGroup { inner in
              try inner.spawn(trace, "inner", sleeping: 10)
              try outer.spawn(trace, "failing", sleeping: 1, throwing: Failure(1))
            }
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(
        trace.events,
        [
          "failing E1 at 1", "innermost CancellationError() at 1", "inner CancellationError() at 1",
          "middle CancellationError() at 1", "E1 at 1.0 seconds",
        ])
    }

    @Test func `passes errors that it can't throw to the hook`() throws {
      var errors: [UnraisableError] = []
      let scheduler = scheduler
      errors = try unraisableErrors {
        try scheduler.run { task in
          let first = thrown {
            try task.withTaskGroup(of: Int.self) { group in
              for n in 1...3 { try group.spawn(line: UInt(n)) { _ in throw Failure(n) } }
              try task.yield()
            }
          }
          expectEqual(first, "E1")
          let closure = thrown {
            try task.withTaskGroup(of: Int.self) { group in
              try group.spawn(line: 4) { _ in throw Failure(4) }
              #expect(throws: CancellationError.self) { try task.yield() }
              throw Failure(5)
            }
          }
          expectEqual(closure, "E5")
          let cleanup = thrown {
            try task.withDiscardingTaskGroup { group in
              try group.spawn { task in
                try task.yield()
                throw Failure(6)
              }
              try group.spawn(line: 7) { task in
                do { try task.sleep(for: .seconds(1)) } catch { throw Failure(7) }
              }
            }
          }
          expectEqual(cleanup, "E6")
        }
      }
      expectEqual(
        errors.map { "\($0.origin.line): \(name(of: $0.error))" },
        [
          "2: E2", "3: E3", "4: E4", "7: E7",
        ])
    }

    @Test func `throws what a task fails with while it is cancelled, rather than that it was`()
      throws
    {
      let scheduler = scheduler
      let errors = try unraisableErrors {
        let parent = try scheduler.spawn { task in
          try task.withDiscardingTaskGroup { group in
            try group.spawn { task in
              do { try task.sleep(for: .seconds(9)) } catch { throw Failure(1) }
            }
          }
        }
        try scheduler.run { task in
          try task.sleep(for: .seconds(1))
          parent.cancel()
          try expectEqual(task.ending(of: parent), "E1")
        }
      }
      #expect(errors.isEmpty)
    }

    @Test func `leaves nothing for run() to report`() throws {
      try scheduler.spawn { task in
        try? task.withTaskGroup(of: Int.self) { group in
          try group.spawn { _ in throw Failure(1) }
          _ = try group.next()
        }
        try? task.withDiscardingTaskGroup { group in
          let child = try group.spawn { _ in throw Failure(2) }
          do { try task.join(child) } catch { expectEqual(name(of: error), "CancellationError()") }
        }
      }
      try scheduler.run()
    }
  }

  @Suite struct Cancelling {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `all ends those that are there and those that come`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Void.self) { group in
          try group.spawn(trace, "a", sleeping: 10)
          try task.yield()
          try group.spawn { _ in trace("unstarted") }
          expectEqual(group.isCancelled, false)
          group.cancelAll()
          group.cancelAll()
          expectEqual(group.isCancelled, true)
          let late = try group.spawn { _ in trace("late") }
          expectEqual(late.state, .done)
          for _ in 1...3 { trace(thrown { try group.next() } ?? "nothing") }
          let isOver = try group.next() == nil
          #expect(isOver)
          try task.sleep(for: .seconds(1))
        }
        trace("scope done at \(task.now)")
      }
      expectEqual(
        trace.events,
        [
          "CancellationError()", "CancellationError()", "a CancellationError() at 0",
          "CancellationError()", "scope done at 1.0 seconds",
        ])
    }

    @Test func `all of a discarding group is no failure, and its closure goes on`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withDiscardingTaskGroup { group in
          try group.spawn(trace, "a", sleeping: 10)
          try task.yield()
          group.cancelAll()
          try group.spawn { _ in trace("late") }
          try task.sleep(for: .seconds(1))
          expectEqual(group.isEmpty, true)
          expectEqual(group.isCancelled, true)
        }
        trace("scope done at \(task.now)")
      }
      expectEqual(trace.events, ["a CancellationError() at 0", "scope done at 1.0 seconds"])
    }

    @Test func `one task leaves the others`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withDiscardingTaskGroup { group in
          try group.spawn(trace, "a", sleeping: 2)
          let victim = try group.spawn { task in
            try told(trace, "victim", task) { try task.sleep(for: .seconds(9)) }
          }
          try task.sleep(for: .seconds(1))
          victim.cancel()
        }
      }
      expectEqual(trace.events, ["victim CancellationError() at 1", "a done at 2"])
    }

    enum Place: CaseIterable { case next, closure, shield, end, endOfDiscarding }

    @Test(arguments: Place.allCases)
    func `the parent cancels the tasks at once, wherever it waits`(place: Place) throws {
      let trace = trace
      let parent = try scheduler.spawn(name: "parent") { task in
        try told(trace, "parent", task) {
          if place == .endOfDiscarding {
            return try task.withDiscardingTaskGroup { group in
              try group.spawn(trace, "child", sleeping: 10)
            }
          }
          try task.withTaskGroup(of: Void.self) { group in
            try group.spawn(trace, "child", sleeping: 10)
            switch place {
            case .next: try group.next()
            case .closure: try task.sleep(for: .seconds(5))
            case .shield:
              try task.withCancellationShield { try task.sleep(for: .seconds(5)) }
              expectEqual(group.isCancelled, true)
              try task.yield()
            case .end, .endOfDiscarding: break
            }
          }
        }
      }
      try scheduler.run { task in
        try task.sleep(for: .seconds(1))
        parent.cancel()
        try expectEqual(task.ending(of: parent), "CancellationError()")
      }
      let end = place == .shield ? 5 : 1
      expectEqual(
        trace.events, ["child CancellationError() at 1", "parent CancellationError() at \(end)"])
    }

    @Test(arguments: [false, true])
    func `the parent leaves what is shielded alone`(isTimeout: Bool) throws {
      let trace = trace
      let parent = try scheduler.spawn { task in
        try told(trace, "parent", task) {
          try task.withTimeout(.seconds(isTimeout ? 1 : 100)) {
            try task.withDiscardingTaskGroup { outer in
              try outer.spawn(trace, "outer", sleeping: 10)
              try task.withCancellationShield {
                try task.withDiscardingTaskGroup { inner in
                  try inner.spawn(trace, "inner", sleeping: 3)
                }
              }
            }
          }
        }
      }
      try scheduler.run { task in
        try task.sleep(for: .seconds(1))
        if !isTimeout { parent.cancel() }
        try? task.join(parent)
      }
      let error = isTimeout ? "timed out after 1.0 seconds" : "CancellationError()"
      expectEqual(
        trace.events,
        [
          "outer CancellationError() at 1", "inner done at 3", "parent \(error) at 3",
        ])
    }

    @Test func `a timeout around the group ends the tasks`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTimeout(.seconds(2)) {
            try task.withTaskGroup(of: Void.self) { group in
              try group.spawn(trace, "child", sleeping: 10)
            }
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
        try task.sleep(for: .seconds(1))
      }
      expectEqual(
        trace.events,
        [
          "child CancellationError() at 2", "timed out after 2.0 seconds at 2.0 seconds",
        ])
    }

    @Test func `a timeout inside of the closure does not`() throws {
      let trace = trace
      try scheduler.run { task in
        try task.withTaskGroup(of: Void.self) { group in
          try group.spawn(trace, "child", sleeping: 10)
          trace(thrown { try task.withTimeout(.seconds(2)) { try group.next() } } ?? "nothing")
        }
      }
      expectEqual(trace.events, ["timed out after 2.0 seconds", "child done at 10"])
    }

    @Test func `an error that is thrown into the parent ends the tasks`() throws {
      let trace = trace
      let parent = try scheduler.spawn { task in
        try task.withTaskGroup(of: Void.self) { try $0.spawn(trace, "child", sleeping: 10) }
      }
      try scheduler.run { task in
        try task.sleep(for: .seconds(1))
        parent.throw(Failure(1))
        trace("\(try task.ending(of: parent)) at \(task.now)")
      }
      expectEqual(trace.events, ["child CancellationError() at 1", "E1 at 1.0 seconds"])
    }

    @Test func `nothing ends the wait for tasks that clean up`() throws {
      let trace = trace
      let parent = try scheduler.spawn(name: "parent") { task in
        try told(trace, "parent", task) {
          try task.withTimeout(.seconds(3)) {
            try task.withDiscardingTaskGroup { group in
              try group.spawn { task in
                defer { trace("cleaned up at \(task.now)") }
                do { try task.sleep(for: .seconds(100)) } catch {
                  try task.withCancellationShield { try task.sleep(for: .seconds(4)) }
                }
              }
              try task.yield()
              throw Failure(1)
            }
          }
        }
      }
      try scheduler.run { task in
        try task.sleep(for: .seconds(1))
        parent.throw(Failure(2))
        try task.sleep(for: .seconds(1))
        parent.cancel()
        trace(try task.ending(of: parent))
      }
      expectEqual(trace.events, ["cleaned up at 4.0 seconds", "parent E1 at 4", "E1"])
    }

    @Test func `a task that is cancelled already has groups that are`() throws {
      let trace = trace
      try scheduler.run { task in
        task.cancel()
        let error = thrown {
          try task.withTaskGroup(of: Void.self) { group in
            expectEqual(group.isCancelled, true)
            try group.spawn { _ in trace("never") }
            try group.next()
          }
        }
        expectEqual(error, "CancellationError()")
        try task.withCancellationShield {
          try task.withTaskGroup(of: Void.self) { group in
            expectEqual(group.isCancelled, false)
            try group.spawn(trace, "shielded", sleeping: 1)
          }
        }
      }
      expectEqual(trace.events, ["shielded done at 1"])
    }

    @Test func `a passed timeout has groups that are cancelled`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withTimeout(.seconds(1)) {
            try? task.sleep(for: .seconds(2))
            try task.withDiscardingTaskGroup { group in
              expectEqual(group.isCancelled, true)
              try group.spawn { _ in trace("never") }
              try task.sleep(for: .seconds(1))
            }
          }
        }
        expectEqual(error, "timed out after 1.0 seconds")
      }
      expectEqual(trace.events, [])
    }
  }

  @Suite struct Discarding {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test func `a failure ends the others and the closure, and is thrown`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withDiscardingTaskGroup { group in
            try group.spawn(trace, "a", sleeping: 1, throwing: Failure(1))
            try group.spawn(trace, "b", sleeping: 10)
            try told(trace, "closure", task) {
              while true {
                try task.sleep(for: .milliseconds(600))
                expectEqual(group.isCancelled, false)
              }
            }
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
        // The task itself is not cancelled.
        try task.sleep(for: .seconds(1))
      }
      expectEqual(
        trace.events,
        [
          "a E1 at 1", "closure CancellationError() at 1", "b CancellationError() at 1",
          "E1 at 1.0 seconds",
        ])
    }

    @Test func `a failure does not end what the closure has shielded`() throws {
      let trace = trace
      try scheduler.run { task in
        let error = thrown {
          try task.withDiscardingTaskGroup { group in
            try group.spawn(trace, "a", sleeping: 1, throwing: Failure(1))
            try task.withCancellationShield { try task.sleep(for: .seconds(5)) }
            trace("slept until \(task.now)")
          }
        }
        trace("\(error ?? "nothing") at \(task.now)")
      }
      expectEqual(trace.events, ["a E1 at 1", "slept until 5.0 seconds", "E1 at 5.0 seconds"])
    }

    @Test func `a closure that ignores its end is a trap`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        try Scheduler(clock: .virtual).runBlocking(name: "server", line: 77) { task in
          try task.withDiscardingTaskGroup { group in
            try group.spawn { _ in throw Failure(1) }
            while true { try? task.sleep(for: .seconds(1)) }
          }
        }
      }
      #expect(
        result.complaint.contains(
          """
          task 1 "server", spawned at GeneratorSchedulingTests/TaskGroupTests.swift:77 ignored its \
          cancellation: it went on to wait 1000 times after a wait had thrown CancellationError()
          """))
    }

    @Test func `keeps nothing of tasks that are done`() throws {
      let tracker = Tracker()
      try scheduler.run { task in
        try task.withDiscardingTaskGroup { group in
          for n in 1...1000 {
            let object = tracker.object(n)
            try group.spawn { task in
              try task.yield()
              withExtendedLifetime(object) {}
            }
            if n % 10 == 0 { try task.yield() }
          }
          try task.yield()
          try task.yield()
          expectEqual(tracker.alive, 0)
          expectEqual(group.isEmpty, true)
        }
      }
      expectEqual(tracker.made, 1000)
    }

    @Test(
      .enabled(if: !isSanitized, "a sanitizer keeps what was freed"), arguments: [false, true])
    func `stays flat with a task after another, asked for or not`(isDiscarding: Bool) async {
      // Arguments can't be captured.
      if isDiscarding {
        await #expect(processExitsWith: .success) {
          try Scheduler().runBlocking { task in
            try task.withDiscardingTaskGroup { group in
              try expectFlat(task) { try group.spawn { task in try task.yield() } }
            }
          }
        }
      } else {
        await #expect(processExitsWith: .success) {
          try Scheduler().runBlocking { task in
            try task.withTaskGroup(of: Void.self) { group in
              try expectFlat(task) { try group.spawn { task in try task.yield() } }
            }
          }
        }
      }
    }
  }

  @Suite struct Ends {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)

    @Test(arguments: [false, true])
    func `with the scheduler after its tasks, and theirs`(isWaitingForNext: Bool) throws {
      let trace = trace
      let tracker = Tracker()
      var scheduler: Scheduler? = Scheduler(clock: .virtual)
      try scheduler!.spawn { task in
        let resource = tracker.object()
        defer { trace("parent closes \(resource)") }
        try task.withTaskGroup(of: Void.self) { group in
          for name in ["a", "b"] {
            try group.spawn { task in
              defer { trace("\(name) uses \(resource)") }
              try task.withDiscardingTaskGroup { group in
                _ = try group.spawn { task in
                  defer { trace("\(name)'s child uses \(resource)") }
                  try task.withCancellationShield { try task.sleep(for: .seconds(100)) }
                }
              }
            }
          }
          if isWaitingForNext { try group.next() }
        }
      }
      try scheduler!.run(until: .start + .seconds(1))
      expectEqual(trace.events, [])
      scheduler = nil
      expectEqual(
        trace.events,
        [
          "a's child uses #0", "b's child uses #0", "a uses #0", "b uses #0", "parent closes #0",
        ])
      expectEqual(tracker.alive, 0)
    }

    @Test func `with a scheduler that is dropped while it waits for the cancelled`() throws {
      let trace = trace
      var scheduler: Scheduler? = Scheduler(clock: .virtual)
      try scheduler!.spawn { task in
        defer { trace("parent") }
        try task.withDiscardingTaskGroup { group in
          try group.spawn { task in
            defer { trace("child") }
            do { try task.sleep(for: .seconds(9)) } catch {
              try task.withCancellationShield { try task.sleep(for: .seconds(9)) }
            }
          }
          try task.yield()
          throw Failure(1)
        }
      }
      try scheduler!.run(until: .start + .seconds(1))
      let errors = unraisableErrors { scheduler = nil }
      expectEqual(trace.events, ["child", "parent"])
      expectEqual(errors.map { name(of: $0.error) }, ["E1"])
    }

    @Test func `refusing to spawn where the scheduler ends`() throws {
      let trace = trace
      var scheduler: Scheduler? = Scheduler(clock: .virtual)
      try scheduler!.spawn { task in
        try task.withTaskGroup(of: Int.self) { group in
          defer { trace(thrown { try group.spawn { _ in 1 } } ?? "nothing") }
          try task.sleep(for: .seconds(1))
        }
      }
      try scheduler!.run(until: .start)
      try scheduler!.runOne()
      scheduler = nil
      expectEqual(trace.events, ["the scheduler has finished: it runs no more tasks"])
    }

    @Test func `in a deadlock that says which tasks it waits for`() throws {
      let scheduler = scheduler
      let trace = trace
      let main = try scheduler.spawn(name: "main", line: 1) { task in
        try task.withTaskGroup(line: 2) { group in
          for n in 3...4 {
            try group.spawn(line: UInt(n)) { task in
              try task.withDiscardingTaskGroup(line: 5) { group in
                _ = try group.spawn(name: "inner", line: 6) { task in
                  defer { trace("inner ended") }
                  try task.waitForNothing()
                }
              }
            }
          }
          _ = try group.next()
        }
      }
      let file = "GeneratorSchedulingTests/TaskGroupTests.swift"
      expectEqual(
        thrown { try scheduler.run() },
        """
        deadlock: all 5 tasks wait, and nothing can wake them
          task 1 "main", spawned at \(file):1: waiting for the 2 tasks of a group made at \(file):2
          task 2, spawned at \(file):3: waiting for the task of a group made at \(file):5
          task 3, spawned at \(file):4: waiting for the task of a group made at \(file):5
          task 4 "inner", spawned at \(file):6: waiting for nothing
          task 5 "inner", spawned at \(file):6: waiting for nothing
        """)
      expectEqual(trace.events, ["inner ended", "inner ended"])
      #expect(main.isCancelled)
    }
  }
}

/// Calls a function that spawns a task many times, and expects that memory does not grow with it.
private func expectFlat(_ task: TaskContext, _ spawn: () throws -> Void) throws {
  func some(_ count: Int) throws {
    for _ in 0..<count {
      try spawn()
      try task.yield()
    }
  }
  try some(1_000)
  let before = residentBytes()
  try some(100_000)
  let growth = residentBytes() - before
  precondition(growth < 2 << 20, "\(growth) bytes more")
}
