import AsyncGenerators
import GeneratorPlatform
import Generators
import TestSupport
import Testing

@testable import GeneratorScheduling

@Suite struct AsyncSequenceTests {
  /// Counts, awaits now and then, and tells what it makes and how it ends.
  private func counting(
    to last: Int, _ trace: SharedTrace = SharedTrace()
  ) -> AsyncThrowingGenerator<Int> {
    AsyncThrowingGenerator { yield in
      defer { trace("ends") }
      for n in 1...last {
        if n % 3 == 0 { await Task.yield() }
        trace("makes \(n)")
        try await yield(n)
      }
    }
  }

  /// Yields an element, and then waits until it is cancelled.
  private func waiting(_ trace: SharedTrace, asleep: Gate = Gate()) -> AsyncThrowingGenerator<Int> {
    AsyncThrowingGenerator { yield in
      try await yield(1)
      asleep.open()
      await untilCancelled()
      trace("cancelled")
    }
  }

  // MARK: Elements and errors

  @Test(arguments: [0, 1, 16], [SchedulerClock.continuous, .virtual])
  func `a task reads the elements in order`(limit: Int, clock: SchedulerClock) async throws {
    let all = try await onThread {
      try Scheduler(clock: clock).run { task in
        try task.withSource(of: counting(to: 500), bufferingAtMost: limit) { try $0.collect() }
      }
    }
    expectEqual(all, Array(1...500))
  }

  @Test func `the source has operations, and nil stays`() async throws {
    try await onThread {
      try Scheduler().run { task in
        try task.withSource(of: counting(to: 4)) { source in
          let tens = source.filter { $0 % 2 == 0 }.map { $0 * 10 }
          for n in [20, 40] { try expectEqual(tens.next(), n) }
          try expectEqual(tens.next(), nil)
          try expectEqual(source.next(), nil)
        }
      }
    }
  }

  @Test func `an error comes out once, after the elements before it`() async throws {
    try await onThread {
      try Scheduler().run { task in
        let failing = AsyncThrowingGenerator<Int> { yield in
          for n in 1...2 { try await yield(n) }
          throw Failure(3)
        }
        try task.withSource(of: failing) { source in
          for n in 1...2 { try expectEqual(source.next(), n) }
          #expect(throws: Failure(3)) { try source.next() }
          try expectEqual(source.next(), nil)
        }
      }
    }
  }

