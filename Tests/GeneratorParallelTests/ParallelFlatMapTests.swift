import GeneratorParallel
import Generators
import TestSupport
import Testing

@Suite struct ParallelFlatMapTests {
  @Test(arguments: Shape.all) func `the result is that of the serial operation`(_ shape: Shape)
    throws
  {
    let expected = (0..<300).flatMap { 0..<$0 % 17 }.inOrder(shape.ordered)
    let plain = parallel(
      0..<300, ordered: shape.ordered, workers: shape.workers, window: shape.window
    ).flatMap { 0..<$0 % 17 }
    expectEqual(Array(plain).inOrder(shape.ordered), expected)
    let throwing = parallel(
      ThrowingGenerator(0..<300), ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).flatMap { 0..<$0 % 17 }
    try expectEqual(throwing.collect().inOrder(shape.ordered), expected)
  }

  @Test func `without an order the elements of one sequence stay together`() {
    let results = Array(parallel(0..<100, ordered: false, workers: 3).flatMap { n in [n, n, n] })
    for start in stride(from: 0, to: 300, by: 3) {
      expectEqual(Set(results[start..<start + 3]).count, 1)
    }
  }

  @Test func `one element has many outputs`() {
    let results = parallel([100_000, 0, 3], window: 1).flatMap { 0..<$0 }
    expectEqual(Array(results), Array(0..<100_000) + [0, 1, 2])
  }

  @Test func `segments may be generators`() {
    let results = parallel(1...3).flatMap { n in
      Generator { yield in for m in 0..<n { try yield("\(n).\(m)") } }
    }
    expectEqual(Array(results), ["1.0", "2.0", "2.1", "3.0", "3.1", "3.2"])
  }

  @Test func `an error may come after some outputs`() {
    let results = parallel(0..<10).flatMap { n -> [Int] in
      if n == 3 { throw Failure(3) }
      return [n, n]
    }
    var given: [Int] = []
    #expect(throws: Failure(3)) { while let n = try results.next() { given.append(n) } }
    expectEqual(given, [0, 0, 1, 1, 2, 2])
  }
}
