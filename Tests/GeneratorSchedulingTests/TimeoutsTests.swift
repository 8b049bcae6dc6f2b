@testable import GeneratorScheduling
import TestSupport
import Testing

@Suite struct TimeoutsTests {
  let trace = Trace()
  let scheduler = Scheduler(clock: .virtual)

  @Test func `ends what the closure waits for`() throws {
    let trace = trace
    try scheduler.run { task in
      let error = thrown {
        try task.withTimeout(.seconds(5)) {
          defer { trace("closure ended") }
          try task.sleep(for: .seconds(7))
        }
      }
      trace("\(error ?? "nothing") at \(task.now)")
      try task.sleep(for: .seconds(1))
      trace("at \(task.now)")
    }
    expectEqual(
      trace.events,
      [
        "closure ended", "timed out after 5.0 seconds at 5.0 seconds", "at 6.0 seconds",
      ])
  }

  @Test func `returns the value of a closure that is in time, and is gone after that`() throws {
    let value = try scheduler.run { task in
      let value = try task.withTimeout(.seconds(5)) {
        try task.sleep(for: .seconds(4))
        return 42
      }
      try task.sleep(for: .seconds(9))
      return value
    }
    expectEqual(value, 42)
    expectEqual(scheduler.core.timers.count, 0)
  }

  @Test func `at the same time as the wait's end is in time`() throws {
    let trace = trace
    try scheduler.run { task in
      trace(
        thrown { try task.withTimeout(.seconds(5)) { try task.sleep(for: .seconds(5)) } }
          ?? "in time")
      let other = try task.spawn { try $0.sleep(for: .seconds(5)) }
      try task.yield()
      trace(thrown { try task.withTimeout(.seconds(5)) { try task.join(other) } } ?? "in time")
      trace("\(task.now)")
    }
    expectEqual(trace.events, ["in time", "in time", "10.0 seconds"])
  }

