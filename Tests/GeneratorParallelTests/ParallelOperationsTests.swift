import GeneratorPlatform
import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Chains of operations, which are one stage, and the results that an operation takes over.
@Suite struct ParallelOperationsTests {
  // MARK: The same results

  @Test(arguments: Shape.all) func `a chain has the results of the serial chain`(_ shape: Shape)
    throws
  {
    // Closures with types of their own: those of a chain are type-checked together.
    let working = { @Sendable (n: Int) in work(n, seed: 3) }
    let isKept = { @Sendable (n: Int) in n % 3 != 0 }
    let both = { @Sendable (n: Int) -> [Int] in [n, -n] }
    let text = { @Sendable (n: Int) -> String? in n % 5 == 0 ? nil : "\(n)" }
    for count in [0, 1, 2, 9, 1500] {
      let expected: [String] = (0..<count).map(working).filter(isKept).flatMap(both)
        .compactMap(text).inOrder(shape.ordered)
      let chain = parallel(
        0..<count, ordered: shape.ordered, workers: shape.workers, window: shape.window
      ).map(working).filter(isKept).flatMap(both).compactMap(text)
      expectEqual(Array(chain).inOrder(shape.ordered), expected)

      let throwing = parallel(
        ThrowingGenerator(0..<count), ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).map(working).filter(isKept).flatMap(both).compactMap(text)
      try expectEqual(throwing.collect().inOrder(shape.ordered), expected)
    }
  }

  @Test(arguments: Shape.some) func `reduce and forEach join a chain`(_ shape: Shape) async throws {
    let expected = (0..<3000).map { $0 * 2 }.filter { $0 % 3 == 0 }
    let summands = parallel(
      0..<3000, ordered: shape.ordered, workers: shape.workers, window: shape.window
    ).map { $0 * 2 }.filter { $0 % 3 == 0 }
    let all = blocking {
      summands.reduce(into: [Int]()) {
        $0.append($1)
      } combine: {
        $0 += $1
      }
    }
    expectEqual(all.inOrder(shape.ordered), expected)

    let seen = Guarded<[Int]>([])
    let elements = parallel(0..<3000, workers: shape.workers, window: shape.window)
      .map { n throws in n * 2 }.filter { $0 % 3 == 0 }
    try blocking { try elements.forEach { n in seen { $0.append(n) } } }
    expectEqual(seen.current.sorted(), expected)

    let others = Guarded<[Int]>([])
    await parallel(0..<3000).map { $0 * 2 }.filter { $0 % 3 == 0 }.forEach { n in
      others { $0.append(n) }
    }
    expectEqual(others.current.sorted(), expected)
    let sum = await parallel(0..<3000).map { $0 * 2 }.reduce(into: 0) {
      $0 += $1
    } combine: {
      $0 += $1
    }
    expectEqual(sum, 2999 * 3000)
    let infallible = Guarded<[Int]>([])
    blocking {
      parallel(0..<10).map { $0 }.forEach { n in infallible { $0.append(n) } }
    }
    expectEqual(infallible.current.sorted(), Array(0..<10))
  }

  @Test func `each operation of a chain runs on the thread that took the element`() {
    let results = parallel(0..<5000, workers: 3).map { n in (n, pthread_self()) }
      .map { n, thread in (n, pthread_equal(thread, pthread_self()) != 0) }.filter { !$1 }
    #expect(Array(results).isEmpty)
  }

  @Test func `a chain is lazy and may have no end`() {
    let counts = Metered<Int>.Counts()
    let results = parallel(Metered(0..., counts: counts), window: 10).map { $0 * 2 }
      .filter { $0 % 3 == 0 }.map { "\($0)" }
    expectEqual(counts.elements, 0)
    expectEqual(Array(results.prefix(3)), ["0", "6", "12"])
    #expect(counts.elements <= 27)
  }

  @Test(arguments: [1, 2, 7, 64]) func `a chain takes no more than its window`(window: Int) {
    let counts = Metered<Int>.Counts()
    let results = parallel(Metered(0..<3000, counts: counts), workers: 3, window: window)
      .map { work($0, seed: 1) }.map { $0 }
    var (given, most) = (0, 0)
    while results.next() != nil {
      given += 1
      most = max(most, counts.elements - given)
    }
    expectEqual(given, 3000)
    #expect(most <= window)
  }

