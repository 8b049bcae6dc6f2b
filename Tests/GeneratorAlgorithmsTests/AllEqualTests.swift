import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// `allEqual`, `allUnique` and `isSorted`.
@Suite struct AllEqualTests {
  private let meter = Meter()

  @Test(arguments: 0..<60) func `as told by looking at all pairs`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let n = Int.random(in: 0..<6, using: &random)
    let below = Int.random(in: 1..<6, using: &random)
    let numbers = (0..<n).map { _ in Int.random(in: 0..<below, using: &random) }
    expectEqual(meter(numbers).allEqual(), (Set(numbers).count <= 1))
    expectEqual(meter(numbers).allUnique(), (Set(numbers).count == n))
    expectEqual(meter(numbers).isSorted(), (numbers.sorted() == numbers))
    expectEqual(meter(numbers).isSorted(by: >), (numbers.sorted(by: >) == numbers))
    let strictly = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    expectEqual(meter(numbers).isSorted(by: <=), strictly)
    expectEqual(numbers.allEqual(), (Set(numbers).count <= 1))
    let halves = Set(numbers.map { $0 / 2 })
    expectEqual(meter(numbers).allEqual(by: { $0 / 2 == $1 / 2 }), (halves.count <= 1))
    expectEqual(meter(numbers).allUnique(on: { $0 / 2 }), (halves.count == n))
    expectEqual(meter.open, 0)
  }

  @Test func `of none and of one`() {
    #expect(meter([Int]()).allEqual() && meter([1]).allEqual())
    #expect(meter([Int]()).allUnique() && meter([1]).allUnique())
    #expect(meter([Int]()).isSorted() && meter([1]).isSorted())
  }

  @Test func `they stop at the first element that tells`() {
    #expect(!meter(0...).allEqual())
    expectEqual(meter.taken, 2)
    #expect(!meter((0...).lazy.map { $0 % 4 }).allUnique())
    expectEqual(meter.taken, 2 + 5)
    #expect(!meter((0...).lazy.map { $0 % 4 }).isSorted())
    expectEqual(meter.taken, 2 + 5 + 5)
    expectEqual(meter.open, 0)
  }

  @Test func `an error of a closure comes out and closes the source`() {
    #expect(throws: Failure(1)) {
      try meter(0...).allEqual { _, _ throws(Failure) in throw Failure(1) }
    }
    #expect(throws: Failure(2)) {
      try meter(0...).allUnique { _ throws(Failure) -> Int in throw Failure(2) }
    }
    #expect(throws: Failure(3)) {
      try meter(0...).isSorted { _, _ throws(Failure) in throw Failure(3) }
    }
    expectEqual(meter.open, 0)
  }
}
