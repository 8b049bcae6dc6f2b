import GeneratorParallel
import Generators
import TestSupport
import Testing

@Sendable private func add(_ sum: inout Int, _ n: Int) { sum += n }

@Suite struct ParallelReduceTests {
  @Test(arguments: Shape.all) func `the result is that of the serial operation`(_ shape: Shape)
    throws
  {
    for count in [0, 1, 2, 1500] {
      let joined = parallel(
        0..<count, ordered: shape.ordered, workers: shape.workers, window: shape.window
      ).reduce(into: [Int]()) {
        $0.append(work($1, seed: 1))
      } combine: {
        $0 += $1
      }
      #expect(
        joined.inOrder(shape.ordered)
          == (0..<count).map { work($0, seed: 1) }.inOrder(shape.ordered))
      let sum = try parallel(
        ThrowingGenerator(0..<count), ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).reduce(into: 0) {
        $0 += $1
      } combine: {
        $0 += $1
      }
      expectEqual(sum, count * (count - 1) / 2)
    }
  }

  @Test(arguments: [true, false]) func `tables of each worker are combined`(ordered: Bool) {
    func words() -> some Sequence<String> {
      (0..<20_000).lazy.map { "word \($0 * $0 % 101)" }
    }
    let counts = parallel(words(), ordered: ordered, workers: 3).reduce(into: [:]) { counts, word in
      counts[word, default: 0] += 1
    } combine: { counts, others in
      counts.merge(others, uniquingKeysWith: +)
    }
    expectEqual(counts, Dictionary(words().map { ($0, 1) }, uniquingKeysWith: +))
  }

  @Test func `without an order there is a part for each worker at most`() {
    var combined = 0
    let sum = parallel(0..<50_000, ordered: false, workers: 3).reduce(into: 0, add) {
      combined += 1
      add(&$0, $1)
    }
    expectEqual(sum, 50_000 * 49_999 / 2)
    #expect(combined < 3)
  }

  @Test func `no elements give the initial value`() {
    expectEqual(parallel([Int]()).reduce(into: 42, add, combine: add), 42)
  }

  @Test func `errors of the closure and of the source are thrown`() {
    for place in [0, 1, 700, 999] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      for ordered in [true, false] {
        #expect(throws: Failure(place)) {
          try parallel(Metered(0..<1000, counts: counts), ordered: ordered).reduce(into: 0) {
            (sum, n) throws in
            try load {
              if n == place { throw Failure(n) }
              sum += n
            }
          } combine: {
            $0 += $1
          }
        }
        expectEqual(load.current, 0)
        expectEqual(counts.open, 0)
      }
    }
    let meter = Meter()
    #expect(throws: Failure(-1)) {
      try parallel(meter.throwing(0..<1000, failingAfter: 300)).reduce(into: 0) {
        $0 += $1
      } combine: {
        $0 += $1
      }
    }
    expectEqual(meter.open, 0)
  }

  @Test func `an error of combining is thrown`() {
    let counts = Metered<Int>.Counts()
    #expect(throws: Failure(2)) {
      try parallel(Metered(0..., counts: counts), workers: 2, window: 8).reduce(into: 0) {
        (sum: inout Int, n: Int) throws in
        sum += n
      } combine: { _, _ in
        throw Failure(2)
      }
    }
    expectEqual(counts.open, 0)
  }

  @Test func `parts are released`() {
    let census = Census()
    do {
      let all = parallel(0..<3000, workers: 3).reduce(into: [Census.Citizen]()) {
        $0.append(census.citizen($1))
      } combine: {
        $0 += $1
      }
      expectEqual(all.map(\.id), Array(0..<3000))
    }
    expectEqual(census.alive, 0)
  }

  @Test func `cancellation ends only a reduction that may fail`() async {
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      let all = blocking { parallel(0..<1000).reduce(into: 0, add, combine: add) }
      expectEqual(all, 499_500)
      #expect(throws: CancellationError.self) {
        try blocking { try parallel(ThrowingGenerator(0...)).reduce(into: 0, add, combine: add) }
      }
    }.value
  }

  @Test(arguments: Shape.some) func `the asynchronous form has the serial result`(_ shape: Shape)
    async throws
  {
    for count in [0, 1, 2, 1500] {
      let joined = await parallel(
        0..<count, ordered: shape.ordered, workers: shape.workers, window: shape.window
      ).reduce(into: [Int]()) {
        $0.append(work($1, seed: 1))
      } combine: {
        $0 += $1
      }
      #expect(
        joined.inOrder(shape.ordered)
          == (0..<count).map { work($0, seed: 1) }.inOrder(shape.ordered))
      let sum = try await parallel(
        ThrowingGenerator(0..<count), ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).reduce(into: 0, add, combine: add)
      expectEqual(sum, count * (count - 1) / 2)
    }
  }

  @Test func `the asynchronous form throws the errors`() async {
    for ordered in [true, false] {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      await #expect(throws: Failure(700)) {
        try await parallel(Metered(0..., counts: counts), ordered: ordered, workers: 3).reduce(
          into: 0
        ) { sum, n in
          try load { if n == 700 { throw Failure(n) } }
        } combine: { _, _ in
        }
      }
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
    }
    let (counts, load) = (Metered<Int>.Counts(), Load())
    await #expect(throws: Failure(2)) {
      try await parallel(Metered(0..., counts: counts), workers: 2, window: 8).reduce(into: 0) {
        (sum: inout Int, n: Int) throws in
        load { sum += n }
      } combine: { _, _ in
        throw Failure(2)
      }
    }
    expectEqual(load.current, 0)
    expectEqual(counts.open, 0)
  }

  @Test func `the asynchronous form sees the cancellation of its task`() async {
    await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      let all = await parallel(0..<1000).reduce(into: 0, add, combine: add)
      expectEqual(all, 499_500)
      await #expect(throws: CancellationError.self) {
        try await parallel(ThrowingGenerator(0...)).reduce(into: 0, add, combine: add)
      }
    }.value
  }
}
