import Generators
import Testing

private func naturals() -> Generator<Int> {
  Generator { yield in for n in 0... { try yield(n) } }
}

// Generators beside Swift concurrency: in classes, actors and tasks, and sent from one to another.

/// Holds generators in its properties, one of them replaced and one lazy.
final class Sampler {
  var current: Generator<Int>
  private(set) lazy var labels = Generator { [prefix] yield in
    for n in 0... { try yield("\(prefix)\(n)") }
  }
  private let prefix: String

  init(prefix: String) {
    self.prefix = prefix
    current = Generator(1...2)
  }

  func next() -> Int {
    if let n = current.next() { return n }
    current = Generator(1...2)
    return current.next()!
  }
}

/// Deals from a deck: the body reads and writes the state of the actor.
actor Dealer {
  private var dealt = 0
  private var cards: [Int]
  private var deal: Generator<Int>?

  init(_ cards: [Int]) { self.cards = cards }

  func next() -> Int? {
    if deal == nil {
      deal = Generator { [unowned self] yield in
        while !self.cards.isEmpty {
          self.dealt += 1
          try yield(self.cards.removeLast())
        }
      }
    }
    return deal!.next()
  }

  func add(_ card: Int) { cards.append(card) }
  var count: Int { dealt }

  /// A generator that lives within a call and takes the state by the closure of `forEach`.
  func total() -> Int {
    Generator { yield in try self.cards.forEach { try yield($0) } }.reduce(0, +)
  }

  /// Uses a generator that was made elsewhere.
  func drain(_ generator: sending Generator<Int>) -> [Int] { Array(generator) }

  /// Keeps one that was made elsewhere.
  func adopt(_ generator: sending Generator<Int>) { deal = generator }
}

@MainActor final class Screen {
  var frames = 0
  var onDeinit: () -> Void = {}
  // Held by the body, the screen would hold itself, as with any closure that it keeps.
  lazy var animation = Generator { [unowned self] yield in
    for step in 1... {
      self.frames += 1
      try yield("frame \(self.frames) of step \(step)")
    }
  }

  func advance() -> String? { animation.next() }

  isolated deinit { onDeinit() }
}

private actor Relay {
  var generator: Generator<Int>?
  func put(_ generator: sending Generator<Int>) { self.generator = generator }
  func take() -> Int? { generator?.next() }
}

@Suite struct Concurrency {
  @Test func `a class keeps generators`() {
    let sampler = Sampler(prefix: "s")
    #expect((0..<5).map { _ in sampler.next() } == [1, 2, 1, 2, 1])
    #expect(Array(sampler.labels.prefix(2)) == ["s0", "s1"])
    #expect(sampler.labels.next() == "s2")
  }

  @Test func `an actor's generator uses the actor's state`() async {
    let dealer = Dealer([1, 2])
    #expect(await dealer.total() == 3)
    #expect(await dealer.next() == 2)
    await dealer.add(7)
    #expect(await dealer.next() == 7)
    #expect(await dealer.next() == 1)
    #expect(await dealer.next() == nil)
    #expect(await dealer.count == 3)
  }

  @Test @MainActor func `a main actor's generator uses its state`() {
    let screen = Screen()
    #expect(screen.advance() == "frame 1 of step 1")
    screen.frames = 10
    #expect(screen.advance() == "frame 11 of step 2")
    let local = Generator { yield in try yield(screen.frames) }
    #expect(local.next() == 11)
  }

  @Test @MainActor func `an object that keeps a suspended generator is released`() {
    var isReleased = false
    do {
      let screen = Screen()
      screen.onDeinit = { isReleased = true }
      #expect(screen.advance() != nil)
    }
    #expect(isReleased)
  }

  @Test func `a generator goes on between the awaits of an async function`() async {
    func pause() async { await Task.yield() }
    let g = naturals()
    var seen: [Int] = []
    for _ in 0..<100 {
      seen.append(g.next()!)
      await pause()
    }
    #expect(seen == Array(0..<100))
    for n in g {
      await pause()
      if n == 110 { break }
    }
    #expect(g.next() == 111)
  }

  @Test func `a generator that is no longer used here goes to a task`() async {
    let g = naturals()
    #expect(g.next() == 0)
    let task = Task { Array(g.prefix(3)) }
    #expect(await task.value == [1, 2, 3])

    let h = naturals()
    #expect(h.next() == 0)
    let detached = Task.detached { h.next() }
    #expect(await detached.value == 1)

    async let first = naturals().first { $0 > 10 }
    #expect(await first == 11)
  }

  @Test func `a generator goes to another actor`() async {
    let dealer = Dealer([])
    let g = Generator { yield in for n in 1...3 { try yield(n) } }
    #expect(g.next() == 1)
    #expect(await dealer.drain(g) == [2, 3])

    await dealer.adopt(Generator(5...6))
    #expect(await dealer.next() == 5)
    #expect(await dealer.next() == 6)

    let relay = Relay()
    await relay.put(naturals())
    #expect(await relay.take() == 0)
    #expect(await Task.detached { await relay.take() }.value == 1)
  }

  @Test func `the children of a group have generators of their own`() async {
    let sums = await withTaskGroup(of: Int.self) { group in
      for limit in 1...8 {
        group.addTask {
          var sum = 0
          for n in naturals() {
            if n > limit * 100 { break }
            sum += n
            if n.isMultiple(of: 10) { await Task.yield() }
          }
          return sum
        }
      }
      return await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(sums == Set((1...8).map { $0 * 100 * ($0 * 100 + 1) / 2 }))
  }

  @Test func `a body sees whether the task that resumes it is cancelled`() async {
    let g = Generator { yield in
      while !Task.isCancelled { try yield(0) }
    }
    #expect(g.next() == 0)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return g.next()
    }
    #expect(await task.value == nil)
  }

  @Test func `a generator is the source of a stream`() async {
    let stream = AsyncStream { continuation in
      for n in naturals().prefix(4) { continuation.yield(n) }
      continuation.finish()
    }
    var seen: [Int] = []
    for await n in stream { seen.append(n) }
    #expect(seen == [0, 1, 2, 3])
  }

  @Test func `a generator unfolds into a stream`() async {
    let relay = Relay()
    await relay.put(Generator(1...3))
    let stream = AsyncStream { await relay.take() }
    #expect(await stream.reduce(into: []) { $0.append($1) } == [1, 2, 3])
  }
}
