import AsyncAlgorithms
import AsyncGenerators
import CKeep
import Workloads

/// A workload of `scripts/benchmark` that awaits its elements, on Swift's pool.
struct AsyncWorkload: Sendable {
  typealias Work = () async throws -> Int

  let name: String
  let operations: @Sendable (Int) -> Int
  let isLive: Bool
  let prepare: @Sendable (Int) async throws -> Work
  let check: (@Sendable (Int) async throws -> Int)?

  init(
    _ name: String, operations: @escaping @Sendable (Int) -> Int = { $0 }, isLive: Bool = false,
    check: (@Sendable (Int) async throws -> Int)? = nil,
    _ prepare: @escaping @Sendable (Int) async throws -> Work
  ) {
    (self.name, self.operations, self.isLive) = (name, operations, isLive)
    (self.prepare, self.check) = (prepare, check)
  }

  init<Elements: AsyncSequence & SendableMetatype>(
    _ name: String, elements make: @escaping @Sendable (Int) -> Elements
  ) where Elements.Element == Int {
    self.init(name, check: { try await make($0).reduce(0, &+) }) { count in
      let elements = make(count)
      return { try await last(of: elements) }
    }
  }

  init<Elements: AsyncSequence & SendableMetatype>(
    _ name: String, walk make: @escaping @Sendable () -> Elements
  ) where Elements.Element == Int {
    self.init(
      name, operations: { walks($0) * treeSize },
      check: { count in
        var sum = 0
        for _ in 0..<walks(count) { sum = try await make().reduce(sum, &+) }
        return sum
      }
    ) { count in
      {
        var result = 0
        for _ in 0..<walks(count) { result = try await last(of: make()) }
        return result
      }
    }
  }

  init<Elements: AsyncSequence & SendableMetatype>(
    create make: @escaping @Sendable (Int) -> Elements
  ) where Elements.Element == Int {
    self.init(
      "create",
      check: { count in
        var sum = 0
        for start in 0..<count {
          var elements = make(start).makeAsyncIterator()
          sum += try await elements.next(isolation: nil)!
        }
        return sum
      }
    ) { count in
      {
        var last = 0
        for start in 0..<count {
          var elements = make(start).makeAsyncIterator()
          last = try await elements.next(isolation: nil)!
          keep(last)
        }
        return last
      }
    }
  }

  init<Elements: AsyncSequence & SendableMetatype>(
    live make: @escaping @Sendable (Int) -> Elements
  ) where Elements.Element == Int {
    @Sendable func crowd(_ count: Int) async throws -> [Elements.AsyncIterator] {
      var crowd: [Elements.AsyncIterator] = []
      crowd.reserveCapacity(count)
      for number in 0..<count {
        var elements = make(number).makeAsyncIterator()
        keep(try await elements.next(isolation: nil)!)
        crowd.append(elements)
      }
      return crowd
    }
    self.init(
      "live", isLive: true,
      check: { count in
        var crowd = try await crowd(count)
        var sum = 0
        for index in crowd.indices { sum += try await crowd[index].next(isolation: nil)! }
        return sum
      }
    ) { count in
      var crowd = try await crowd(count)
      return {
        var last = 0
        for index in crowd.indices {
          last = try await crowd[index].next(isolation: nil)!
          keep(last)
        }
        return last
      }
    }
  }

  static let drivers: [String: [AsyncWorkload]] = [
    "swift-async": generators, "swift-awaiting": awaitingGenerators,
    "swift-async-unfolding": unfoldings, "swift-async-stream": streams,
    "swift-async-channel": channels,
  ]

  /// Does what a request asks for.
  @concurrent
  static func drive(_ request: Request) async throws {
    guard let workload = drivers[request.driver]?.first(where: { $0.name == request.workload })
    else {
      request.hasNone()
    }
    let count = request.count
    var timings = Timings(request, operations: workload.operations(count))
    var bytes: Int?
    var work: Work?
    while !timings.areEnough {
      if !workload.isLive || work == nil {
        let before = Memory.now
        work = try await workload.prepare(count)
        if workload.isLive { bytes = Memory.now.bytes(since: before, of: count) }
      }
      let start = Workloads.now()
      let last = try await work!()
      timings.add(Workloads.now() - start, last)
    }
    work = nil
    let check = request.repetitions > 0 ? try await workload.check?(count) : nil
    timings.report(check: check, bytes: bytes)
  }
}

