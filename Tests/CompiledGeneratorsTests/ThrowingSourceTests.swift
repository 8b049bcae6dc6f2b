import CompiledGenerators
import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

#if Macros
  @Generator private func numbers(
    in texts: [String]
  ) -> some ThrowingSource<Int, ParseError> {
    for text in texts {
      let number = try parse(text)
      yield(number)
    }
  }

  @Generator private func untyped(_ count: Int) -> some ThrowingSource<Int, any Error> {
    for n in 0..<count { try yield(n) }
    throw Failure(count)
  }

  @Generator private func never(_ count: Int) -> some ThrowingSource<Int, Never> {
    for n in 0..<count { yield(n) }
  }

  @Generator private func delegating(
    _ trace: Trace, _ texts: [String]
  ) -> some ThrowingSource<Int, ParseError> {
    do throws(ParseError) {
      try yield(from: numbers(in: texts))
    } catch {
      trace("caught \(error.text)")
      yield(-1)
    }
    try yield(from: numbers(in: ["7"]))
    yield(from: [8, 9])
  }

  @Generator private func ofEngine() -> some ThrowingSource<Int, any Error> {
    let inner = ThrowingGenerator<Int> { yield in
      try yield(1)
      throw Failure(2)
    }
    do { try yield(from: inner) } catch is Failure { yield(3) }
  }

  @Generator private func evens(below end: Int) -> some Sequence<Int> {
    for n in 0..<end where n.isMultiple(of: 2) { yield(n) }
  }

  @Generator private func generic<Source: ThrowingSource>(
    _ source: Source
  ) -> some ThrowingSource<Source.Element, Source.Failure> {
    while let element = try source.next() {
      yield(element)
      yield(element)
    }
  }

  private struct Table {
    var texts: [String]

    @Generator func numbers() -> some ThrowingSource<Int, ParseError> {
      for text in texts { yield(try parse(text)) }
    }

    @Generator static func all(_ tables: [Table]) -> some ThrowingSource<Int, ParseError> {
      for table in tables { try yield(from: table.numbers()) }
    }
  }

  @Suite struct ThrowingSourceTests {
    let trace = Trace()

    @Test func `an error ends it, comes once, and has its type`() {
      let source = numbers(in: ["1", "x", "2"])
      do throws(ParseError) {
        try expectEqual(source.next(), 1)
        _ = try source.next()
        Issue.record("nothing was thrown")
      } catch {
        expectEqual(error.text, "x")
      }
      #expect(throws: Never.self) { try expectEqual(source.next(), nil) }
    }

    @Test func `one that never fails needs no try`() {
      let source = never(2)
      expectEqual(source.next(), 0)
      expectEqual(source.next(), 1)
      expectEqual(source.next(), nil)
    }

    @Test func `a copy of the value shares its position`() throws {
      let a = numbers(in: ["1", "2", "3"])
      let b = a
      try expectEqual(a.next(), 1)
      try expectEqual(b.next(), 2)
      try expectEqual(a.next(), 3)
    }

    @Test func `the operations of sources take it`() throws {
      let texts = ["1", "2", "3", "4", "5"]
      try expectEqual(numbers(in: texts).map { $0 * 2 }.filter { $0 > 4 }.collect(), [6, 8, 10])
      try expectEqual(numbers(in: texts).prefix(2).collect(), [1, 2])
      try expectEqual(numbers(in: texts).reduce(0, +), 15)
      try expectEqual(
        numbers(in: texts).enumerated().map { $0.offset * $0.element }.collect(),
        [
          0, 2, 6, 12, 20,
        ])
      try expectEqual(numbers(in: texts).first { $0 > 2 }, 3)
      try expectEqual(numbers(in: texts).contains(4), true)
      try expectEqual(
        numbers(in: texts).chunks(ofCount: 2).map { Array($0) }.collect(),
        [
          [1, 2], [3, 4], [5],
        ])
      try expectEqual(
        numbers(in: texts).windows(ofCount: 4).map { Array($0) }.collect(),
        [[1, 2, 3, 4], [2, 3, 4, 5]])
      #expect(throws: ParseError(text: "y")) { try numbers(in: ["1", "y"]).map { $0 }.collect() }
    }

    @Test func `the operations of sequences take a compiled sequence`() {
      expectEqual(evens(below: 7).map { $0 + 1 }, [1, 3, 5, 7])
      expectEqual(Array(evens(below: 9).lazy.filter { $0 > 2 }.map { -$0 }), [-4, -6, -8])
      expectEqual(Array(zip(evens(below: 5), "abc")).map { "\($0)\($1)" }, ["0a", "2b", "4c"])
      expectEqual(evens(below: 9).prefix { $0 < 5 }.map { $0 }, [0, 2, 4])
      expectEqual(evens(below: 9).sorted(by: >), [8, 6, 4, 2, 0])
      expectEqual(Set(evens(below: 5)), [0, 2, 4])
      expectEqual(evens(below: 100).max(), 98)
      expectEqual(
        evens(below: 9).windows(ofCount: 2).map { Array($0) },
        [
          [0, 2], [2, 4], [4, 6], [6, 8],
        ])
      expectEqual(evens(below: 9).chunks(ofCount: 3).map { Array($0) }, [[0, 2, 4], [6, 8]])
    }

    @Test func `it becomes a generator of the engine`() throws {
      let generator = ThrowingGenerator(untyped(2))
      try expectEqual(generator.next(), 0)
      expectEqual(generator.state, .suspended)
      try expectEqual(generator.next(), 1)
      #expect(throws: Failure(2)) { try generator.next() }
      expectEqual(generator.state, .closed)
      try expectEqual(generator.next(), nil)
    }

    @Test func `delegation throws the errors of the delegate where it stands`() throws {
      try expectEqual(delegating(trace, ["1", "2"]).collect(), [1, 2, 7, 8, 9])
      try expectEqual(delegating(trace, ["1", "z"]).collect(), [1, -1, 7, 8, 9])
      expectEqual(trace.take(), ["caught z"])
      try expectEqual(ofEngine().collect(), [1, 3])
    }

    @Test func `generic sources and methods`() throws {
      try expectEqual(generic(numbers(in: ["1", "2"])).collect(), [1, 1, 2, 2])
      try expectEqual(generic(generic(untyped(1))).prefix(3).collect(), [0, 0, 0])
      #expect(throws: ParseError(text: "q")) { try generic(numbers(in: ["q"])).collect() }
      try expectEqual(
        Table.all([Table(texts: ["1"]), Table(texts: []), Table(texts: ["2", "3"])]).collect(),
        [1, 2, 3])
    }

    @Test func `what the body holds goes at its end`() throws {
      let tracker = Tracker()
      @Generator func holding(_ tracker: Tracker) -> some ThrowingSource<Int, any Error> {
        let object = tracker.object(3)
        try yield(object.id)
        try yield(object.id + 1)
      }
      do {
        let source = holding(tracker)
        try expectEqual(source.next(), 3)
        expectEqual(tracker.alive, 1)
      }
      expectEqual(tracker.alive, 0)
      let source = holding(tracker)
      _ = try source.next()
      source.abandon()
      expectEqual(tracker.alive, 0)
      let ended = holding(tracker)
      try expectEqual(ended.collect(), [3, 4])
      expectEqual(tracker.alive, 0)
    }
  }
#endif
