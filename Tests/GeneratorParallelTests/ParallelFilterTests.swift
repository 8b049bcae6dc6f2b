import GeneratorParallel
import Generators
import TestSupport
import Testing

@Suite struct ParallelFilterTests {
  @Test(arguments: Shape.all) func `the result is that of the serial operation`(_ shape: Shape)
    throws
  {
    for percent in [0, 1, 50, 100] {
      let isIncluded: @Sendable (Int) -> Bool = { n in
        var random = SeededRandom(seed: UInt64(n))
        return random.chance(percent)
      }
      let expected = (0..<1200).filter(isIncluded)
      let plain = parallel(
        0..<1200, ordered: shape.ordered, workers: shape.workers, window: shape.window
      ).filter(isIncluded)
      expectEqual(Array(plain).inOrder(shape.ordered), expected)
      let throwing = parallel(
        ThrowingGenerator(0..<1200), ordered: shape.ordered, workers: shape.workers,
        window: shape.window
      ).filter(isIncluded)
      try expectEqual(throwing.collect().inOrder(shape.ordered), expected)
    }
  }

  @Test(arguments: [true, false]) func `many that are left out need no room`(ordered: Bool) {
    // No reader gets the elements that are left out, and the window is small.
    let found = parallel(0..., ordered: ordered, workers: 2, window: 4).filter { $0 == 20_000 }
    expectEqual(found.next(), 20_000)
  }

  @Test func `an error comes in its place`() throws {
    let even = parallel(0..<100).filter { n throws(Failure) in
      if n == 51 { throw Failure(51) }
      return n % 2 == 0
    }
    var given: [Int] = []
    #expect(throws: Failure(51)) { while let n = try even.next() { given.append(n) } }
    expectEqual(given, Array(stride(from: 0, through: 50, by: 2)))
  }

  @Test func `a filter follows a stage that may fail`() throws {
    let stage = parallel(0..<100).map { n throws in n }
    let even = parallel(stage).filter { $0 % 2 == 0 }
    try expectEqual(even.collect(), Array(stride(from: 0, to: 100, by: 2)))
  }
}
