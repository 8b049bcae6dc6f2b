import GeneratorParallel
import Generators
import Synchronization
import TestSupport
import Testing

@Suite struct ParallelForEachTests {
  @Test(arguments: Shape.some) func allOnce(_ shape: Shape) throws {
    for count in [0, 1, 5000] {
      let seen = Guarded<[Int]>([])
      let (counts, load) = (Metered<Int>.Counts(), Load())
      Metered(0..<count, counts: counts).parallelForEach(
        workers: shape.workers, window: shape.window
      ) { n in load { seen { $0.append(work(n, seed: 0) - work(n, seed: 0) + n) } } }
      #expect(seen.current.sorted() == Array(0..<count))
      #expect(load.current == 0)
      #expect(load.peak <= shape.workers ?? .max)
      #expect(counts.open == 0)

      let others = Guarded<[Int]>([])
      try ThrowingGenerator(0..<count).parallelForEach(
        workers: shape.workers, window: shape.window
      ) { n in others { $0.append(n) } }
      #expect(others.current.sorted() == Array(0..<count))
    }
  }

  @Test func theErrorOfTheClosure() {
    for place in [0, 1, 500, 999] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      #expect(throws: Failure(place)) {
        try Metered(0..., counts: counts).parallelForEach(workers: 3, window: 30) { n in
          try load { if n == place { throw Failure(n) } }
        }
      }
      #expect(load.current == 0)
      #expect(counts.open == 0)
    }
  }

  @Test func theErrorOfTheSource() {
    let (meter, load) = (Meter(), Load())
    #expect(throws: Failure(-1)) {
      try meter.throwing(0..., failingAfter: 700).parallelForEach(workers: 3) { _ in load {} }
    }
    #expect(load.total == 700)
    #expect(meter.open == 0)
    #expect(throws: Failure(3)) {
      try (0..<10).parallelMap { n in if n == 3 { throw Failure(3) } }.parallelForEach { load {} }
    }
  }

  @Test func aClosureThatCantFailSeesAllInACancelledTask() async {
    let load = Load()
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      (0..<1000).parallelForEach { _ in load {} }
    }.value
    #expect(load.total == 1000)
  }

  @Test func oneThatCanIsCancelled() async {
    let (load, counts) = (Load(), Metered<Int>.Counts())
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      #expect(throws: CancellationError.self) {
        try Metered(0..., counts: counts).parallelForEach { _ throws in load {} }
      }
    }.value
    #expect(load.current == 0)
    #expect(counts.open == 0)
  }
}
