import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// The result of an operation on a source, whatever its elements are.
private struct Derived {
  let next: () throws -> String?
  let close: () -> Void

  init<Source: ThrowingSource>(_ source: Source) where Source.Failure == any Error {
    next = { try source.next().map { "\($0)" } }
    close = { source.close() }
  }

  /// Takes all elements.
  func drain() throws {
    while try next() != nil {}
  }
}

/// An operation, which calls `seen` with elements where it takes a closure.
private struct Operation: CustomTestStringConvertible, Sendable {
  let name: String
  let apply: @Sendable (ThrowingGenerator<Int>, @escaping (Int) throws -> Void) -> Derived

  var testDescription: String { name }

  init(
    _ name: String,
    _ apply: @escaping @Sendable (ThrowingGenerator<Int>, @escaping (Int) throws -> Void) -> Derived
  ) {
    self.name = name
    self.apply = apply
  }

  static let plain: [Operation] = [
    Operation("chunks") { source, _ in Derived(source.chunks(ofCount: 2)) },
    Operation("windows") { source, _ in Derived(source.windows(ofCount: 2)) },
    Operation("padded windows") { source, _ in Derived(source.windows(ofCount: 3, padding: 0)) },
    Operation("runLengths") { source, _ in Derived(source.runLengths()) },
    Operation("expandingRunLengths") { source, _ in
      Derived(source.map { (element: $0, count: 2) }.expandingRunLengths())
    },
    Operation("uniqueNeighbors") { source, _ in Derived(source.uniqueNeighbors()) },
    Operation("consecutiveGroups") { source, _ in Derived(source.consecutiveGroups()) },
    Operation("cycled") { source, _ in Derived(source.cycled()) },
    Operation("cycled(times:)") { source, _ in Derived(source.cycled(times: 3)) },
    Operation("markingEnds") { source, _ in Derived(source.markingEnds()) },
    Operation("enumerated") { source, _ in Derived(source.enumerated()) },
    Operation("adjacentPairs") { source, _ in Derived(source.adjacentPairs()) },
    Operation("interspersed") { source, _ in Derived(source.interspersed(with: 9)) },
    Operation("joined") { source, _ in Derived(source.map { [$0, $0] }.joined()) },
    Operation("joined sources") { source, _ in
      Derived(source.map { ThrowingGenerator([$0, $0]) }.joined())
    },
    Operation("uniqued") { source, _ in Derived(source.uniqued()) },
    Operation("compressed by a sequence") { source, _ in
      Derived(source.compressed(by: repeated(true)))
    },
    Operation("compressed by a source") { source, _ in
      Derived(source.compressed(by: ThrowingGenerator(repeated(true))))
    },
    Operation("selectors") { source, _ in
      Derived(ThrowingGenerator(0...).compressed(by: source.map { $0 % 2 == 0 }))
    },
    Operation("interleaved with a sequence") { source, _ in
      Derived(source.interleaved(with: 0...))
    },
    Operation("interleaved with a source") { source, _ in
      Derived(ThrowingGenerator(0...).interleaved(with: source))
    },
    Operation("interleaved") { source, _ in
      Derived([ThrowingGenerator(0...), source].interleaved())
    },
    Operation("roundRobin") { source, _ in Derived([ThrowingGenerator(0..<3), source].roundRobin())
    },
    Operation("chain, first") { source, _ in Derived(chain(source, [1, 2])) },
    Operation("chain, second") { source, _ in Derived(chain([1, 2], source)) },
    Operation("chain of three") { source, _ in
      Derived(chain(ThrowingGenerator([1]), source, ThrowingGenerator([2])))
    },
    Operation("mergeSorted") { source, _ in Derived(mergeSorted(source, ThrowingGenerator(0...))) },
    Operation("mergeSorted with a sequence") { source, _ in Derived(mergeSorted(0..., source)) },
    Operation("mergeSorted of many") { source, _ in
      Derived(mergeSorted([ThrowingGenerator(0...), source]))
    },
    Operation("zipLongest") { source, _ in Derived(zipLongest(source, ThrowingGenerator(0..<2))) },
    Operation("zipLongest with a padding") { source, _ in
      Derived(zipLongest([7], source, padding: (0, 0)))
    },
    Operation("zipLongest of three") { source, _ in
      Derived(zipLongest(ThrowingGenerator([1]), source, ThrowingGenerator([2])))
    },
    Operation("zipStrict") { source, _ in Derived(zipStrict(source, ThrowingGenerator(0...))) },
    Operation("zipStrict with a sequence") { source, _ in Derived(zipStrict(0..., source)) },
    Operation("cartesianProduct, first") { source, _ in Derived(cartesianProduct(source, 0..<2)) },
    Operation("cartesianProduct, second") { source, _ in Derived(cartesianProduct(0..<2, source)) },
    Operation("cartesianProduct of three") { source, _ in
      Derived(cartesianProduct(ThrowingGenerator(0..<2), source, ThrowingGenerator(0..<2)))
    },
    Operation("cartesianProduct(repeating:)") { source, _ in
      Derived(source.cartesianProduct(repeating: 2))
    },
    Operation("permutations") { source, _ in Derived(source.permutations(ofCount: 1)) },
    Operation("combinations") { source, _ in Derived(source.combinations(ofCount: 1)) },
    Operation("peekable") { source, _ in Derived(source.peekable()) },
    Operation("seekable") { source, _ in Derived(source.seekable()) },
    Operation("tee") { source, _ in Derived(source.tee(1)[0]) },
    Operation("distributed") { source, _ in Derived(source.distributed(over: 1)[0]) },
  ]

