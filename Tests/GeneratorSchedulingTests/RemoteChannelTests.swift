import GeneratorPlatform
@testable import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct RemoteChannelTests {
  // MARK: Tasks that fail

  @Test func `a failure that no task can join is reported while others wait for the task`() throws {
    let errors = try unraisableErrors {
      let scheduler = Scheduler(clock: .virtual)
      // As RemoteScheduler.start() does, whose scheduler may have no end.
      scheduler.core.reportsUnjoinableAtRest = true
      let values = Channel<Int>()
      let remote = try scheduler.remote(to: values)
      try scheduler.spawn { _ in throw Failure(1) }
      try scheduler.spawn { task in
        let value = try task.receive(from: values)
        expectEqual(value, nil)
      }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(1))
        values.close()
      }
      try scheduler.run()
      withExtendedLifetime(remote) {}
    }
    expectEqual(errors.map { $0.error as? Failure }, [Failure(1)])
  }

  @Test func `a failure that a task may still join is not reported before the end`() throws {
    let errors = try unraisableErrors {
      let scheduler = Scheduler(clock: .virtual)
      scheduler.core.reportsUnjoinableAtRest = true
      let values = Channel<Int>()
      let remote = try scheduler.remote(to: values)
      let failing = try scheduler.spawn { _ in throw Failure(1) }
      try scheduler.spawn { task in
        let value = try task.receive(from: values)
        expectEqual(value, nil)
        #expect(throws: Failure(1)) { try task.join(failing) }
      }
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(1))
        values.close()
      }
      try scheduler.run()
      withExtendedLifetime(remote) {}
    }
    #expect(errors.isEmpty)
  }

  @Test func `code that runs when a failed task is released may spawn tasks`() throws {
    let trace = Trace()
    let errors = try unraisableErrors {
      let scheduler = Scheduler(clock: .virtual)
      scheduler.core.reportsUnjoinableAtRest = true
      do {
        let failing = try scheduler.spawn { try $0.waitForNothing() }
        try scheduler.spawn { [unowned scheduler] _ in
          failing.throw(Failure(1))
          // The task ends without it, and holds it until it is released itself.
          failing.throw(
            FailureWithRelease {
              try! scheduler.spawn { _ in }.throw(Failure(2))
              try! scheduler.spawn { trace("spawned at \($0.now)") }
            })
        }
      }
      try scheduler.spawn { try $0.sleep(for: .seconds(1)) }
      try scheduler.run()
    }
    expectEqual(errors.map { $0.error as? Failure }, [Failure(1), Failure(2)])
    expectEqual(trace.events, ["spawned at 0.0 seconds"])
  }

  // MARK: Into the scheduler

  @Test(arguments: [0, 1, 3])
  func `values that async code sends come in their order, and no faster than there is room`(
    capacity: Int
  ) async throws {
    let background = try RemoteScheduler.start()
    let trace = SharedTrace()
    let (numbers, results) = try await background.run { task in
      let numbers = Channel<Int>(capacity: capacity, name: "numbers")
      let results = Channel<[Int]>()
      let remote = try task.remote(to: numbers)
      try task.spawn { task in
        var received: [Int] = []
        while received.count < 10 {
          // Senders have time to go too far.
          for _ in 1...20 { try task.yield() }
          received.append(try task.receive(from: numbers)!)
          trace("received")
        }
        try task.send(received, to: results)
      }
      return (remote, try task.remote(to: results))
    }
    for n in 1...10 {
      try await numbers.send(n)
      trace("sent")
    }
    try await expectEqual(results.receive(), Array(1...10))
    var (ahead, most) = (0, 0)
    for event in trace.events {
      ahead += event == "sent" ? 1 : -1
      most = max(most, ahead)
    }
    #expect(most <= capacity + 1)
  }

  @Test func `a send that waits is cancelled with the Swift task, and the value was not sent`()
    async throws
  {
    let background = try RemoteScheduler.start()
    let numbers = try await background.run { try $0.remote(to: Channel<Int>()) }
    let sender = Task { try await numbers.send(1) }
    try await waitUntilATaskIs("sending to", background)
    sender.cancel()
    await #expect(throws: CancellationError.self) { try await sender.value }
    let (found, isClosed) = try await background.run { task in
      let channel = try numbers.channel(of: task)
      return (channel.tryReceive(), channel.isClosed)
    }
    expectEqual(found, nil)
    #expect(!isClosed)
  }

  @Test func `a send to a channel that is closed, or gets closed, throws`() async throws {
    let background = try RemoteScheduler.start()
    let numbers = try await background.run {
      try $0.remote(to: Channel<Int>(name: "numbers", fileID: "M/F.swift", line: 3))
    }
    let sender = Task { try await numbers.send(1) }
    try await waitUntilATaskIs("sending to", background)
    numbers.close()
    numbers.close()
    for _ in 1...2 {
      do {
        try await sender.value
        try await numbers.send(2)
        Issue.record("it was sent")
      } catch SchedulingError.channelClosed(let channel) {
        expectEqual(channel, "channel \"numbers\" made at M/F.swift:3")
      }
    }
  }

  // MARK: Out of the scheduler

  @Test func `values that tasks send are received until the channel is closed`() async throws {
    let background = try RemoteScheduler.start()
    let numbers = try await background.run { task in
      let numbers = Channel<Int>()
      try task.spawn { task in
        for n in 1...100 { try task.send(n, to: numbers) }
        numbers.close()
      }
      return try task.remote(to: numbers)
    }
    var received: [Int] = []
    for try await n in numbers.values { received.append(n) }
    expectEqual(received, Array(1...100))
    try await expectEqual(numbers.receive(), nil)
  }

  @Test func `a receive that is cancelled takes no value`() async throws {
    let background = try RemoteScheduler.start()
    let numbers = try await background.run { try $0.remote(to: Channel<Int>()) }
    let receiver = Task { try await numbers.receive() }
    try await waitUntilATaskIs("receiving from", background)
    receiver.cancel()
    await #expect(throws: CancellationError.self) { try await receiver.value }
    async let sent: Void = numbers.send(7)
    try await expectEqual(numbers.receive(), 7)
    try await sent
  }

  @Test func `no value is lost or doubled, whatever is cancelled`() async throws {
    let background = try RemoteScheduler.start()
    let count = 300
    let numbers = try await background.run { try $0.remote(to: Channel<Int>(capacity: 2)) }
    let (sent, received) = (SharedTrace(), SharedTrace())
    var (senders, receivers) = ([Task<Void, any Error>](), [Task<Void, any Error>]())
    for n in 0..<count {
      senders.append(
        Task {
          try await numbers.send(n)
          sent("\(n)")
        })
      receivers.append(
        Task {
          if let n = try await numbers.receive() { received("\(n)") }
        })
      if n % 3 == 0 { senders[n].cancel() }
      if n % 5 == 0 { receivers[n].cancel() }
      if n % 7 == 0 { await Task.yield() }
    }
    // There may be fewer receivers left than senders.
    receivers.append(
      Task { while let n = try await numbers.receive() { received("\(n)") } })
    for sender in senders { _ = await sender.result }
    numbers.close()
    for receiver in receivers { _ = await receiver.result }
    #expect(sent.events.count >= count / 2)
    expectEqual(sent.events.count, received.events.count)
    expectEqual(Set(sent.events), Set(received.events))
  }

  // MARK: The end of the scheduler

  @Test(arguments: [false, true])
  func `what is left when the scheduler has finished is received yet`(isClosed: Bool) async throws {
    let numbers = try await onThread {
      let scheduler = Scheduler()
      let channel = Channel<Int>(capacity: .max)
      let numbers = try scheduler.remote(to: channel)
      // The release of one leaves the channel to the other.
      _ = try scheduler.remote(to: channel)
      try scheduler.spawn { task in
        for n in 1...3 { try task.send(n, to: channel) }
        if isClosed { channel.close() }
      }
      try scheduler.run()
      return numbers
    }
    for n in 1...3 { try await expectEqual(numbers.receive(), n) }
    for _ in 1...2 {
      do {
        try await expectEqual(numbers.receive(), nil)
        #expect(isClosed)
      } catch SchedulingError.finished {
        #expect(!isClosed)
      }
    }
    await #expect(throws: SchedulingError.self) { try await numbers.send(1) }
    numbers.close()
  }

  @Test func `two ways to one channel share what is left`() async throws {
    let (a, b) = try await onThread {
      let scheduler = Scheduler()
      let channel = Channel<Int>(capacity: .max)
      let both = (try scheduler.remote(to: channel), try scheduler.remote(to: channel))
      for n in 1...2 { _ = try channel.trySend(n) }
      channel.close()
      try scheduler.run()
      return both
    }
    try await expectEqual(a.receive(), 1)
    try await expectEqual(b.receive(), 2)
    try await expectEqual(a.receive(), nil)
  }

  @Test func `a receive that waits when the scheduler ends throws`() async throws {
    let (numbers, handedOut, taken) = (Handoff<RemoteChannel<Int>>(), Gate(), Gate())
    async let ended: Void = onThread {
      try Scheduler().run { task in
        numbers.set(try task.remote(to: Channel<Int>()))
        handedOut.open()
        taken.pass()
        while !task.tasks.contains(where: { "\($0)".contains("receiving from") }) {
          try task.yield()
        }
      }
    }
    await handedOut.pass()
    let channel = numbers.take()
    taken.open()
    do {
      _ = try await channel.receive()
      Issue.record("something came")
    } catch {
      expectEqual("\(error)", "\(SchedulingError.finished)")
    }
    try await ended
  }

  @Test func `a scheduler that can be reached is not deadlocked, and serves`() async throws {
    let numbers = Handoff<RemoteChannel<Int>>()
    let handedOut = Gate()
    async let received: [Int] = onThread {
      let scheduler = Scheduler()
      let channel = Channel<Int>()
      numbers.set(try scheduler.remote(to: channel))
      handedOut.open()
      try scheduler.spawn { try $0.serveRemotes() }
      let all = try scheduler.spawn { task in
        var all: [Int] = []
        while let n = try task.receive(from: channel) { all.append(n) }
        return all
      }
      try scheduler.run()
      return try all.result!.get()
    }
    await handedOut.pass()
    do {
      let channel = numbers.take()
      for n in 1...3 { try await channel.send(n) }
      channel.close()
    }
    try await expectEqual(received, [1, 2, 3])
  }

  // MARK: The channel itself

  @Test func `is had by a task of its scheduler, and of no other`() async throws {
    let (one, other) = (try RemoteScheduler.start(), try RemoteScheduler.start())
    let numbers = try await one.run { try $0.remote(to: Channel<Int>(capacity: 1)) }
    try await one.run { task in
      _ = try numbers.channel(of: task).trySend(7)
    }
    try await expectEqual(numbers.receive(), 7)
    try await other.run { task in
      do {
        _ = try numbers.channel(of: task)
        Issue.record("it was had")
      } catch SchedulingError.foreignTask {}
    }
  }

  @Test func `is released, with its values, when nothing reaches it`() async throws {
    let census = Census()
    let background = try RemoteScheduler.start()
    do {
      let members = try await background.run { task in
        let members = Channel<Census.Citizen>(capacity: .max)
        for _ in 1...3 { _ = try members.trySend(census.citizen()) }
        return try task.remote(to: members)
      }
      expectEqual(census.alive, 3)
      _ = try await members.receive()
    }
    #expect(try await becomesTrue { census.alive == 0 })
    withExtendedLifetime(background) {}
  }
}

/// Waits until a task of a scheduler waits for something.
private func waitUntilATaskIs(_ reason: String, _ scheduler: RemoteScheduler) async throws {
  try await scheduler.run { task in
    while !task.tasks.contains(where: { "\($0)".contains(reason) }) {
      try task.sleep(for: .milliseconds(1))
    }
  }
}

/// A value on its way from one thread to another.
private final class Handoff<Value: Sendable>: Sendable {
  private let value = Locked<Value?>(nil)

  func set(_ new: Value) { value.withLock { $0 = new } }
  func take() -> Value { value.withLock { $0.take()! } }
}

/// An error that does something when the last reference to it is released.
private final class FailureWithRelease: Error {
  private let release: @Sendable () -> Void

  init(release: @escaping () -> Void) {
    // The tests with it have one thread.
    let release = Carried(release)
    self.release = { release.value() }
  }

  deinit { release() }
}
