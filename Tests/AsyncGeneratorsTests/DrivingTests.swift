import AsyncGenerators
import GeneratorPlatform
import Generators
import TestSupport
import Testing

/// What runs on the consumer's thread, and what must not.
@Suite struct DrivingTests {
  private static var thread: UInt { SystemThread.currentNumber }

  private actor Worker {
    /// The thread that works.
    func work() -> UInt { DrivingTests.thread }
  }

  @concurrent private static func leavesTheActor() async -> UInt { thread }

  @MainActor private final class Model {
    var requests = 0

    func threads(of work: @escaping @Sendable () async -> UInt) -> AsyncGenerator<UInt> {
      AsyncGenerator { yield in
        while true {
          self.requests += 1
          try await yield(await work())
        }
      }
    }

    func threadsOfChildren() -> AsyncGenerator<UInt> {
      AsyncGenerator { yield in
        while true {
          self.requests += 1
          async let thread = DrivingTests.leavesTheActor()
          try await yield(await thread)
        }
      }
    }
  }

  @MainActor @Test func `the work of another actor and of children stays off the main thread`()
    async throws
  {
    let main = Self.thread
    let model = Model()
    let worker = Worker()
    let nested = model.threads { await worker.work() }
    let generators = [
      model.threads { await worker.work() },
      model.threads { await Self.leavesTheActor() },
      model.threadsOfChildren(),
      AsyncGenerator { @concurrent yield in
        while true { try await yield(await worker.work()) }
      },
      AsyncGenerator { @concurrent yield in
        for await thread in nested { try await yield(thread) }
      },
      AsyncGenerator { @concurrent yield in
        let inner = AsyncGenerator { @concurrent yield in
          while true { try await yield(await worker.work()) }
        }
        for await thread in inner { try await yield(thread) }
      },
    ]
    for (index, generator) in generators.enumerated() {
      for _ in 0..<20 {
        let thread = await generator.next()
        #expect(thread != main, "\(index)")
      }
    }
  }

  @Test func `a child task runs while its parent computes`() async {
    let gate = Gate()
    let g = AsyncGenerator { yield in
      async let child: Void = gate.open()
      passBlocking(gate)
      await child
      try await yield(1)
    }
    #expect(await g.next() == 1)
  }

  /// Tells on which thread it is asked for elements and closed.
  private static func places(_ trace: SharedTrace, main: UInt) -> Generator<Int> {
    Generator { yield in
      @Sendable func note(_ event: String) { trace("\(event) \(thread == main ? "main" : "pool")") }
      do {
        for n in 0... {
          do { try yield(n) } catch is Failure { note("error") }
          note("request")
        }
      } catch {
        note("exit")
        throw error
      }
    }
  }

  private actor Owner {
    func lender(_ trace: SharedTrace, main: UInt) -> AsyncThrowingGenerator<Int> {
      AsyncThrowingGenerator { yield in
        self.assertIsolated()
        try await yield(from: DrivingTests.places(trace, main: main))
      }
    }
    func lenderOfOneStarted(_ trace: SharedTrace, main: UInt) -> AsyncThrowingGenerator<Int> {
      AsyncThrowingGenerator { yield in
        self.assertIsolated()
        let inner = AsyncThrowingGenerator { yield in
          try await yield(from: DrivingTests.places(trace, main: main))
        }
        _ = try await inner.next()
        trace("started")
        try await yield(from: inner)
      }
    }
  }

  @MainActor @Test(arguments: [true, false])
  func `only the consumer uses a lent source, also to close it`(closes: Bool) async throws {
    let main = Self.thread
    let trace = SharedTrace()
    do {
      let g = await Owner().lender(trace, main: main)
      #expect(try await g.next() == 0)
      #expect(try await g.next() == 1)
      #expect(try await g.throw(Failure()) == 2)
      if closes { try await g.close() }
    }
    #expect(
      trace.events == ["request main", "error main", "request main", "exit main"])
  }

  @MainActor @Test(arguments: [true, false])
  func `a source that a started generator has lent is lent on`(closes: Bool) async throws {
    let main = Self.thread
    let trace = SharedTrace()
    do {
      let g = await Owner().lenderOfOneStarted(trace, main: main)
      #expect(try await g.next() == 1)
      #expect(try await g.next() == 2)
      #expect(try await g.throw(Failure()) == 3)
      if closes { try await g.close() }
    }
    #expect(
      trace.events.drop { $0 != "started" }.dropFirst(2)
        == ["request main", "error main", "request main", "exit main"])
  }

  @Test func `a lent source that ends leaves the rest to the bodies`() async throws {
    let inner = AsyncCoroutine<Int, Void, String> { yield in
      try await yield(from: [1, 2, 3])
      do {
        try await yield(from: Generator { yield in do { try yield(4) } catch is Failure {} })
      } catch is Failure { try await yield(-1) }
      try await yield(5)
      return "inner"
    }
    let outer = AsyncCoroutine<Int, Void, String> { yield in
      let result = try await yield(from: inner)
      try await yield(6)
      return result
    }
    #expect(try await inner.next() == 1)
    #expect(try await outer.next() == 2)
    await #expect(throws: (any Error).self) { try await inner.next() }
    #expect(try await outer.next() == 3)
    #expect(try await outer.next() == 4)
    #expect(try await outer.throw(Failure()) == 5)
    #expect(try await outer.next() == 6)
    #expect(try await outer.next() == nil)
    #expect(outer.returnValue == "inner")
  }
}

private func passBlocking(_ gate: Gate) { gate.pass() }
