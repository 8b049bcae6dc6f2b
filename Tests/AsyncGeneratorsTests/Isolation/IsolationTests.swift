import AsyncGenerators
import Generators
import Testing

// Every isolation is stated here, since Tests/Clients compiles this file with the main actor as the default
// isolation, and with the caller's isolation as that of async functions, too.

nonisolated private struct Thrown: Error {}

/// What the bodies do; `check` fails outside of their isolation.
nonisolated(nonsending)
  private func produce(
    _ yield: AsyncYield<Int, Int>, _ check: nonisolated(nonsending) () async -> Void
  ) async throws -> Int
{
  await check()
  await Task.yield()
  await check()
  var sum = 0
  do {
    while true {
      sum += try await yield(sum)
      await check()
      if sum % 2 == 1 { await elsewhere() }
      await check()
    }
  } catch is GeneratorExit {
    await check()
    await Task.yield()
    await check()
    return sum
  } catch {
    await check()
    sum = try await yield(-1)
    await check()
    return sum
  }
}

@concurrent nonisolated private func elsewhere() async {
  await Task.detached { await Task.yield() }.value
}

nonisolated private enum Spot: CaseIterable { case nowhere, main, home, other }

private actor Site {
  var steps = 0

  func body() -> AsyncCoroutine<Int, Int, Int> {
    AsyncCoroutine { yield in
      self.steps += 1
      self.preconditionIsolated()
      let sum = try await produce(yield) {
        self.steps += 1
        self.preconditionIsolated()
      }
      self.preconditionIsolated()
      return sum
    }
  }

  func generator(_ count: Int) -> AsyncGenerator<Int> {
    AsyncGenerator { yield in
      defer { self.preconditionIsolated() }
      for n in 0..<count {
        self.preconditionIsolated()
        if n % 2 == 1 { await Task.yield() }
        self.preconditionIsolated()
        try await yield(n)
        self.steps += 1
      }
    }
  }

  func consume(_ make: @Sendable (Site) async -> AsyncCoroutine<Int, Int, Int>) async throws {
    let c = await make(self)
    preconditionIsolated()
    #expect(try await c.start() == 0)
    preconditionIsolated()
    #expect(try await c.send(1) == 1)
    preconditionIsolated()
    #expect(try await c.send(2) == 3)
    preconditionIsolated()
    #expect(try await c.close() == 3)
    preconditionIsolated()
    let d = await make(self)
    try await d.start()
    preconditionIsolated()
    #expect(try await d.throw(Thrown()) == -1)
    preconditionIsolated()
    #expect(try await d.send(5) == nil)
    preconditionIsolated()
    #expect(d.returnValue == 5)
  }

  func iterate(_ make: @Sendable (Site) async -> AsyncGenerator<Int>) async {
    var expected = 0
    for await n in await make(self) {
      preconditionIsolated()
      #expect(n == expected)
      expected += 1
      steps += 1
      if n == 6 { break }
    }
    preconditionIsolated()
    #expect(expected == 7)
  }

  func awaits() async throws {
    let g = AwaitingGenerator<Int> { yield in
      for n in 0..<4 {
        self.steps += 1
        try yield.await {
          self.preconditionIsolated()
          await elsewhere()
          self.preconditionIsolated()
        }
        self.steps += 1
        try yield(n)
      }
    }
    var expected = 0
    for try await n in g {
      preconditionIsolated()
      #expect(n == expected)
      expected += 1
    }
    preconditionIsolated()
    #expect(expected == 4)
  }
}

@MainActor private final class Main {
  var steps = 0

  func body() -> AsyncCoroutine<Int, Int, Int> {
    AsyncCoroutine { yield in
      self.steps += 1
      MainActor.preconditionIsolated()
      let sum = try await produce(yield) {
        self.steps += 1
        MainActor.preconditionIsolated()
      }
      MainActor.preconditionIsolated()
      return sum
    }
  }

  func generator(_ count: Int) -> AsyncGenerator<Int> {
    AsyncGenerator { yield in
      defer { MainActor.preconditionIsolated() }
      for n in 0..<count {
        MainActor.preconditionIsolated()
        if n % 2 == 1 { await Task.yield() }
        MainActor.preconditionIsolated()
        try await yield(n)
        self.steps += 1
      }
    }
  }

