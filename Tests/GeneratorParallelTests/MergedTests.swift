import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct MergedTests {
  /// Checks that each source's elements are all there and in order; sources count in steps of 1000.
  func check(_ merged: [Int], _ counts: [Int]) {
    for (source, count) in counts.enumerated() {
      #expect(
        merged.filter { $0 / 100_000 == source } == (0..<count).map { source * 100_000 + $0 })
    }
    #expect(merged.count == counts.reduce(0, +))
  }

  @Test(arguments: [nil, 1, 2, 10, 1000]) func allOfAll(window: Int?) throws {
    for counts in [
      [], [0], [5], [0, 0], [1, 0, 7], [3000, 1, 900], Array(repeating: 200, count: 12),
    ] {
      let ranges = counts.enumerated().map { source, count in
        source * 100_000..<source * 100_000 + count
      }
      check(Array(ranges.merged(window: window)), counts)
      let generators = ranges.map { range in
        ThrowingGenerator { yield in for n in range { try yield(n) } }
      }
      check(try generators.merged(window: window).generator().collect(), counts)
      let stages = ranges.map { $0.parallelMap { n throws in n } }
      check(try stages.merged(window: window).generator().collect(), counts)
      check(Array(ranges.map { $0.parallelMap { $0 } }.merged(window: window)), counts)
    }
  }

  @Test func producersOfDifferentSpeed() {
    let generators = (0..<4).map { source in
      Generator { yield in
        for n in 0..<100 {
          if n % 5 == 0 { pause(source * source * 100) }
          try yield(source * 100_000 + n)
        }
      }
    }
    check(Array(generators.merged()), [100, 100, 100, 100])
  }

  @Test(arguments: [nil, 2, 64]) func aSlowOneHoldsUpNoOther(window: Int?) {
    let gate = Gate()
    let slow = Generator { yield in
      gate.pass()
      try yield(-1)
    }
    let quick = Generator { yield in for n in 0..<3000 { try yield(n) } }
    let merged = [slow, quick].merged(window: window)
    #expect(Array(merged.prefix(3000)) == Array(0..<3000))
    #expect(!gate.isOpen)
    gate.open()
    #expect(Array(merged) == [-1])
  }

  @Test func aFastOneHoldsUpNoOther() {
    // What the fast one has ready leaves room for the other.
    let fast = Generator { yield in for n in 0... { try yield(n) } }
    let other = Generator { yield in for _ in 0..<10 { try yield(-1) } }
    var seen = 0
    for n in [fast, other].merged(window: 4) {
      if n == -1 { seen += 1 }
      if seen == 10 { break }
    }
    #expect(seen == 10)
  }

  @Test(arguments: [2, 10, 64]) func neverMoreThanTheWindow(window: Int) {
    let counts = Metered<Int>.Counts()
    // One thread at a time for each, but both at once.
    let merged = [Metered(0..<1000, counts: counts), Metered(0..<1000, counts: counts)]
      .merged(window: window)
    var given = 0
    while merged.next() != nil {
      given += 1
      #expect(counts.elements - given <= window)
    }
    #expect(given == 2000)
    #expect(counts.open == 0)
  }

  @Test(arguments: [0, 1, 500]) func oneThatFails(place: Int) {
    let meters = [Meter(), Meter()]
    let merged = [
      meters[0].throwing(0..., failingAfter: place), meters[1].throwing(100_000...),
    ].merged(window: 100)
    var given: [Int] = []
    #expect(throws: Failure(-1)) { while let n = try merged.next() { given.append(n) } }
    #expect(given.filter { $0 < 100_000 } == Array(0..<place))
    #expect(meters.map(\.open) == [0, 0])
    #expect(throws: Never.self) { try merged.next() }
  }

  @Test(arguments: [0, 1, 100]) func dropHalfWay(taken: Int) {
    let (counts, census) = (Metered<Census.Citizen>.Counts(), Census())
    weak var stage: Stage?
    do {
      let sources = (0..<3).map { _ in
        Metered((0...).lazy.map { census.citizen($0) }, counts: counts)
      }
      let merged = sources.merged()
      stage = merged.reader.stage
      for _ in 0..<taken { #expect(merged.next() != nil) }
    }
    #expect(stage == nil)
    #expect(counts.open == 0)
    #expect(census.alive == 0)
  }
}
