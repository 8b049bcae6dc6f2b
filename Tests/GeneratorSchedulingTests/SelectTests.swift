import GeneratorScheduling
import TestSupport
import Testing

@Suite struct SelectTests {
  /// What was chosen, in words, of receiving from two channels.
  private func receiving(
    _ a: Channel<Int>, _ b: Channel<Int>, named names: (String, String) = ("a", "b")
  ) -> [SelectCase<String>] {
    [
      .receive(from: a) { "\(names.0) \($0.map { "\($0)" } ?? "nil")" },
      .receive(from: b) { "\(names.1) \($0.map { "\($0)" } ?? "nil")" },
    ]
  }

  // MARK: What is ready

  @Test func `of those that are ready the first listed wins`() throws {
    let (a, b) = (Channel<Int>(capacity: 4), Channel<Int>(capacity: 4))
    let chosen = try Scheduler().run { task in
      for n in 1...2 {
        try task.send(n, to: a)
        try task.send(10 * n, to: b)
      }
      let cases = receiving(a, b)
      return try [
        task.select(cases), task.select(cases.reversed()), task.select(cases[0], cases[1]),
        task.select(cases),
      ]
    }
    expectEqual(chosen, ["a 1", "b 10", "a 2", "b 20"])
  }

  @Test func `it takes from one only`() throws {
    let (a, b) = (Channel<Int>(capacity: 4), Channel<Int>(capacity: 4))
    try Scheduler().run { task in
      try task.send(1, to: a)
      try task.send(2, to: b)
      let chosen = try task.select(
        .send(5, to: b) { "sent" }, .receive(from: a) { "a \($0!)" },
        .receive(from: b) { "b \($0!)" })
      expectEqual(chosen, "sent")
      expectEqual([a.count, b.count], [1, 2])
    }
  }

