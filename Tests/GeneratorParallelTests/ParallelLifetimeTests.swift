import Generators
import Synchronization
import TestSupport
import Testing

@testable import GeneratorParallel

/// How a stage ends that is not read to its end, and what it leaves behind.
@Suite struct ParallelLifetimeTests {
  @Test(arguments: Shape.all) func `a stage that is dropped half way releases all`(_ shape: Shape) {
    for taken in [0, 1, 2, 30, 500] {
      let (counts, load, census) = (Metered<Census.Citizen>.Counts(), Load(), Census())
      weak var stage: StageStorage?
      do {
        let results = parallel(
          Metered((0...).lazy.map { census.citizen($0) }, counts: counts), ordered: shape.ordered,
          workers: shape.workers, window: shape.window
        ).map { citizen in load { census.citizen(citizen.id) } }
        stage = results.reader.stage
        for _ in 0..<taken { #expect(results.next() != nil) }
      }
      // Its threads hold a stage.
      #expect(stage == nil)
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
      expectEqual(census.alive, 0)
    }
  }

  @Test(arguments: Shape.some) func `a break of the loop closes the stage`(_ shape: Shape) {
    let counts = Metered<Int>.Counts()
    for n in parallel(
      Metered(0..., counts: counts), ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).map({ $0 })
    where n >= 10 {
      break
    }
    expectEqual(counts.open, 0)
  }

  @Test(arguments: Shape.some) func `close ends a stage permanently`(_ shape: Shape) {
    let (counts, census) = (Metered<Census.Citizen>.Counts(), Census())
    let results = parallel(
      Metered((0...).lazy.map { census.citizen($0) }, counts: counts), ordered: shape.ordered,
      workers: shape.workers, window: shape.window
    ).map { census.citizen($0.id) }
    for _ in 0..<40 { _ = results.next() }
    results.close()
    expectEqual(counts.open, 0)
    expectEqual(census.alive, 0)
    #expect(results.next() == nil)
    results.close()
    let unused = parallel(0...).map { $0 }
    unused.close()
    expectEqual(unused.next(), nil)
  }

  @Test(arguments: [1, 2])
  func `a closure has enough stack where its reader, a body with a small one, runs it`(workers: Int)
  {
    @Sendable func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
    let reader = Generator(stackSize: 64 << 10) { yield in
      try yield(from: parallel(0..<1000, workers: workers, window: 4).map { _ in depth(20_000) })
    }
    expectEqual(Array(reader), Array(repeating: 20_000, count: 1000))
  }

  @Test func `the end releases the source and the closure`() {
    let census = Census()
    let held = census.citizen()
    func results() -> ParallelSequence<Int, Never> {
      let (a, b) = (census.citizen(1), census.citizen(2))
      let source = Generator { yield in for n in 0..<100 { try yield(n + a.id) } }
      return parallel(source).map { $0 + b.id }
    }
    let sequence = results()
    expectEqual(census.alive, 3)
    expectEqual(Array(sequence), Array(3..<103))
    // The sequence is still there.
    expectEqual(census.alive, 1)
    _ = (held, sequence)
  }

  @Test func `a generator's defers run`() {
    let ran = Load()
    func results() -> ParallelSequence<Int, Never> {
      let source = Generator { yield in
        defer { ran.begin() }
        for n in 0... { try yield(n) }
      }
      return parallel(source).map { $0 }
    }
    // The generator is released with the stage.
    expectEqual(results().next(), 0)
    expectEqual(ran.total, 1)
  }

  @Test func `running calls are waited for`() {
    let (load, entered) = (Load(), Gate(3))
    do {
      let results = parallel(0..., workers: 4).map { n in
        load {
          if n > 0 {
            entered.open()
            pause(5000)
          }
          return n
        }
      }
      expectEqual(results.next(), 0)
      entered.pass()
    }
    expectEqual(load.current, 0)
  }

  @Test func `the last reference goes in the closure`() async {
    // The closure releases the sequence that calls it. Its worker can't wait for itself.
    final class Holder: @unchecked Sendable {
      var results: ParallelSequence<Int, Never>?
    }
    let (holder, gate, done) = (Holder(), Gate(), Gate())
    let results = parallel(0..<10, workers: 2).map { [holder] n in
      if n == 1 {
        gate.pass()
        holder.results = nil
        done.open()
      }
      return n
    }
    weak let stage = results.reader.stage
    func hand(_ results: consuming ParallelSequence<Int, Never>) {
      expectEqual(results.next(), 0)
      holder.results = results
    }
    hand(results)
    gate.open()
    await done.pass()
    _ = stage
  }

  @Test func `many stages live for a short time`() {
    for n in 0..<300 * rounds {
      let results = parallel(0..<n % 7, ordered: n % 2 == 0, workers: 1 + n % 4).map { $0 }
      for _ in 0..<n % 5 { _ = results.next() }
    }
  }

  @Test func `after the end nothing is left`() {
    weak var stage: StageStorage?
    do {
      let results = parallel(0..<1000, workers: 3).map { $0 }
      stage = results.reader.stage
      expectEqual(Array(results).count, 1000)
      let machine = stage!.machine
      #expect(stage!.threads.isEmpty && stage!.leftThreads.isEmpty && machine.alive == 0)
      #expect(machine.spare.isEmpty && machine.queue.isEmpty && machine.unfinished == 0)
    }
    #expect(stage == nil)
  }

  @Test func `any number of batches is released with their stage`() {
    weak var last: Batch?
    weak var kept: Batch?
    var rest: Batch?
    do {
      let stage = StageStorage(
        lanes: [], workers: 1, window: nil, isOrdered: true, makeBatch: { OutputBatch<Int>() },
        kernel: nil)
      for n in 0..<100_000 {
        let batch = stage.emptyBatch(n, room: 0)
        last = batch
        if n == 50_000 { (kept, rest) = (batch, batch) }
      }
      #expect(last != nil)
    }
    // What something else refers to stays.
    #expect(kept != nil && last == nil)
    withExtendedLifetime(rest) {}
    rest = nil
    #expect(kept == nil && last == nil)
  }
}
