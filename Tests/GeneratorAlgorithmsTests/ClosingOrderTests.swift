import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// Makes sequences that write into a trace when they are closed.
private struct Sources {
  let trace = Trace()

  func callAsFunction(_ name: String, _ elements: some Sequence<Int> = 1...9) -> Generator<Int> {
    Generator { [trace] yield in
      defer { trace(name) }
      for n in elements { try yield(n) }
    }
  }

  func throwing(
    _ name: String, _ elements: some Sequence<Int> = 1...9, failingAfter count: Int = .max
  ) -> ThrowingGenerator<Int> {
    ThrowingGenerator { [trace] yield in
      defer { trace(name) }
      var left = count
      for n in elements {
        if left == 0 { throw Failure() }
        left -= 1
        try yield(n)
      }
    }
  }
}

/// An operation of two sources or of three, which takes an element and may be dropped or drained then.
private struct Combination: CustomTestStringConvertible, Sendable {
  let name: String
  let make:
    @Sendable (_ a: Generator<Int>, _ b: Generator<Int>, _ c: Generator<Int>) ->
      any IteratorProtocol
  var testDescription: String { name }

  static let all: [Combination] = [
    Combination(name: "zipLongest of 2") { a, b, _ in
      zipLongest(a, b).makeIterator()
    },
    Combination(name: "zipLongest of 2, padded") { a, b, _ in
      zipLongest(a, b, padding: (0, 0)).makeIterator()
    },
    Combination(name: "zipLongest of 3") { a, b, c in
      zipLongest(a, b, c).makeIterator()
    },
    Combination(name: "zipLongest of 3, padded") { a, b, c in
      zipLongest(a, b, c, padding: (0, 0, 0)).makeIterator()
    },
    Combination(name: "interleaved(with:)") { a, b, _ in a.interleaved(with: b).makeIterator() },
    Combination(name: "interleaved") { a, b, c in [a, b, c].interleaved().makeIterator() },
    Combination(name: "mergeSorted of 2") { a, b, _ in
      mergeSorted(a, b).makeIterator()
    },
    Combination(name: "mergeSorted") { a, b, c in
      mergeSorted([a, b, c]).makeIterator()
    },
    Combination(name: "roundRobin") { a, b, c in
      [a, b, c].roundRobin().makeIterator()
    },
    Combination(name: "cartesianProduct of 2") { a, b, _ in cartesianProduct(a, b).makeIterator() },
    Combination(name: "cartesianProduct of 3") { a, b, c in
      cartesianProduct(a, b, c).makeIterator()
    },
    Combination(name: "compressed") { a, b, _ in
      a.compressed(by: b.lazy.map { $0 > 0 }).makeIterator()
    },
  ]
}

@Suite struct ClosingOrderTests {
  private let sources = Sources()

  @Test(arguments: Combination.all)
  private func `dropped midway, what was opened last is closed first`(combination: Combination) {
    do {
      var iterator = combination.make(sources("a"), sources("b"), sources("c"))
      // Four, so that each source has returned an element.
      for _ in 0..<4 { _ = iterator.next() }
      expectEqual(sources.trace.events, [])
    }
    let closed = sources.trace.take()
    expectEqual(closed, closed.sorted(by: >))
    #expect(closed.count >= 2)
  }

  @Test func `a partly read sequence is released in the same order as its iterator`() {
    do {
      let pairs = zipLongest(sources("a"), sources("b"))
      for _ in pairs { break }
      expectEqual(sources.trace.events, [])
    }
    expectEqual(sources.trace.take(), ["b", "a"])
    do {
      let chosen = sources("a").compressed(by: sources("b").lazy.map { $0 > 0 })
      for _ in chosen { break }
    }
    expectEqual(sources.trace.take(), ["b", "a"])
  }

