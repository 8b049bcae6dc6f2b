import Generators
import Synchronization
import TestSupport
import Testing

/// Errors that leave a body while it is released.
@Suite struct UnraisableErrorTests {
  private func failing(_ code: Int, line: UInt = 4242) -> Generator<Int> {
    Generator(line: line) { yield in
      do { try yield(1) } catch { throw Failure(code) }
    }
  }

  /// A record of the errors for a test.
  private func summary(_ errors: [UnraisableError]) -> [String] {
    errors.map { "\(name(of: $0.error)) \($0.origin.line)" }
  }

  @Test func `an error that leaves a body while it is released goes to the hook`() {
    let errors = unraisableErrors {
      let g = failing(3)
      _ = g.next()
    }
    expectEqual(summary(errors), ["E3 4242"])
    expectEqual(errors.first?.origin.fileID, "GeneratorsTests/UnraisableErrorTests.swift")
  }

  @Test func `the hook is called before the release returns, on the same thread`() {
    let trace = Trace()
    nonisolated(unsafe) let unsafe = trace
    withUnraisableErrorHook({ unsafe("hook \(name(of: $0.error))") }) {
      var g: Generator<Int>? = failing(3)
      _ = g!.next()
      trace("drop")
      g = nil
      trace("dropped")
    }
    expectEqual(trace.events, ["drop", "hook E3", "dropped"])
  }

  @Test func `a break out of a loop also releases`() {
    let errors = unraisableErrors { for _ in failing(4) { break } }
    expectEqual(summary(errors), ["E4 4242"])
  }

  @Test func `a capture of the old hook may use the hook in its deinit`() {
    final class UsingTheHook: Sendable {
      deinit {
        let hook = UnraisableError.hook
        UnraisableError.hook = hook
        let g = Generator<Int> { yield in do { try yield(1) } catch { throw Failure(7) } }
        _ = g.next()
      }
    }
    let errors = unraisableErrors {
      let hook = UnraisableError.hook
      do {
        let using = UsingTheHook()
        UnraisableError.hook = { _ in withExtendedLifetime(using) {} }
      }
      UnraisableError.hook = hook
    }
    expectEqual(errors.map { name(of: $0.error) }, ["E7"])
  }

  @Test func `the hook may set another one`() {
    let trace = Trace()
    nonisolated(unsafe) let unsafe = trace
    withUnraisableErrorHook({ error in
      unsafe("first \(name(of: error.error))")
      UnraisableError.hook = { unsafe("second \(name(of: $0.error))") }
    }) {
      for code in 1...2 { for _ in failing(code) { break } }
    }
    expectEqual(trace.events, ["first E1", "second E2"])
  }

  @Test func `the exit does not go to the hook, whatever its origin`() {
    let errors = unraisableErrors {
      for _ in Generator(2...) { break }
      for _ in Generator<Int>({ yield in try yield(1) }) { break }
      for _ in Generator<Int>({ yield in do { try yield(1) } catch { throw GeneratorExit() } }) {
        break
      }
      for _ in Generator<Int>({ yield in try? yield(1) }) { break }
    }
    #expect(errors.isEmpty)
  }

  @Test func `an unstarted or ended generator has no such error`() {
    let errors = unraisableErrors {
      _ = failing(1)
      let ended = failing(2)
      _ = ended.next()
      _ = try? ended.throw(Failure(0))
      let closed = failing(3)
      closed.close()
    }
    #expect(errors.isEmpty)
  }

  @Test func `coroutines have such errors, too`() throws {
    let errors = try unraisableErrors {
      let c = Coroutine<Int, Int, Int>(line: 1) { yield in
        do { return try yield(1) } catch { throw Failure(5) }
      }
      try c.start()
      let g = ThrowingGenerator<Int>(line: 2) { yield in
        do { try yield(1) } catch { throw Failure(6) }
      }
      try g.next()
      withExtendedLifetime((c, g)) {}
    }
    expectEqual(Set(summary(errors)), ["E5 1", "E6 2"])
  }

  @Test func `the error of an inner generator goes to the outer one, and from there to the hook`() {
    let errors = unraisableErrors {
      let outer = Generator<Int>(line: 9) { yield in try yield(from: failing(3)) }
      _ = outer.next()
    }
    expectEqual(summary(errors), ["E3 9"])
  }