  @Test func `a sender that waits is ready, and goes on`() throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(), Channel<Int>())
    try Scheduler().run { task in
      let sender = try task.spawn { task in
        try task.send(7, to: b)
        trace("sent")
      }
      try task.yield()
      trace(try task.select(receiving(a, b)))
      try task.join(sender)
    }
    expectEqual(trace.take(), ["b 7", "sent"])
  }

  @Test func `a receiver that waits is ready, and gets the value`() throws {
    let (a, b) = (Channel<Int>(), Channel<Int>())
    try Scheduler().run { task in
      let receiver = try task.spawn { task in try task.receive(from: b) }
      try task.yield()
      let chosen = try task.select(.send(1, to: a) { "a" }, .send(2, to: b) { "b" })
      expectEqual(chosen, "b")
      let value = try task.join(receiver)
      expectEqual(value, 2)
    }
  }

  @Test func `a closed channel is ready, after what it holds`() throws {
    let (a, b) = (Channel<Int>(), Channel<Int>(capacity: 1))
    let chosen = try Scheduler().run { task in
      try task.send(1, to: b)
      b.close()
      let cases = receiving(a, b)
      return try [task.select(cases), task.select(cases), task.select(cases)]
    }
    expectEqual(chosen, ["b 1", "b nil", "b nil"])
  }

  // MARK: Waiting

  @Test func `it waits for the first that comes, and is in no other queue any more`() throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(), Channel<Int>())
    try Scheduler().run { task in
      let chooser = try task.spawn { task in
        trace(try task.select(receiving(a, b)))
        trace(try task.select(receiving(a, b)))
      }
      try task.yield()
      try task.send(1, to: b)
      // It was given one, and may not be given another.
      let wasSent = try [a.trySend(2), b.trySend(2)]
      expectEqual(wasSent, [false, false])
      trace("given")
      try task.yield()
      try task.send(3, to: a)
      try task.join(chooser)
    }
    expectEqual(trace.take(), ["given", "b 1", "a 3"])
  }

  @Test func `it waits in line`() throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(), Channel<Int>())
    let scheduler = Scheduler()
    try scheduler.spawn { task in trace("first \(try task.receive(from: b)!)") }
    try scheduler.spawn { task in trace("second \(try task.select(receiving(a, b)))") }
    try scheduler.spawn { task in trace("third \(try task.receive(from: b)!)") }
    try scheduler.spawn { task in for n in 1...3 { try task.send(n, to: b) } }
    try scheduler.run()
    expectEqual(trace.take(), ["first 1", "second b 2", "third 3"])
  }

  @Test(arguments: [0, 1])
  func `it waits to send`(capacity: Int) throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(capacity: capacity), Channel<Int>(capacity: capacity))
    try Scheduler().run { task in
      for channel in [a, b] { for n in 0..<capacity { try task.send(n, to: channel) } }
      let sender = try task.spawn { task in
        trace(try task.select(.send(10, to: a) { "sent to a" }, .send(20, to: b) { "sent to b" }))
      }
      try task.yield()
      var received: [Int] = []
      while let n = b.tryReceive() { received.append(n) }
      expectEqual(received, Array(0..<capacity) + [20])
      while let n = a.tryReceive() { received.append(n) }
      expectEqual(received, Array(0..<capacity) + [20] + Array(0..<capacity))
      trace("taken")
      try task.join(sender)
    }
    expectEqual(trace.take(), ["taken", "sent to b"])
  }

  @Test func `it waits for both directions of one channel, and does not meet itself`() throws {
    let channel = Channel<Int>(name: "c", fileID: "M/F.swift", line: 3)
    let both: [SelectCase<String>] = [
      .send(1, to: channel) { "sent" }, .receive(from: channel) { "received \($0!)" },
    ]
    let scheduler = Scheduler()
    try scheduler.spawn(fileID: "M/G.swift", line: 7) { task in _ = try task.select(both) }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: the only task waits, and nothing can wake it
        task 1, spawned at M/G.swift:7: selecting: sending to channel "c" made at M/F.swift:3, \
      or receiving from channel "c" made at M/F.swift:3
      """)

    let trace = Trace()
    try Scheduler().run { task in
      let others = try ["x", "y"].map { name in
        try task.spawn { task in trace("\(name) \(try task.select(both))") }
      }
      for other in others { try task.join(other) }
    }
    // The second finds the first, which waits to receive too.
    expectEqual(trace.take(), ["y sent", "x received 1"])
  }

  @Test func `the same channel twice`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let chooser = try task.spawn { task in
        for _ in 1...3 {
          trace(try task.select(receiving(channel, channel, named: ("once", "again"))))
        }
      }
      try task.yield()
      try task.send(1, to: channel)
      let wasSent = try channel.trySend(2)
      #expect(!wasSent)
      for n in 2...3 { try task.send(n, to: channel) }
      try task.join(chooser)
    }
    expectEqual(trace.take(), ["once 1", "once 2", "once 3"])
  }

  @Test func `selects that meet selects`() throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(), Channel<Int>())
    let scheduler = Scheduler()
    // Each wants to send on one and receive from the other, one of them the other way round.
    try scheduler.spawn { task in
      for n in 1...3 {
        trace(
          try task.select(.send(n, to: a) { "x sent \(n)" }, .receive(from: b) { "x got \($0!)" }))
      }
    }
    try scheduler.spawn { task in
      for n in 11...13 {
        trace(
          try task.select(.send(n, to: b) { "y sent \(n)" }, .receive(from: a) { "y got \($0!)" }))
      }
    }
    try scheduler.run()
    expectEqual(
      trace.take(), ["y sent 11", "x got 11", "x sent 2", "y got 2", "y sent 13", "x got 13"])
  }

  // MARK: The close

  @Test func `the close wakes it`() throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(), Channel<Int>())
    try Scheduler().run { task in
      let chooser = try task.spawn { task in trace(try task.select(receiving(a, b))) }
      try task.yield()
      b.close()
      a.close()
      try task.join(chooser)
    }
    expectEqual(trace.take(), ["b nil"])
  }

  @Test func `a send to a closed channel throws when it is chosen`() throws {
    let trace = Trace()
    let (open, closed) = (Channel<Int>(capacity: 1), Channel<Int>(fileID: "M/F.swift", line: 3))
    closed.close()
    try Scheduler().run { task in
      let sending = SelectCase<String>.send(1, to: closed) { "sent" }
      let error = #expect(throws: SchedulingError.self) {
        try task.select(sending, .send(2, to: open) { "sent 2" })
      }
      expectEqual(error?.description, "send on a closed channel: a channel made at M/F.swift:3")
      expectEqual(open.count, 0)
      trace(try task.select(.send(2, to: open) { "sent 2" }, sending))
      // Even where it would not wait.
      #expect(throws: SchedulingError.self) { try task.select(.otherwise { "nothing" }, sending) }
    }
    expectEqual(trace.take(), ["sent 2"])
  }

  @Test func `a send that waits when its channel is closed throws`() throws {
    let tracker = Tracker()
    let (a, b) = (Channel<Tracked>(), Channel<Tracked>())
    try Scheduler().run { task in
      let sender = try task.spawn { task in
        try task.select(
          .send(tracker.object(1), to: a) { "a" }, .send(tracker.object(2), to: b) { "b" })
      }
      try task.yield()
      b.close()
      #expect(throws: SchedulingError.self) { try task.join(sender) }
      #expect(a.tryReceive() == nil)
    }
    expectEqual(tracker.alive, 0)
  }

  // MARK: Time

  @Test func `a timeout ends the wait, and leaves all queues`() throws {
    let (a, b) = (Channel<Int>(), Channel<Int>())
    try Scheduler(clock: .virtual).run { task in
      let chosen = try task.select(
        .receive(from: a) { _ in "a" }, .send(1, to: b) { "b" },
        .timeout(.seconds(5)) { "nothing" })
      expectEqual(chosen, "nothing")
      expectEqual(task.now, .start + .seconds(5))
      let wasSent = try a.trySend(1)
      #expect(!wasSent)
      expectEqual(b.tryReceive(), nil)
    }
  }

  @Test func `what comes before the time ends the wait for it too`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler(clock: .virtual).run { task in
      try task.spawn { task in
        try task.sleep(for: .seconds(2))
        try task.send(1, to: channel)
      }
      let cases: [SelectCase<String>] = [
        .timeout(.seconds(3)) { "nothing" }, .receive(from: channel) { "received \($0!)" },
      ]
      for _ in 1...2 { trace("\(try task.select(cases)) at \(task.now)") }
      try task.sleep(for: .seconds(10))
    }
    expectEqual(trace.take(), ["received 1 at 2.0 seconds", "nothing at 5.0 seconds"])
  }

  @Test func `the shortest of several timeouts counts, the first of equal ones`() throws {
    let trace = Trace()
    try Scheduler(clock: .virtual).run { task in
      let chosen = try task.select(
        .timeout(.seconds(3)) { "three" }, .timeout(.seconds(2)) { "two" },
        .timeout(.seconds(2)) { "two again" })
      trace("\(chosen) at \(task.now)")
    }
    expectEqual(trace.take(), ["two at 2.0 seconds"])
  }

  @Test(arguments: [Duration.zero, .seconds(-1)])
  func `a time that has passed is ready, in its place`(duration: Duration) throws {
    let channel = Channel<Int>(capacity: 2)
    let chosen = try Scheduler(clock: .virtual).run { task in
      try task.send(1, to: channel)
      let timeout = SelectCase<String>.timeout(duration) { "time" }
      let receive = SelectCase<String>.receive(from: channel) { "received \($0!)" }
      return try [
        task.select(timeout, receive), task.select(receive, timeout),
        task.select(receive, timeout), task.select(.otherwise { "otherwise" }, timeout),
      ]
    }
    expectEqual(chosen, ["time", "received 1", "time", "time"])
  }

  // MARK: Not waiting

  @Test func `otherwise is for when nothing is ready, wherever it is listed`() throws {
    let channel = Channel<Int>(capacity: 1)
    let chosen = try Scheduler().run { task in
      let otherwise = SelectCase<String>.otherwise { "nothing" }
      let receive = SelectCase<String>.receive(from: channel) { "received \($0!)" }
      var chosen = [try task.select(otherwise, receive)]
      for n in 1...2 {
        try task.send(n, to: channel)
        chosen.append(try task.select(n == 1 ? [otherwise, receive] : [receive, otherwise]))
      }
      chosen.append(try task.select(receive, .timeout(.seconds(1)) { "time" }, otherwise))
      chosen.append(try task.select(.otherwise { "first" }, otherwise))
      return chosen
    }
    expectEqual(chosen, ["nothing", "received 1", "received 2", "nothing", "first"])
  }

  @Test func `with otherwise it keeps its turn`() throws {
    let trace = Trace()
    try Scheduler().run { task in
      try task.spawn { _ in trace("other") }
      trace(try task.select(.otherwise { "nothing" }))
      try task.yield()
    }
    expectEqual(trace.take(), ["nothing", "other"])
  }

  // MARK: No cases

  @Test func `with no cases it waits permanently`() throws {
    let trace = Trace()
    let scheduler = Scheduler()
    try scheduler.spawn(name: "x", fileID: "M/G.swift", line: 7) { task in
      defer { trace("ended") }
      let _: Int = try task.select()
    }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: the only task waits, and nothing can wake it
        task 1 "x", spawned at M/G.swift:7: selecting from no cases
      """)
    expectEqual(trace.take(), ["ended"])
  }

  // MARK: Interruptions

  @Test func `one cancelled while it waits has done nothing, and leaves all queues`() throws {
    let tracker = Tracker()
    let (a, b) = (Channel<Tracked>(), Channel<Tracked>())
    try Scheduler().run { task in
      let chooser = try task.spawn { task in
        try task.select(
          .receive(from: a) { _ in "a" }, .send(tracker.object(), to: b) { "b" },
          .timeout(.seconds(3600)) { "time" })
      }
      try task.yield()
      chooser.cancel()
      #expect(b.tryReceive() == nil)
      let wasSent = try a.trySend(tracker.object())
      #expect(!wasSent)
      #expect(throws: CancellationError.self) { try task.join(chooser) }
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `one cancelled after it was given a value has it, and is cancelled then`() throws {
    let trace = Trace()
    let (a, b) = (Channel<Int>(), Channel<Int>())
    try Scheduler().run { task in
      let chooser = try task.spawn { task in
        trace(try task.select(receiving(a, b)))
        trace(try task.select(receiving(a, b)))
      }
      try task.yield()
      try task.send(1, to: a)
      chooser.cancel()
      #expect(throws: CancellationError.self) { try task.join(chooser) }
    }
    expectEqual(trace.take(), ["a 1"])
  }

  @Test func `one cancelled after its time has passed returns, and is cancelled then`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler(clock: .virtual).run { task in
      var chooser: ScheduledTask<Void>?
      // Due at the same time, and first.
      let killer = try task.spawn { task in
        try task.sleep(for: .seconds(1))
        try task.yield()
      }
      chooser = try task.spawn { task in
        trace(
          try task.select(.receive(from: channel) { _ in "a" }, .timeout(.seconds(1)) { "time" }))
        chooser!.cancel()
        try task.yield()
        trace("not reached")
      }
      try task.join(killer)
      #expect(throws: CancellationError.self) { try task.join(chooser!) }
    }
    expectEqual(trace.take(), ["time"])
  }

  @Test func `one that is cancelled does nothing, though something is ready`() throws {
    let channel = Channel<Int>(capacity: 1)
    try Scheduler().run { task in
      try task.send(1, to: channel)
      let chooser = try task.spawn { task in
        task.cancel()
        return try task.select(.receive(from: channel) { $0 }, .otherwise { nil })
      }
      #expect(throws: CancellationError.self) { try task.join(chooser) }
      expectEqual(channel.count, 1)
    }
  }

  @Test func `a limit of time around it`() throws {
    let channel = Channel<Int>()
    try Scheduler(clock: .virtual).run { task in
      #expect(throws: SchedulingError.self) {
        try task.withTimeout(.seconds(1)) {
          try task.select(.receive(from: channel) { $0 }, .timeout(.seconds(2)) { nil })
        }
      }
      expectEqual(task.now, .start + .seconds(1))
      let wasSent = try channel.trySend(1)
      #expect(!wasSent)
    }
  }

  @Test func `dropping the scheduler ends it and frees what it would have sent`() throws {
    let tracker = Tracker()
    let trace = Trace()
    let channel = Channel<Tracked>()
    do {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        defer { trace("ended") }
        try task.select(
          .send(tracker.object(), to: channel) {}, .send(tracker.object(), to: channel) {})
      }
      try scheduler.spawn { task in try task.yield() }
      try scheduler.runOne()
      expectEqual(tracker.alive, 2)
    }
    expectEqual(trace.take(), ["ended"])
    expectEqual(tracker.alive, 0)
    #expect(channel.tryReceive() == nil)
  }

  // MARK: The closures

  @Test(arguments: [false, true])
  func `an error of a closure is thrown on, after the case was done`(waits: Bool) throws {
    let channel = Channel<Int>(capacity: 1)
    try Scheduler().run { task in
      let sender = try task.spawn { task in try task.send(1, to: channel) }
      if !waits { try task.yield() }
      #expect(throws: Failure(1)) {
        try task.select(.receive(from: channel) { _ in throw Failure(1) })
      }
      try task.join(sender)
      expectEqual(channel.count, 0)
      #expect(throws: Failure(2)) {
        try task.select(.send(2, to: channel) { throw Failure(2) })
      }
      expectEqual(channel.count, 1)
      #expect(throws: Failure(3)) { try task.select(.otherwise { throw Failure(3) }) }
      #expect(throws: Failure(4)) { try task.select(.timeout(.zero) { throw Failure(4) }) }
    }
  }

  @Test func `a closure may use the channels`() throws {
    let (a, b) = (Channel<Int>(), Channel<Int>(capacity: 1))
    try Scheduler().run { task in
      try task.spawn { task in try task.send(1, to: a) }
      let wasSent = try task.select(.receive(from: a) { try b.trySend($0!) })
      #expect(wasSent)
      expectEqual(b.tryReceive(), 1)
    }
  }

  @Test func `an optional result`() throws {
    let channel = Channel<Int?>(capacity: 2)
    let results = try Scheduler().run { task in
      for value in [nil, 1] as [Int?] { try task.send(value, to: channel) }
      let cases: [SelectCase<Int?>] = [
        .receive(from: channel) { $0! }, .timeout(.seconds(1)) { nil },
      ]
      return try [task.select(cases), task.select(cases)]
    }
    expectEqual(results, [nil, 1])
  }

  @Test func `an optional result after a wait`() throws {
    let channel = Channel<Int?>()
    let results = try Scheduler(clock: .virtual).run { task in
      try task.spawn { task in
        for value in [nil, 1] as [Int?] {
          try task.yield()
          try task.send(value, to: channel)
        }
      }
      let cases: [SelectCase<Int?>] = [
        .receive(from: channel) { $0! }, .timeout(.seconds(1)) { -1 },
      ]
      return try [task.select(cases), task.select(cases), task.select(cases)]
    }
    expectEqual(results, [nil, 1, -1])
  }

  @Test func `a case can be used again, and by several at once`() throws {
    let tracker = Tracker()
    let (a, b) = (Channel<Tracked>(), Channel<Tracked>())
    do {
      let object = tracker.object(7)
      let cases: [SelectCase<String>] = [
        .send(object, to: a) { "a" }, .send(object, to: b) { "b" },
      ]
      try Scheduler().run { task in
        let senders = try (1...4).map { _ in try task.spawn { try $0.select(cases + cases) } }
        try task.yield()
        var received: [Tracked?] = []
        for channel in [b, a, a, b, a] { received.append(channel.tryReceive()) }
        expectEqual(received.map { $0?.id }, [7, 7, 7, 7, nil])
        let chosen = try senders.map { try task.join($0) }
        expectEqual(chosen, ["b", "a", "a", "b"])
      }
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `a list that is rotated is fair`() throws {
    let channels = (0..<3).map { _ in Channel<Int>(capacity: .max) }
    let chosen = try Scheduler().run { task in
      for channel in channels { for _ in 1...10 { try task.send(0, to: channel) } }
      var cases: [SelectCase<Int>] = channels.indices.map { index in
        .receive(from: channels[index]) { _ in index }
      }
      return try (1...6).map { _ in
        defer { cases.append(cases.removeFirst()) }
        return try task.select(cases)
      }
    }
    expectEqual(chosen, [0, 1, 2, 0, 1, 2])
  }
}