@inline(never)
private func last<Elements: AsyncSequence>(of elements: Elements) async throws -> Int
where Elements.Element == Int {
  var last = 0
  for try await n in elements {
    keep(n)
    last = n
  }
  return last
}

// MARK: Bodies

private struct Fibonacci {
  private var (a, b, n) = (0, 1, 0)
  let count: Int

  init(_ count: Int) { self.count = count }

  mutating func next() -> Int? {
    if n == count { return nil }
    n += 1
    defer { (a, b) = (b, (a + b) & 0xff_ffff) }
    return a
  }
}

private func counted(_ count: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in for n in 0..<count { try await yield(n) } }
}

private func incremented(_ count: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in for await n in counted(count) { try await yield(n + 1) } }
}

private func walk(_ node: Node) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    if let left = node.left { try await yield(from: walk(left)) }
    try await yield(node.value)
    if let right = node.right { try await yield(from: walk(right)) }
  }
}

private func walk(_ node: Node, _ yield: AsyncGenerator<Int>.Yield) async throws {
  if let left = node.left { try await walk(left, yield) }
  try await yield(node.value)
  if let right = node.right { try await walk(right, yield) }
}

private func walk(_ node: Node, _ yield: AwaitingGenerator<Int>.Yield) throws {
  if let left = node.left { try walk(left, yield) }
  try yield(node.value)
  if let right = node.right { try walk(right, yield) }
}

private struct Ping: Error {}

extension AsyncWorkload {
  private static let generators = [
    AsyncWorkload("count") { counted($0) },
    AsyncWorkload("fibonacci") { count in
      AsyncGenerator { yield in
        var (a, b) = (0, 1)
        for _ in 0..<count {
          try await yield(a)
          (a, b) = (b, (a + b) & 0xff_ffff)
        }
      }
    },
    AsyncWorkload("pipeline") { count in
      AsyncGenerator { yield in for await n in incremented(count) { try await yield(n * 2) } }
    },
    AsyncWorkload("tree-helpers", walk: { AsyncGenerator { try await walk(Node.root!, $0) } }),
    AsyncWorkload("tree-delegation", walk: { walk(Node.root!) }),
    AsyncWorkload(create: { start in
      AsyncGenerator { yield in
        var n = start
        while true {
          try await yield(n)
          n += 1
        }
      }
    }),
    AsyncWorkload(live: { n in AsyncGenerator { yield in while true { try await yield(n) } } }),

    AsyncWorkload(
      "send",
      check: { count in
        let echo = try await echo()
        var sum = 0
        for n in 0..<count { sum += try await echo.send(n)! }
        return sum
      }
    ) { count in
      let echo = try await echo()
      return {
        var last = 0
        for n in 0..<count {
          last = try await echo.send(n)!
          keep(last)
        }
        return last
      }
    },

    AsyncWorkload("throw") { count in
      let listener = AsyncCoroutine<Int, Void, Void> { yield in
        var caught = 0
        while true {
          do { try await yield(caught) } catch is Ping { caught += 1 }
        }
      }
      try await listener.start()
      return {
        var last = 0
        for _ in 0..<count {
          last = try await listener.throw(Ping())!
          keep(last)
        }
        return last
      }
    },

    AsyncWorkload("ring") { count in
      var ring: [AsyncCoroutine<Int, Int, Void>] = []
      for _ in 0..<1000 {
        let member = AsyncCoroutine<Int, Int, Void> { yield in
          var token = try await yield(0)
          while true { token = try await yield(token + 1) }
        }
        try await member.start()
        ring.append(member)
      }
      return { [ring] in
        var (token, place) = (0, 0)
        for _ in 0..<count {
          token = try await ring[place].send(token)!
          place = place == 999 ? 0 : place + 1
        }
        return token
      }
    },
  ]

  private static func echo() async throws -> AsyncCoroutine<Int, Int, Void> {
    let echo = AsyncCoroutine<Int, Int, Void> { yield in
      var heard = try await yield(0)
      while true { heard = try await yield(heard) }
    }
    try await echo.start()
    return echo
  }

