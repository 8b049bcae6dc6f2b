import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ZipLongestTests {
  private let one = Meter()
  private let two = Meter()
  private let three = Meter()

  @Test(arguments: [0, 1, 2, 100], [0, 1, 2, 7]) func `as long as the longer`(a: Int, b: Int) {
    let pairs = Array(zipLongest(one(0..<a), two(0..<b)))
    #expect(pairs.map(\.0) == (0..<Swift.max(a, b)).map { $0 < a ? $0 : nil })
    #expect(pairs.map(\.1) == (0..<Swift.max(a, b)).map { $0 < b ? $0 : nil })
    #expect((one.open, two.open) == (0, 0))
    #expect((one.taken, two.taken) == (a, b))
  }

  @Test(arguments: [0, 1, 2, 100], [0, 1, 2, 7]) func `with a padding`(a: Int, b: Int) {
    let pairs = Array(zipLongest(one(0..<a), two(0..<b).lazy.map(String.init), padding: (-1, "-")))
    #expect(pairs.map(\.0) == (0..<Swift.max(a, b)).map { $0 < a ? $0 : -1 })
    #expect(pairs.map(\.1) == (0..<Swift.max(a, b)).map { $0 < b ? String($0) : "-" })
  }

  @Test(arguments: [0, 1, 3], [0, 2, 3]) func `three`(a: Int, b: Int) {
    for c in 0..<5 {
      let n = Swift.max(a, b, c)
      let tuples = Array(zipLongest(one(0..<a), two(0..<b), three(0..<c)))
      expectEqual(tuples.map(\.0), (0..<n).map { $0 < a ? $0 : nil })
      expectEqual(tuples.map(\.1), (0..<n).map { $0 < b ? $0 : nil })
      expectEqual(tuples.map(\.2), (0..<n).map { $0 < c ? $0 : nil })
      let padded = Array(zipLongest(one(0..<a), two(0..<b), three(0..<c), padding: (-1, -2, -3)))
      expectEqual(padded.map(\.0), (0..<n).map { $0 < a ? $0 : -1 })
      expectEqual(padded.map(\.1), (0..<n).map { $0 < b ? $0 : -2 })
      expectEqual(padded.map(\.2), (0..<n).map { $0 < c ? $0 : -3 })
    }
    #expect((one.open, two.open, three.open) == (0, 0, 0))
  }

  @Test func `one element of each at a time`() {
    var pairs = zipLongest(one(0...), two(0..<1)).makeIterator()
    #expect((one.taken, two.taken) == (0, 0))
    _ = pairs.next()
    #expect((one.taken, two.taken, two.open) == (1, 1, 1))
    _ = pairs.next()
    #expect((one.taken, two.taken, two.open) == (2, 1, 0))
  }

  @Test func `next returns nil permanently after the end`() {
    struct Resuming: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n % 2 == 0 ? nil : n
      }
    }
    var pairs = zipLongest(Resuming(), [1, 2, 3]).makeIterator()
    expectEqual(pairs.next()?.0, 1)
    #expect(pairs.next()! == (nil, 2))
    #expect(pairs.next()! == (nil, 3))
    for _ in 0..<3 { #expect(pairs.next() == nil) }
    var triples = zipLongest(Resuming(), [1], [2], padding: (0, 0, 0)).makeIterator()
    #expect(triples.next() != nil)
    for _ in 0..<3 { #expect(triples.next() == nil) }
  }

  @Test func `elements that are optional and nil`() {
    let pairs = Array(zipLongest([nil, 1], [2]))
    expectEqual(pairs.count, 2)
    expectEqual(pairs[0].0, .some(nil))
    expectEqual(zipLongest([Int?.none], [Int]()).elementCount(), 1)
  }

  @Test func `dropped midway it closes its sources`() {
    for (a, b) in zipLongest(one(0...), two(0...)) where a == 3 { expectEqual(b, 3); break }
    #expect((one.open, two.open) == (0, 0))
    for (a, _, _) in zipLongest(one(0...), two(0...), three(0...)) where a == 3 { break }
    #expect((one.open, two.open, three.open) == (0, 0, 0))
  }

  @Test func `arrays can be read again`() {
    let pairs = zipLongest([1, 2], "a", padding: (0, "-"))
    expectEqual(pairs.map { "\($0)\($1)" }, ["1a", "2-"])
    expectEqual(pairs.map { "\($0)\($1)" }, ["1a", "2-"])
  }

  @Test func `lazy stays lazy`() {
    let sums = zipLongest(one(0...).lazy, two(0...).lazy).map { $0! + $1! }
    expectEqual(one.taken, 0)
    expectEqual(Array(sums.prefix(3)), [0, 2, 4])
  }
}
