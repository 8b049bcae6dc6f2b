import CCoroutine
import Generators
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Swift concurrency: a body is synchronous code that follows its resumer.
@Suite struct ConcurrencyTests {
  private func naturals() -> Generator<Int> {
    Generator { yield in for n in 0... { try yield(n) } }
  }

  @Test func `a generator lives across suspensions of its task`() async {
    let g = naturals()
    var sum = 0
    for _ in 0..<100 {
      sum += g.next()!
      await Task.yield()
    }
    expectEqual(sum, 4950)
  }

  @Test func `a generator moves from task to task`() async {
    nonisolated(unsafe) let g = naturals()
    for n in 0..<50 {
      let taken = await Task.detached { g.next() }.value
      expectEqual(taken, n)
    }
  }

  @Test func `a generator that is no longer used here can be sent`() async {
    let g = naturals()
    _ = g.next()
    let sum = await Task.detached { g.prefix(3).reduce(0, +) }.value
    expectEqual(sum, 6)
  }

  @Test func `many tasks each have a generator of their own`() async {
    await withTaskGroup(of: Int.self) { group in
      for start in 0..<100 {
        group.addTask {
          let g = Generator { yield in for n in start... { try yield(n) } }
          var sum = 0
          for _ in 0..<10 {
            sum += g.next()!
            await Task.yield()
          }
          return sum
        }
      }
      let total = await group.reduce(0, +)
      #expect(total == (0..<100).map { 10 * $0 + 45 }.reduce(0, +))
    }
  }

  private actor Counter {
    var count = 0
    var source: Generator<Int>?

    func make() {
      source = Generator { yield in
        while true {
          self.count += 1
          try yield(self.count)
        }
      }
    }
    func next() -> Int? { source?.next() }
  }

  @Test func `a body made in an actor uses its state`() async {
    let counter = Counter()
    await counter.make()
    await expectEqual(counter.next(), 1)
    await expectEqual(counter.next(), 2)
    await expectEqual(counter.count, 2)
  }

  @MainActor private static var onMain = 0

  @MainActor @Test func `a body made on the main actor uses its state`() {
    let g = Generator { yield in
      while true {
        Self.onMain += 1
        MainActor.assumeIsolated { Self.onMain += 1 }
        try yield(Self.onMain)
      }
    }
    expectEqual(g.next(), 2)
    expectEqual(g.next(), 4)
  }

  @Test func `a body sees the cancellation of the task that resumes it`() async {
    nonisolated(unsafe) let g = Generator { yield in while true { try yield(Task.isCancelled) } }
    expectEqual(g.next(), false)
    let task = Task.detached {
      while !Task.isCancelled { await Task.yield() }
      return g.next()
    }
    task.cancel()
    await expectEqual(task.value, true)
    expectEqual(g.next(), false)
  }

  @Test func `a body started by a task continues after the task's end`() async {
    nonisolated(unsafe) var made: Generator<Int>?
    await Task.detached {
      made = self.naturals()
      _ = made?.next()
    }.value
    expectEqual(made?.next(), 1)
  }

  @Test func `a body may start tasks`() async {
    let g = Generator { yield in
      for n in 0..<3 {
        let task = Task { n * n }
        try yield(task)
      }
    }
    var squares: [Int] = []
    while let task = g.next() { squares.append(await task.value) }
    expectEqual(squares, [0, 1, 4])
  }

  @TaskLocal private static var name = "none"

  @Test func `a task-local value is the resumer's`() {
    let g = Generator { yield in while true { try yield(Self.name) } }
    expectEqual(g.next(), "none")
    Self.$name.withValue("inner") { expectEqual(g.next(), "inner") }
    expectEqual(g.next(), "none")
  }

  @Test func `accesses are held across suspensions of the task`() async {
    let cell = Cell()
    let g = holder(cell)
    var taken: [Int] = []
    while let n = g.next() {
      taken.append(n)
      await Task.yield()
    }
    expectEqual(taken, [0, -1, 1, -1, 2, -1])
    expectEqual(cell.value, 3)
  }

  @Test func `accesses are held from task to task`() async {
    nonisolated(unsafe) let g = holder(Cell())
    for n in 0..<3 {
      let held = await Task.detached { g.next() }.value
      let free = await Task.detached { g.next() }.value
      #expect(held == n && free == -1)
    }
    expectEqual(g.next(), nil)
  }

  @Test func `a body with an access is dropped by another task`() async {
    nonisolated(unsafe) var g: Generator<Int>? = holder(Cell())
    _ = g?.next()
    await Task.detached { g = nil }.value
    #expect(g == nil)
  }
}

// MARK: - Task-local values

/// The check that a body doesn't yield inside of `withValue` of a task-local value.
@Suite struct TaskLocalTests {
  @TaskLocal static var name = "none"

