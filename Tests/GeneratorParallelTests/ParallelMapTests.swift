import Generators
import Synchronization
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct ParallelMapTests {
  // MARK: The same results

  @Test func `a map keeps the order`() {
    expectEqual(Array(parallel(1...5).map { $0 * $0 }), [1, 4, 9, 16, 25])
    expectEqual(Array(parallel(0..<100_000).map { $0 + 1 }), Array(1...100_000))
    expectEqual(Array(parallel([]).map { (n: Int) in n }), [])
    expectEqual(Array(parallel(["a"]).map { $0 + "b" }), ["ab"])
  }

  @Test(arguments: Shape.all) func `the result is that of the serial operation`(_ shape: Shape)
    throws
  {
    for seed in 0..<UInt64(rounds) {
      for count in [0, 1, 2, 9, 700] {
        let expected = (0..<count).map { work($0, seed: seed) }.inOrder(shape.ordered)
        let plain = Array(
          parallel(0..<count, ordered: shape.ordered, workers: shape.workers, window: shape.window)
            .map { work($0, seed: seed) })
        expectEqual(plain.inOrder(shape.ordered), expected)

        let generator = Generator { yield in for n in 0..<count { try yield(n) } }
        let generated = Array(
          parallel(generator, ordered: shape.ordered, workers: shape.workers, window: shape.window)
            .map { work($0, seed: seed) })
        expectEqual(generated.inOrder(shape.ordered), expected)

        let throwing = ThrowingGenerator { yield in for n in 0..<count { try yield(n) } }
        let results = parallel(
          throwing, ordered: shape.ordered, workers: shape.workers, window: shape.window
        ).map { work($0, seed: seed) }
        var collected: [Int] = []
        while let result = try results.next() { collected.append(result) }
        try expectEqual(results.next(), nil)
        expectEqual(collected.inOrder(shape.ordered), expected)
      }
    }
  }

  @Test(arguments: Shape.some) func `objects and texts are handed over`(_ shape: Shape) {
    let census = Census()
    do {
      let objects = parallel(
        (0..<5000).lazy.map { census.citizen($0) }, ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).map { (citizen: Census.Citizen) in ("\(citizen.id) is a long enough text", citizen) }
      let texts = Array(objects.map { "\($0.0), \($0.1.id)" })
      #expect(
        texts.inOrder(shape.ordered)
          == (0..<5000).map { "\($0) is a long enough text, \($0)" }.inOrder(shape.ordered))
    }
    expectEqual(census.alive, 0)
  }

  @Test func `elements may have no size`() {
    expectEqual(Array(parallel((0..<3000).lazy.map { _ in }).map { 1 }).count, 3000)
    expectEqual(Array(parallel(0..<3000).map { _ in () }).count, 3000)
  }

  @Test func `sources may be infinite`() {
    let naturals = Generator { yield in for n in 0... { try yield(n) } }
    expectEqual(Array(parallel(naturals).map { $0 * 2 }.prefix(2000)), (0..<2000).map { $0 * 2 })
    expectEqual(Array(parallel(0...).map { $0 * 2 }.prefix(3)), [0, 2, 4])
    let unordered = parallel(0..., ordered: false, window: 10).map { $0 }.prefix(1000)
    #expect(Set(unordered).isSubset(of: Set(0..<1010)))
  }

  @Test func `after the end there are no elements permanently`() throws {
    let results = parallel([1]).map { $0 }
    expectEqual(results.next(), 1)
    for _ in 0..<3 { expectEqual(results.next(), nil) }
    let failing = parallel([1]).map { _ -> Int in throw Failure(1) }
    #expect(throws: Failure(1)) { try failing.next() }
    for _ in 0..<3 { try expectEqual(failing.next(), nil) }
  }

  @Test func `a typed error stays typed`() {
    let results = parallel([1]).map { _ throws(Failure) -> Int in throw Failure(7) }
    do throws(Failure) {
      _ = try results.next()
      Issue.record("nothing was thrown")
    } catch {
      expectEqual(error.code, 7)
    }
  }

  // MARK: Lazy and bounded

  @Test func `nothing is taken before the first next`() {
    let counts = Metered<Int>.Counts()
    let load = Load()
    do {
      let results = parallel(Metered(0..<10, counts: counts)).map { n in load { n } }
      expectEqual(counts.elements, 0)
      expectEqual(results.next(), 0)
      #expect(counts.elements > 0)
    }
    expectEqual(counts.open, 0)
    let none = Metered(0..<10, counts: counts)
    let taken = counts.elements
    _ = parallel(none).map { $0 }
    expectEqual(counts.elements, taken)
  }

  @Test(arguments: Shape.all.filter { $0.window != nil })
  func neverMoreThanTheWindow(_ shape: Shape) {
    let counts = Metered<Int>.Counts()
    let load = Load()
    let results = parallel(
      Metered(0..<3000, counts: counts), ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).map { n in load { work(n, seed: 1) } }
    var given = 0
    var most = 0
    while results.next() != nil {
      given += 1
      most = max(most, counts.elements - given)
    }
    expectEqual(given, 3000)
    #expect(most <= shape.window!)
    expectEqual(counts.collisions, 0)
    #expect(load.peak <= shape.workers ?? .max)
    expectEqual(load.total, 3000)
  }

  @Test(arguments: [true, false]) func `a reader that stalls holds up the stage`(ordered: Bool) {
    let counts = Metered<Int>.Counts()
    // Batches have up to 3 elements, and none is taken for which there is no room.
    let full = Gate(18)
    let results = parallel(Metered(0..., counts: counts), ordered: ordered, workers: 3, window: 20)
      .map { n in
        full.open()
        return n
      }
    #expect(results.next() != nil)
    full.pass()
    // As many elements were taken as the window allows after one result. No more are taken now.
    for _ in 0..<20 { pause(1000) }
    #expect(counts.elements <= 21)
    results.close()
    expectEqual(counts.open, 0)
  }

  @Test func `memory is flat`() {
    let census = Census()
    let count = 200_000 * rounds
    var sum = 0
    for citizen in parallel((0..<count).lazy.map({ census.citizen($0) }), workers: 3, window: 500)
      .map({ census.citizen($0.id) })
    {
      sum += citizen.id
    }
    expectEqual(sum, count * (count - 1) / 2)
    expectEqual(census.alive, 0)
    // An element and its result are both there for a moment.
    #expect(census.peak <= 500 + 3 + 2)
  }

  @Test func `the default window is bounded`() {
    let counts = Metered<Int>.Counts()
    let results = parallel(Metered(0..<100_000, counts: counts), workers: 2).map { $0 }
    var given = 0
    var most = 0
    while results.next() != nil {
      given += 1
      most = max(most, counts.elements - given)
    }
    #expect(most <= 4 * 2 * 4096)
  }

  @Test func `workers are started as they are needed`() {
    let one = parallel([1], workers: 8).map { $0 }
    expectEqual(Array(one), [1])
    #expect(one.reader.stage.machine.startedWorkers <= 2)
  }

  @Test func `all workers work`() {
    let load = Load()
    let met = Gate(4)
    let results = parallel(0..<4, workers: 4).map { n in
      load {
        met.open()
        met.pass()
        return n
      }
    }
    expectEqual(Array(results), [0, 1, 2, 3])
    expectEqual(load.peak, 4)
  }

  // MARK: Slow sources

  @Test(arguments: Shape.all) func `elements of a slow source come out`(_ shape: Shape) {
    // So many that batches have grown.
    let count = 3000
    let gate = Gate()
    let source = Generator<Int> { yield in
      for n in 0..<count { try yield(n) }
      gate.pass()
      for n in count..<count + 10 { try yield(n) }
    }
    let results = parallel(
      source, ordered: shape.ordered, workers: shape.workers, window: shape.window
    ).map { $0 }
    var given: [Int] = []
    while given.count < count, let n = results.next() { given.append(n) }
    #expect(!gate.isOpen)
    gate.open()
    given.append(contentsOf: results)
    expectEqual(given.inOrder(shape.ordered), Array(0..<count + 10))
  }

  @Test(arguments: [true, false], [1, 2, 4])
  func `each element of a slow source comes out by itself`(ordered: Bool, workers: Int) {
    let gates = (0...50).map { _ in Gate() }
    let source = Generator<Int> { yield in
      for n in 0..<50 {
        gates[n].pass()
        try yield(n)
      }
    }
    gates[0].open()
    var given: [Int] = []
    for n in parallel(source, ordered: ordered, workers: workers).map({ $0 }) {
      given.append(n)
      gates[given.count].open()
    }
    expectEqual(given, Array(0..<50))
  }

  @Test func `results of a slow stage come through the next stage`() {
    let gate = Gate()
    let source = Generator<Int> { yield in
      for n in 0..<1000 { try yield(n) }
      gate.pass()
    }
    let results = prefetched(
      parallel(parallel(source, workers: 2).map { $0 + 1 }, workers: 3).filter { _ in true })
    expectEqual(Array(results.prefix(1000)), Array(1...1000))
    #expect(!gate.isOpen)
    gate.open()
    expectEqual(results.next(), nil)
  }

  @Test func `no more elements are processed at once than there are workers`() {
    for workers in 1...3 {
      let load = Load()
      let source = Generator<Int> { yield in
        for n in 0..<400 {
          // Long enough for the reader to lose patience.
          if n % 40 == 39 { pause(3000) }
          try yield(n)
        }
      }
      let results = parallel(source, workers: workers).map { n in
        load {
          if n % 50 == 0 { pause(2000) }
          return n
        }
      }
      expectEqual(Array(results), Array(0..<400))
      #expect(load.peak <= workers)
    }
  }

  // MARK: Uneven work

  @Test(arguments: [true, false]) func `a batch that takes long is shared`(ordered: Bool) {
    let threads = ThreadLog()
    let results = parallel(0..<6000, ordered: ordered, workers: 3).map { n in
      if n >= 5000, n < 5200 {
        threads.note()
        pause(1000)
      }
      return n
    }
    expectEqual(Array(results).inOrder(ordered), Array(0..<6000))
    #expect(threads.count > 1)
  }

  @Test(arguments: Shape.some) func `work and source may be uneven`(_ shape: Shape) {
    for seed in 0..<UInt64(4 * rounds) {
      let source = Generator<Int> { yield in
        var random = SeededRandom(seed: seed)
        for n in 0..<1500 {
          if random.chance(1) { pause(Int.random(in: 0..<2500, using: &random)) }
          try yield(n)
        }
      }
      let results = parallel(
        source, ordered: shape.ordered, workers: shape.workers, window: shape.window
      ).map { n in
        var random = SeededRandom(seed: seed &* 1000 &+ UInt64(n))
        if random.chance(1) { pause(Int.random(in: 0..<2500, using: &random)) }
        return n * 2
      }
      expectEqual(Array(results).inOrder(shape.ordered), (0..<1500).map { $0 * 2 })
    }
  }

  // MARK: Stages of stages

  @Test func `stages can be nested`() {
    let results = parallel(
      parallel(
        parallel(parallel(0..<5000).map { $0 + 1 }, workers: 3, window: 10).map { $0 * 2 },
        workers: 1
      ).filter { $0 % 3 == 0 }
    ).map { "\($0)" }
    let expected = (0..<5000).map { ($0 + 1) * 2 }.filter { $0 % 3 == 0 }.map { "\($0)" }
    expectEqual(Array(results), expected)
  }

  @Test func `a closure can run a stage`() {
    let results = parallel(0..<40, workers: 3).map { n in
      parallel(0..<200, workers: 2).map { $0 * n }.reduce(0, +)
    }
    expectEqual(Array(results), (0..<40).map { n in (0..<200).reduce(0) { $0 + $1 * n } })
  }

  @Test func `an error of a nested stage comes through`() throws {
    let results = parallel(
      parallel(
        parallel(0..<1000).map { n -> Int in
          if n == 700 { throw Failure(n) }
          return n
        }
      ).map { $0 + 1 }
    ).filter { _ in true }
    var given: [Int] = []
    #expect(throws: Failure(700)) { while let n = try results.next() { given.append(n) } }
    expectEqual(given, Array(1...700))
  }

  @Test func `a generator reads a stage and feeds one`() throws {
    let doubled = parallel(0..<1000).map { $0 * 2 }
    let odd = Generator { yield in for n in doubled { try yield(n + 1) } }
    expectEqual(Array(parallel(odd).map { $0 }), (0..<1000).map { $0 * 2 + 1 })
  }

  // MARK: Misuse

  @Test func `counts that are not positive are traps`() async {
    await #expect(processExitsWith: .failure) { _ = parallel([1], workers: 0).map { $0 } }
    await #expect(processExitsWith: .failure) { _ = parallel([1], window: 0).map { $0 } }
    await #expect(processExitsWith: .failure) { _ = prefetched([1], window: -1) }
    await #expect(processExitsWith: .failure) { _ = broadcast([1], to: 0) }
  }
}
