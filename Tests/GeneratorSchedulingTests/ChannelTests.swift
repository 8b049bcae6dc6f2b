import GeneratorScheduling
import TestSupport
import Testing

@Suite struct ChannelTests {
  @Test(arguments: [
    (nil as String?, "a channel made at M/F.swift:3"),
    ("jobs", "channel \"jobs\" made at M/F.swift:3"),
    ("", "channel \"\" made at M/F.swift:3"),
  ])
  func `it says what it is called and where it was made`(name: String?, text: String) {
    expectEqual("\(Channel<Int>(name: name, fileID: "M/F.swift", line: 3))", text)
  }

  @Test func `without a name it says where it was made`() {
    let line = #line + 1
    let channel = Channel<Int>(capacity: 3)
    expectEqual(
      "\(channel)", "a channel made at GeneratorSchedulingTests/ChannelTests.swift:\(line)")
    expectEqual(channel.capacity, 3)
    expectEqual(Channel<Int>().capacity, 0)
  }

  @Test func `a negative capacity is a trap`() async {
    await #expect(processExitsWith: .failure) { _ = Channel<Int>(capacity: -1) }
  }

  @Test func `it counts what it holds, and not what senders wait with`() throws {
    try Scheduler().run { task in
      let channel = Channel<Int>(capacity: 2)
      let sender = try task.spawn { task in for n in 1...3 { try task.send(n, to: channel) } }
      expectEqual(channel.count, 0)
      try task.yield()
      #expect(sender.state.description.hasPrefix("sending to"))
      expectEqual(channel.count, 2)
      // The value of the waiting sender takes the room.
      expectEqual(channel.tryReceive(), 1)
      expectEqual(channel.count, 2)
      expectEqual(channel.tryReceive(), 2)
      expectEqual(channel.count, 1)
    }
  }

  // MARK: The close

  @Test func `after the close the values that it holds come, and then nil permanently`() throws {
    try Scheduler().run { task in
      let channel = Channel<Int>(capacity: 4)
      for n in 1...3 { try task.send(n, to: channel) }
      #expect(!channel.isClosed)
      channel.close()
      channel.close()
      #expect(channel.isClosed)
      expectEqual(channel.count, 3)
      var received: [Int?] = []
      for _ in 1...5 { received.append(try task.receive(from: channel)) }
      expectEqual(received, [1, 2, 3, nil, nil])
      expectEqual(channel.tryReceive(), nil)
    }
  }