  static let withClosure: [Operation] = [
    Operation("chunked(by:)") { source, seen in
      Derived(
        source.chunked {
          try seen($0)
          return $1 % 2 == 0
        })
    },
    Operation("chunked(on:)") { source, seen in
      Derived(
        source.chunked { n -> Int in
          try seen(n)
          return n / 2
        })
    },
    Operation("groups of chunked(on:)") { source, seen in
      Derived(
        source.chunked { n -> Int in
          try seen(n)
          return n / 2
        }.map { try $0.group.collect() })
    },
    Operation("consecutiveGroups(by:)") { source, seen in
      Derived(
        source.consecutiveGroups { n -> Int in
          try seen(n)
          return n
        })
    },
    Operation("inspected") { source, seen in
      Derived(source.inspected { try seen($0) })
    },
    Operation("splitBefore") { source, seen in
      Derived(
        source.splitBefore {
          try seen($0)
          return $0 % 2 == 0
        })
    },
    Operation("splitAfter") { source, seen in
      Derived(
        source.splitAfter {
          try seen($0)
          return $0 % 2 == 0
        })
    },
    Operation("splitAt") { source, seen in
      Derived(
        source.splitAt {
          try seen($0)
          return $0 % 2 == 0
        })
    },
    Operation("uniqueNeighbors(by:)") { source, seen in
      Derived(
        source.uniqueNeighbors {
          try seen($0)
          return $0 == $1
        })
    },
    Operation("uniqued(on:)") { source, seen in
      Derived(
        source.uniqued { n -> Int in
          try seen(n)
          return n
        })
    },
    Operation("reductions") { source, seen in
      Derived(
        source.reductions {
          // The first element comes as the first result.
          try seen($0)
          try seen($1)
          return $0 + $1
        })
    },
    Operation("reductions from a value") { source, seen in
      Derived(
        source.reductions("") {
          try seen($1)
          return "\($0)\($1)"
        })
    },
    Operation("mergeSorted(by:)") { source, seen in
      Derived(
        mergeSorted(source, 0...) {
          try seen($1)
          return $0 < $1
        })
    },
  ]

  static let all = plain + withClosure
}

/// What holds for every operation on a source that may fail.
@Suite struct SourceOperationsTests {
  private let meter = Meter()

  @Test(arguments: Operation.all)
  fileprivate func `it takes nothing before a request, and its release midway closes the source`(
    operation: Operation
  ) throws {
    do {
      let result = operation.apply(meter.throwing(0..<9)) { _ in }
      expectEqual(meter.taken, 0)
      _ = try result.next()
    }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: Operation.all, [0, 1, 2, 3, 4])
  fileprivate func `an error of the source is thrown, closes it and ends the result`(
    operation: Operation, position: Int
  ) throws {
    let source = meter.throwing(0..<9, failingAfter: position)
    let result = operation.apply(source) { _ in }
    #expect(throws: Failure(-1)) { try result.drain() }
    expectEqual(source.state, .closed)
    expectEqual(meter.open, 0)
    for _ in 0..<2 { try expectEqual(result.next(), nil) }
  }

  @Test(arguments: Operation.withClosure, [0, 1, 3])
  fileprivate func `an error of the closure is thrown, closes the source and ends the result`(
    operation: Operation, element: Int
  ) throws {
    let source = meter.throwing(0...)
    let result = operation.apply(source) { if $0 == element { throw Failure($0) } }
    #expect(throws: Failure(element)) { try result.drain() }
    expectEqual(source.state, .closed)
    expectEqual(meter.open, 0)
    for _ in 0..<2 { try expectEqual(result.next(), nil) }
  }

  @Test(arguments: Operation.all)
  fileprivate func `closing it closes the source, also one that other code refers to`(
    operation: Operation
  ) throws {
    let source = meter.throwing(0..<9)
    let result = operation.apply(source) { _ in }
    // Nine elements: some results have taken all of them with their first.
    _ = try result.next()
    result.close()
    expectEqual(meter.open, 0)
    expectEqual(source.state, .closed)
  }

  @Test func `an error behind 2,000 stages is the error itself`() throws {
    var stage = meter.throwing(0..<9, failingAfter: 1)
    for _ in 0..<2_000 { stage = ThrowingGenerator(stage.uniqued().map { $0 + 1 }) }
    try expectEqual(stage.next(), 2_000)
    #expect(throws: Failure(-1)) { try stage.next() }
  }

  @Test func `the elements of equal rank of the least and the greatest`() throws {
    let words = ["bb", "a", "ccc", "dd", "e", "fff"]
    func byLength(_ a: String, _ b: String) -> Bool { a.count < b.count }
    let source = { ThrowingGenerator(words) }
    try expectEqual(source().min(count: 3, sortedBy: byLength), ["a", "e", "bb"])
    try expectEqual(source().max(count: 3, sortedBy: byLength), ["dd", "ccc", "fff"])
    try expectEqual(source().min(count: 9, sortedBy: byLength), words.sorted(by: byLength))
    try expectEqual(source().max(count: 9, sortedBy: byLength), words.sorted(by: byLength))
    try expectEqual(source().min(count: 0), [])
    try expectEqual(source().max(count: 0), [])
    var random = SeededRandom(seed: 7)
    for _ in 0..<50 {
      let numbers = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
        Int.random(in: 0..<9, using: &random)
      }
      let count = Int.random(in: 0..<9, using: &random)
      try expectEqual(
        ThrowingGenerator(numbers).min(count: count), Array(numbers.sorted().prefix(count)))
      try expectEqual(
        ThrowingGenerator(numbers).max(count: count), Array(numbers.sorted().suffix(count)))
    }
  }
}