  func consume(_ make: @Sendable () async -> AsyncCoroutine<Int, Int, Int>) async throws {
    let c = await make()
    MainActor.preconditionIsolated()
    #expect(try await c.start() == 0)
    MainActor.preconditionIsolated()
    #expect(try await c.send(1) == 1)
    MainActor.preconditionIsolated()
    #expect(try await c.send(2) == 3)
    MainActor.preconditionIsolated()
    #expect(try await c.close() == 3)
    MainActor.preconditionIsolated()
    let d = await make()
    try await d.start()
    MainActor.preconditionIsolated()
    #expect(try await d.throw(Thrown()) == -1)
    MainActor.preconditionIsolated()
    #expect(try await d.send(5) == nil)
    MainActor.preconditionIsolated()
    #expect(d.returnValue == 5)
  }

  func iterate(_ make: @Sendable () async -> AsyncGenerator<Int>) async {
    var expected = 0
    for await n in await make() {
      MainActor.preconditionIsolated()
      #expect(n == expected)
      expected += 1
      steps += 1
      if n == 6 { break }
    }
    MainActor.preconditionIsolated()
    #expect(expected == 7)
  }

  func awaits() async throws {
    let g = AwaitingGenerator<Int> { yield in
      for n in 0..<4 {
        self.steps += 1
        try yield.await {
          MainActor.preconditionIsolated()
          await elsewhere()
          MainActor.preconditionIsolated()
        }
        self.steps += 1
        try yield(n)
      }
    }
    var expected = 0
    for try await n in g {
      MainActor.preconditionIsolated()
      #expect(n == expected)
      expected += 1
    }
    MainActor.preconditionIsolated()
    #expect(expected == 4)
  }
}

@concurrent nonisolated private func consume(
  _ make: @Sendable () async -> AsyncCoroutine<Int, Int, Int>
) async throws {
  let c = await make()
  #expect(try await c.start() == 0)
  #expect(try await c.send(1) == 1)
  #expect(try await c.send(2) == 3)
  #expect(try await c.close() == 3)
  let d = await make()
  try await d.start()
  #expect(try await d.throw(Thrown()) == -1)
  #expect(try await d.send(5) == nil)
  #expect(d.returnValue == 5)
}

@concurrent nonisolated private func iterate(
  _ make: @Sendable () async -> AsyncGenerator<Int>
) async {
  var expected = 0
  for await n in await make() {
    #expect(n == expected)
    expected += 1
    if n == 6 { break }
  }
  #expect(expected == 7)
}

nonisolated private func body() -> AsyncCoroutine<Int, Int, Int> {
  AsyncCoroutine { @concurrent yield in try await produce(yield) {} }
}

nonisolated private func generator(_ count: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { @concurrent yield in
    for n in 0..<count {
      if n % 2 == 1 { await Task.yield() }
      try await yield(n)
    }
  }
}

@Suite nonisolated struct IsolationTests {
  /// A body at one place, for a consumer whose actor is `home`.
  @concurrent private static func coroutine(
    at spot: Spot, home: Site? = nil
  ) async -> AsyncCoroutine<Int, Int, Int> {
    switch spot {
    case .nowhere: body()
    case .main: await Main().body()
    case .home: await (home ?? Site()).body()
    case .other: await Site().body()
    }
  }

  @concurrent private static func elements(at spot: Spot, home: Site? = nil) async
    -> AsyncGenerator<Int>
  {
    switch spot {
    case .nowhere: generator(20)
    case .main: await Main().generator(20)
    case .home: await (home ?? Site()).generator(20)
    case .other: await Site().generator(20)
    }
  }

  @Test(arguments: Spot.allCases)
  fileprivate func `body and consumer on the main actor keep their isolations`(spot: Spot)
    async throws
  {
    for _ in 0..<20 {
      try await Main().consume { await Self.coroutine(at: spot) }
      await Main().iterate { await Self.elements(at: spot) }
    }
  }

  @Test(arguments: Spot.allCases)
  fileprivate func `body and consumer on an actor keep their isolations`(spot: Spot) async throws {
    for _ in 0..<20 {
      try await Site().consume { await Self.coroutine(at: spot, home: $0) }
      await Site().iterate { await Self.elements(at: spot, home: $0) }
    }
  }

  @Test(arguments: Spot.allCases)
  fileprivate func `the body keeps its isolation where the consumer has none`(spot: Spot)
    async throws
  {
    for _ in 0..<20 {
      try await consume { await Self.coroutine(at: spot) }
      await iterate { await Self.elements(at: spot) }
    }
  }

  @Test func `awaiting generators run in the isolation of their consumer`() async throws {
    for _ in 0..<20 {
      try await Main().awaits()
      try await Site().awaits()
    }
  }
}