  @Test func `the close wakes the tasks that wait to receive, in order`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    try Scheduler().run { task in
      let receivers = try ["a", "b", "c"].map { name in
        try task.spawn { task in
          let value = try task.receive(from: channel)
          trace("\(name) \(value as Any)")
        }
      }
      try task.yield()
      channel.close()
      trace("closed")
      for receiver in receivers { try task.join(receiver) }
    }
    expectEqual(trace.take(), ["closed", "a nil", "b nil", "c nil"])
  }

  @Test(arguments: [0, 1, 2])
  func `the close refuses the tasks that wait to send, in order`(capacity: Int) throws {
    let trace = Trace()
    let channel = Channel<Int>(capacity: capacity, name: "c", fileID: "M/F.swift", line: 3)
    try Scheduler().run { task in
      for n in 0..<capacity { try task.send(n, to: channel) }
      let senders = try ["a", "b"].map { name in
        try task.spawn { task in
          do {
            try task.send(100, to: channel)
          } catch {
            trace("\(name): \(error)")
          }
        }
      }
      try task.yield()
      channel.close()
      for sender in senders { try task.join(sender) }
      // What they would have sent is nowhere.
      var left: [Int] = []
      while let n = try task.receive(from: channel) { left.append(n) }
      expectEqual(left, Array(0..<capacity))
    }
    let error = "send on a closed channel: channel \"c\" made at M/F.swift:3"
    expectEqual(trace.take(), ["a: \(error)", "b: \(error)"])
  }

  @Test func `a sender that was served before the close has sent`() throws {
    try Scheduler().run { task in
      let channel = Channel<Int>()
      let sender = try task.spawn { task in try task.send(1, to: channel) }
      try task.yield()
      expectEqual(channel.tryReceive(), 1)
      channel.close()
      try task.join(sender)
    }
  }

  @Test func `a receiver that was served before the close has its value`() throws {
    try Scheduler().run { task in
      let channel = Channel<Int>()
      let receiver = try task.spawn { task in try task.receive(from: channel) }
      try task.yield()
      try task.send(1, to: channel)
      channel.close()
      let value = try task.join(receiver)
      expectEqual(value, 1)
    }
  }

  // MARK: Lifetimes

  @Test func `the values in it go with it`() throws {
    let tracker = Tracker()
    do {
      let channel = Channel<Tracked>(capacity: .max)
      for n in 1...3 { _ = try channel.trySend(tracker.object(n)) }
      _ = channel.tryReceive()
      expectEqual(tracker.gone, [1])
      expectEqual(tracker.alive, 2)
    }
    expectEqual(tracker.gone, [1, 2, 3])
  }

  @Test(arguments: [0, 1, 5, .max])
  func `a value is passed on and not kept`(capacity: Int) throws {
    let tracker = Tracker()
    let channel = Channel<Tracked>(capacity: capacity)
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      for n in 1...20 { try task.send(tracker.object(n), to: channel) }
      channel.close()
    }
    try scheduler.spawn { task in
      while let object = try task.receive(from: channel) {
        expectEqual(tracker.gone, Array(1..<object.id))
      }
    }
    try scheduler.run()
    expectEqual(tracker.made, 20)
    expectEqual(tracker.alive, 0)
  }

  @Test func `dropping the scheduler frees what waits in it`() throws {
    let tracker = Tracker()
    let trace = Trace()
    do {
      let channel = Channel<Tracked>(capacity: 1)
      let empty = Channel<Tracked>()
      let scheduler = Scheduler()
      for n in 1...3 {
        try scheduler.spawn { task in
          defer { trace("sender \(n) ended") }
          try task.send(tracker.object(n), to: channel)
        }
      }
      try scheduler.spawn { task in
        defer { trace("receiver ended") }
        _ = try task.receive(from: empty)
      }
      try scheduler.run(until: .start + .seconds(0))
      for _ in 1...4 { try scheduler.runOne() }
      expectEqual(trace.take(), ["sender 1 ended"])
      expectEqual(tracker.alive, 3)
    }
    expectEqual(trace.take(), ["sender 2 ended", "sender 3 ended", "receiver ended"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `it may outlive the scheduler, and serve another`() throws {
    let channel = Channel<Int>()
    do {
      let scheduler = Scheduler()
      try scheduler.spawn { task in _ = try task.receive(from: channel) }
      try scheduler.spawn { task in try task.yield() }
      try scheduler.runOne()
    }
    // No task waits any more.
    let wasSent = try channel.trySend(1)
    #expect(!wasSent)
    let received = try Scheduler().run { task in
      try task.spawn { task in try task.send(2, to: channel) }
      return try task.receive(from: channel)
    }
    expectEqual(received, 2)
  }

  @Test func `tasks of two schedulers may meet in it`() throws {
    let trace = Trace()
    let channel = Channel<Int>()
    let outer = Scheduler()
    try outer.spawn { task in
      let value = try task.receive(from: channel)
      trace("received \(value as Any)")
    }
    try outer.spawn { task in
      try Scheduler().run { task in try task.send(1, to: channel) }
      trace("sent")
    }
    try outer.run()
    expectEqual(trace.take(), ["sent", "received Optional(1)"])
  }

  // MARK: Elements of all sizes

  @Test(arguments: [0, 2])
  func `optional values`(capacity: Int) throws {
    let channel = Channel<Int?>(capacity: capacity)
    let received = try Scheduler().run { task in
      try task.spawn { task in
        for value in [1, nil, 3] { try task.send(value, to: channel) }
        channel.close()
      }
      var received: [Int?] = []
      while let value = try task.receive(from: channel) { received.append(value) }
      return received
    }
    expectEqual(received, [1, nil, 3])
  }

  @Test(arguments: [0, 2])
  func `values of no size`(capacity: Int) throws {
    let channel = Channel<Void>(capacity: capacity)
    let count = try Scheduler().run { task in
      try task.spawn { task in
        for _ in 1...3 { try task.send((), to: channel) }
        channel.close()
      }
      var count = 0
      while try task.receive(from: channel) != nil { count += 1 }
      return count
    }
    expectEqual(count, 3)
  }

  @Test(arguments: [0, 2])
  func `large values, and existential ones`(capacity: Int) throws {
    typealias Large = (Int, String, [Int], Double, Int, String)
    let large = Channel<Large>(capacity: capacity)
    let anything = Channel<any CustomStringConvertible>(capacity: capacity)
    let said = try Scheduler().run { task in
      try task.spawn { task in
        for n in 1...2 { try task.send((n, "a\(n)", [n], 0.5, -n, "z"), to: large) }
        try task.send(7, to: anything)
        try task.send("seven", to: anything)
      }
      var said: [String] = []
      for _ in 1...2 { said.append("\(try task.receive(from: large)!)") }
      for _ in 1...2 { said.append("\(try task.receive(from: anything)!)") }
      return said
    }
    expectEqual(
      said,
      [
        "(1, \"a1\", [1], 0.5, -1, \"z\")", "(2, \"a2\", [2], 0.5, -2, \"z\")", "7", "seven",
      ])
  }

  /// Where the element is known only when it runs.
  private func echo<Element>(_ values: [Element], capacity: Int) throws -> [Element] {
    let channel = Channel<Element>(capacity: capacity)
    return try Scheduler().run { task in
      try task.spawn { task in
        for value in values { try task.send(value, to: channel) }
        channel.close()
      }
      var received: [Element] = []
      while let value = try task.receive(from: channel) { received.append(value) }
      return received
    }
  }

  @Test(arguments: [0, 1, .max])
  func `values of a type parameter`(capacity: Int) throws {
    let strings = try echo(["a", "b", "c"], capacity: capacity)
    expectEqual(strings, ["a", "b", "c"])
    let optionals = try echo([1, nil, 2], capacity: capacity)
    expectEqual(optionals, [1, nil, 2])
  }

  // MARK: Random programs

  /// Tasks that do anything to channels, and are cancelled at any time: what was sent was received once, or
  /// is still there, and what a sender could not send is nowhere.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func `no value is lost or doubled`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let channels = (0..<3).map { _ in
      Channel<Message>(capacity: random.pick([0, 0, 1, 3, .max]))
    }
    let book = Book(channels.count)
    let scheduler = Scheduler(clock: .virtual)
    var tasks: [ScheduledTask<Void>] = []
    for id in 0..<6 {
      let program = Program(id: id, seed: random.next(), channels: channels, book: book)
      tasks.append(try scheduler.spawn { task in try program.run(task) })
    }
    let victims = tasks
    var killer = SeededRandom(seed: random.next())
    try scheduler.spawn { task in
      for _ in 1...4 {
        try task.sleep(for: .milliseconds(Int.random(in: 0...20, using: &killer)))
        switch Int.random(in: 0..<5, using: &killer) {
        case 0: killer.pick(channels).close()
        case 1: killer.pick(victims).throw(Failure(1))
        default: killer.pick(victims).cancel()
        }
      }
    }
    do {
      try scheduler.run()
    } catch SchedulingError.deadlock(let waiting, _) {
      #expect(!waiting.isEmpty)
    }
    for (index, channel) in channels.enumerated() {
      while let message = channel.tryReceive() { book.received[index].append((-1, message)) }
      let received = book.received[index].map(\.1)
      expectEqual(Set(received).count, received.count)
      expectEqual(Set(received), Set(book.sent[index]))
      // Whoever receives gets what another sends in its order.
      for receiver in -1..<6 {
        for sender in 0..<6 {
          let numbers = book.received[index].filter { $0.0 == receiver && $0.1.sender == sender }
            .map(\.1.number)
          expectEqual(numbers, numbers.sorted())
        }
      }
    }
  }

  private struct Message: Hashable {
    let sender: Int
    let number: Int
  }

  /// What tasks know of what they have done.
  private final class Book {
    var sent: [[Message]]
    var received: [[(Int, Message)]]

    init(_ count: Int) {
      sent = Array(repeating: [], count: count)
      received = Array(repeating: [], count: count)
    }
  }

  private struct Program {
    let id: Int
    let seed: UInt64
    let channels: [Channel<Message>]
    let book: Book

    func run(_ task: TaskContext) throws {
      var random = SeededRandom(seed: seed)
      for number in 1...25 {
        let index = Int.random(in: 0..<channels.count, using: &random)
        let message = Message(sender: id, number: number)
        do {
          switch Int.random(in: 0..<7, using: &random) {
          case 0:
            try task.send(message, to: channels[index])
            book.sent[index].append(message)
          case 1:
            if let got = try task.receive(from: channels[index]) {
              book.received[index].append((id, got))
            }
          case 2:
            if try channels[index].trySend(message) { book.sent[index].append(message) }
          case 3:
            if let got = channels[index].tryReceive() { book.received[index].append((id, got)) }
          case 4:
            try select(task, message, &random)
          case 5:
            try task.withTimeout(.milliseconds(2)) {
              try task.send(message, to: channels[index])
              book.sent[index].append(message)
            }
          default:
            try task.sleep(for: .milliseconds(Int.random(in: 0...2, using: &random)))
          }
        } catch SchedulingError.channelClosed {
        } catch SchedulingError.timedOut {
        } catch is Failure {
        }
      }
    }

    private func select(
      _ task: TaskContext, _ message: Message, _ random: inout SeededRandom
    ) throws {
      let (id, book) = (id, book)
      var cases: [SelectCase<Void>] = []
      var hasSend = false
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<channels.count, using: &random)
        if !hasSend, random.chance(40) {
          // One at most: the message is the same.
          hasSend = true
          cases.append(
            .send(message, to: channels[index]) { book.sent[index].append(message) })
        } else {
          cases.append(
            .receive(from: channels[index]) { got in
              if let got { book.received[index].append((id, got)) }
            })
        }
      }
      if random.chance(50) { cases.append(.timeout(.milliseconds(3)) {}) }
      if random.chance(20) { cases.append(.otherwise {}) }
      try task.select(cases)
    }
  }
}
