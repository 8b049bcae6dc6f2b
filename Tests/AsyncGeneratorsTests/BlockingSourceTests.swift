import Generators
import TestSupport
import Testing

@testable import AsyncGenerators

@Suite struct BlockingSourceTests {
  /// Counts, awaits now and then, and tells what it makes and when it ends.
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

  @Test(arguments: [0, 1, 2, 64]) func `the elements come in order`(limit: Int) async throws {
    let all = try await onThread {
      try blocking(counting(to: 1_000), bufferingAtMost: limit).collect()
    }
    expectEqual(all, Array(1...1_000))
  }

  @Test func `it is a source with all operations, and nil stays`() async throws {
    try await onThread {
      let source = (counting(to: 6)).blocking().filter { $0 % 2 == 0 }.map { $0 * 10 }
      for n in [20, 40, 60] { try expectEqual(source.next(), n) }
      for _ in 1...2 { try expectEqual(source.next(), nil) }
    }
  }

  @Test func `sequences that are not Sendable are sent`() async throws {
    let all = try await onThread {
      let sequence = counting(to: 3).map { $0 + 1 }
      return try blocking(sequence).collect()
    }
    expectEqual(all, [2, 3, 4])
  }

  @Test func `an error comes out once, after the elements before it`() async throws {
    try await onThread {
      let source = blocking(
        AsyncThrowingGenerator<Int> { yield in
          for n in 1...3 { try await yield(n) }
          throw Failure(4)
        })
      for n in 1...3 { try expectEqual(source.next(), n) }
      #expect(throws: Failure(4)) { try source.next() }
      for _ in 1...2 { try expectEqual(source.next(), nil) }
    }
  }

  @Test func `nothing is read before the first request`() async throws {
    let trace = SharedTrace()
    try await onThread {
      let source = blocking(counting(to: 2, trace))
      trace("asks")
      _ = try source.next()
    }
    expectEqual(trace.events.first, "asks")
  }

  @Test(arguments: [0, 1, 5]) func `at most so many elements are read ahead`(limit: Int)
    async throws
  {
    let made = Guarded(0)
    try await onThread {
      let source = blocking(
        AsyncThrowingGenerator<Int> { yield in
          for n in 1...200 {
            made { $0 = n }
            try await yield(n)
          }
        }, bufferingAtMost: limit)
      for taken in 1...200 {
        try expectEqual(source.next(), taken)
        #expect(made.current <= taken + limit)
      }
    }
  }

  @Test func `the reader waits while there is no room`() async throws {
    let (made, opened) = (Guarded(0), Gate())
    try await onThread {
      let source = blocking(
        AsyncThrowingGenerator<Int> { yield in
          for n in 1... {
            made { $0 = n }
            if n == 3 { opened.open() }
            try await yield(n)
          }
        }, bufferingAtMost: 3)
      try expectEqual(source.next(), 1)
      opened.pass()
    }
    #expect(made.current <= 4)
  }

  // MARK: Closing

  @Test func `the release of the source cancels the task`() async throws {
    let (trace, asleep, ended) = (SharedTrace(), Gate(), Gate())
    try await onThread {
      let source = blocking(waiting(trace, asleep, ended), bufferingAtMost: 1)
      try expectEqual(source.next(), 1)
      asleep.pass()
    }
    await ended.pass()
    expectEqual(trace.events, ["cancelled"])
  }

  @Test func `a source that was never read ends without running anything`() async throws {
    let census = Census()
    do {
      let citizen = census.citizen()
      _ = blocking(
        AsyncThrowingGenerator<Int> { yield in
          try await yield(citizen.id)
          Issue.record("it has run")
        })
    }
    #expect(try await becomesTrue { census.alive == 0 })
  }

  @Test func `close ends the wait of another thread`() async throws {
    let (trace, asleep, ended, taken) = (SharedTrace(), Gate(), Gate(), Gate())
    let source = blocking(waiting(trace, asleep, ended))
    async let last = onThread {
      let first = try source.next()
      taken.open()
      return try (first, source.next())
    }
    await taken.pass()
    await asleep.pass()
    source.abandon()
    let (first, second) = try await last
    expectEqual(first, 1)
    expectEqual(second, nil)
    await ended.pass()
    expectEqual(trace.events, ["cancelled"])
  }