  @Test func `at the end of one, the others are closed, the last first`() throws {
    for _ in sources("a").interleaved(with: sources("b", 1...1)) {}
    expectEqual(sources.trace.take(), ["b", "a"])
    for _ in [sources("a"), sources("b", 1...1), sources("c")].interleaved() {}
    expectEqual(sources.trace.take(), ["b", "c", "a"])
    let pairs = zipStrict(sources("a"), sources("b", 1...1))
    #expect(throws: UnequalLengths.self) { while try pairs.next() != nil {} }
    expectEqual(sources.trace.take(), ["b", "a"])
    let triples = zipStrict(sources("a", 1...1), sources("b"), sources("c"))
    #expect(throws: UnequalLengths.self) { while try triples.next() != nil {} }
    expectEqual(sources.trace.take(), ["a", "c", "b"])
    do {
      let unread = zipStrict(sources("a"), sources("b"), sources("c"))
      _ = try unread.next()
    }
    expectEqual(sources.trace.take(), ["c", "b", "a"])
  }

  // MARK: Throwing

  private func expectInnerFirst<Source: ThrowingSource<Int, any Error>>(
    _ derive: @escaping (_ outer: ThrowingGenerator<Int>) -> Source,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let make = { (outer: ThrowingGenerator<Int>) in ThrowingGenerator(derive(outer)) }
    do {
      let g = make(sources.throwing("outer"))
      #expect(try g.next() == 1, sourceLocation: sourceLocation)
    }
    #expect(sources.trace.take() == ["inner", "outer"], sourceLocation: sourceLocation)
    let closed = make(sources.throwing("outer"))
    #expect(try closed.next() == 1, sourceLocation: sourceLocation)
    try closed.close()
    #expect(sources.trace.take() == ["inner", "outer"], sourceLocation: sourceLocation)
    let thrown = make(sources.throwing("outer"))
    #expect(try thrown.next() == 1, sourceLocation: sourceLocation)
    #expect(throws: Failure(7), sourceLocation: sourceLocation) { try thrown.throw(Failure(7)) }
    #expect(sources.trace.take() == ["inner", "outer"], sourceLocation: sourceLocation)
    let delegated = ThrowingGenerator<Int> { yield in
      try yield(from: make(sources.throwing("outer")))
    }
    #expect(try delegated.next() == 1, sourceLocation: sourceLocation)
    try delegated.close()
    #expect(sources.trace.take() == ["inner", "outer"], sourceLocation: sourceLocation)
  }

  @Test func `flatMap closes the inner source before the outer one`() throws {
    try expectInnerFirst { outer in outer.flatMap { [sources] _ in sources.throwing("inner") } }
    try expectInnerFirst { outer in outer.flatMap { [sources] _ in sources("inner") } }
    try expectInnerFirst { outer in
      outer.flatMap { [sources] _ in sources.throwing("inner") }.map { $0 }.filter { _ in true }
    }
  }

  @Test func `an error of the inner source closes the outer one after it`() throws {
    let g = sources.throwing("outer").flatMap { [sources] _ in
      sources.throwing("inner", failingAfter: 1)
    }
    #expect(throws: Failure()) { try g.collect() }
    expectEqual(sources.trace.take(), ["inner", "outer"])
    let both = sources.throwing("outer").flatMap { [sources] _ in
      sources.throwing("inner").map { n in if n == 2 { throw Failure(3) } else { n } }
    }
    #expect(throws: Failure(3)) { try both.collect() }
    expectEqual(sources.trace.take(), ["inner", "outer"])
  }

  @Test func `zip closes the second source before the first`() throws {
    try expectInnerFirst { [sources] outer in
      zip(outer, sources.throwing("inner")).map { $0.0 }
    }
    try expectInnerFirst { [sources] outer in zip(outer, sources("inner")).map { $0.0 } }
    do {
      let g = zip(sources("a"), sources.throwing("b"))
      _ = try g.next()
    }
    expectEqual(sources.trace.take(), ["b", "a"])
    _ = try zip(sources.throwing("a"), sources.throwing("b"))[..<1].collect()
    expectEqual(sources.trace.take(), ["b", "a"])
  }

  @Test(arguments: [0, 1]) func `an error of one side of zip closes the other`(which: Int) throws {
    let g = zip(
      sources.throwing("a", failingAfter: which == 0 ? 1 : .max),
      sources.throwing("b", failingAfter: which == 1 ? 1 : .max))
    #expect(throws: Failure()) { try g.collect() }
    #expect(sources.trace.take() == (which == 0 ? ["a", "b"] : ["b", "a"]))
  }
}
