import AsyncGenerators
import Generators
import Synchronization

#if canImport(TestSupport)
  import TestSupport
#endif

/// Random generators, whose bodies suspend, delegate, fail and clean up at random, and random consumers of them, which
/// take, throw, close, cancel, share and release.
///
/// `swift test` runs a small one; `async-stress` of Tests/EnginePrograms, which scripts/test-async runs, a large one.
final class Stress: Sendable {
  /// Where consumers run.
  enum Place: String, CaseIterable { case pool, main, actor }

  let seed: UInt64
  /// Whether continuations are resumed by other tasks.
  ///
  /// Otherwise tasks await other tasks.
  /// For continuations, ThreadSanitizer blames what comes after them: see Tests/race-suppressions.txt.
  let usesContinuations: Bool
  /// Bodies that have begun, and that have ended.
  let begun = Atomic(0), ended = Atomic(0)
  /// Objects that bodies and elements hold.
  let alive = Atomic(0)
  /// Elements that have arrived.
  let elements = Atomic(0)
  /// Elements out of order, code outside of its isolation.
  let violations = Atomic(0)

  let home = Home()
  private let adder = Adder()

  init(seed: UInt64, usesContinuations: Bool = true) {
    self.seed = seed
    self.usesContinuations = usesContinuations
  }

  func check(_ holds: Bool) {
    if !holds { violations.add(1, ordering: .relaxed) }
  }

  /// Whether all bodies have ended and all objects are released, which those that clean up in the background are later.
  var isSettled: Bool {
    begun.load(ordering: .acquiring) == ended.load(ordering: .acquiring)
      && alive.load(ordering: .acquiring) == 0
  }

  // Functions have an isolated parameter, and are not `nonisolated(nonsending)`: Swift 6.3 leaves out the hop to
  // the caller's actor before a call of such a function.

  // MARK: What is counted

  /// An element, or what a body holds.
  final class Token: Sendable {
    let number: Int
    private let stress: Stress

    init(_ number: Int, _ stress: Stress) {
      self.number = number
      self.stress = stress
      stress.alive.add(1, ordering: .relaxed)
    }

    deinit { stress.alive.subtract(1, ordering: .releasing) }
  }

  struct Thrown: Error {}

  actor Adder {
    var sum = 0
    func add(_ n: Int) -> Int {
      sum += n
      return sum
    }
  }

  /// What bodies and consumers that are isolated to it share.
  actor Home {
    func run(_ consumer: @Sendable (isolated (any Actor)?) async -> Void) async {
      await consumer(self)
    }

    func generator(_ stress: Stress, seed: UInt64) -> AsyncThrowingGenerator<Token> {
      AsyncThrowingGenerator { yield in
        self.assertIsolated()
        try await stress.produce(yield, seed: seed)
      }
    }
  }