  @Test func `an error that the outer body catches does not go to the hook`() {
    let trace = Trace()
    let errors = unraisableErrors {
      let outer = Generator<Int> { yield in
        do { try yield(from: failing(3)) } catch { trace(name(of: error)) }
      }
      _ = outer.next()
    }
    #expect(errors.isEmpty)
    expectEqual(trace.events, ["E3"])
  }

  @Test func `an inner generator that ignores the exit of a release fails the outer one`() throws {
    let inner = ThrowingGenerator<Int> { yield in
      try? yield(1)
      try yield(2)
      try yield(3)
    }
    let errors = try unraisableErrors {
      let outer = ThrowingGenerator<Int>(line: 9) { yield in try yield(from: inner) }
      try outer.next()
    }
    expectEqual(summary(errors), ["ignoredExit 9"])
    try expectEqual(inner.next(), 3)
    try expectEqual(inner.next(), nil)
  }

  @Test func `generators that hold each other are released inside of each other`() {
    let errors = unraisableErrors {
      let outer = Generator<Int>(line: 1) { yield in
        let held = failing(7, line: 2)
        _ = held.next()
        do { try yield(1) } catch { throw Failure(8) }
        withExtendedLifetime(held) {}
      }
      _ = outer.next()
    }
    expectEqual(summary(errors), ["E7 2", "E8 1"])
  }

  @Test func `the hook may use and release generators`() {
    let seen = Mutex<[String]>([])
    withUnraisableErrorHook({ error in
      seen.withLock { $0.append(name(of: error.error)) }
      if error.error as? Failure == Failure(3) {
        for _ in self.failing(4) { break }
        let three = Array(Generator { yield in for n in 0..<3 { try yield(n) } })
        seen.withLock { $0.append("\(three)") }
      }
    }) {
      for _ in failing(3) { break }
    }
    expectEqual(seen.withLock { $0 }, ["E3", "E4", "[0, 1, 2]"])
  }

  @Test func `the error and its contents are released after the hook`() {
    struct Holding: Error { let object: Tracked }
    let tracker = Tracker()
    withUnraisableErrorHook({ error in
      expectEqual((error.error as? Holding)?.object.id, 6)
    }) {
      let g = Generator<Int> { yield in
        do { try yield(1) } catch { throw Holding(object: tracker.object(6)) }
      }
      _ = g.next()
    }
    expectEqual(tracker.made, 1)
    expectEqual(tracker.alive, 0)
  }

  @Test func `the hook can be read, replaced and set again`() {
    let seen = Mutex<[String]>([])
    withUnraisableErrorHook({ error in seen.withLock { $0.append("a \(name(of: error.error))") } })
    {
      let former = UnraisableError.hook
      UnraisableError.hook = { error in
        seen.withLock { $0.append("b") }
        former(error)
      }
      for _ in failing(1) { break }
      UnraisableError.hook = former
      for _ in failing(2) { break }
    }
    expectEqual(seen.withLock { $0 }, ["b", "a E1", "a E2"])
  }

  @Test func `the default hook writes one line to standard error, and the process continues`() async
  {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in
        do { try yield(1) } catch { throw Failure(3) }
      }
      _ = g.next()
    }
    expectEqual(
      result?.message,
      """
      Exception ignored in a generator made at \
      GeneratorsTests/UnraisableErrorTests.swift:4242, while it was dropped: Failure(code: 3)

      """)
  }

  @Test func `the default can be kept and set again`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      let standard = UnraisableError.hook
      UnraisableError.hook = { _ in }
      for _ in Generator<Int>({ yield in do { try yield(1) } catch { throw Failure(1) } }) { break }
      UnraisableError.hook = standard
      for _ in Generator<Int>({ yield in do { try yield(1) } catch { throw Failure(2) } }) { break }
    }
    expectEqual(result?.message.contains("Failure(code: 1)"), false)
    expectEqual(result?.message.contains("Failure(code: 2)"), true)
  }

  @Test func `a hook that was read and set again any number of times is one call`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      for _ in 0..<300_000 {
        let former = UnraisableError.hook
        UnraisableError.hook = former
      }
      for _ in Generator<Int>({ yield in do { try yield(1) } catch { throw Failure(3) } }) { break }
    }
    expectEqual(result?.message.contains("Failure(code: 3)"), true)
  }

  @Test func `a process that releases without errors writes nothing`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      for _ in Generator<Int>({ yield in for n in 0... { try yield(n) } }) { break }
    }
    expectEqual(result?.message, "")
  }
}
