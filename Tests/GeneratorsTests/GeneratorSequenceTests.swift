import Generators
import TestSupport
import Testing

/// A generator as a `Sequence`.
@Suite struct GeneratorAsSequence {
  private func naturals(
    _ tracker: Tracker = Tracker(), _ trace: Trace = Trace()
  ) -> Generator<Int> {
    let object = tracker.object()
    return Generator { yield in
      defer { trace("closed") }
      for n in 0... {
        try yield(n)
        withExtendedLifetime(object) {}
      }
    }
  }

  private func upTo(_ n: Int) -> Generator<Int> {
    Generator { yield in for i in 0..<n { try yield(i) } }
  }

  @Test func `for takes all elements`() {
    var taken: [Int] = []
    for n in upTo(4) { taken.append(n) }
    expectEqual(taken, [0, 1, 2, 3])
  }

  @Test func `break closes it, and releases its objects right then`() {
    let (tracker, trace) = (Tracker(), Trace())
    for n in naturals(tracker, trace) where n == 3 { break }
    expectEqual(trace.events, ["closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `return out of a loop closes it`() {
    let (tracker, trace) = (Tracker(), Trace())
    func find(_ wanted: Int) -> Int? {
      for n in naturals(tracker, trace) where n == wanted { return n }
      return nil
    }
    expectEqual(find(5), 5)
    expectEqual(trace.events, ["closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `an error thrown out of a loop closes it`() {
    let (tracker, trace) = (Tracker(), Trace())
    #expect(throws: Failure(1)) {
      for n in naturals(tracker, trace) where n == 2 { throw Failure(1) }
    }
    expectEqual(trace.events, ["closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `after a break, another reference continues`() {
    let trace = Trace()
    let g = naturals(Tracker(), trace)
    var taken: [Int] = []
    for n in g {
      taken.append(n)
      if n == 2 { break }
    }
    expectEqual(g.state, .suspended)
    expectEqual(trace.events, [])
    for n in g {
      taken.append(n)
      if n == 5 { break }
    }
    expectEqual(taken, [0, 1, 2, 3, 4, 5])
  }

  @Test func `an iterator shares its elements`() {
    let g = naturals()
    let i = g.makeIterator()
    let j = g.makeIterator()
    expectEqual([g.next(), i.next(), j.next(), g.next(), i.next()], [0, 1, 2, 3, 4])
  }

  @Test func `prefix takes as many as it says and no more`() {
    let g = naturals()
    expectEqual(Array(g.prefix(3)), [0, 1, 2])
    expectEqual(g.next(), 3)
    expectEqual(Array(g.prefix(0)), [])
    expectEqual(g.next(), 4)
  }

  @Test func `prefix closes a generator without other references`() {
    let (tracker, trace) = (Tracker(), Trace())
    expectEqual(Array(naturals(tracker, trace).prefix(2)), [0, 1])
    expectEqual(trace.events, ["closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `dropFirst drops the first`() {
    expectEqual(Array(upTo(5).dropFirst(2)), [2, 3, 4])
    expectEqual(Array(upTo(5).dropFirst(9)), [])
    expectEqual(Array(naturals().dropFirst(10).prefix(2)), [10, 11])
  }

  @Test func `zip takes from both in turn, and another from the first`() {
    let (g, h) = (naturals(), upTo(3))
    expectEqual(zip(g, h).map { $0 * 10 + $1 }, [0, 11, 22])
    expectEqual(g.next(), 4)
    expectEqual(h.next(), nil)
  }

  @Test func `zip with itself pairs its elements`() {
    let g = upTo(6)
    expectEqual(zip(g, g).map { [$0, $1] }, [[0, 1], [2, 3], [4, 5]])
  }

  @Test func `lazy maps and filters take nothing before they are asked`() {
    let trace = Trace()
    let g = Generator { yield in
      for n in 0... {
        trace("\(n)")
        try yield(n)
      }
    }
    var squares = g.lazy.filter { $0 % 2 == 1 }.map { $0 * $0 }.makeIterator()
    expectEqual(trace.take(), [])
    expectEqual(squares.next(), 1)
    expectEqual(trace.take(), ["0", "1"])
    expectEqual(squares.next(), 9)
    expectEqual(trace.take(), ["2", "3"])
  }

  @Test func `the algorithms of Sequence`() {
    expectEqual(Array(upTo(3)), [0, 1, 2])
    expectEqual(upTo(5).map { $0 * 2 }, [0, 2, 4, 6, 8])
    expectEqual(upTo(5).filter { $0 > 2 }, [3, 4])
    expectEqual(upTo(5).reduce(0, +), 10)
    expectEqual(upTo(5).reversed(), [4, 3, 2, 1, 0])
    expectEqual(upTo(5).sorted(by: >), [4, 3, 2, 1, 0])
    expectEqual(upTo(3).flatMap { [$0, $0] }, [0, 0, 1, 1, 2, 2])
    expectEqual(upTo(3).compactMap { $0 == 1 ? nil : $0 }, [0, 2])
    expectEqual(upTo(5).max(), 4)
    #expect(upTo(3).elementsEqual([0, 1, 2]))
    expectEqual(upTo(4).enumerated().map { $0 + $1 }, [0, 2, 4, 6])
    expectEqual(Set(upTo(3)), [0, 1, 2])
    let parts = upTo(7).split { $0 % 3 == 2 }.map { Array($0) }
    expectEqual(parts, [[0, 1], [3, 4], [6]])
    expectEqual(Array(upTo(9).drop { $0 < 7 }), [7, 8])
    expectEqual(Array(upTo(9).prefix { $0 < 2 }), [0, 1])
    expectEqual(Array(upTo(5).suffix(2)), [3, 4])
    expectEqual(upTo(5).underestimatedCount, 0)
    var sum = 0
    upTo(5).forEach { sum += $0 }
    expectEqual(sum, 10)
  }

  @Test func `contains and first take only the elements that they need`() {
    let g = naturals()
    #expect(g.contains(3))
    expectEqual(g.next(), 4)
    expectEqual(g.first { $0 > 6 }, 7)
    expectEqual(g.next(), 8)
  }

  @Test func `the Array of a started generator has the rest`() {
    let g = upTo(4)
    _ = g.next()
    expectEqual(Array(g), [1, 2, 3])
    expectEqual(Array(g), [])
  }

  @Test func `an array literal of generators, joined`() {
    expectEqual(Array([upTo(2), upTo(3)].joined()), [0, 1, 0, 1, 2])
  }

  @Test func `behind an existential it is the same generator`() {
    let g = naturals()
    let any: any Sequence<Int> = g
    func firstTwo(_ sequence: some Sequence<Int>) -> [Int] { Array(sequence.prefix(2)) }
    expectEqual(firstTwo(any), [0, 1])
    var iterator: any IteratorProtocol<Int> = g
    expectEqual(iterator.next(), 2)
    expectEqual(AnySequence(g).prefix(2).map { $0 }, [3, 4])
    expectEqual(g.next(), 5)
  }
}

// MARK: - Wrapped sequences

/// A sequence that traces when its iterator is made, asked and released.
private struct Noisy: Sequence {
  final class Iterator: IteratorProtocol {
    private var rest: ArraySlice<Int>
    private let trace: Trace
    private let tracked: Tracked

    init(_ elements: [Int], _ trace: Trace, _ tracked: Tracked) {
      self.rest = elements[...]
      self.trace = trace
      self.tracked = tracked
      trace("made")
    }

    deinit { trace("released") }

    func next() -> Int? {
      trace("asked")
      return rest.popFirst()
    }
  }

  let elements: [Int]
  let trace: Trace
  let tracked: Tracked

  func makeIterator() -> Iterator { Iterator(elements, trace, tracked) }
}

@Suite struct WrappedSequences {
  private let trace = Trace()
  private let tracker = Tracker()

  private func noisy(_ elements: [Int]) -> Generator<Int> {
    Generator(Noisy(elements: elements, trace: trace, tracked: tracker.object()))
  }

  @Test func `the iterator is made at the first next`() {
    let g = noisy([1, 2])
    expectEqual(trace.take(), [])
    expectEqual(g.state, .created)
    expectEqual(g.next(), 1)
    expectEqual(trace.take(), ["made", "asked"])
    expectEqual(g.state, .suspended)
    expectEqual(g.next(), 2)
    expectEqual(g.state, .suspended)
  }

  @Test func `at the end it releases the sequence and does not ask again`() {
    let g = noisy([1])
    expectEqual(Array(g), [1])
    expectEqual(trace.take(), ["made", "asked", "asked", "released"])
    expectEqual(tracker.alive, 0)
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
    expectEqual(trace.take(), [])
  }

  @Test func `close releases the sequence`() {
    let g = noisy([1, 2])
    _ = g.next()
    g.close()
    expectEqual(trace.take(), ["made", "asked", "released"])
    expectEqual(tracker.alive, 0)
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
    g.close()
  }

  @Test func `closed before its start it never makes the iterator`() {
    let g = noisy([1, 2])
    g.close()
    expectEqual(trace.take(), [])
    expectEqual(tracker.alive, 0)
    expectEqual(g.next(), nil)
  }

  @Test func `an error that is thrown in ends it and is rethrown`() {
    let g = noisy([1, 2])
    _ = g.next()
    #expect(throws: Failure(4)) { try g.throw(Failure(4)) }
    expectEqual(tracker.alive, 0)
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
    #expect(throws: Failure(5)) { try g.throw(Failure(5)) }
  }

  @Test func `an error that is thrown in before its start ends it and is rethrown`() {
    let g = noisy([1, 2])
    #expect(throws: GeneratorExit()) { try g.throw(GeneratorExit()) }
    expectEqual(trace.take(), [])
    expectEqual(tracker.alive, 0)
    expectEqual(g.state, .closed)
  }

  @Test(arguments: 0...1) func `its release releases the sequence`(taken: Int) {
    do {
      let g = noisy([1, 2])
      for _ in 0..<taken { _ = g.next() }
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `an iterator that starts again after its end is not asked`() {
    struct Endless: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n % 3 == 0 ? nil : n
      }
    }
    let g = Generator(Endless())
    expectEqual(Array(g), [1, 2])
    expectEqual(g.next(), nil)
  }

  @Test func `it wraps any sequence`() {
    expectEqual(Array(Generator("abc")), ["a", "b", "c"])
    expectEqual(Array(Generator([1: 2]).map { $0.key + $0.value }), [3])
    expectEqual(Array(Generator(1...).prefix(2)), [1, 2])
    expectEqual(Array(Generator(Generator([1, 2]))), [1, 2])
    let any: any Sequence<Int> = [5, 6]
    expectEqual(Array(Generator(any)), [5, 6])
    expectEqual(Array(Generator(EmptyCollection<Int>())), [])
    expectEqual(Array(Generator([Int?.none, 1])), [nil, 1])
  }

  @Test func `it wraps a generator, which closing releases`() {
    let trace = Trace()
    let g = Generator(
      Generator { yield in
        defer { trace("closed") }
        for n in 0... { try yield(n) }
      })
    expectEqual(g.next(), 0)
    g.close()
    expectEqual(trace.events, ["closed"])
  }

  private final class Reentrant: Sequence, IteratorProtocol {
    var g: Generator<String>?
    var use: ((Generator<String>) -> String?)?
    func next() -> String? { use!(g!) }
  }

  @Test func `while its sequence is asked it is running, and can't be thrown into`() {
    let source = Reentrant()
    source.g = Generator(source)
    source.use = { "\($0.state)" }
    expectEqual(source.g!.next(), "running")
    source.use = { g in
      do { return try g.throw(Failure()) } catch { return name(of: error) }
    }
    expectEqual(source.g!.next(), "alreadyExecuting")
    expectEqual(source.g!.state, .suspended)
    source.use = nil
    source.g = nil
  }

  @Test func `asking for the next element in its own sequence is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let source = Reentrant()
      source.g = Generator(source, line: 4242)
      source.use = { $0.next() }
      _ = source.g!.next()
    }
    expectEqual(
      result?.message.contains(
        """
        generator already executing \
        (generator made at GeneratorsTests/GeneratorSequenceTests.swift:4242)
        """), true)
  }

  @Test func `closing it in its own sequence is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let source = Reentrant()
      source.g = Generator(source, line: 4242)
      source.use = { g in
        g.close()
        return nil
      }
      _ = source.g!.next()
    }
    expectEqual(result?.message.contains("generator already executing"), true)
  }

  @Test func `released by its own sequence, it delivers the element and is gone`() {
    final class Dropping: Sequence, IteratorProtocol {
      var g: Generator<Int>?
      let tracked: Tracked
      init(_ tracked: Tracked) { self.tracked = tracked }
      func next() -> Int? {
        g = nil
        return 5
      }
    }
    do {
      let source = Dropping(tracker.object())
      source.g = Generator(source)
      expectEqual(source.g!.next(), 5)
    }
    expectEqual(tracker.alive, 0)
  }
}