  private static let awaitingGenerators = [
    AsyncWorkload("count") { count in
      AwaitingGenerator { yield in for n in 0..<count { try yield(n) } }
    },
    AsyncWorkload("fibonacci") { count in
      AwaitingGenerator { yield in
        var (a, b) = (0, 1)
        for _ in 0..<count {
          try yield(a)
          (a, b) = (b, (a + b) & 0xff_ffff)
        }
      }
    },
    AsyncWorkload("tree-helpers", walk: { AwaitingGenerator { try walk(Node.root!, $0) } }),
    AsyncWorkload(create: { start in
      AwaitingGenerator { yield in
        var n = start
        while true {
          try yield(n)
          n += 1
        }
      }
    }),
    AsyncWorkload(live: { n in AwaitingGenerator { yield in while true { try yield(n) } } }),
  ]

  private static let unfoldings = [
    AsyncWorkload("count") { counting($0) },
    AsyncWorkload("fibonacci") { count in
      let position = Unshared(Fibonacci(count))
      return AsyncStream(unfolding: { position.value.next() })
    },
    AsyncWorkload("pipeline") { counting($0).map { $0 + 1 }.map { $0 * 2 } },
    AsyncWorkload(create: { counting(.max, from: $0) }),
    AsyncWorkload(live: { n in AsyncStream(unfolding: { n }) }),
  ]

  private static func counting(_ end: Int, from start: Int = 0) -> AsyncStream<Int> {
    let position = Unshared(start)
    return AsyncStream(unfolding: {
      let n = position.value
      position.value += 1
      return n < end ? n : nil
    })
  }

  private static let streams = [
    AsyncWorkload("count") { count in
      filled { continuation in for n in 0..<count { continuation.yield(n) } }
    },
    AsyncWorkload("fibonacci") { count in
      filled { continuation in
        var position = Fibonacci(count)
        while let n = position.next() { continuation.yield(n) }
      }
    },
    AsyncWorkload("pipeline") { count in
      filled { continuation in for n in 0..<count { continuation.yield(n) } }
        .map { $0 + 1 }.map { $0 * 2 }
    },
    AsyncWorkload(create: { start in filled { $0.yield(start) } }),
  ]

  /// A stream that a task of its own fills.
  private static func filled(
    _ body: @escaping @Sendable (AsyncStream<Int>.Continuation) -> Void
  ) -> AsyncStream<Int> {
    AsyncStream { continuation in
      let task = Task.detached {
        body(continuation)
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private static let channels = [
    AsyncWorkload("count") { count in
      sent { channel in for n in 0..<count { await channel.send(n) } }
    },
    AsyncWorkload("fibonacci") { count in
      sent { channel in
        var position = Fibonacci(count)
        while let n = position.next() { await channel.send(n) }
      }
    },
    AsyncWorkload("pipeline") { count in
      let counts = sent { channel in for n in 0..<count { await channel.send(n) } }
      let incremented = sent { channel in for await n in counts { await channel.send(n + 1) } }
      return sent { channel in for await n in incremented { await channel.send(n * 2) } }
    },
    AsyncWorkload("ring") { hops in
      let channels = (0..<1000).map { _ in AsyncChannel<Int>() }
      for (incoming, outgoing) in zip(channels, channels[1...]) {
        Task.detached {
          for await token in incoming { await outgoing.send(token + 1) }
          outgoing.finish()
        }
      }
      return {
        var token = 0
        var tokens = channels[999].makeAsyncIterator()
        while token < hops {
          await channels[0].send(token)
          token = await tokens.next(isolation: nil)! + 1
        }
        channels[0].finish()
        return token
      }
    },
  ]

  /// A channel that a task of its own sends to.
  private static func sent(
    _ body: @escaping @Sendable (AsyncChannel<Int>) async -> Void
  ) -> AsyncChannel<Int> {
    let channel = AsyncChannel<Int>()
    Task.detached {
      await body(channel)
      channel.finish()
    }
    return channel
  }
}

/// A variable of a closure that is called by one task at a time.
private final class Unshared<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}
