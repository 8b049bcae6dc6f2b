import Generators
import Synchronization
import TestSupport
import Testing

@testable import GeneratorParallel

/// Errors, in closures and in sources, and what is left of a stage then.
@Suite struct ParallelFailureTests {
  static let places = [0, 1, 2, 17, 499, 998, 999]

  @Test(arguments: Shape.all)
  func `an error of the closure comes in its element's place where there is an order`(
    _ shape: Shape
  ) {
    guard shape.ordered else { return }
    for place in Self.places {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      let results = parallel(
        Metered(0..<1000, counts: counts), workers: shape.workers, window: shape.window
      ).map { n in
        try load {
          if n >= place, n % 2 == place % 2 { throw Failure(n) }
          return work(n, seed: 3)
        }
      }
      var given: [Int] = []
      #expect(throws: Failure(place)) { while let n = try results.next() { given.append(n) } }
      #expect(given == (0..<place).map { work($0, seed: 3) })
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
      #expect(throws: Never.self) { try results.next() }
    }
  }

  @Test(arguments: Shape.all) func `an error of the closure ends a stage without an order`(
    _ shape: Shape
  ) {
    guard !shape.ordered else { return }
    for place in Self.places {
      let (counts, load) = (Metered<Int>.Counts(), Load())
      let results = parallel(
        Metered(0..<1000, counts: counts), ordered: false, workers: shape.workers,
        window: shape.window
      ).map { n in
        try load {
          if n == place { throw Failure(n) }
          return n
        }
      }
      var given: [Int] = []
      #expect(throws: Failure(place)) { while let n = try results.next() { given.append(n) } }
      #expect(Set(given).isSubset(of: Set(0..<1000).subtracting([place])))
      expectEqual(Set(given).count, given.count)
      expectEqual(load.current, 0)
      expectEqual(counts.open, 0)
      #expect(throws: Never.self) { try results.next() }
    }
  }

  @Test func `an error comes at once where there is no order`() {
    // The first waits for the error to be out.
    let gate = Gate()
    let results = parallel(0..., ordered: false, workers: 2).map { n in
      if n == 0 { gate.pass() }
      if n == 1 {
        defer { gate.open() }
        throw Failure(1)
      }
      return n
    }
    #expect(throws: Failure(1)) { while try results.next() != nil {} }
  }

  @Test func `running work is waited for`() {
    let (gate, load) = (Gate(), Load())
    let results = parallel(0..<4, workers: 4).map { n in
      try load {
        if n == 0 {
          gate.pass()
          throw Failure(0)
        }
        gate.open()
        pause(20_000)
        return n
      }
    }
    #expect(throws: Failure(0)) { try results.next() }
    expectEqual(load.current, 0)
  }

  @Test(arguments: Shape.all) func `an error of the source comes after the elements before it`(
    _ shape: Shape
  ) {
    for place in Self.places {
      let meter = Meter()
      let load = Load()
      let results = parallel(
        meter.throwing(0..<1000, failingAfter: place, with: Failure(place)), ordered: shape.ordered,
        workers: shape.workers, window: shape.window
      ).map { n in load { work(n, seed: 5) } }
      var given: [Int] = []
      #expect(throws: Failure(place)) { while let n = try results.next() { given.append(n) } }
      #expect(
        given.inOrder(shape.ordered)
          == (0..<place).map { work($0, seed: 5) }.inOrder(shape.ordered))
      expectEqual(meter.open, 0)
      expectEqual(load.total, place)
      #expect(throws: Never.self) { try results.next() }
    }
  }

  @Test(arguments: Shape.some) func `the first of two errors comes`(_ shape: Shape) {
    // That of the closure comes before that of the source, as its element does.
    let meter = Meter()
    let results = parallel(
      meter.throwing(0..<100, failingAfter: 50), ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).map { n in
      if n == 49 { throw Failure(49) }
      return n
    }
    #expect(throws: Failure(49)) { while try results.next() != nil {} }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [true, false])
  func `a generator is closed though there are other references to it`(ordered: Bool) {
    let meter = Meter()
    // The compiler refuses it otherwise.
    nonisolated(unsafe) let source = meter.throwing(0...)
    let results = parallel(source, ordered: ordered).map { n in
      if n == 100 { throw Failure(n) }
      return n
    }
    #expect(throws: Failure(100)) { while try results.next() != nil {} }
    expectEqual(source.state, .closed)
    expectEqual(meter.open, 0)
  }

  @Test func `a source can be used after the stage was dropped`() throws {
    // The compiler refuses it otherwise.
    nonisolated(unsafe) let source = ThrowingGenerator { yield in
      for n in 0... { try yield(n) }
    }
    do {
      let results = parallel(source).map { $0 }
      try expectEqual(results.next(), 0)
    }
    expectEqual(source.state, .suspended)
    #expect(try source.next()! > 0)
    try source.close()
  }

  @Test(arguments: Shape.some) func `elements are released after an error`(_ shape: Shape) {
    let census = Census()
    do {
      let results = parallel(
        (0..<1000).lazy.map { census.citizen($0) }, ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).map { citizen in
        if citizen.id == 600 { throw Failure(citizen.id) }
        return census.citizen(citizen.id)
      }
      #expect(throws: Failure(600)) { while try results.next() != nil {} }
      expectEqual(census.alive, 0)
      _ = results
    }
  }

  @Test func `objects that the error refers to are released`() {
    struct Holding: Error { let citizen: Census.Citizen }
    let census = Census()
    for ordered in [true, false] {
      do {
        let results = parallel(0..<100, ordered: ordered, workers: 3).map { n in
          if n >= 50 { throw Holding(citizen: census.citizen(n)) }
          return n
        }
        #expect(throws: Holding.self) { while try results.next() != nil {} }
      }
      expectEqual(census.alive, 0)
    }
  }
}