  /// State with exclusive accesses that last across suspensions.
  final class State {
    var random: SeededRandom
    var number = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }
  }

  // MARK: Bodies

  /// Suspends in one of many ways, or doesn't.
  private func suspend(
    _ random: inout SeededRandom, isolation: isolated (any Actor)? = #isolation
  ) async {
    switch Int.random(in: 0..<14, using: &random) {
    case 0: await Task.yield()
    case 1: await hopToTask()
    case 2: _ = await adder.add(1)
    case 3: try? await Task.sleep(for: .microseconds(Int.random(in: 0..<200, using: &random)))
    case 4:
      async let a = adder.add(1), b: Void = Task.yield()
      _ = await (a, b)
    case 5:
      await withTaskGroup(of: Int.self) { group in
        for n in 0..<3 { group.addTask { await self.adder.add(n) } }
      }
    case 6: await leave()
    default: break
    }
  }

  @concurrent private func leave() async {}

  private func hopToTask(isolation: isolated (any Actor)? = #isolation) async {
    if usesContinuations {
      await withUnsafeContinuation { k in Task.detached { k.resume() } }
    } else {
      await Task.detached(operation: {}).value
    }
  }

  /// Yields a number of elements.
  private func yieldSome(
    _ count: Int, numbers number: inout Int, _ yield: AsyncYield<Token, Void>,
    _ random: inout SeededRandom, isolation: isolated (any Actor)? = #isolation
  ) async throws {
    for _ in 0..<count {
      await suspend(&random)
      let element = Token(number, self)
      number += 1
      do {
        try await yield(element)
      } catch is Thrown where random.chance(50) {}
    }
  }

  func produce(
    _ yield: AsyncYield<Token, Void>, seed: UInt64, depth: Int = 0,
    isolation: isolated (any Actor)? = #isolation
  ) async throws {
    begun.add(1, ordering: .relaxed)
    defer { ended.add(1, ordering: .releasing) }
    let state = State(seed: seed)
    let held = Token(-1, self)
    defer { _ = held }
    do {
      for _ in 0..<Int.random(in: 1..<8, using: &state.random) {
        isolation?.preconditionIsolated()
        switch Int.random(in: 0..<9, using: &state.random) {
        case 0:
          // Lent: a sequence, and a generator that counts as a body.
          let first = state.number
          state.number += 3
          try await yield(from: (first..<first + 3).map { Token($0, self) })
        case 1:
          let first = state.number
          state.number += 2
          do { try await yield(from: lent(first..<first + 2)) } catch is Thrown {}
        case 2 where depth < 3:
          try await delegate(yield, state, depth: depth, starts: false)
        case 3 where depth < 3:
          try await delegate(yield, state, depth: depth, starts: true)
        case 4 where depth < 2:
          // A relay, which is driven nested.
          let first = state.number
          let count = Int.random(in: 0..<4, using: &state.random)
          state.number += count
          let inner = counting(first..<first + count, seed: state.random.next())
          for try await element in inner {
            isolation?.preconditionIsolated()
            do { try await yield(element) } catch is Thrown {}
          }
        default:
          // Both accesses last across the yields.
          var random = SeededRandom(seed: state.random.next())
          try await yieldSome(
            Int.random(in: 0..<4, using: &random), numbers: &state.number, yield, &random)
        }
      }
      if state.random.chance(20) { throw Thrown() }
    } catch {
      // Clean-up that awaits, on any way out.
      if state.random.chance(50) { await suspend(&state.random) }
      isolation?.preconditionIsolated()
      throw error
    }
  }

  /// A synchronous generator whose elements a body lends.
  private func lent(_ numbers: Range<Int>) -> Generator<Token> {
    Generator { yield in
      self.begun.add(1, ordering: .relaxed)
      defer { self.ended.add(1, ordering: .releasing) }
      for number in numbers {
        do { try yield(Token(number, self)) } catch is Thrown {}
      }
    }
  }

  /// An async generator of some elements.
  private func counting(_ numbers: Range<Int>, seed: UInt64) -> AsyncThrowingGenerator<Token> {
    AsyncThrowingGenerator { yield in
      self.begun.add(1, ordering: .relaxed)
      defer { self.ended.add(1, ordering: .releasing) }
      var random = SeededRandom(seed: seed)
      for number in numbers {
        await self.suspend(&random)
        do { try await yield(Token(number, self)) } catch is Thrown {}
      }
    }
  }

  /// Delegates to a generator that was started, or wasn't.
  private func delegate(
    _ yield: AsyncYield<Token, Void>, _ state: State, depth: Int, starts: Bool,
    isolation: isolated (any Actor)? = #isolation
  ) async throws {
    let count = Int.random(in: 0..<5, using: &state.random)
    let inner = counting(
      state.number..<state.number + count, seed: state.random.next())
    state.number += count
    if starts, let first = try await inner.next() {
      do { try await yield(first) } catch is Thrown {}
    }
    try await yield(from: inner)
  }

  /// A generator with a body that is isolated or isn't.
  func generator(seed: UInt64) async -> AsyncThrowingGenerator<Token> {
    switch seed % 4 {
    case 0: AsyncThrowingGenerator { @MainActor yield in try await self.produce(yield, seed: seed) }
    case 1: await home.generator(self, seed: seed)
    default:
      AsyncThrowingGenerator { @concurrent yield in try await self.produce(yield, seed: seed) }
    }
  }

  func awaiting(seed: UInt64) -> AwaitingGenerator<Token> {
    AwaitingGenerator { yield in
      self.begun.add(1, ordering: .relaxed)
      defer { self.ended.add(1, ordering: .releasing) }
      let state = State(seed: seed)
      let held = Token(-1, self)
      defer { _ = held }
      do {
        for _ in 0..<Int.random(in: 0..<20, using: &state.random) {
          try yield.await {
            await self.suspend(&state.random)
            let isolation = #isolation
            isolation?.preconditionIsolated()
          }
          do { try yield(Token(state.number, self)) } catch is Thrown where state.random.chance(50)
          {}
          state.number += 1
        }
        if state.random.chance(20) { throw Thrown() }
      } catch {
        // There may be no consumer left to await.
        do { try yield.await { await self.suspend(&state.random) } } catch is NoConsumerError {}
        throw error
      }
    }
  }

  // MARK: Consumers

  /// What both kinds of generators do.
  protocol Stressed: AsyncSequence where Element == Token {
    nonisolated(nonsending) func next() async throws -> Token?
    nonisolated(nonsending) func `throw`(_ error: any Error) async throws -> Token?
    nonisolated(nonsending) func finish() async throws
  }

  /// Takes elements until it throws in, closes, releases or is done.
  private func consume(
    _ generator: some Stressed, seed: UInt64, isolation: isolated (any Actor)? = #isolation
  ) async {
    let state = State(seed: seed)
    let limit = Int.random(in: 0..<30, using: &state.random)
    let throwsIn = state.random.chance(40)
    do {
      while state.number < limit, let element = try await next(of: generator, &state.number) {
        isolation?.preconditionIsolated()
        elements.add(1, ordering: .relaxed)
        check(element.number == state.number - 1)
        if throwsIn, state.random.chance(20), let element = try await generator.throw(Thrown()) {
          // The error may have skipped elements of the source that the body was in.
          check(element.number >= state.number)
          state.number = element.number + 1
        }
        if state.random.chance(10) { await suspend(&state.random) }
      }
      if state.random.chance(30) { try await generator.finish() }
    } catch is Thrown {} catch is CancellationError {} catch { check(false) }
    isolation?.preconditionIsolated()
  }

  /// Takes an element while the caller's access to its count lasts.
  private func next(
    of generator: some Stressed, _ number: inout Int, isolation: isolated (any Actor)? = #isolation
  ) async throws -> Token? {
    let element = try await generator.next()
    // Those that an error skipped, if the body went on without them.
    if let element { number = element.number + 1 }
    return element
  }

  /// Several tasks that take from one generator: each gets elements in order.
  private func share(_ generator: AsyncThrowingGenerator<Token>, seed: UInt64) async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          var last = -1
          while true {
            do {
              guard let element = try await generator.next() else { return }
              self.elements.add(1, ordering: .relaxed)
              self.check(element.number > last)
              last = element.number
            } catch let error as GeneratorError {
              self.check(error.kind == .alreadyExecuting)
              await Task.yield()
            } catch { return }
          }
        }
      }
    }
  }

  private func consumeOne(seed: UInt64, isolation: isolated (any Actor)? = #isolation) async {
    var random = SeededRandom(seed: seed)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: await share(generator(seed: random.next()), seed: random.next())
    case 1, 2: await consume(awaiting(seed: random.next()), seed: random.next())
    case 3:
      // The closing is awaited on the way out.
      let g = await generator(seed: random.next())
      let limit = Int.random(in: 0..<10, using: &random)
      try? await withAsyncGenerator(g) { g in
        for try await element in g {
          isolation?.preconditionIsolated()
          if element.number >= limit { break }
        }
      }
      check(g.state == .closed)
    case 4:
      // Released by another task.
      let g = await generator(seed: random.next())
      _ = try? await g.next()
      Task.detached { _ = g }
    default: await consume(generator(seed: random.next()), seed: random.next())
    }
  }

  private func consumeOne(seed: UInt64, at place: Place) async {
    switch place {
    case .pool: await consumeOne(seed: seed, isolation: nil)
    case .main: await self.consumeOne(seed: seed, isolation: MainActor.shared)
    case .actor: await home.run { await self.consumeOne(seed: seed, isolation: $0) }
    }
  }

  /// Runs so many generators, some at once; some consumers are cancelled.
  func run(generators: Int, atOnce: Int = 64, places: [Place] = Place.allCases) async {
    var random = SeededRandom(seed: seed)
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<generators {
        if index >= atOnce { await group.next() }
        let seed = random.next()
        let place = random.pick(places)
        let cancelsAfter = random.chance(25) ? Int.random(in: 0..<1000, using: &random) : nil
        group.addTask {
          let consumer = Task.detached { await self.consumeOne(seed: seed, at: place) }
          if let cancelsAfter {
            try? await Task.sleep(for: .microseconds(cancelsAfter))
            consumer.cancel()
          }
          await consumer.value
        }
      }
    }
  }

  // MARK: One generator with many elements

  /// Takes so many elements of one generator of each kind, whose bodies suspend at random.
  func run(elements count: Int, at place: Place) async {
    switch place {
    case .pool: await take(count, isolation: nil)
    case .main: await self.take(count, isolation: MainActor.shared)
    case .actor: await home.run { await self.take(count, isolation: $0) }
    }
  }

  private func take(_ count: Int, isolation: isolated (any Actor)? = #isolation) async {
    var expected = 0
    for await n in AsyncGenerator<Int>({ @concurrent yield in
      let state = State(seed: self.seed)
      for n in 0..<count {
        await self.suspend(rarely: &state.random)
        try await yield(n)
      }
    }) {
      check(n == expected)
      expected += 1
    }
    isolation?.preconditionIsolated()
    check(expected == count)

    expected = 0
    do {
      for try await n in AwaitingGenerator<Int>({ yield in
        let state = State(seed: self.seed)
        for n in 0..<count {
          if state.random.chance(19) {
            try yield.await { await self.suspend(rarely: &state.random) }
          }
          try yield(n)
        }
      }) {
        check(n == expected)
        expected += 1
      }
      check(expected == count)

      let echo = AsyncCoroutine<Int, Int, Int> { @concurrent yield in
        let state = State(seed: self.seed)
        var heard = 0
        for _ in 0..<count {
          await self.suspend(rarely: &state.random)
          heard = try await yield(heard + 1)
        }
        return heard
      }
      expected = 1
      var element = try await echo.start()
      while let n = element {
        check(n == expected)
        expected += 2
        element = try await echo.send(n + 1)
      }
      check(expected == 2 * count + 1)
      check(echo.returnValue == 2 * count)
    } catch { check(false) }
    isolation?.preconditionIsolated()
    elements.add(3 * count, ordering: .relaxed)
  }

  /// Suspends before 3 elements of 16.
  private func suspend(
    rarely random: inout SeededRandom, isolation: isolated (any Actor)? = #isolation
  ) async {
    switch Int.random(in: 0..<16, using: &random) {
    case 0: await Task.yield()
    case 1: await hopToTask()
    case 2: _ = await adder.add(1)
    default: break
    }
  }
}

extension AsyncCoroutine: Stress.Stressed
where Element == Stress.Token, Input == Void, Return == Void {
  nonisolated(nonsending) func finish() async throws { try await close() }
}

extension AwaitingGenerator: Stress.Stressed where Element == Stress.Token {
  nonisolated(nonsending) func finish() async throws { try await close() }
}
