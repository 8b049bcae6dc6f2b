import GeneratorScheduling
import TestSupport
import Testing

@Suite struct EventTests {
  @Test(arguments: [
    (nil as String?, "an event made at M/F.swift:3"),
    ("start", "event \"start\" made at M/F.swift:3"),
  ])
  func `it says what it is called and where it was made`(name: String?, text: String) {
    expectEqual("\(GeneratorScheduling.Event(name: name, fileID: "M/F.swift", line: 3))", text)
  }

  @Test func `to set it wakes all, in order`() throws {
    let trace = Trace()
    let event = Event()
    try Scheduler().run { task in
      let waiters = try ["a", "b", "c"].map { name in
        try task.spawn { task in
          try task.wait(for: event)
          trace(name)
        }
      }
      try task.yield()
      #expect(!event.isSet)
      event.set()
      trace("set")
      for waiter in waiters { try task.join(waiter) }
    }
    #expect(event.isSet)
    expectEqual(trace.take(), ["set", "a", "b", "c"])
  }

  @Test func `when it is set no task waits`() throws {
    let trace = Trace()
    let event = Event()
    event.set()
    event.set()
    try Scheduler().run { task in
      try task.spawn { _ in trace("other") }
      for _ in 1...3 { try task.wait(for: event) }
      trace("went on")
      try task.yield()
    }
    expectEqual(trace.take(), ["went on", "other"])
  }

  @Test func `when it is cleared they wait again`() throws {
    let trace = Trace()
    let event = Event()
    try Scheduler().run { task in
      let waiter = try task.spawn { task in
        for n in 1...2 {
          try task.wait(for: event)
          trace("woken \(n)")
        }
      }
      try task.yield()
      // A woken task continues though the event is cleared before.
      event.set()
      event.clear()
      #expect(!event.isSet)
      try task.yield()
      expectEqual(trace.take(), ["woken 1"])
      #expect(waiter.state.description.hasPrefix("waiting for"))
      event.set()
      try task.join(waiter)
    }
    expectEqual(trace.take(), ["woken 2"])
  }

  @Test func `one cancelled while it waits, and one after it was woken`() throws {
    let trace = Trace()
    let event = Event()
    try Scheduler().run { task in
      let waiters = try ["a", "b", "c"].map { name in
        try task.spawn { task in
          try task.wait(for: event)
          trace("\(name) woken")
          try task.yield()
          trace("\(name) goes on")
        }
      }
      try task.yield()
      waiters[0].cancel()
      event.set()
      waiters[1].cancel()
      #expect(throws: CancellationError.self) { try task.join(waiters[0]) }
      #expect(throws: CancellationError.self) { try task.join(waiters[1]) }
      try task.join(waiters[2])
    }
    expectEqual(trace.take(), ["b woken", "c woken", "c goes on"])
  }

  @Test func `one that is cancelled does not go on, though it is set`() throws {
    let event = Event()
    event.set()
    try Scheduler().run { task in
      let waiter = try task.spawn { task in
        task.cancel()
        try task.wait(for: event)
      }
      #expect(throws: CancellationError.self) { try task.join(waiter) }
    }
  }

  @Test func `its time runs out`() throws {
    let event = Event()
    try Scheduler(clock: .virtual).run { task in
      #expect(throws: SchedulingError.self) {
        try task.withTimeout(.seconds(2)) { try task.wait(for: event) }
      }
      event.set()
      try task.wait(for: event)
      expectEqual(task.now, .start + .seconds(2))
    }
  }

  @Test func `dropping the scheduler ends the tasks that wait`() throws {
    let trace = Trace()
    let event = Event()
    do {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        defer { trace("ended") }
        try task.wait(for: event)
      }
      try scheduler.spawn { task in try task.yield() }
      try scheduler.runOne()
    }
    expectEqual(trace.take(), ["ended"])
    event.set()
  }

  @Test func `a deadlock names it`() throws {
    let event = Event(fileID: "M/F.swift", line: 3)
    let scheduler = Scheduler()
    try scheduler.spawn(fileID: "M/G.swift", line: 7) { task in try task.wait(for: event) }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: the only task waits, and nothing can wake it
        task 1, spawned at M/G.swift:7: waiting for an event made at M/F.swift:3
      """)
  }
}
