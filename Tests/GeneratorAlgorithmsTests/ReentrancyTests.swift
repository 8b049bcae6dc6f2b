import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// Tells a generator to its own source and closures.
private final class Box<Element> { var g: ThrowingGenerator<Element>? }

/// An operation on a source, and a closure of its own to call for each element if it takes one.
private struct Asking: CustomTestStringConvertible, Sendable {
  let name: String
  let apply: @Sendable (_ source: Generator<Int>, _ ask: @escaping () -> Void) -> [String]
  var testDescription: String { name }

  /// The operation as a generator that may fail: a request during its run throws an error.
  init<Result: Sequence & SendableMetatype>(
    _ name: String, _ apply: @escaping @Sendable (Generator<Int>, @escaping () -> Void) -> Result
  ) {
    self.name = name
    self.apply = { source, ask in
      let box = Box<Result.Element>()
      defer { box.g = nil }
      let askingSource = Generator { yield in
        for n in source {
          if n == 2 { #expect(throws: GeneratorError.alreadyExecuting) { try box.g?.next() } }
          try yield(n)
        }
      }
      box.g = ThrowingGenerator(
        apply(askingSource) {
          ask()
          #expect(throws: GeneratorError.alreadyExecuting) { try box.g?.next() }
        })
      var elements: [String] = []
      while elements.count < 30, let element = try? box.g!.next() { elements.append("\(element)") }
      return elements
    }
  }

  static let all: [Asking] = [
    Asking("chunks") { source, _ in source.chunks(ofCount: 3) },
    Asking("windows") { source, _ in source.windows(ofCount: 3) },
    Asking("chunked(by:)") { source, ask in
      source.chunked {
        ask(); return $0 / 3 == $1 / 3
      }
    },
    Asking("chunked(on:)") { source, ask in
      source.chunked { n -> Int in
        ask(); return n / 3
      }.lazy.map { ($0.key, Array($0.group)) }
    },
    Asking("uniqueNeighbors(by:)") { source, ask in
      source.uniqueNeighbors {
        ask(); return $0 / 2 == $1 / 2
      }
    },
    Asking("consecutiveGroups(by:)") { source, ask in
      source.consecutiveGroups { n -> Int in
        ask(); return n + n / 3
      }
    },
    Asking("inspected") { source, ask in source.inspected { _ in ask() } },
    Asking("splitAt") { source, ask in
      source.splitAt {
        ask(); return $0 % 3 == 0
      }
    },
    Asking("splitBefore") { source, ask in
      source.splitBefore {
        ask(); return $0 % 3 == 0
      }
    },
    Asking("splitAfter") { source, ask in
      source.splitAfter {
        ask(); return $0 % 3 == 0
      }
    },
    Asking("mergeSorted of 2") { source, ask in
      mergeSorted(source, Generator([1, 3, 5])) {
        ask(); return $0 < $1
      }
    },
    Asking("mergeSorted") { source, ask in
      mergeSorted([source, Generator([1, 3, 5])]) {
        ask(); return $0 < $1
      }
    },
    Asking("runLengths") { source, _ in source.runLengths() },
    Asking("markingEnds") { source, _ in source.markingEnds() },
    Asking("cycled") { source, _ in source.cycled(times: 2) },
    Asking("compressed") { source, _ in source.compressed(by: repeated(true)) },
    Asking("roundRobin") { source, _ in [source, Generator(10...12)].roundRobin() },
    Asking("interleaved") { source, _ in [source, Generator(10...12)].interleaved() },
    Asking("interleaved(with:)") { source, _ in source.interleaved(with: 10...12) },
    Asking("zipLongest") { source, _ in zipLongest(10...12, source) },
    Asking("cartesianProduct") { source, _ in cartesianProduct(10...12, source) },
    Asking("a slice") { source, _ in source[1..., by: 2] },
    Asking("peekable") { source, _ in source.peekable() },
    Asking("seekable") { source, _ in source.seekable() },
    Asking("tee") { source, _ in source.tee(2)[0] },
    Asking("combinations") { source, _ in source[..<4].combinations(ofCount: 2) },
  ]
}

@Suite struct ReentrancyTests {
  /// As in CPython, where the inner call raises "generator already executing".
  @Test(arguments: Asking.all)
  private func `a request from inside of its source or its closure is refused and loses nothing`(
    operation: Asking
  ) {
    var calls = 0
    let elements = operation.apply(Generator(0..<8)) { calls += 1 }
    let unasked = operation.apply(Generator([0, 1, 20, 3, 4])) {}
    #expect(!elements.isEmpty && !unasked.isEmpty)
    expectEqual(elements, Self.expected[operation.name])
  }

  /// The elements of each operation without requests during its run.
  private static let expected: [String: [String]] = {
    func strings(_ sequence: some Sequence) -> [String] { sequence.map { "\($0)" } }
    let n = Array(0..<8)
    return [
      "chunks": ["[0, 1, 2]", "[3, 4, 5]", "[6, 7]"],
      "windows": (0..<6).map { "[\($0), \($0 + 1), \($0 + 2)]" },
      "chunked(by:)": ["[0, 1, 2]", "[3, 4, 5]", "[6, 7]"],
      "chunked(on:)": ["(0, [0, 1, 2])", "(1, [3, 4, 5])", "(2, [6, 7])"],
      "uniqueNeighbors(by:)": ["0", "2", "4", "6"],
      "consecutiveGroups(by:)": ["[0, 1, 2]", "[3, 4, 5]", "[6, 7]"],
      "inspected": strings(n), "splitAt": ["[]", "[1, 2]", "[4, 5]", "[7]"],
      "splitBefore": ["[0, 1, 2]", "[3, 4, 5]", "[6, 7]"],
      "splitAfter": ["[0]", "[1, 2, 3]", "[4, 5, 6]", "[7]"],
      "mergeSorted of 2": strings((n + [1, 3, 5]).sorted()),
      "mergeSorted": strings((n + [1, 3, 5]).sorted()),
      "runLengths": n.map { "(element: \($0), count: 1)" },
      "markingEnds": n.map { "(isFirst: \($0 == 0), element: \($0), isLast: \($0 == 7))" },
      "cycled": strings(n + n), "compressed": strings(n),
      "roundRobin": strings([0, 10, 1, 11, 2, 12, 3, 4, 5, 6, 7]),
      "interleaved": strings([0, 10, 1, 11, 2, 12]),
      "interleaved(with:)": strings([0, 10, 1, 11, 2, 12]),
      "zipLongest": n.map { "(\($0 < 3 ? "Optional(\($0 + 10))" : "nil"), Optional(\($0)))" },
      "cartesianProduct": (10...12).flatMap { a in n.map { "(\(a), \($0))" } },
      "a slice": ["1", "3", "5", "7"], "peekable": strings(n), "seekable": strings(n),
      "tee": strings(n),
      "combinations": ["[0, 1]", "[0, 2]", "[0, 3]", "[1, 2]", "[1, 3]", "[2, 3]"],
    ]
  }()

  @Test func `an iterator that its own closure asks is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var elements: MergeSortedSequence<[Int]>.Iterator?
      elements = mergeSorted([[1, 3], [2]]) { a, b in
        _ = elements?.next()
        return a < b
      }.makeIterator()
      _ = elements?.next()
    }
    expectEqual(result?.message.contains("Simultaneous accesses"), true)
  }
}
