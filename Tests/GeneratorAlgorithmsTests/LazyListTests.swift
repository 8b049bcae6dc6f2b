import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// Counts the cells of a lazy list that are alive.
private final class CellCount {
  private(set) var alive = 0
  private(set) var most = 0

  func begin() {
    alive += 1
    most = max(most, alive)
  }
  func end() { alive -= 1 }
}

/// A number, and those after it, which are made on demand and kept from then on.
private final class ListCell {
  let number: Int
  private let end: Int
  private let count: CellCount
  private var following: ListCell?

  init(_ number: Int, before end: Int, _ count: CellCount) {
    self.number = number
    self.end = end
    self.count = count
    count.begin()
  }

  deinit { count.end() }

  func next() -> ListCell? {
    if following == nil, number + 1 < end { following = ListCell(number + 1, before: end, count) }
    return following
  }
}

/// A list in which each element keeps the one after it, so that the head keeps all of them.
private struct LazyList: Sequence {
  let head: ListCell

  struct Iterator: IteratorProtocol {
    var cell: ListCell?

    mutating func next() -> Int? {
      guard let number = cell?.number else { return nil }
      cell = cell?.next()
      return number
    }
  }

  func makeIterator() -> Iterator { Iterator(cell: head) }
}

private func drain<S: Sequence>(_ make: () -> S) {
  var elements = make().makeIterator()
  while elements.next() != nil {}
}

private func drain<Source: ThrowingSource>(_ make: () -> Source) throws {
  let elements = make()
  while try elements.next() != nil {}
}

/// An operation on a list, and how many cells more than two may be alive at a time.
private struct Reading: CustomTestStringConvertible, Sendable {
  let name: String
  let held: Int
  let read: @Sendable (_ list: @escaping () -> LazyList) throws -> Void

  init(
    _ name: String, held: Int = 0,
    _ read: @escaping @Sendable (_ list: @escaping () -> LazyList) throws -> Void
  ) {
    self.name = name
    self.held = held
    self.read = read
  }

  var testDescription: String { name }

  static var all: [Reading] { wrapped + throwing + transformed + grouped + combined + reduced }

  static var wrapped: [Reading] {
    [
      Reading("Generator") { list in drain { Generator(list()) } },
      Reading("Generator of a generator") { list in drain { Generator(Generator(list())) } },
      Reading("yield(from:)") { list in drain { Generator { try $0(from: list()) } } },
      Reading("yield(from:), throwing") { list in
        try drain { ThrowingGenerator { try $0(from: list()) } }
      },
      Reading("a slice") { list in drain { Generator(list())[2..., by: 3] } },
      Reading("a slice of a slice") { list in drain { Generator(list())[2...][..<900, by: 2] } },
    ]
  }

  static var throwing: [Reading] {
    [
      Reading("ThrowingGenerator") { list in try drain { ThrowingGenerator(list()) } },
      Reading("map") { list in try drain { ThrowingGenerator(list()).map { $0 } } },
      Reading("filter") { list in try drain { ThrowingGenerator(list()).filter { $0 % 2 == 0 } } },
      Reading("throwing slice") { list in try drain { ThrowingGenerator(list())[3..., by: 2] } },
      Reading("flatMap to the list") { list in
        try drain { ThrowingGenerator(0..<2).flatMap { _ in list() } }
      },
      Reading("flatMap to a generator") { list in
        try drain { ThrowingGenerator(0..<2).flatMap { _ in ThrowingGenerator(list()) } }
      },
      Reading("throwing zip, second") { list in try drain { zip(ThrowingGenerator(0...), list()) }
      },
      Reading("throwing zip, first") { list in try drain { zip(list(), ThrowingGenerator(0...)) } },
      Reading("withSequence") { list in
        try ThrowingGenerator(list()).withSequence { for _ in $0 {} }
      },
    ]
  }

