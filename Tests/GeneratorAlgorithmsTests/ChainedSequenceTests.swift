import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ChainOfSequencesTests {
  private let one = Meter()
  private let two = Meter()
  private let three = Meter()

  @Test(arguments: [0, 1, 5], [0, 1, 5]) func `one after another`(a: Int, b: Int) {
    for c in 0..<3 {
      let all = chain(one(0..<a), two(0..<b), three(0..<c))
      expectEqual(Array(all), Array(0..<a) + Array(0..<b) + Array(0..<c))
    }
    #expect((one.open, two.open, three.open) == (0, 0, 0))
  }

  @Test func `four and five of different types`() {
    let four = chain(one(0..<2), [2], 3..<5, CollectionOfOne(5))
    expectEqual(Array(four), [0, 1, 2, 3, 4, 5])
    let five = chain([0, 1], two(2..<3), 3..<5, [], one(5..<7))
    expectEqual(Array(five), Array(0..<7))
  }

  @Test func `a source begins when the one before it has ended and was released`() {
    var all = chain(one(0..<1), two(1..<2), three(2...)).makeIterator()
    expectEqual(one.taken, 0)
    expectEqual(all.next(), 0)
    #expect((one.open, two.open, three.open) == (1, 0, 0))
    expectEqual(all.next(), 1)
    #expect((one.open, two.open, three.open) == (0, 1, 0))
    expectEqual(two.taken, 1)
    expectEqual(all.next(), 2)
    #expect((one.open, two.open, three.open) == (0, 0, 1))
  }

  @Test func `next returns nil permanently after the end`() {
    struct Resuming: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n % 2 == 0 ? nil : n
      }
    }
    var all = chain(Resuming(), Resuming(), Resuming()).makeIterator()
    for _ in 0..<3 { expectEqual(all.next(), 1) }
    for _ in 0..<3 { expectEqual(all.next(), nil) }
  }

  @Test func `dropped midway it closes all`() {
    for n in chain(one(0..<1), two(0...), three(0...)) where n == 3 { break }
    #expect((one.open, two.open, three.open) == (0, 0, 0))
    #expect((one.taken, two.taken, three.taken) == (1, 4, 0))
  }

  @Test func `arrays can be read again`() {
    let all = chain([1], [nil], [3])
    expectEqual(Array(all), [1, nil, 3])
    expectEqual(Array(all), [1, nil, 3])
    expectEqual(all.underestimatedCount, 3)
  }

  @Test func `lazy stays lazy`() {
    let all = chain(one(0...).lazy, two(0...).lazy, three(0...).lazy).map { $0 * 2 }
    expectEqual(one.taken, 0)
    expectEqual(Array(all.prefix(2)), [0, 2])
  }
}
