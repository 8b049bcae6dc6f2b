import GeneratorParallel
import Generators
import Synchronization
import TestSupport
import Testing

@Suite struct ParallelForEachTests {
  @Test(arguments: Shape.some) func `each element is visited once`(_ shape: Shape) throws {
    for count in [0, 1, 5000] {
      let seen = Guarded<[Int]>([])
      let (counts, load) = (Metered<Int>.Counts(), Load())
      parallel(Metered(0..<count, counts: counts), workers: shape.workers, window: shape.window)
        .forEach { n in load { seen { $0.append(work(n, seed: 0) - work(n, seed: 0) + n) } } }
      expectEqual(seen.current.sorted(), Array(0..<count))
      expectEqual(load.current, 0)
      #expect(load.peak <= shape.workers ?? .max)
      expectEqual(counts.open, 0)

      let others = Guarded<[Int]>([])
      try parallel(ThrowingGenerator(0..<count), workers: shape.workers, window: shape.window)
        .forEach { n in others { $0.append(n) } }
      expectEqual(others.current.sorted(), Array(0..<count))
    }
  }

  @Test func `an error of the closure is thrown`() {
    for place in [0, 1, 500, 999] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      #expect(throws: Failure(place)) {
        try parallel(Metered(0..., counts: counts), workers: 3, window: 30).forEach { n in
          try load { if n == place { throw Failure(n) } }
        }
      }
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
    }
  }

  @Test func `an error of the source is thrown`() {
    let (meter, load) = (Meter(), Load())
    #expect(throws: Failure(-1)) {
      try parallel(meter.throwing(0..., failingAfter: 700), workers: 3).forEach { _ in load {} }
    }
    expectEqual(load.total, 700)
    expectEqual(meter.open, 0)
    #expect(throws: Failure(3)) {
      try parallel(parallel(0..<10).map { n in if n == 3 { throw Failure(3) } }).forEach { load {} }
    }
  }

  @Test func `a closure that can't fail sees all elements in a cancelled task`() async {
    let load = Load()
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      blocking { parallel(0..<1000).forEach { _ in load {} } }
    }.value
    expectEqual(load.total, 1000)
  }

  @Test func `a closure that can fail is cancelled with its task`() async {
    let (load, counts) = (Load(), Metered<Int>.Counts())
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      #expect(throws: CancellationError.self) {
        try blocking { try parallel(Metered(0..., counts: counts)).forEach { _ throws in load {} } }
      }
    }.value
    expectEqual(load.current, 0)
    expectEqual(counts.open, 0)
  }
  @Test(arguments: Shape.some) func `the asynchronous form visits each element once`(_ shape: Shape)
    async throws
  {
    for count in [0, 1, 3000] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      await parallel(
        Metered(0..<count, counts: counts), workers: shape.workers, window: shape.window
      ).forEach { _ in load {} }
      expectEqual(load.total, count)
      #expect(load.peak <= shape.workers ?? .max)
      expectEqual(counts.open, 0)

      let seen = Guarded<[Int]>([])
      try await parallel(ThrowingGenerator(0..<count), workers: shape.workers, window: shape.window)
        .forEach { n in seen { $0.append(n) } }
      expectEqual(seen.current.sorted(), Array(0..<count))
    }
  }

  @Test func `the asynchronous form throws the errors`() async {
    for place in [0, 1, 500, 999] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      await #expect(throws: Failure(place)) {
        try await parallel(Metered(0..., counts: counts), workers: 3, window: 30).forEach { n in
          try load { if n == place { throw Failure(n) } }
        }
      }
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
    }
    await #expect(throws: Failure(7)) {
      try await parallel(Meter().throwing(0..., failingAfter: 7, with: Failure(7))).forEach { _ in }
    }
  }

  @Test func `the asynchronous form sees the cancellation of its task`() async {
    let (load, counts) = (Load(), Metered<Int>.Counts())
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      await parallel(0..<1000).forEach { _ in load {} }
      expectEqual(load.total, 1000)
      await #expect(throws: CancellationError.self) {
        try await parallel(Metered(0..., counts: counts)).forEach { _ throws in load {} }
      }
    }.value
    expectEqual(load.current, 0)
    expectEqual(counts.open, 0)
  }

  /// Its calls wait for each other, and for what a task does, which Swift's threads are free for.
  @Test func `no thread of Swift's pool is blocked`() async {
    let gate = Gate(2)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { await parallel(0..<2, workers: 2).forEach { _ in gate.pass() } }
      }
      for _ in 0..<2 { group.addTask { gate.open() } }
    }
    #expect(gate.isOpen)
  }
}