  static var transformed: [Reading] {
    [
      Reading("inspected") { list in drain { list().inspected { _ in } } },
      Reading("uniqueNeighbors") { list in drain { list().uniqueNeighbors() } },
      Reading("uniqueNeighbors(by:)") { list in
        drain { list().uniqueNeighbors { $0 / 2 == $1 / 2 } }
      },
      Reading("markingEnds") { list in drain { list().markingEnds() } },
      Reading("peekable") { list in drain { list().peekable() } },
      Reading("spy", held: 1) { list in drain { list().spy().all } },
      Reading("seekable") { list in drain { list().seekable(window: 3) } },
      Reading("cycled(times: 1)") { list in drain { list().cycled(times: 1) } },
      Reading("runLengths") { list in drain { list().runLengths() } },
      Reading("expandingRunLengths") { list in
        drain { list().lazy.map { (element: $0, count: 2) }.expandingRunLengths() }
      },
      Reading("compressed") { list in drain { list().compressed(by: repeated(true)) } },
      Reading("compressed by") { list in
        drain { (0...).compressed(by: list().lazy.map { $0 % 2 == 0 }) }
      },
      Reading("tee(1)") { list in drain { list().tee(1)[0] } },
      Reading("distributed(over: 1)") { list in drain { list().distributed(over: 1)[0] } },
    ]
  }

  static var grouped: [Reading] {
    [
      Reading("chunks") { list in drain { list().chunks(ofCount: 3) } },
      Reading("windows") { list in drain { list().windows(ofCount: 3, by: 2, padding: 0) } },
      Reading("chunked(by:)") { list in drain { list().chunked { $0 / 3 == $1 / 3 } } },
      Reading("chunked(on:)") { list in drain { list().chunked { $0 / 3 } } },
      Reading("consecutiveGroups") { list in
        drain { list().lazy.map { $0 + $0 / 3 }.consecutiveGroups() }
      },
      Reading("splitAt") { list in drain { list().splitAt { $0 % 3 == 0 } } },
      Reading("splitBefore") { list in drain { list().splitBefore { $0 % 3 == 0 } } },
      Reading("splitAfter") { list in drain { list().splitAfter { $0 % 3 == 0 } } },
    ]
  }

  static var combined: [Reading] {
    [
      Reading("chain", held: 2) { list in drain { chain(list(), list(), list()) } },
      Reading("interleaved(with:)", held: 2) { list in drain { list().interleaved(with: list()) } },
      Reading("interleaved", held: 2) { list in drain { [list(), list()].interleaved() } },
      Reading("roundRobin", held: 2) { list in drain { [list(), list()].roundRobin() } },
      Reading("mergeSorted", held: 2) { list in drain { mergeSorted(list(), list()) } },
      Reading("mergeSorted of an array", held: 2) { list in drain { mergeSorted([list(), list()]) }
      },
      Reading("zipLongest", held: 2) { list in drain { zipLongest(list(), list()) } },
      Reading("zipLongest of three", held: 4) { list in
        drain { zipLongest(list(), list(), list(), padding: (0, 0, 0)) }
      },
      Reading("zipStrict", held: 2) { list in
        let pairs = zipStrict(list(), list())
        while try pairs.next() != nil {}
      },
      Reading("cartesianProduct, first") { list in drain { cartesianProduct(list(), "ab") } },
    ]
  }

  static var reduced: [Reading] {
    [
      Reading("elementCount") { list in expectEqual(list().elementCount(), 1_000) },
      Reading("nth") { list in expectEqual(list().nth(998), 998) },
      Reading("nth(_:default:)") { list in expectEqual(list().nth(2_000, default: -1), -1) },
      Reading("last(default:)") { list in expectEqual(list().last(default: 0), 999) },
      Reading("isSorted") { list in
        // Not within `#expect`, which keeps what a method is called on.
        let isSorted = list().isSorted()
        #expect(isSorted)
      },
      Reading("allEqual") { list in #expect(list().allEqual { _, _ in true }) },
      Reading("allUnique") { list in
        let isUnique = list().allUnique { $0 == 999 ? 0 : $0 }
        #expect(!isUnique)
      },
      Reading("throwing elementCount") { list in
        let count = try ThrowingGenerator(list()).elementCount()
        expectEqual(count, 1_000)
      },
    ]
  }
}

@Suite struct LazyListTests {
  /// An operation that keeps the head of the list beside its iterator keeps a thousand cells.
  @Test(arguments: Reading.all)
  private func `a lazy list is not kept beside its iterator`(reading: Reading) throws {
    let count = CellCount()
    try reading.read { LazyList(head: ListCell(0, before: 1_000, count)) }
    #expect(count.most <= 2 + reading.held)
    expectEqual(count.alive, 0)
  }
}
