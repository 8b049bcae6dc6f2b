import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct MergedTests {
  /// Checks that each source's elements are all there and in order; sources count in steps of 1000.
  func check(_ merged: [Int], _ counts: [Int]) {
    for (source, count) in counts.enumerated() {
      expectEqual(
        merged.filter { $0 / 100_000 == source }, (0..<count).map { source * 100_000 + $0 })
    }
    expectEqual(merged.count, counts.reduce(0, +))
  }

  @Test(arguments: [nil, 1, 2, 10, 1000]) func `a merge has all elements of all sources`(
    window: Int?
  ) throws {
    for counts in [
      [], [0], [5], [0, 0], [1, 0, 7], [3000, 1, 900], Array(repeating: 200, count: 12),
    ] {
      let ranges = counts.enumerated().map { source, count in
        source * 100_000..<source * 100_000 + count
      }
      check(Array(merged(ranges, window: window)), counts)
      let generators = merged(ranges, window: window) { range in
        ThrowingGenerator { yield in for n in range { try yield(n) } }
      }
      check(try generators.collect(), counts)
      let stages = merged(ranges, window: window) { parallel($0).map { n throws in n } }
      check(try stages.collect(), counts)
      check(Array(merged(ranges, window: window) { parallel($0).map { $0 } }), counts)
    }
  }

  @Test func `sources of different speed are merged`() {
    let all = merged(0..<4) { source in
      Generator { yield in
        for n in 0..<100 {
          if n % 5 == 0 { pause(source * source * 100) }
          try yield(source * 100_000 + n)
        }
      }
    }
    check(Array(all), [100, 100, 100, 100])
  }

  @Test(arguments: [nil, 2, 64]) func `a slow source holds up no other`(window: Int?) {
    let gate = Gate()
    let slow = Generator { yield in
      gate.pass()
      try yield(-1)
    }
    let quick = Generator { yield in for n in 0..<3000 { try yield(n) } }
    let both = merged(slow, quick, window: window)
    expectEqual(Array(both.prefix(3000)), Array(0..<3000))
    #expect(!gate.isOpen)
    gate.open()
    expectEqual(Array(both), [-1])
  }

  @Test func `a fast source holds up no other`() {
    // What the fast one has ready leaves room for the other.
    let fast = Generator { yield in for n in 0... { try yield(n) } }
    let other = Generator { yield in for _ in 0..<10 { try yield(-1) } }
    var seen = 0
    for n in merged(fast, other, window: 4) {
      if n == -1 { seen += 1 }
      if seen == 10 { break }
    }
    expectEqual(seen, 10)
  }

  @Test(arguments: [2, 10, 64]) func `no more elements than the window are taken ahead`(window: Int)
  {
    let counts = Metered<Int>.Counts()
    // One thread at a time for each, but both at once.
    let both = merged(
      Metered(0..<1000, counts: counts), Metered(0..<1000, counts: counts), window: window)
    var given = 0
    while both.next() != nil {
      given += 1
      #expect(counts.elements - given <= window)
    }
    expectEqual(given, 2000)
    expectEqual(counts.open, 0)
  }

  @Test(arguments: [0, 1, 500]) func `a source that fails ends the merge`(place: Int) {
    let meters = [Meter(), Meter()]
    let both = merged(
      meters[0].throwing(0..., failingAfter: place), meters[1].throwing(100_000...), window: 100)
    var given: [Int] = []
    #expect(throws: Failure(-1)) { while let n = try both.next() { given.append(n) } }
    expectEqual(given.filter { $0 < 100_000 }, Array(0..<place))
    expectEqual(meters.map(\.open), [0, 0])
    #expect(throws: Never.self) { try both.next() }
  }

  @Test(arguments: [0, 1, 100]) func `a merge that is dropped half way closes its sources`(
    taken: Int
  ) {
    let (counts, census) = (Metered<Census.Citizen>.Counts(), Census())
    weak var stage: StageStorage?
    do {
      let all = merged(0..<3) { _ in
        Metered((0...).lazy.map { census.citizen($0) }, counts: counts)
      }
      stage = all.reader.stage
      for _ in 0..<taken { #expect(all.next() != nil) }
    }
    #expect(stage == nil)
    expectEqual(counts.open, 0)
    expectEqual(census.alive, 0)
  }

  @Test func `a source is made on the thread that reads it, when it does`() throws {
    let made = Load()
    let both = merged(1...2) { n in
      made.begin()
      return Generator { yield in try yield(n) }
    }
    expectEqual(made.total, 0)
    expectEqual(both.sorted(), [1, 2])
    expectEqual(made.total, 2)
  }

  @Test func `an error of the closure that makes a source is that source's`() {
    let both = merged(0..<2) { n in
      if n == 1 { throw Failure(1) }
      return ThrowingGenerator { yield in for n in 0... { try yield(n) } }
    }
    #expect(throws: Failure(1)) { while try both.next() != nil {} }
  }

  @Test func `three sources`() throws {
    expectEqual(merged(1...2, [3], CollectionOfOne(4)).sorted(), [1, 2, 3, 4])
    let all = merged(ThrowingGenerator([1]), ThrowingGenerator([2]), ThrowingGenerator([3]))
    try expectEqual(all.collect().sorted(), [1, 2, 3])
  }
}