  @Test(arguments: [false, true], [0, 1, 5])
  func `does not beat a value that comes at its time`(isSetFirst: Bool, relays: Int) throws {
    let trace = trace
    let channels = (0...relays).map { _ in Channel<Int>() }
    func sender() throws {
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(5))
        try task.send(1, to: channels[0])
      }
    }
    if !isSetFirst { try sender() }
    for kind in ["withTimeout", "select"] {
      try scheduler.spawn { task in
        let value =
          kind == "select"
          ? try task.select(
            .receive(from: channels[relays]) { $0 ?? 0 }, .timeout(.seconds(5)) { -1 })
          : try task.withTimeout(.seconds(5)) { try task.receive(from: channels[relays]) ?? 0 }
        trace("\(kind) \(value) at \(task.now)")
        try task.send(value + 1, to: channels[relays])
      }
    }
    if isSetFirst { try sender() }
    for n in 0..<relays {
      try scheduler.spawn { task in
        try task.send(task.receive(from: channels[n]) ?? 0, to: channels[n + 1])
      }
    }
    try scheduler.spawn { task in
      try task.sleep(for: .seconds(9))
      trace("\(try task.receive(from: channels[relays]) ?? 0)")
    }
    try scheduler.run()
    expectEqual(trace.events, ["withTimeout 1 at 5.0 seconds", "select 2 at 5.0 seconds", "3"])
  }

  @Test func `of the same time end in their order, each after what the one before brings`() throws {
    let trace = trace
    let channel = Channel<Int>()
    for name in ["a", "b", "c"] {
      try scheduler.spawn { task in
        do {
          let value = try task.withTimeout(.seconds(5)) { try task.receive(from: channel) }
          trace("\(name) \(value ?? 0)")
        } catch {
          trace("\(name) \(error)")
          _ = try channel.trySend(7)
        }
      }
    }
    try scheduler.run()
    expectEqual(
      trace.events, ["a timed out after 5.0 seconds", "b 7", "c timed out after 5.0 seconds"])
  }

  @Test func `waits for an async operation that was begun at its time`() async throws {
    let (trace, gate) = (SharedTrace(), Gate())
    try await onThread {
      let scheduler = Scheduler(clock: .virtual)
      let answers = Channel<Int>()
      try scheduler.spawn { task in
        let answer = try task.withTimeout(.seconds(5)) { try task.receive(from: answers) }
        trace("\(answer ?? 0) at \(task.now)")
      }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(5))
        let answer = try task.await {
          await gate.pass()
          for _ in 1...100 { await Task.yield() }
          return 42
        }
        try task.send(answer, to: answers)
      }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(5))
        gate.open()
      }
      try scheduler.run()
    }
    expectEqual(trace.events, ["42 at 5.0 seconds"])
  }

  @Test func `in real time does not beat what had come before the scheduler looked`() throws {
    let trace = trace
    let scheduler = Scheduler()
    let channel = Channel<[UInt8]>(capacity: 1)
    let (remote, remoteChannel) = (try scheduler.remote(), try scheduler.remote(to: channel))
    try scheduler.run { task in
      let waiting = try task.spawn { task in
        let value = thrown {
          try task.withTimeout(.milliseconds(1)) {
            let bytes = try task.receive(from: channel) ?? []
            trace("\(bytes)")
          }
        }
        trace(value ?? "in time")
      }
      while case .ready = waiting.state { try task.yield() }
      // It comes, and the time passes, while this task has its turn.
      try remote.spawn { task in _ = try remoteChannel.channel(of: task).trySend([7]) }
      let end = task.now + .milliseconds(2)
      while task.now < end {}
      try task.join(waiting)
    }
    expectEqual(trace.events, ["[7]", "in time"])
  }

  @Test func `in real time lets those that are ready have their turn first`() throws {
    let trace = trace
    let scheduler = Scheduler()
    let channel = Channel<Int>()
    try scheduler.spawn { task in
      try task.sleep(for: .milliseconds(1))
      _ = try channel.trySend(1)
    }
    try scheduler.spawn { task in
      // It ends later than the sleep of the other, which has begun.
      let value = try task.select(
        .receive(from: channel) { $0 ?? 0 }, .timeout(.milliseconds(1)) { -1 })
      trace("\(value)")
    }
    // More than have turns in a row, so that several times are found to be due at once.
    for _ in 1...200 {
      try scheduler.spawn { task in while trace.events.isEmpty { try task.yield() } }
    }
    try scheduler.run()
    expectEqual(trace.events, ["1"])
  }

  @Test func `is about all waits of the closure together, and each further one`() throws {
    let trace = trace
    try scheduler.run { task in
      let error = thrown {
        try task.withTimeout(.seconds(5)) {
          try task.sleep(for: .seconds(3))
          for _ in 1...2 {
            trace("\(thrown { try task.sleep(for: .seconds(3)) } ?? "slept") at \(task.now)")
          }
          try task.yield()
        }
      }
      trace("\(error ?? "nothing") at \(task.now)")
    }
    expectEqual(
      trace.events, Array(repeating: "timed out after 5.0 seconds at 5.0 seconds", count: 3))
  }

  @Test func `lets a closure that waits no more return, however late`() throws {
    let value = try scheduler.run { task in
      try task.withTimeout(.seconds(1)) {
        try? task.sleep(for: .seconds(3))
        return 42
      }
    }
    expectEqual(value, 42)
  }

  @Test func `that passes while the task is ready comes to the next wait`() throws {
    let trace = trace
    let quick = try scheduler.spawn { task in
      try task.sleep(for: .seconds(2))
      return "value"
    }
    try scheduler.run { task in
      let error = thrown {
        try task.withTimeout(.seconds(5)) {
          trace(try task.join(quick))
          // Ready while time passes: virtual time does that in one place only.
          task.link.core.passLimit(task.link.core.interruption.limits[0].id)
          trace("goes on")
          try task.yield()
        }
      }
      trace(error ?? "nothing")
      try task.yield()
    }
    expectEqual(trace.events, ["value", "goes on", "timed out after 5.0 seconds"])
  }

  @Test func `passes in real time while a task that is ready waits for its turn`() throws {
    let trace = trace
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      let error = thrown {
        try task.withTimeout(.milliseconds(1)) { while true { try task.yield() } }
      }
      trace(error ?? "nothing")
      try task.yield()
    }
    try scheduler.run()
    expectEqual(trace.events, ["timed out after 0.001 seconds"])
  }

  @Test(arguments: [(1, 3, 1), (3, 1, 1), (2, 2, 2)])
  func `inside of another, the one that passes first wins`(outer: Int, inner: Int, at time: Int)
    throws
  {
    let trace = trace
    try scheduler.run { task in
      let result = thrown {
        try task.withTimeout(.seconds(outer)) {
          let result = thrown {
            try task.withTimeout(.seconds(inner)) { try task.sleep(for: .seconds(9)) }
          }
          trace("\(result ?? "nothing") at \(task.now)")
          try task.yield()
          trace("goes on")
        }
      }
      trace(result ?? "nothing")
      try task.yield()
    }
    let error = "timed out after \(time).0 seconds"
    expectEqual(
      trace.events,
      ["\(error) at \(time).0 seconds"]
        + (outer > inner ? ["goes on", "nothing"] : [error]))
  }

  @Test func `inside of another that has passed too throws the outer's error`() throws {
    let trace = trace
    try scheduler.run { task in
      let result = thrown {
        try task.withTimeout(.milliseconds(2500)) {
          try task.withTimeout(.seconds(2)) {
            for _ in 1...2 {
              trace(thrown { try task.sleep(for: .seconds(5)) } ?? "nothing")
              try? task.withCancellationShield { try task.sleep(for: .seconds(1)) }
            }
            try task.yield()
          }
        }
      }
      trace(result ?? "nothing")
    }
    expectEqual(
      trace.events,
      [
        "timed out after 2.0 seconds", "timed out after 2.5 seconds", "timed out after 2.5 seconds",
      ])
  }

  @Test(arguments: [Failure(1), CancellationError(), SchedulingError.finished] as [any Error])
  func `ends with an error of the closure, whatever it is`(error: any Error) throws {
    let trace = trace
    try scheduler.run { task in
      let result = thrown {
        try task.withTimeout(.seconds(10)) {
          try task.withTimeout(.seconds(1)) {
            try task.withTimeout(.seconds(5)) { throw error }
          }
        }
      }
      trace(result ?? "nothing")
      try task.sleep(for: .seconds(20))
      trace("\(task.now)")
    }
    expectEqual(trace.events, [name(of: error), "20.0 seconds"])
    expectEqual(scheduler.core.timers.count, 0)
  }

  @Test(arguments: [0, -5])
  func `of no time lets the others have their turn`(seconds: Int) throws {
    let trace = trace
    try scheduler.run { task in
      let quick = try task.spawn { _ in "quick" }
      trace(try task.withTimeout(.seconds(seconds)) { try task.join(quick) })
      trace(
        thrown { try task.withTimeout(.seconds(seconds)) { try task.sleep(for: .seconds(1)) } }
          ?? "nothing")
      trace("\(try task.withTimeout(.seconds(seconds)) { task.now })")
    }
    expectEqual(trace.events, ["quick", "timed out after \(seconds).0 seconds", "0.0 seconds"])
  }

  @Test func `of no time may be how one looks many times whether something is there`() throws {
    let trace = trace
    try scheduler.spawn { task in
      let other = try task.spawn { task in for _ in 1...5000 { try task.yield() } }
      var looks = 0
      while thrown({ try task.withTimeout(.zero) { try task.waitForNothing() } }) != nil,
        looks < 3000
      {
        looks += 1
      }
      trace("\(looks) \(other.state)")
    }
    try scheduler.run()
    expectEqual(trace.events, ["3000 done"])
  }

  @Test func `is after a cancellation, and before an error that is thrown in`() throws {
    let trace = trace
    for isCancelled in [true, false] {
      let sleeper = try scheduler.spawn { task in
        trace(
          thrown {
            try task.withTimeout(.seconds(1)) {
              try? task.withCancellationShield { try task.sleep(for: .seconds(3)) }
              trace(thrown { try task.yield() } ?? "nothing")
            }
          } ?? "returned")
        trace(thrown { try task.yield() } ?? "nothing")
      }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(2))
        if isCancelled { sleeper.cancel() } else { sleeper.throw(Failure(1)) }
      }
    }
    try scheduler.run()
    expectEqual(
      trace.events,
      [
        "CancellationError()", "returned", "CancellationError()",
        "timed out after 1.0 seconds", "returned", "E1",
      ])
  }

  @Test func `does not reach into tasks that are spawned in it`() throws {
    let trace = trace
    try scheduler.run { task in
      let child = try task.withTimeout(.seconds(1)) {
        try task.spawn { task in
          try task.sleep(for: .seconds(5))
          return "child"
        }
      }
      trace(try task.join(child))
    }
    expectEqual(trace.events, ["child"])
  }

  @Test func `that is ignored a thousand times is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      try Scheduler(clock: .virtual).runBlocking(name: "late", line: 3) { task in
        try task.withTimeout(.seconds(5)) { while true { try? task.sleep(for: .seconds(1)) } }
      }
    }
    #expect(
      result.complaint.contains(
        """
        task 1 "late", spawned at GeneratorSchedulingTests/TimeoutsTests.swift:3 ignored its \
        cancellation: it went on to wait 1000 times after a wait had thrown timed out after 5.0 seconds
        """))
  }
}