  @Test func `an operation that fails closes it`() async throws {
    let (trace, asleep, ended) = (SharedTrace(), Gate(), Gate())
    try await onThread {
      let source = blocking(waiting(trace, asleep, ended))
      let failing = source.map { _ throws -> Int in
        asleep.pass()
        throw Failure(1)
      }
      #expect(throws: Failure(1)) { try failing.next() }
      try expectEqual(source.next(), nil)
      ended.pass()
    }
    expectEqual(trace.events, ["cancelled"])
  }

  /// Yields an element, and then waits until it is cancelled.
  private func waiting(
    _ trace: SharedTrace, _ asleep: Gate, _ ended: Gate
  ) -> AsyncThrowingGenerator<Int> {
    AsyncThrowingGenerator { yield in
      defer { ended.open() }
      try await yield(1)
      asleep.open()
      do { try await Task.sleep(for: .seconds(3_600)) } catch { trace("cancelled") }
    }
  }

  @Test func `elements that were read and not taken are released`() async throws {
    let (census, full) = (Census(), Gate())
    try await onThread {
      let source = blocking(
        AsyncThrowingGenerator<Census.Citizen> { yield in
          for n in 1...10 {
            if n == 5 { full.open() }
            try await yield(census.citizen(n))
          }
        }, bufferingAtMost: 5)
      try expectEqual(source.next()?.id, 1)
      full.pass()
    }
    #expect(try await becomesTrue { census.alive == 0 })
  }

  @Test func `threads share the elements between them`() async throws {
    let source = blocking(counting(to: 2_000), bufferingAtMost: 8)
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...4 {
        group.addTask {
          try await onThread {
            var sum = 0
            while let n = try source.next() { sum += n }
            return sum
          }
        }
      }
      return try await group.reduce(0, +)
    }
    expectEqual(sums, 2_001_000)
  }

  // MARK: Threads that must not call it

  @Test func `a Swift task gets an error, and the source is as before`() async throws {
    let source = blocking(counting(to: 1))
    expectEqual(message { try ask(source) }, "\(BlockingError.insideTask)")
    try await onThread { try expectEqual(source.next(), 1) }
  }

  /// Asks where the compiler doesn't see that it is in a task.
  private func ask(_ source: BlockingSource<Int>) throws -> Int? { try source.next() }

  private func message(_ body: () throws -> Int?) -> String {
    do { return "\(try body() as Any)" } catch { return "\(error)" }
  }

  #if os(Linux)
    @Test func `a sequence of the main actor is an error where the thread blocks the main actor`()
      async throws
    {
      let (blocked, free) = (Gate(), Gate())
      async let main: Void = MainActor.run {
        blocked.open()
        free.pass()
      }
      await blocked.pass()
      defer { free.open() }
      try await onThread {
        let source = BlockingSource(
          OnMainActor(), limit: 1, watch: BlockedMainActor { true })
        #expect(throws: BlockingError.self) { try source.next() }
        try expectEqual(source.next(), nil)
      }
      free.open()
      await main
    }

    @Test func `a sequence of the main actor is no error where the thread doesn't block it`()
      async throws
    {
      let all = try await onThread { try blocking(OnMainActor()).collect() }
      expectEqual(all, [1, 2])
    }

    @Test
    func `a task that is at the main actor is judged if nothing has run there since the beginning`()
      async throws
    {
      let (blocked, free) = (Gate(), Gate())
      let (early, late) = (BlockedMainActor { true }, BlockedMainActor { true })
      early.readingBegins()
      await MainActor.run {}
      async let main: Void = MainActor.run {
        blocked.open()
        free.pass()
      }
      await blocked.pass()
      late.readingBegins()
      let visitor = Task { @MainActor in }
      #expect(try await becomesTrue { !early.canJudge(visitor) })
      #expect(late.canJudge(visitor))
      #expect(early.canJudge(Task {}))
      free.open()
      await main
    }

    @MainActor private static func touchMainActor() {}

    /// Counts to 2, on the main actor, in the task that asks.
    private struct OnMainActor: AsyncSequence, AsyncIteratorProtocol {
      private var last = 0

      func makeAsyncIterator() -> Self { self }

      mutating func next() async -> Int? {
        await touchMainActor()
        last += 1
        return last <= 2 ? last : nil
      }
    }
  #endif
}
