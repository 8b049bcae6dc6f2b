import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct UniqueNeighborsTests {
  private let meter = Meter()
  private let tracker = Tracker()

  @Test(arguments: 0..<40) func `neighbors that are equal are left out`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let numbers = (0..<Int.random(in: 0..<30, using: &random))
      .map { _ in Int.random(in: 0..<3, using: &random) }
    let expected = numbers.indices.filter { $0 == 0 || numbers[$0] != numbers[$0 - 1] }
      .map { numbers[$0] }
    expectEqual(Array(meter(numbers).uniqueNeighbors()), expected)
    expectEqual(Array(numbers.uniqueNeighbors(by: ==)), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `an element is compared with the last one returned`() {
    expectEqual(Array([1, 2, 3, 4, 5].uniqueNeighbors(by: { $1 - $0 < 2 })), [1, 3, 5])
  }

  @Test func `elements are taken until one differs`() {
    var rest = meter((0...).lazy.map { $0 / 3 }).uniqueNeighbors().makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(rest.next(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(rest.next(), 1)
    expectEqual(meter.taken, 4)
  }

  @Test func `everything is released at the end, permanently`() {
    let source = Generator { yield in for n in 0..<2 { try yield(tracker.object(n)) } }
    var rest = source.uniqueNeighbors(by: { $0.id == $1.id }).makeIterator()
    _ = (rest.next(), rest.next())
    expectEqual(tracker.alive, 1)
    for _ in 0..<3 { #expect(rest.next() == nil) }
    expectEqual(tracker.alive, 0)
    var numbers = meter([1]).uniqueNeighbors().makeIterator()
    expectEqual(numbers.next(), 1)
    for _ in 0..<3 { expectEqual(numbers.next(), nil) }
    expectEqual(meter.open, 0)
  }

  @Test func `dropped midway it closes the source`() {
    for n in meter(0...).uniqueNeighbors() where n == 3 { break }
    for n in meter(0...).uniqueNeighbors(by: ==) where n == 3 { break }
    expectEqual(meter.open, 0)
  }

  @Test func `elements that are optional`() {
    expectEqual(Array([nil, nil, 1, 1, nil].uniqueNeighbors()), [nil, 1, nil])
    expectEqual(Array([nil, nil, 1, 1, nil].uniqueNeighbors(by: ==)), [nil, 1, nil])
  }

  @Test func `arrays can be read again, and lazy stays lazy`() {
    let rest = [1, 1, 2].uniqueNeighbors()
    expectEqual(Array(rest), [1, 2])
    expectEqual(Array(rest), [1, 2])
    let doubled = meter(0...).lazy.uniqueNeighbors().map { $0 * 2 }
    expectEqual(meter.taken, 0)
    expectEqual(Array(doubled.prefix(2)), [0, 2])
  }
}
