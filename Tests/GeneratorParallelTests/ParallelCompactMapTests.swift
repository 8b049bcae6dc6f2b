import GeneratorParallel
import Generators
import TestSupport
import Testing

@Suite struct ParallelCompactMapTests {
  @Test(arguments: Shape.some) func `the result is that of the serial operation`(_ shape: Shape)
    throws
  {
    let transform: @Sendable (Int) -> String? = { $0 % 3 == 0 ? nil : "number \($0)" }
    let expected = (0..<2000).compactMap(transform).inOrder(shape.ordered)
    let plain = parallel(
      0..<2000, ordered: shape.ordered, workers: shape.workers, window: shape.window
    ).compactMap(transform)
    expectEqual(Array(plain).inOrder(shape.ordered), expected)
    let throwing = parallel(
      ThrowingGenerator(0..<2000), ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).compactMap(transform)
    try expectEqual(throwing.collect().inOrder(shape.ordered), expected)
    let chained = parallel(
      parallel(0..<2000).map { n throws in n }, ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).compactMap(transform)
    try expectEqual(chained.collect().inOrder(shape.ordered), expected)
  }

  @Test func `optionals in optionals lose one level`() {
    let results = parallel([1, 2, 3]).compactMap { n -> Int?? in n == 2 ? nil : .some(nil) }
    expectEqual(Array(results), [nil, nil])
  }

  @Test func `an error comes in its place`() {
    let results = parallel(0..<10).compactMap { n -> Int? in
      if n == 5 { throw Failure(5) }
      return n % 2 == 0 ? n : nil
    }
    var given: [Int] = []
    #expect(throws: Failure(5)) { while let n = try results.next() { given.append(n) } }
    expectEqual(given, [0, 2, 4])
  }
}
