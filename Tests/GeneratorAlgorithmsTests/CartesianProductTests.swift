import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct CartesianProductTests {
  private let one = Meter()
  private let two = Meter()
  private let three = Meter()
  private let tracker = Tracker()

  @Test(arguments: [0, 1, 2, 5], [0, 1, 2, 5]) func `pairs in the order of two loops`(
    a: Int, b: Int
  ) {
    var expected: [[Int]] = []
    for i in 0..<a { for j in 0..<b { expected.append([i, j]) } }
    expectEqual(cartesianProduct(one(0..<a), two(0..<b)).map { [$0, $1] }, expected)
    #expect((one.open, two.open) == (0, 0))
    expectEqual(two.taken, (a == 0 ? 0 : b))
    #expect(one.taken == (b == 0 ? Swift.min(a, 1) : a))
  }

  @Test(arguments: 0..<27) func `three and four`(n: Int) {
    let (a, b, c) = (n % 3, n / 3 % 3, n / 9)
    var triples: [[Int]] = []
    for i in 0..<a { for j in 0..<b { for k in 0..<c { triples.append([i, j, k]) } } }
    expectEqual(
      cartesianProduct(one(0..<a), two(0..<b), three(0..<c)).map { [$0, $1, $2] }, triples)
    #expect((one.open, two.open, three.open) == (0, 0, 0))
    let answer = cartesianProduct(one(0..<a), two(0..<b), three(0..<c), 7..<9)
    expectEqual(answer.map { [$0, $1, $2, $3] }, triples.flatMap { [$0 + [7], $0 + [8]] })
  }

  @Test func `elements are taken on demand, and once`() {
    var pairs = cartesianProduct(one(0..<3), two(0..<2)).makeIterator()
    #expect((one.taken, two.taken) == (0, 0))
    _ = pairs.next()
    #expect((one.taken, two.taken) == (1, 1))
    _ = pairs.next()
    #expect((one.taken, two.taken, two.open) == (1, 2, 1))
    _ = pairs.next()
    #expect((one.taken, two.taken, two.open) == (2, 2, 0))
    while pairs.next() != nil {}
    #expect((one.taken, two.taken, one.open) == (3, 2, 0))
  }

  @Test func `either may be infinite`() {
    expectEqual(
      cartesianProduct(one(0...), "ab").prefix(3).map { "\($0)\($1)" }, ["0a", "0b", "1a"])
    expectEqual(
      cartesianProduct("ab", two(0...)).prefix(3).map { "\($0)\($1)" }, ["a0", "a1", "a2"])
    #expect((one.open, two.open) == (0, 0))
  }

  @Test func `an infinite sequence and an empty one have no pairs`() {
    expectEqual(cartesianProduct(one(0...), [Int]()).elementCount(), 0)
    expectEqual(cartesianProduct([Int](), two(0...)).elementCount(), 0)
    expectEqual(cartesianProduct(one(0...), two(0...), [Int]()).elementCount(), 0)
    expectEqual(cartesianProduct(one(0...), [Int](), two(0...)).elementCount(), 0)
    #expect((one.open, two.open) == (0, 0))
  }

  @Test func `everything is released at the end, permanently`() {
    let source = Generator { yield in for n in 0..<3 { try yield(tracker.object(n)) } }
    var pairs = cartesianProduct([1, 2], source).makeIterator()
    for _ in 0..<6 { #expect(pairs.next() != nil) }
    expectEqual(tracker.alive, 3)
    for _ in 0..<3 { #expect(pairs.next() == nil) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `the first is not recorded`() {
    let source = Generator { yield in for n in 0..<3 { try yield(tracker.object(n)) } }
    var pairs = cartesianProduct(source, [1, 2]).makeIterator()
    for _ in 0..<6 {
      _ = pairs.next()
      expectEqual(tracker.alive, 1)
    }
  }

  @Test func `elements that are optional`() {
    let pairs = cartesianProduct([nil, 1], [2, nil])
    expectEqual(pairs.map { [$0, $1] }, [[nil, 2], [nil, nil], [1, 2], [1, nil]])
  }

  @Test func `arrays can be read again, and lazy stays lazy`() {
    let pairs = cartesianProduct([1, 2], [3])
    expectEqual(pairs.map { $0 * $1 }, [3, 6])
    expectEqual(pairs.map { $0 * $1 }, [3, 6])
    let products = cartesianProduct(one(1...).lazy, two(1...).lazy).map { $0 * $1 }
    expectEqual(one.taken, 0)
    expectEqual(Array(products.prefix(2)), [1, 2])
  }

  // MARK: Repeated

  @Test(arguments: 0..<5, 0..<4) func `with itself`(n: Int, count: Int) {
    var expected: [[Int]] = [[]]
    for _ in 0..<count { expected = expected.flatMap { row in (0..<n).map { row + [$0] } } }
    let power = one(0..<n).cartesianProduct(repeating: count)
    expectEqual(one.taken, 0)
    expectEqual(Array(power), expected)
    expectEqual(one.taken, (count == 0 ? 0 : n))
    expectEqual(one.open, 0)
  }

  @Test func `with itself, the sequence is read at once and released at the end`() {
    let source = Generator { yield in for n in 0..<3 { try yield(tracker.object(n)) } }
    var power = source.cartesianProduct(repeating: 2).makeIterator()
    expectEqual(tracker.made, 0)
    #expect(power.next() != nil)
    expectEqual(tracker.made, 3)
    for _ in 1..<9 { #expect(power.next() != nil) }
    for _ in 0..<3 { #expect(power.next() == nil) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `a negative count is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].cartesianProduct(repeating: -1)
    }
    expectEqual(result?.message.contains("the count of repetitions must not be negative"), true)
  }
}
