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
    #expect(
      trace.events == [
        "closure ended", "timed out after 5.0 seconds at 5.0 seconds", "at 6.0 seconds",
      ])
  }

  @Test func `gives the value of a closure that is in time, and then is no more`() throws {
    let value = try scheduler.run { task in
      let value = try task.withTimeout(.seconds(5)) {
        try task.sleep(for: .seconds(4))
        return 42
      }
      try task.sleep(for: .seconds(9))
      return value
    }
    #expect(value == 42)
    #expect(scheduler.core.timers.count == 0)
  }

  @Test func `at the same time as the wait's end, what was set first comes first`() throws {
    let trace = trace
    try scheduler.run { task in
      trace(
        thrown { try task.withTimeout(.seconds(5)) { try task.sleep(for: .seconds(5)) } }
          ?? "in time")
      let other = try task.spawn { try $0.sleep(for: .seconds(5)) }
      try task.yield()
      trace(thrown { try task.withTimeout(.seconds(5)) { try task.join(other) } } ?? "in time")
    }
    // The other is ready before the time has passed, and has not had its turn.
    #expect(trace.events == ["timed out after 5.0 seconds", "timed out after 5.0 seconds"])
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
    #expect(
      trace.events == Array(repeating: "timed out after 5.0 seconds at 5.0 seconds", count: 3))
  }

  @Test func `lets a closure that waits no more return, however late`() throws {
    let value = try scheduler.run { task in
      try task.withTimeout(.seconds(1)) {
        try? task.sleep(for: .seconds(3))
        return 42
      }
    }
    #expect(value == 42)
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
          // Ready, with time that passes meanwhile: which virtual time does in one place only.
          task.link.core.passLimit(task.link.core.interruption.limits[0].id)
          trace("goes on")
          try task.yield()
        }
      }
      trace(error ?? "nothing")
      try task.yield()
    }
    #expect(trace.events == ["value", "goes on", "timed out after 5.0 seconds"])
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
    #expect(trace.events == ["timed out after 0.001 seconds"])
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
    #expect(
      trace.events == ["\(error) at \(time).0 seconds"]
        + (outer > inner ? ["goes on", "nothing"] : [error]))
  }

  @Test func `inside of another that has passed meanwhile gives the outer's error`() throws {
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
    #expect(
      trace.events == [
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
    #expect(trace.events == [name(of: error), "20.0 seconds"])
    #expect(scheduler.core.timers.count == 0)
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
    #expect(trace.events == ["quick", "timed out after \(seconds).0 seconds", "0.0 seconds"])
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
    #expect(trace.events == ["3000 done"])
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
    #expect(
      trace.events == [
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
    #expect(trace.events == ["child"])
  }

  @Test func `that is ignored a thousand times is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      try Scheduler(clock: .virtual).run(name: "late", line: 3) { task in
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
