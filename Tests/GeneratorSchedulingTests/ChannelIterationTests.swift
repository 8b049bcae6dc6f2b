import Generators
import GeneratorScheduling
import TestSupport
import Testing

@Suite struct ChannelIterationTests {
  @Test(arguments: [0, 1, .max])
  func `a for loop takes all values`(capacity: Int) throws {
    let channel = Channel<Int>(capacity: capacity)
    let received = try Scheduler().run { task in
      try task.spawn { task in
        for n in 1...5 { try task.send(n, to: channel) }
        channel.close()
      }
      return try task.withSequence(of: channel) {
        var received: [Int] = []
        for n in $0 { received.append(n) }
        return received
      }
    }
    expectEqual(received, [1, 2, 3, 4, 5])
  }

  @Test func `the algorithms of sequences apply`() throws {
    let channel = Channel<Int>()
    let sum = try Scheduler().run { task in
      try task.spawn { task in
        for n in 1...5 { try task.send(n, to: channel) }
        channel.close()
      }
      return try task.withSequence(of: channel) { $0.lazy.map { $0 * $0 }.reduce(0, +) }
    }
    expectEqual(sum, 55)
  }

  @Test func `what the closure leaves stays in the channel`() throws {
    let channel = Channel<Int>(capacity: 5)
    try Scheduler().run { task in
      for n in 1...5 { try task.send(n, to: channel) }
      let first = try task.withSequence(of: channel) { numbers in
        for n in numbers where n == 2 { return n }
        return 0
      }
      expectEqual(first, 2)
      expectEqual(channel.count, 3)
      let next = try task.withSequence(of: channel) { $0.next() }
      expectEqual(next, 3)
    }
  }

  @Test func `after the end it returns nil`() throws {
    let channel = Channel<Int>()
    channel.close()
    let ends = try Scheduler().run { task in
      try task.withSequence(of: channel) { [$0.next(), $0.next()] }
    }
    expectEqual(ends, [nil, nil])
  }

  @Test func `it is interrupted: the loop ends, and the error comes after the closure`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let reader = try task.spawn { task in
        try task.withSequence(of: channel) {
          for n in $0 { trace("received \(n)") }
          trace("loop ended, then \($0.next() as Any)")
        }
        trace("not reached")
      }
      try task.yield()
      try task.send(1, to: channel)
      try task.yield()
      reader.throw(Failure(4))
      #expect(throws: Failure(4)) { try task.join(reader) }
    }
    expectEqual(trace.take(), ["received 1", "loop ended, then nil"])
  }

  @Test func `a timeout ends it too`() throws {
    let channel = Channel<Int>()
    try Scheduler(clock: .virtual).run { task in
      #expect(throws: SchedulingError.self) {
        try task.withTimeout(.seconds(3)) {
          try task.withSequence(of: channel) { for _ in $0 {} }
        }
      }
      expectEqual(task.now, .start + .seconds(3))
    }
  }

  @Test func `an error of the closure is thrown on, and what interrupted wins over it`() throws {
    let channel = Channel<Int>(capacity: 2)
    try Scheduler().run { task in
      try task.send(1, to: channel)
      #expect(throws: Failure(1)) {
        try task.withSequence(of: channel) {
          _ = $0.next()
          throw Failure(1)
        }
      }
      let reader = try task.spawn { task in
        try task.withSequence(of: channel) {
          for _ in $0 {}
          throw Failure(2)
        }
      }
      try task.yield()
      reader.throw(Failure(3))
      #expect(throws: Failure(3)) { try task.join(reader) }
    }
  }

  @Test func `to use it after the closure is a trap`() async {
    await #expect(processExitsWith: .failure) {
      let channel = Channel<Int>(capacity: 2)
      _ = try channel.trySend(1)
      try Scheduler().runBlocking { task in
        let kept = try task.withSequence(of: channel) { $0 }
        _ = kept.next()
      }
    }
    // It ends well without.
    await #expect(processExitsWith: .success) {
      let channel = Channel<Int>(capacity: 2)
      _ = try channel.trySend(1)
      try Scheduler().runBlocking { task in _ = try task.withSequence(of: channel) { $0 } }
    }
  }

  @Test func `nothing is kept`() throws {
    let tracker = Tracker()
    let channel = Channel<Tracked>(capacity: 3)
    try Scheduler().run { task in
      for n in 1...3 { try task.send(tracker.object(n), to: channel) }
      let ids = try task.withSequence(of: channel) { $0.prefix(3).map(\.id) }
      expectEqual(ids, [1, 2, 3])
      expectEqual(tracker.alive, 0)
    }
  }
}