  @Test func `the other tasks run during the wait`() async throws {
    let (trace, gate) = (SharedTrace(), Gate())
    try await onThread {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        let source = AsyncThrowingGenerator<Int> { yield in
          await gate.pass()
          try await yield(1)
        }
        trace("a waits")
        try task.withSource(of: source) { trace("a has \(try $0.next()!)") }
      }
      try scheduler.spawn { task in
        for n in 1...3 {
          trace("b \(n)")
          try task.yield()
        }
        gate.open()
      }
      try scheduler.run()
    }
    expectEqual(trace.events, ["a waits", "b 1", "b 2", "b 3", "a has 1"])
  }

  @Test func `nothing is read before the first request`() async throws {
    let trace = SharedTrace()
    try await onThread {
      try Scheduler().run { task in
        try task.withSource(of: counting(to: 1, trace)) { source in
          for _ in 1...20 { try task.yield() }
          trace("asks")
          try expectEqual(source.next(), 1)
        }
      }
    }
    expectEqual(trace.events.first, "asks")
  }

  @Test(arguments: [0, 1, 5]) func `at most so many elements are read ahead`(limit: Int)
    async throws
  {
    let made = Guarded(0)
    try await onThread {
      try Scheduler().run { task in
        let source = AsyncThrowingGenerator<Int> { yield in
          for n in 1...200 {
            made { $0 = n }
            try await yield(n)
          }
        }
        try task.withSource(of: source, bufferingAtMost: limit) { source in
          for taken in 1...200 {
            try expectEqual(source.next(), taken)
            #expect(made.current <= taken + limit)
          }
        }
      }
    }
  }

  @Test func `a task says that it waits for an element`() async throws {
    let (gate, state) = (Gate(), Guarded(""))
    try await onThread {
      try Scheduler().run { task in
        let reader = try task.spawn { task in
          let source = AsyncThrowingGenerator<Int> { _ in await gate.pass() }
          _ = try task.withSource(of: source) { try $0.next() }
        }
        try task.yield()
        state { $0 = "\(reader.state)" }
        gate.open()
        try task.join(reader)
      }
    }
    expectEqual(state.current, "\(TaskState.waiting("awaiting an element of an async sequence"))")
  }

  @Test func `several sequences are read by one task and by many`() async throws {
    let sum = try await onThread {
      try Scheduler().run { task in
        try task.withTaskGroup(of: Int.self) { group in
          for _ in 1...50 {
            try group.spawn { task in
              try task.withSource(of: counting(to: 20)) { a in
                try task.withSource(of: counting(to: 20)) { b in
                  var sum = 0
                  while let n = try a.next(), let m = try b.next() { sum += n * m }
                  return sum
                }
              }
            }
          }
          var sum = 0
          while let part = try group.next() { sum += part }
          return sum
        }
      }
    }
    expectEqual(sum, 50 * 2_870)
  }

  // MARK: Structure

  @Test func `nothing is left when the closure has returned`() async throws {
    let (trace, asleep, census) = (SharedTrace(), Gate(), Census())
    try await onThread {
      try Scheduler().run { task in
        let citizen = census.citizen()
        let source = AsyncThrowingGenerator<Int> { yield in
          try await yield(citizen.id)
          asleep.open()
          await untilCancelled()
          // Clean-up that takes its time is awaited.
          for _ in 1...10 { await Task.yield() }
          trace("cleaned up")
        }
        try task.withSource(of: source) { source in
          try expectEqual(source.next(), 0)
          asleep.pass()
        }
        trace("returned")
      }
    }
    expectEqual(trace.events, ["cleaned up", "returned"])
    #expect(try await becomesTrue { census.alive == 0 })
  }

  @Test func `an error of the closure cancels the reading`() async throws {
    let (trace, asleep) = (SharedTrace(), Gate())
    try await onThread {
      try Scheduler().run { task in
        #expect(throws: Failure(1)) {
          try task.withSource(of: waiting(trace, asleep: asleep)) { source in
            _ = try source.next()
            asleep.pass()
            throw Failure(1)
          }
        }
        expectEqual(trace.events, ["cancelled"])
      }
    }
  }

  @Test func `a sequence that was never read is released`() async throws {
    let trace = SharedTrace()
    try await onThread {
      try Scheduler().run { task in try task.withSource(of: counting(to: 1, trace)) { _ in } }
    }
    expectEqual(trace.events, [])
  }

  @Test func `cancellation ends the wait, and cancels the reading`() async throws {
    let (trace, asleep) = (SharedTrace(), Gate())
    try await onThread {
      try Scheduler().run { task in
        let reader = try task.spawn { task in
          try task.withSource(of: waiting(trace, asleep: asleep)) { source in
            while try source.next() != nil {}
          }
        }
        while !asleep.isOpen { try task.yield() }
        reader.cancel()
        #expect(throws: CancellationError.self) { try task.join(reader) }
        expectEqual(trace.events, ["cancelled"])
      }
    }
  }

  @Test func `a timeout ends the wait, and no element is lost`() async throws {
    let gate = Gate()
    let all = try await onThread {
      try Scheduler().run { task in
        let source = AsyncThrowingGenerator<Int> { yield in
          try await yield(1)
          await gate.pass()
          for n in 2...3 { try await yield(n) }
        }
        return try task.withSource(of: source) { source in
          var all = [try source.next()]
          do {
            try task.withTimeout(.milliseconds(5)) { all.append(try source.next()) }
          } catch SchedulingError.timedOut {
            gate.open()
          }
          while let n = try source.next() { all.append(n) }
          return all
        }
      }
    }
    expectEqual(all, [1, 2, 3])
  }

  @Test func `virtual time stands still only while an element is awaited`() async throws {
    let times = try await onThread {
      try Scheduler(clock: .virtual).run { task in
        try task.withSource(of: counting(to: 3), bufferingAtMost: 1) { source in
          var times: [SchedulerInstant] = []
          while try source.next() != nil {
            try task.sleep(for: .seconds(60))
            times.append(task.now)
          }
          return times
        }
      }
    }
    expectEqual(times.map { "\($0)" }, ["60.0 seconds", "120.0 seconds", "180.0 seconds"])
  }

  @Test func `a deadlock is found while nothing is awaited of a sequence`() async throws {
    try await onThread {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        try task.withSource(of: counting(to: 3)) { source in
          _ = try source.next()
          _ = try task.receive(from: Channel<Int>())
        }
      }
      #expect(throws: SchedulingError.self) { try scheduler.run() }
    }
  }

  @Test func `the end of the scheduler cancels the reading`() async throws {
    let (trace, asleep) = (SharedTrace(), Gate())
    try await onThread {
      let scheduler = Scheduler()
      let reader = try scheduler.spawn { task in
        try task.withSource(of: waiting(trace, asleep: asleep)) { source in
          while try source.next() != nil {}
        }
      }
      // One turn: the next would wait for the reading, which sleeps.
      try scheduler.runOne()
      asleep.pass()
      scheduler.core.close()
      #expect(throws: CancellationError.self) { try reader.result?.get() }
    }
    #expect(try await becomesTrue { trace.events == ["cancelled"] })
  }

  // MARK: Misuse

  @Test func `a sequence of the main actor is an error where the scheduler blocks it`() async throws
  {
    let (blocked, free) = (Gate(), Gate())
    async let main: Void = MainActor.run {
      blocked.open()
      free.pass()
    }
    await blocked.pass()
    try await onThread {
      defer { free.open() }
      let scheduler = Scheduler()
      scheduler.core.mainActor.isCurrent = { true }
      scheduler.core.mainActor.patience = .milliseconds(1)
      let reader = try scheduler.spawn { task in
        try task.withSource(of: OnMainActor()) { source in _ = try source.next() }
      }
      #if os(Linux)
        #expect(throws: SchedulingError.self) { try scheduler.run() }
        #expect("\(reader.result!)".contains("awaits an operation of the main actor"))
      #endif
    }
    await main
  }

  private struct OnMainActor: AsyncSequence, AsyncIteratorProtocol {
    func makeAsyncIterator() -> Self { self }
    mutating func next() async -> Int? { await MainActor.run { 1 } }
  }

  @Test func `a source that is used after its closure traps`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      try await onThread {
        try Scheduler().run { task in
          let source = try task.withSource(of: AsyncStream<Int> { $0.finish() }) { $0 }
          _ = try source.next()
        }
      }
    }
    #expect(result?.message.contains("was used after its closure had returned") == true)
  }

  @Test func `a source that another task uses traps`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      try await onThread {
        try Scheduler().run { task in
          try task.withSource(of: AsyncStream<Int> { _ in }) { source in
            try task.join(task.spawn { _ in _ = try source.next() })
          }
        }
      }
    }
    #expect(result?.message.contains("was used by another task than") == true)
  }

  // MARK: Into channels

  @Test(arguments: [0, 3]) func `a task sends a sequence to a channel`(capacity: Int) async throws {
    let all = try await onThread {
      try Scheduler().run { task in
        let numbers = Channel<Int>(capacity: capacity)
        try task.spawn { task in
          defer { numbers.close() }
          try task.send(contentsOf: counting(to: 100), to: numbers)
        }
        var all: [Int] = []
        while let n = try task.receive(from: numbers) { all.append(n) }
        return all
      }
    }
    expectEqual(all, Array(1...100))
  }

  @Test func `async code sends a sequence to a channel, and no faster than it is taken`()
    async throws
  {
    let (made, background) = (Guarded(0), try RemoteScheduler.start())
    let (numbers, results) = try await background.run { task in
      let (numbers, results) = (Channel<Int>(), Channel<[Int]>(capacity: 1))
      try task.spawn { task in
        var all: [Int] = []
        while let n = try task.receive(from: numbers) {
          all.append(n)
          for _ in 1...10 { try task.yield() }
          // That which waits to be sent, and those that are read ahead.
          #expect(made.current <= all.count + 1 + 2)
        }
        try task.send(all, to: results)
      }
      return (try task.remote(to: numbers), try task.remote(to: results))
    }
    let source = AsyncThrowingGenerator<Int> { yield in
      for n in 1...50 {
        made { $0 = n }
        try await yield(n)
      }
    }
    try await numbers.send(contentsOf: source, bufferingAtMost: 2)
    numbers.close()
    try await expectEqual(results.receive(), Array(1...50))
  }

  @Test func `an error of a sequence that is sent comes out, after its elements`() async throws {
    let background = try RemoteScheduler.start()
    let numbers = try await background.run { try $0.remote(to: Channel<Int>(capacity: .max)) }
    let failing = AsyncThrowingGenerator<Int> { yield in
      for n in 1...3 { try await yield(n) }
      throw Failure(4)
    }
    await #expect(throws: Failure(4)) { try await numbers.send(contentsOf: failing) }
    numbers.close()
    try await expectEqual(numbers.values.reduce(into: []) { $0.append($1) }, [1, 2, 3])
  }

  @Test func `a channel that is closed ends the sending, and the reading`() async throws {
    let (trace, asleep) = (SharedTrace(), Gate())
    let background = try RemoteScheduler.start()
    let numbers = try await background.run { try $0.remote(to: Channel<Int>()) }
    let sending = Task { try await numbers.send(contentsOf: waiting(trace, asleep: asleep)) }
    await asleep.pass()
    numbers.close()
    await #expect(throws: SchedulingError.self) { try await sending.value }
    expectEqual(trace.events, ["cancelled"])
  }

  @Test func `the cancellation of the sender cancels the reading, and awaits it`() async throws {
    let (trace, asleep) = (SharedTrace(), Gate())
    let background = try RemoteScheduler.start()
    let numbers = try await background.run { try $0.remote(to: Channel<Int>(capacity: .max)) }
    let sending = Task { try await numbers.send(contentsOf: waiting(trace, asleep: asleep)) }
    await asleep.pass()
    sending.cancel()
    await #expect(throws: CancellationError.self) { try await sending.value }
    expectEqual(trace.events, ["cancelled"])
  }
}
