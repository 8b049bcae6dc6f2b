import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct ParallelValuesTests {
  @Test(arguments: Shape.all) func `asynchronous values are those of the serial loop`(
    _ shape: Shape
  ) async throws {
    for count in [0, 1, 2, 700] {
      let expected = (0..<count).map { work($0, seed: 9) }.inOrder(shape.ordered)
      var given: [Int] = []
      for await n in parallel(
        0..<count, ordered: shape.ordered, workers: shape.workers, window: shape.window
      ).map({ work($0, seed: 9) }).values {
        given.append(n)
      }
      expectEqual(given.inOrder(shape.ordered), expected)
    }
  }

  @Test func `a reader that is slow holds up the stage`() async {
    let counts = Metered<Int>.Counts()
    let values = parallel(Metered(0..<2000, counts: counts), workers: 3, window: 12).map { $0 }
      .values
    var given = 0
    for await n in values {
      expectEqual(n, given)
      given += 1
      #expect(counts.elements - given <= 12)
      if n % 200 == 0 { try? await Task.sleep(for: .milliseconds(2)) }
    }
    expectEqual(given, 2000)
    expectEqual(counts.open, 0)
  }

  @Test(arguments: Shape.some) func `errors end the values`(_ shape: Shape) async throws {
    for place in [0, 1, 500] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      let results = parallel(
        Metered(0..<1000, counts: counts), ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).map { n in
        try load {
          if n == place { throw Failure(n) }
          return n
        }
      }
      var given: [Int] = []
      await #expect(throws: Failure(place)) {
        for try await n in results.values { given.append(n) }
      }
      if shape.ordered { expectEqual(given, Array(0..<place)) }
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
      var iterator = results.values.makeAsyncIterator()
      try await expectEqual(iterator.next(), nil)
    }
  }

  @Test(arguments: [1, 2, 4]) func `elements of a slow source come out`(workers: Int) async {
    let gate = Gate()
    let source = Generator { yield in
      for n in 0..<3000 { try yield(n) }
      gate.pass()
      try yield(3000)
    }
    let results = parallel(source, workers: workers).map { $0 }
    var iterator = results.values.makeAsyncIterator()
    for n in 0..<3000 { await expectEqual(iterator.next(), n) }
    #expect(!gate.isOpen)
    gate.open()
    await expectEqual(iterator.next(), 3000)
    await expectEqual(iterator.next(), nil)
  }

  @Test func `the task is cancelled while it waits`() async {
    let (waits, gate) = (Gate(), Gate())
    let (load, counts) = (Load(), Metered<Int>.Counts())
    let task = Task {
      let results = parallel(Metered(0..., counts: counts), workers: 2).map { n throws in
        load {
          waits.open()
          gate.pass()
          return n
        }
      }
      await #expect(throws: CancellationError.self) {
        for try await _ in results.values { Issue.record("there was an element") }
      }
      // What ran was awaited.
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
    }
    await waits.pass()
    task.cancel()
    gate.open()
    await task.value
  }

  @Test func `cancellation is the end where nothing can fail`() async {
    let task = Task {
      var count = 0
      for await _ in parallel(0...).map({ $0 }).values {
        count += 1
        if count == 100 { withUnsafeCurrentTask { $0!.cancel() } }
      }
      return count
    }
    #expect(await task.value >= 100)
  }

  @Test(arguments: [0, 1, 2, 100]) func `a break of the loop closes the stage`(taken: Int)
    async throws
  {
    let (counts, census) = (Metered<Census.Citizen>.Counts(), Census())
    weak var stage: StageStorage?
    do {
      let results = parallel(
        Metered((0...).lazy.map { census.citizen($0) }, counts: counts), workers: 3
      ).map { census.citizen($0.id) }
      stage = results.reader.stage
      var iterator = results.values.makeAsyncIterator()
      for n in 0..<taken { await expectEqual(iterator.next()!.id, n) }
    }
    #expect(try await becomesTrue { stage == nil })
    expectEqual(counts.open, 0)
    expectEqual(census.alive, 0)
  }

  @Test func `close awaits what runs`() async {
    let (counts, load) = (Metered<Int>.Counts(), Load())
    let results = parallel(Metered(0..., counts: counts), workers: 3).map { n in
      load {
        if n > 0 { pause(2000) }
        return n
      }
    }
    let values = results.values
    var iterator = values.makeAsyncIterator()
    await expectEqual(iterator.next(), 0)
    await values.close()
    expectEqual(load.current, 0)
    expectEqual(counts.open, 0)
    await expectEqual(iterator.next(), nil)
    await values.close()
  }

  @Test func `a stage is read synchronously and asynchronously in turn`() async {
    let results = parallel(0..<3000).map { $0 }
    var iterator = results.values.makeAsyncIterator()
    func some(_ results: ParallelSequence<Int, Never>, _ range: Range<Int>) {
      for n in range { expectEqual(results.next(), n) }
    }
    some(results, 0..<10)
    for n in 10..<1500 { await expectEqual(iterator.next(), n) }
    some(results, 1500..<2900)
    for n in 2900..<3000 { await expectEqual(iterator.next(), n) }
    await expectEqual(iterator.next(), nil)
    blocking { results.close() }
  }

  @Test @MainActor func `an actor reads values`() async {
    var given: [Int] = []
    for await n in parallel(0..<500).map({ $0 + 1 }).values {
      MainActor.assertIsolated()
      given.append(n)
    }
    expectEqual(given, Array(1...500))
  }

  @Test func `no thread of Swift's pool is blocked`() async {
    // More readers than the pool has threads, all of which wait until all do.
    let count = 40
    let (all, gate) = (Gate(count), Gate())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          let results = parallel(0..<3, workers: 1).map { n in
            all.open()
            gate.pass()
            return n
          }
          var given: [Int] = []
          for await n in results.values { given.append(n) }
          expectEqual(given, [0, 1, 2])
        }
      }
      group.addTask {
        await all.pass()
        gate.open()
      }
    }
  }
}