  @Test(arguments: Shape.some) func `a chain that is left releases everything`(_ shape: Shape) {
    for taken in [0, 1, 2, 30, 500] {
      let (counts, load, census) = (Metered<Census.Citizen>.Counts(), Load(), Census())
      do {
        let results = parallel(
          Metered((0...).lazy.map { census.citizen($0) }, counts: counts), ordered: shape.ordered,
          workers: shape.workers, window: shape.window
        ).map { citizen in load { census.citizen(citizen.id) } }
          .flatMap { [$0, census.citizen($0.id)] }.filter { _ in true }
        for _ in 0..<taken { #expect(results.next() != nil) }
      }
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
      expectEqual(census.alive, 0)
    }
  }

  // MARK: Errors

  @Test(arguments: [nil, 1, 3])
  func `the error of the first element comes, whichever operation fails`(
    workers: Int?
  ) {
    for (first, second) in [(0, 5), (5, 0), (40, 700), (700, 40), (300, 300)] {
      let census = Census()
      do {
        let results = parallel(0..<1000, workers: workers).map { n throws in
          if n == first { throw Failure(1) }
          return census.citizen(n)
        }.filter { citizen in
          if citizen.id == second { throw Failure(2) }
          return true
        }
        var given: [Int] = []
        #expect(throws: Failure(first <= second ? 1 : 2)) {
          while let citizen = try results.next() { given.append(citizen.id) }
        }
        expectEqual(given, Array(0..<min(first, second)))
        #expect(throws: Never.self) { try results.next() }
      }
      expectEqual(census.alive, 0)
    }
  }

  @Test func `a chain keeps a typed error`() {
    let checked = parallel(0..<10).map { n throws(Failure) in
      if n == 3 { throw Failure(n) }
      return n
    }
    let results = checked.map { $0 + 1 }.filter { n throws(Failure) in n < 100 }.compactMap { $0 }
    do throws(Failure) {
      while try results.next() != nil {}
      Issue.record("nothing was thrown")
    } catch {
      expectEqual(error.code, 3)
    }
  }

  // MARK: Taking over

  @Test(arguments: [1, 5, 100]) func `an operation on results that were read goes on behind them`(
    taken: Int
  ) throws {
    let results = parallel(0..<1000, workers: 2, window: 20).map { $0 }
    for n in 0..<taken { expectEqual(results.next(), n) }
    expectEqual(Array(results.map { $0 * 2 }), (taken..<1000).map { $0 * 2 })

    let failing = parallel(0..<1000, workers: 2).map { n throws in
      if n == 900 { throw Failure(n) }
      return n
    }
    for n in 0..<taken { try expectEqual(failing.next(), n) }
    let doubled = failing.map { $0 * 2 }
    var given: [Int] = []
    #expect(throws: Failure(900)) { while let n = try doubled.next() { given.append(n) } }
    expectEqual(given, (taken..<900).map { $0 * 2 })
  }

  @Test func `an operation on results that have ended has none`() {
    let results = parallel(0..<3).map { $0 }
    expectEqual(Array(results), [0, 1, 2])
    expectEqual(Array(results.map { $0 }), [])
  }

  @Test func `an operation on a stage that only passes elements on is parallel`() {
    // Both closures must run at once, where there are processors for two.
    let gate = Gate(min(2, SystemThread.processors))
    let results = prefetched(0..<2).map { n in
      gate.open()
      gate.pass()
      return n
    }
    expectEqual(Array(results).count, 2)
    let others = merged(0..<3, [3]).map { $0 * 2 }.filter { $0 > 0 }
    expectEqual(others.sorted(), [2, 4, 6])
  }

  @Test func `results that were taken over are a trap`() async {
    let read = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let results = parallel(0..<10).map { $0 }
      let others = results.filter { $0 > 3 }
      _ = blocking { results.next() }
      _ = others
    }
    expectEqual(read?.message.contains("after an operation took it over"), true)
    let twice = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let results = parallel(0..<10).map { $0 }
      _ = (results.map { $0 }, results.map { $0 })
    }
    expectEqual(twice?.message.contains("after an operation took it over"), true)
    let afterReading = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let results = parallel(0..<10).map { n throws in n }
      _ = blocking { try? results.next() }
      let others = results.map { $0 }
      _ = blocking { try? results.next() }
      _ = others
    }
    expectEqual(afterReading?.message.contains("after an operation took it over"), true)
  }

  @Test func `a range and an array have a method`() {
    expectEqual(Array((1...4).parallel().map { $0 * 2 }), [2, 4, 6, 8])
    let found = ["1", "x", "3"].parallel(ordered: false, workers: 2, window: 2).compactMap {
      Int($0)
    }
    expectEqual(found.sorted(), [1, 3])
  }
}
