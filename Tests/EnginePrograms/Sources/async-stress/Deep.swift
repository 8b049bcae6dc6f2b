import AsyncGenerators
import Generators
import Synchronization

/// Great numbers of generators: sources of one another, that hold one another, alive.
final class Deep: Sendable {
  private let place: Stress.Place
  private let home = Home()
  /// Bodies that have begun and not ended.
  private let running = Atomic(0)

  init(place: Stress.Place) { self.place = place }

  private actor Home {
    func run<Result: Sendable>(
      _ body: @Sendable (isolated (any Actor)?) async -> Result
    ) async -> Result {
      await body(self)
    }
  }

  private func run<Result: Sendable>(
    _ body: @Sendable (isolated (any Actor)?) async -> Result
  ) async -> Result {
    switch place {
    case .pool:
      await Task.detached(operation: {}).value
      return await body(nil)
    case .main: return await body(MainActor.shared)
    case .actor: return await home.run(body)
    }
  }

  private func note(_ change: Int) { running.add(change, ordering: .acquiringAndReleasing) }

  /// Waits for bodies that end in the background, up to a minute.
  private func settled() async -> [String] {
    for _ in 0..<60_000 where running.load(ordering: .acquiring) != 0 {
      try? await Task.sleep(for: .milliseconds(1))
    }
    let left = running.load(ordering: .acquiring)
    return left == 0 ? [] : ["\(left) bodies have not ended"]
  }

  private func source(_ count: Int, suspending: Bool) -> AsyncGenerator<Int> {
    AsyncGenerator { @concurrent yield in
      self.note(1)
      defer { self.note(-1) }
      for n in 0..<count {
        if suspending { await Task.yield() }
        try await yield(n)
      }
    }
  }

  /// A relay of a relay and so on.
  private func chain(_ depth: Int, suspending: Bool, elements: Int = 3) -> AsyncGenerator<Int> {
    var generator = source(elements, suspending: suspending)
    for _ in 0..<depth {
      let inner = generator
      generator = AsyncGenerator { @concurrent yield in
        self.note(1)
        defer { self.note(-1) }
        for await n in inner { try await yield(n + 1) }
      }
    }
    return generator
  }

  func relays(_ depth: Int, suspending: Bool = false) async -> [String] {
    let elements = await run { isolation in
      var all: [Int] = []
      let generator = self.chain(depth, suspending: suspending)
      while let n = await generator.next(isolation: isolation) { all.append(n) }
      return all
    }
    var problems = await settled()
    if elements != [depth, depth + 1, depth + 2] { problems.append("\(elements)") }
    return problems
  }

  func releasedRelays(_ depth: Int) async -> [String] {
    let first = await run { isolation in
      await self.chain(depth, suspending: false).next(isolation: isolation)
    }
    return await settled() + (first == depth ? [] : ["\(first as Any)"])
  }

  /// Delegation, in which the consumer's request goes directly to the innermost body.
  func delegations(_ depth: Int) async -> [String] {
    let elements = await run { isolation in
      var generator = self.source(3, suspending: true)
      for _ in 0..<depth {
        let inner = generator
        generator = AsyncGenerator { @concurrent yield in
          self.note(1)
          defer { self.note(-1) }
          try await yield(from: inner)
        }
      }
      var all: [Int] = []
      while let n = await generator.next(isolation: isolation) { all.append(n) }
      return all
    }
    return await settled() + (elements == [0, 1, 2] ? [] : ["\(elements)"])
  }

  func notStarted(_ depth: Int) async -> [String] {
    await run { _ in _ = self.chain(depth, suspending: false) }
    return await settled()
  }

  func alive(_ count: Int) async -> [String] {
    let sum = await run { isolation in
      let generators = (0..<count).map { _ in self.source(2, suspending: false) }
      var sum = 0
      for generator in generators { sum += await generator.next(isolation: isolation) ?? 0 }
      for generator in generators { sum += await generator.next(isolation: isolation) ?? 0 }
      return sum
    }
    return await settled() + (sum == count ? [] : ["\(sum)"])
  }
}
