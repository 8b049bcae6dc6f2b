import GeneratorScheduling
import TestSupport
import Testing

@Suite struct SendingTests {
  @Test func `a sender waits until a receiver has taken it`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      for n in 1...2 {
        trace("sends \(n)")
        try task.send(n, to: channel)
        trace("sent \(n)")
      }
    }
    try scheduler.spawn { task in
      try task.yield()
      for _ in 1...2 { trace("receives \(try task.receive(from: channel)!)") }
    }
    try scheduler.run()
    expectEqual(
      trace.take(), ["sends 1", "receives 1", "sent 1", "sends 2", "sent 2", "receives 2"])
  }

  @Test func `where a receiver waits it does not wait`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    let scheduler = Scheduler()
    try scheduler.spawn { task in trace("received \(try task.receive(from: channel)!)") }
    try scheduler.spawn { task in
      try task.send(1, to: channel)
      trace("sent")
    }
    try scheduler.run()
    expectEqual(trace.take(), ["sent", "received 1"])
  }

  @Test(arguments: [1, 2, 3])
  func `it waits when the channel is full`(capacity: Int) throws {
    let trace = Trace()
    let channel = Channel<Int>(capacity: capacity)
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      for n in 1...4 {
        try task.send(n, to: channel)
        trace("+\(n)")
      }
      channel.close()
    }
    try scheduler.spawn { task in
      while let n = try task.receive(from: channel) {
        trace("-\(n)")
        try task.yield()
      }
    }
    try scheduler.run()
    let traces = [
      1: ["+1", "-1", "+2", "-2", "+3", "-3", "+4", "-4"],
      2: ["+1", "+2", "-1", "+3", "-2", "+4", "-3", "-4"],
      3: ["+1", "+2", "+3", "-1", "+4", "-2", "-3", "-4"],
    ]
    expectEqual(trace.take(), traces[capacity])
  }

  @Test func `it never waits where there is always room`() throws {
    let channel = Channel<Int>(capacity: .max)
    try Scheduler().run { task in
      for n in 1...10_000 { try task.send(n, to: channel) }
      expectEqual(channel.count, 10_000)
      for n in 1...10_000 { expectEqual(channel.tryReceive(), n) }
    }
  }

  @Test(arguments: [0, 1, 3])
  func `waiting tasks are served in order`(capacity: Int) throws {
    let trace = Trace()
    let channel = Channel<Int>(capacity: capacity)
    try Scheduler().run { task in
      for n in 1...5 {
        try task.spawn { task in
          try task.send(n, to: channel)
          trace("sent \(n)")
        }
      }
      try task.yield()
      var received: [Int] = []
      for _ in 1...5 { received.append(try task.receive(from: channel)!) }
      expectEqual(received, [1, 2, 3, 4, 5])
      try task.yield()
    }
    expectEqual(trace.take(), (1...5).map { "sent \($0)" })
  }

  @Test func `a later task does not go before a waiting task`() throws {
    let channel = Channel<String>(capacity: 1)
    try Scheduler().run { task in
      try task.send("first", to: channel)
      try task.spawn { task in try task.send("waited", to: channel) }
      try task.yield()
      // The room that this makes is that of the waiting sender, which has not continued yet.
      expectEqual(channel.tryReceive(), "first")
      let wasSent = try channel.trySend("late")
      #expect(!wasSent)
      expectEqual(channel.tryReceive(), "waited")
      expectEqual(channel.tryReceive(), nil)
    }
  }

  // MARK: Without waiting

  @Test func `trySend sends where no wait is needed`() throws {
    let (unbuffered, bounded) = (Channel<Int>(), Channel<Int>(capacity: 2))
    var sent = [try unbuffered.trySend(1)]
    for n in 1...3 { sent.append(try bounded.trySend(n)) }
    expectEqual(sent, [false, true, true, false])

    let received = try Scheduler().run { task in
      let receiver = try task.spawn { task in try task.receive(from: unbuffered) }
      try task.yield()
      let results = try [unbuffered.trySend(5), unbuffered.trySend(6)]
      expectEqual(results, [true, false])
      return try task.join(receiver)
    }
    expectEqual(received, 5)
  }

  @Test func `a value that was not sent is released`() throws {
    let tracker = Tracker()
    let channel = Channel<Tracked>()
    let wasSent = try channel.trySend(tracker.object())
    #expect(!wasSent)
    expectEqual(tracker.alive, 0)
  }

  // MARK: Errors

  @Test(arguments: [0, 1, .max])
  func `it can't send to a closed channel`(capacity: Int) throws {
    let tracker = Tracker()
    let channel = Channel<Tracked>(capacity: capacity, name: "c", fileID: "M/F.swift", line: 3)
    channel.close()
    try Scheduler().run { task in
      let errors = [
        #expect(throws: SchedulingError.self) { try task.send(tracker.object(), to: channel) },
        #expect(throws: SchedulingError.self) { _ = try channel.trySend(tracker.object()) },
      ]
      for error in errors {
        expectEqual(
          error?.description, "send on a closed channel: channel \"c\" made at M/F.swift:3")
      }
    }
    expectEqual(tracker.made, 2)
    expectEqual(tracker.alive, 0)
  }

  @Test func `what was cancelled while it waited was not sent`() throws {
    let tracker = Tracker()
    let channel = Channel<Tracked>()
    try Scheduler().run { task in
      let senders = try (1...3).map { n in
        try task.spawn { task in try task.send(tracker.object(n), to: channel) }
      }
      try task.yield()
      senders[0].cancel()
      senders[1].throw(Failure(2))
      // Neither is in the queue any more, though neither has gone on.
      expectEqual(channel.tryReceive()?.id, 3)
      #expect(channel.tryReceive() == nil)
      #expect(throws: CancellationError.self) { try task.join(senders[0]) }
      #expect(throws: Failure(2)) { try task.join(senders[1]) }
      try task.join(senders[2])
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `one cancelled after its value was taken has sent, and is cancelled then`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let sender = try task.spawn { task in
        try task.send(1, to: channel)
        trace("sent")
        try task.yield()
        trace("not reached")
      }
      try task.yield()
      expectEqual(channel.tryReceive(), 1)
      sender.cancel()
      #expect(throws: CancellationError.self) { try task.join(sender) }
    }
    expectEqual(trace.take(), ["sent"])
  }

  @Test func `one that is cancelled sends nothing, though it would not wait`() throws {
    let channel = Channel<Int>(capacity: .max)
    try Scheduler().run { task in
      let sender = try task.spawn { task in
        task.cancel()
        try task.send(1, to: channel)
      }
      #expect(throws: CancellationError.self) { try task.join(sender) }
    }
    expectEqual(channel.count, 0)
  }

  @Test func `its time runs out`() throws {
    let channel = Channel<Int>()
    try Scheduler(clock: .virtual).run { task in
      let error = #expect(throws: SchedulingError.self) {
        try task.withTimeout(.seconds(5)) { try task.send(1, to: channel) }
      }
      expectEqual(error?.description, "timed out after 5.0 seconds")
      expectEqual(task.now, .start + .seconds(5))
      expectEqual(channel.tryReceive(), nil)
    }
  }

  @Test func `a deadlock names the channel`() throws {
    let channel = Channel<Int>(capacity: 1, name: "jobs", fileID: "M/F.swift", line: 3)
    let scheduler = Scheduler()
    try scheduler.spawn(name: "writer", fileID: "M/G.swift", line: 7) { task in
      for n in 1...2 { try task.send(n, to: channel) }
    }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: the only task waits, and nothing can wake it
        task 1 "writer", spawned at M/G.swift:7: sending to channel "jobs" made at M/F.swift:3
      """)
  }
}
