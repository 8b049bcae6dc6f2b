import AsyncGenerators
import Dispatch
import Generators
import TestSupport
import Testing

/// What runs on the consumer's thread, and what must not.
@Suite struct DrivingTests {
  /// Set on the main queue, which not always the same thread serves.
  private static let mainKey = DispatchSpecificKey<Bool>()

  init() { DispatchQueue.main.setSpecific(key: Self.mainKey, value: true) }

  private static var isOnMain: Bool { DispatchQueue.getSpecific(key: mainKey) != nil }

  private actor Worker {
    /// Whether the main thread works.
    func work() -> Bool { DrivingTests.isOnMain }
  }

  @concurrent private static func leavesTheActor() async -> Bool { isOnMain }

  @MainActor private final class Model {
    var requests = 0

    func places(of work: @escaping @Sendable () async -> Bool) -> AsyncGenerator<Bool> {
      AsyncGenerator { yield in
        while true {
          self.requests += 1
          try await yield(await work())
        }
      }
    }

    func placesOfChildren() -> AsyncGenerator<Bool> {
      AsyncGenerator { yield in
        while true {
          self.requests += 1
          async let isOnMain = DrivingTests.leavesTheActor()
          try await yield(await isOnMain)
        }
      }
    }
  }

  @MainActor @Test func `the work of another actor and of children stays off the main thread`()
    async throws
  {
    let model = Model()
    let worker = Worker()
    let nested = model.places { await worker.work() }
    let generators = [
      model.places { await worker.work() },
      model.places { await Self.leavesTheActor() },
      model.placesOfChildren(),
      AsyncGenerator { @concurrent yield in
        while true { try await yield(await worker.work()) }
      },
      AsyncGenerator { @concurrent yield in
        for await isOnMain in nested { try await yield(isOnMain) }
      },
      AsyncGenerator { @concurrent yield in
        let inner = AsyncGenerator { @concurrent yield in
          while true { try await yield(await worker.work()) }
        }
        for await isOnMain in inner { try await yield(isOnMain) }
      },
    ]
    for (index, generator) in generators.enumerated() {
      for _ in 0..<20 {
        let isOnMain = await generator.next()
        #expect(isOnMain == false, "\(index)")
      }
    }
  }

  /// Runs tasks on a thread of its own, which may be blocked: the pool has few.
  private final class OwnThread: TaskExecutor {
    private static let key = DispatchSpecificKey<Bool>()
    static var isHere: Bool { DispatchQueue.getSpecific(key: key) != nil }

    private let queue = DispatchQueue(label: "own thread")

    init() { queue.setSpecific(key: Self.key, value: true) }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
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
    let own = OwnThread()
    let element = await Task(executorPreference: own) { await g.next() }.value
    #expect(element == 1)
  }

  /// Has more to do after each call.
  private actor Server {
    private var calls = 0

    /// Leaves another task to the thread that serves the actor, and returns it.
    func call() -> Task<Bool, Never> {
      Task {
        self.calls += 1
        return OwnThread.isHere
      }
    }

    func tasks() -> AsyncGenerator<Task<Bool, Never>> {
      AsyncGenerator { yield in while true { try await yield(self.call()) } }
    }
  }

  @Test(arguments: [true, false])
  func `a consumer doesn't wait for what other tasks ask of the body's actor`(
    isOnActor: Bool
  ) async {
    let server = Server()
    let g =
      isOnActor
      ? await server.tasks()
      : AsyncGenerator { yield in while true { try await yield(await server.call()) } }
    let ranOthers = await Task(executorPreference: OwnThread()) {
      for _ in 0..<20 {
        if let task = await g.next(), await task.value { return true }
      }
      return false
    }.value
    #expect(!ranOthers)
  }

  private static let placeless: Comment = "the body of a generator has a thread of its own"

  /// Tells where it is asked for elements and closed.
  private static func places(_ trace: SharedTrace) -> Generator<Int> {
    Generator { yield in
      @Sendable func note(_ event: String) { trace("\(event) \(isOnMain ? "main" : "pool")") }
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
    func lender(_ trace: SharedTrace) -> AsyncThrowingGenerator<Int> {
      AsyncThrowingGenerator { yield in
        self.assertIsolated()
        try await yield(from: DrivingTests.places(trace))
      }
    }
    func lenderOfOneStarted(_ trace: SharedTrace) -> AsyncThrowingGenerator<Int> {
      AsyncThrowingGenerator { yield in
        self.assertIsolated()
        let inner = AsyncThrowingGenerator { yield in
          try await yield(from: DrivingTests.places(trace))
        }
        _ = try await inner.next()
        trace("started")
        try await yield(from: inner)
      }
    }
  }

  @MainActor @Test(.disabled(if: runsOnThreads, Self.placeless), arguments: [true, false])
  func `only the consumer uses a lent source, also to close it`(closes: Bool) async throws {
    let trace = SharedTrace()
    do {
      let g = await Owner().lender(trace)
      #expect(try await g.next() == 0)
      #expect(try await g.next() == 1)
      #expect(try await g.throw(Failure()) == 2)
      if closes { try await g.close() }
    }
    #expect(
      trace.events == ["request main", "error main", "request main", "exit main"])
  }

  @MainActor @Test(.disabled(if: runsOnThreads, Self.placeless), arguments: [true, false])
  func `a source that a started generator has lent is lent on`(closes: Bool) async throws {
    let trace = SharedTrace()
    do {
      let g = await Owner().lenderOfOneStarted(trace)
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