  @Test func `withValue around a loop over a generator, and in a body between its yields, is fine`()
    async
  {
    let inner = Generator { yield in while true { try yield(Self.name) } }
    let g = Generator { yield in
      while true {
        let names = Self.$name.withValue("body") { [Self.name, inner.next()!] }
        try yield(names + [Self.name])
      }
    }
    func take() {
      Self.$name.withValue("consumer") { expectEqual(g.next(), ["body", "body", "consumer"]) }
    }
    take()
    await Task.yield()
    expectEqual(g.next(), ["body", "body", "none"])
    Self.$name.withValue("other") { take() }
    expectEqual(Self.name, "none")
  }

  @Test func `a body may be ended, closed and dropped inside of withValue`() throws {
    let tracker = Tracker()
    func make() -> ThrowingGenerator<Int> {
      let object = tracker.object()
      return ThrowingGenerator { yield in
        defer { Self.$name.withValue("leaving") { withExtendedLifetime(object) {} } }
        try yield(1)
      }
    }
    try Self.$name.withValue("consumer") {
      let (ended, closed, failed) = (make(), make(), make())
      for g in [ended, closed, failed, make()] { try expectEqual(g.next(), 1) }
      try expectEqual(ended.next(), nil)
      try closed.close()
      #expect(throws: Failure()) { try failed.throw(Failure()) }
    }
    expectEqual(tracker.alive, 0)
  }

  // Only debug builds check, and read the runtime's own list, which is found on Linux.
  #if DEBUG && os(Linux)
    private static var intMetadata: UnsafeRawPointer {
      unsafeBitCast(Int.self as Any.Type, to: UnsafeRawPointer.self)
    }

    @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer forbids the search"))
    func `the head of the values is found in tasks and on threads`() async {
      expectEqual(cco_task_locals_probe_succeeded(Self.intMetadata), 1)
      let start = cco_task_locals(Self.intMetadata)  // the testing library binds values of its own
      Self.$name.withValue("some") {
        let outer = cco_task_locals(Self.intMetadata)
        #expect(outer != start)
        Self.$name.withValue("another") {
          #expect(cco_task_locals(Self.intMetadata) != outer)
          #expect(cco_task_locals(Self.intMetadata) != start)
        }
        expectEqual(cco_task_locals(Self.intMetadata), outer)
      }
      expectEqual(cco_task_locals(Self.intMetadata), start)
      await #expect(processExitsWith: .success) {
        onABareThread {
          precondition(cco_task_locals_probe_succeeded(Self.intMetadata) == 1)
          precondition(cco_task_locals(Self.intMetadata) == 0)
          Self.$name.withValue("some") { precondition(cco_task_locals(Self.intMetadata) != 0) }
          precondition(cco_task_locals(Self.intMetadata) == 0)
        }
      }
    }

    @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer forbids the search"))
    func `a yield inside of withValue is a trap that names the generator`() async {
      let inATask = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        let g = Generator<Int>(line: 4242) { yield in
          try Self.$name.withValue("body") { try yield(1) }
        }
        _ = g.next()
      }
      let message =
        "a body yielded inside of withValue of a task-local value (generator made at "
        + "GeneratorsTests/ConcurrencyTests.swift:4242)"
      expectEqual(inATask?.message.contains(message), true)
      let onAThread = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        onABareThread {
          let g = Generator<Int>(line: 4242) { yield in
            try Self.$name.withValue("body") { try yield(1) }
          }
          _ = g.next()
        }
      }
      expectEqual(onAThread?.message.contains(message), true)
    }

    @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer forbids the search"))
    func `a delegation inside of withValue is the same trap`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        let inner = Generator<Int>(line: 43) { yield in try yield(1) }
        let outer = Generator<Int>(line: 42) { yield in
          try yield(0)
          try Self.$name.withValue("body") { try yield(from: inner) }
        }
        _ = outer.next()
        _ = outer.next()
      }
      let message =
        "ConcurrencyTests.swift:42, which delegates to the one made at "
        + "GeneratorsTests/ConcurrencyTests.swift:43)"
      expectEqual(result?.message.contains(message), true)
    }

    @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer forbids the search"))
    func `a yield there after an error is the same trap`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        let g = Generator<Int> { yield in
          do { try yield(1) } catch { try Self.$name.withValue("body") { try yield(2) } }
        }
        _ = g.next()
        _ = try g.throw(Failure())
      }
      expectEqual(result?.message.contains("a body yielded inside of withValue"), true)
    }
  #endif
}

#if os(Linux)
  /// Runs `action` to its end, on a thread outside of all tasks.
  private func onABareThread(_ action: @escaping @Sendable () -> Void) {
    final class Action {
      let run: () -> Void
      init(_ run: @escaping () -> Void) { self.run = run }
    }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Action(action)).toOpaque()
    let error = pthread_create(
      &thread, nil,
      {
        Unmanaged<Action>.fromOpaque($0!).takeRetainedValue().run()
        return nil
      }, argument)
    precondition(error == 0 && pthread_join(thread, nil) == 0)
  }
#endif
