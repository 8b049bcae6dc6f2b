import GeneratorScheduling
import TestSupport
import Testing

@Suite struct ReceivingTests {
  @Test func `waiting tasks are served in order`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    let scheduler = Scheduler()
    for name in ["a", "b", "c"] {
      try scheduler.spawn { task in
        while let n = try task.receive(from: channel) { trace("\(name)\(n)") }
      }
    }
    try scheduler.spawn { task in
      for n in 1...7 { try task.send(n, to: channel) }
      channel.close()
    }
    try scheduler.run()
    // While a, b and c are ready with 1, 2 and 3 the sender waits with 4; a is the first to come again.
    expectEqual(trace.take(), ["a1", "a4", "b2", "c3", "a5", "b6", "c7"])
  }

  @Test(arguments: [0, 1, 5])
  func `a later task does not take what was given to a waiting task`(capacity: Int) throws {
    let channel = Channel<Int>(capacity: capacity)
    try Scheduler().run { task in
      let waiter = try task.spawn { task in try task.receive(from: channel) }
      try task.yield()
      try task.send(1, to: channel)
      expectEqual(channel.count, 0)
      expectEqual(channel.tryReceive(), nil)
      let value = try task.join(waiter)
      expectEqual(value, 1)
    }
  }

  @Test func `where there is a value it does not wait`() throws {
    let trace = Trace()
    let channel = Channel<Int>(capacity: 1)
    try Scheduler().run { task in
      try task.spawn { _ in trace("other") }
      try task.send(1, to: channel)
      trace("received \(try task.receive(from: channel)!)")
      try task.yield()
    }
    expectEqual(trace.take(), ["received 1", "other"])
  }

  @Test func `tryReceive takes what is there, and wakes a waiting sender`() throws {
    let trace = Trace()
    let channel = Channel<Int>(capacity: 1)
    try Scheduler().run { task in
      expectEqual(channel.tryReceive(), nil)
      for n in 1...3 {
        try task.spawn { task in
          try task.send(n, to: channel)
          trace("sent \(n)")
        }
      }
      try task.yield()
      expectEqual(trace.take(), ["sent 1"])
      expectEqual(channel.tryReceive(), 1)
      expectEqual(trace.take(), [])
      try task.yield()
      expectEqual(trace.take(), ["sent 2"])
      expectEqual(channel.tryReceive(), 2)
      expectEqual(channel.tryReceive(), 3)
      expectEqual(channel.tryReceive(), nil)
    }
  }

  // MARK: Interruptions

  @Test func `one cancelled while it waits receives nothing, and the next does`() throws {
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let receivers = try (0..<3).map { _ in
        try task.spawn { task in try task.receive(from: channel) }
      }
      try task.yield()
      receivers[0].cancel()
      receivers[1].throw(Failure(1))
      try task.send(7, to: channel)
      #expect(throws: CancellationError.self) { try task.join(receivers[0]) }
      #expect(throws: Failure(1)) { try task.join(receivers[1]) }
      let value = try task.join(receivers[2])
      expectEqual(value, 7)
    }
  }

  @Test func `one cancelled after it was given a value has it, and is cancelled then`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let receiver = try task.spawn { task in
        trace("received \(try task.receive(from: channel)!)")
        _ = try task.receive(from: channel)
        trace("not reached")
      }
      try task.yield()
      try task.send(1, to: channel)
      receiver.cancel()
      #expect(throws: CancellationError.self) { try task.join(receiver) }
    }
    expectEqual(trace.take(), ["received 1"])
  }

  @Test func `one that is cancelled takes nothing, though something is there`() throws {
    let channel = Channel<Int>(capacity: 1)
    try Scheduler().run { task in
      try task.send(1, to: channel)
      let receiver = try task.spawn { task in
        task.cancel()
        return try task.receive(from: channel)
      }
      #expect(throws: CancellationError.self) { try task.join(receiver) }
    }
    expectEqual(channel.tryReceive(), 1)
  }

  @Test func `its time runs out, and the next value goes to the next`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    let scheduler = Scheduler(clock: .virtual)
    for (name, seconds) in [("a", 1), ("b", 3)] {
      try scheduler.spawn { task in
        do {
          let value = try task.withTimeout(.seconds(seconds)) {
            try task.receive(from: channel)
          }
          trace("\(name) received \(value!) at \(task.now)")
        } catch {
          trace("\(name) \(error) at \(task.now)")
        }
      }
    }
    try scheduler.spawn { task in
      try task.sleep(for: .seconds(2))
      try task.send(5, to: channel)
    }
    try scheduler.run()
    expectEqual(
      trace.take(),
      [
        "a timed out after 1.0 seconds at 1.0 seconds", "b received 5 at 2.0 seconds",
      ])
  }

  @Test func `a value given in the turn in which the scheduler ends is not lost`() throws {
    let tracker = Tracker()
    let trace = Trace()
    let channel = Channel<Tracked>()
    try Scheduler().run { task in
      try task.spawn { task in
        trace("received \(try task.receive(from: channel)!)")
      }
      try task.yield()
      try task.send(tracker.object(1), to: channel)
    }
    expectEqual(trace.take(), ["received #1"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `behind a shield it waits on`() throws {
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let receiver = try task.spawn { task in
        try task.withCancellationShield { try task.receive(from: channel) }
      }
      try task.yield()
      receiver.cancel()
      try task.yield()
      try task.send(3, to: channel)
      let value = try task.join(receiver)
      expectEqual(value, 3)
    }
  }

  // MARK: Deadlocks

  @Test func `a deadlock names the channels, and all are ended`() throws {
    let trace = Trace()
    let a = Channel<Int>(name: "a", fileID: "M/F.swift", line: 1)
    let b = Channel<Int>(fileID: "M/F.swift", line: 2)
    let scheduler = Scheduler()
    for (name, channel) in [("x", a), ("y", b)] {
      try scheduler.spawn(name: name, fileID: "M/G.swift", line: 7) { task in
        defer { trace("\(name) ended") }
        _ = try task.receive(from: channel)
      }
    }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: all 2 tasks wait, and nothing can wake them
        task 1 "x", spawned at M/G.swift:7: receiving from channel "a" made at M/F.swift:1
        task 2 "y", spawned at M/G.swift:7: receiving from a channel made at M/F.swift:2
      """)
    expectEqual(trace.take(), ["x ended", "y ended"])
    expectEqual(a.tryReceive(), nil)
  }

  /// The task is all that refers to the channel, and not after the call.
  @Test func `a channel that only the waiting call has is there to be named`() throws {
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      _ = try task.receive(from: Channel<[String]>(name: "lost", fileID: "M/F.swift", line: 1))
    }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description.hasSuffix("receiving from channel \"lost\" made at M/F.swift:1"), true)
  }

  // MARK: A ring

  @Test func `a token goes round`() throws {
    let count = 100
    let channels = (0..<count).map { _ in Channel<Int>() }
    var visits = Array(repeating: 0, count: count)
    let scheduler = Scheduler()
    for (index, channel) in channels.enumerated() {
      let next = channels[(index + 1) % count]
      try scheduler.spawn { task in
        while let token = try task.receive(from: channel) {
          visits[index] += 1
          if token == 0 { break }
          try task.send(token - 1, to: next)
        }
        next.close()
      }
    }
    try scheduler.spawn { task in try task.send(999, to: channels[0]) }
    try scheduler.run()
    expectEqual(visits, Array(repeating: 10, count: count))
  }

  // MARK: The course's prime sieve

  @Test func `a chain of filters that grows`() throws {
    let primes = try Scheduler().run { task in
      var source = Channel<Int>()
      let first = source
      try task.spawn { task in for n in 2... { try task.send(n, to: first) } }
      var primes: [Int] = []
      for _ in 1...25 {
        let prime = try task.receive(from: source)!
        primes.append(prime)
        let (from, to) = (source, Channel<Int>())
        try task.spawn { task in
          while let n = try task.receive(from: from) {
            if n % prime != 0 { try task.send(n, to: to) }
          }
        }
        source = to
      }
      return primes
    }
    expectEqual(primes.last, 97)
    expectEqual(primes.count, 25)
  }
}
