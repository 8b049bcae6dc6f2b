import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct MergeSortedTests {
  private let one = Meter()
  private let two = Meter()
  private let tracker = Tracker()

  private struct Numbered: Equatable {
    let key: Int
    let source: Int
  }

  @Test(arguments: 0..<60) func `sorted and stable`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let sources = (0..<Int.random(in: 0..<7, using: &random)).map { source in
      (0..<Int.random(in: 0..<20, using: &random))
        .map { _ in Numbered(key: .random(in: 0..<10, using: &random), source: source) }
        .sorted { $0.key < $1.key }
    }
    let expected = sources.flatMap(\.self).sorted { $0.key < $1.key }
    let merged = mergeSorted(sources.map { one($0) }, by: { $0.key < $1.key })
    expectEqual(one.taken, 0)
    expectEqual(Array(merged), expected)
    expectEqual(one.taken, expected.count)
    expectEqual(one.open, 0)
    if sources.count == 2 {
      let pair = mergeSorted(one(sources[0]), sources[1], by: { $0.key < $1.key })
      expectEqual(Array(pair), expected)
    }
    expectEqual(Array(mergeSorted(sources.map { $0.map(\.key) })), expected.map(\.key))
  }

  @Test(arguments: 0..<40) func `two, sorted and stable`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let sources = (0..<2).map { source in
      (0..<Int.random(in: 0..<20, using: &random))
        .map { _ in Numbered(key: .random(in: 0..<10, using: &random), source: source) }
        .sorted { $0.key > $1.key }
    }
    let expected = sources.flatMap(\.self).sorted { $0.key > $1.key }
    let merged = mergeSorted(one(sources[0]), two(sources[1]), by: { $0.key > $1.key })
    #expect((one.taken, two.taken) == (0, 0))
    expectEqual(Array(merged), expected)
    #expect((one.open, two.open) == (0, 0))
  }

  @Test func `none, empty ones and one`() {
    expectEqual(Array(mergeSorted([[Int]]())), [])
    expectEqual(Array(mergeSorted([[Int](), []])), [])
    expectEqual(Array(mergeSorted([[1, 2]])), [1, 2])
    expectEqual(Array(mergeSorted([], [1])), [1])
    expectEqual(Array(mergeSorted([1], [Int]())), [1])
  }

  @Test func `a request takes one element`() {
    var merged = mergeSorted([one(0...), two(5...)]).makeIterator()
    #expect((one.taken, two.taken) == (0, 0))
    for n in 0..<5 {
      expectEqual(merged.next(), n)
      #expect((one.taken, two.taken) == (n + 1, 1))
    }
    expectEqual(merged.next(), 5)
    #expect((one.taken, two.taken) == (6, 1))
    expectEqual(merged.next(), 5)
    #expect((one.taken, two.taken) == (7, 1))
  }

  @Test func `of two sequences, a request takes one element`() {
    var merged = mergeSorted(one(0...), two(5...)).makeIterator()
    #expect((one.taken, two.taken) == (0, 0))
    for n in 0..<5 {
      expectEqual(merged.next(), n)
      #expect((one.taken, two.taken) == (n + 1, 1))
    }
  }

  @Test func `a source is released when it has ended`() {
    var merged = mergeSorted([one(0..<1), two(0...)]).makeIterator()
    _ = (merged.next(), merged.next())
    #expect((one.open, two.open) == (0, 1))
    var pair = mergeSorted(one(0..<1), two(0...)).makeIterator()
    _ = (pair.next(), pair.next())
    #expect((one.open, two.open) == (0, 2))
  }

  @Test func `dropped midway it closes its sources`() {
    for n in mergeSorted([one(0...), two(0...)]) where n == 3 { break }
    for n in mergeSorted(one(0...), two(0...)) where n == 3 { break }
    #expect((one.open, two.open) == (0, 0))
  }

  @Test func `an element of each is held`() {
    func source() -> Generator<Tracked> {
      Generator { yield in for n in 0... { try yield(tracker.object(n)) } }
    }
    do {
      let sources = [source(), source(), source()]
      var merged = mergeSorted(sources, by: { $0.id < $1.id }).makeIterator()
      for _ in 0..<20 {
        _ = merged.next()
        expectEqual(tracker.alive, 3)
      }
    }
    expectEqual(tracker.alive, 0)
    var pair = mergeSorted(source(), source(), by: { $0.id < $1.id }).makeIterator()
    for _ in 0..<20 {
      _ = pair.next()
      expectEqual(tracker.alive, 1)
    }
  }

  @Test func `next returns nil permanently after the end`() {
    struct Resuming: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n % 2 == 0 ? nil : n
      }
    }
    var merged = mergeSorted([Resuming(), Resuming()]).makeIterator()
    _ = (merged.next(), merged.next())
    for _ in 0..<3 { expectEqual(merged.next(), nil) }
    var pair = mergeSorted(Resuming(), [0]).makeIterator()
    #expect((pair.next(), pair.next()) == (0, 1))
    for _ in 0..<3 { expectEqual(pair.next(), nil) }
    var none = mergeSorted([Resuming]()).makeIterator()
    for _ in 0..<3 { expectEqual(none.next(), nil) }
  }

  @Test func `elements that are optional`() {
    let order = { (a: Int?, b: Int?) in (a ?? 0) < (b ?? 0) }
    expectEqual(Array(mergeSorted([[nil, 1], [nil, 2]], by: order)), [nil, nil, 1, 2])
    expectEqual(Array(mergeSorted([nil, 1], [nil, 2], by: order)), [nil, nil, 1, 2])
  }

  @Test func `arrays can be read again`() {
    let merged = mergeSorted([[1, 3], [2]])
    expectEqual(Array(merged), [1, 2, 3])
    expectEqual(Array(merged), [1, 2, 3])
  }
}
