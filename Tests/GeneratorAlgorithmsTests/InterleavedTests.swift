import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct InterleavedTests {
  private let meter = Meter()
  private let other = Meter()

  // MARK: Two

  @Test(arguments: [
    ("", "", ""), ("a", "", ""), ("", "1", ""), ("a", "1", "a1"), ("abc", "12", "a1b2"),
    ("ab", "123", "a1b2"),
  ])
  func `two in turn, until either ends`(first: String, second: String, expected: String) {
    expectEqual(String(meter(first).interleaved(with: other(second))), expected)
    #expect(meter.open == 0 && other.open == 0)
  }

  @Test func `a pair is taken together`() {
    var interleaved = meter(0...).interleaved(with: other(100...)).makeIterator()
    #expect(meter.taken == 0 && other.taken == 0)
    expectEqual(interleaved.next(), 0)
    #expect(meter.taken == 1 && other.taken == 1)
    expectEqual(interleaved.next(), 100)
    #expect(meter.taken == 1 && other.taken == 1)
    expectEqual(interleaved.next(), 1)
    #expect(meter.taken == 2 && other.taken == 2)
  }

  @Test func `both sources are released when either ends`() {
    var one = meter(0...).interleaved(with: other([7])).makeIterator()
    while one.next() != nil {}
    expectEqual(meter.taken, 2)
    #expect(meter.open == 0 && other.open == 0)
    var two = meter([7]).interleaved(with: other(0...)).makeIterator()
    while two.next() != nil {}
    expectEqual(other.taken, 2)
    #expect(meter.open == 0 && other.open == 0)
    expectEqual(two.next(), nil)
  }

  @Test(arguments: [0, 1, 3]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.interleaved(with: 0..<2) }
    expectLazy(on: Array(0..<n)) { (0..<2).interleaved(with: $0) }
    expectLazy(on: Array(0..<n)) { [$0, AnySequence(0..<2)].interleaved() }
    expectLazy(on: Array(0..<n)) { [$0, AnySequence(0..<2)].roundRobin() }
  }

  // MARK: Several

  @Test(arguments: [
    ([], ""), ([""], ""), (["abc"], "abc"), (["abc", "de", "fgh"], "adfbeg"), (["ab", ""], ""),
  ])
  func `several in turn, until any ends`(texts: [String], expected: String) {
    expectEqual(String(texts.map { meter($0) }.interleaved()), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `a round is taken together`() {
    var interleaved = [meter(0...), meter(10...), meter(20...)].interleaved().makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual((0..<3).map { _ in interleaved.next() }, [0, 10, 20])
    expectEqual(meter.taken, 3)
    expectEqual(interleaved.next(), 1)
    expectEqual(meter.taken, 6)
  }

  @Test func `elements of a round are held until they are returned`() {
    let tracker = Tracker()
    let sources = (0..<3).map { _ in
      Generator { yield in while true { try yield(tracker.object()) } }
    }
    var interleaved = sources.interleaved().makeIterator()
    for left in [2, 1, 0, 2] {
      #expect(interleaved.next() != nil)
      expectEqual(tracker.alive, left)
    }
  }

  // MARK: Round robin

  @Test(arguments: [
    ([], ""), ([""], ""), (["abc"], "abc"), (["ABC", "D", "EF"], "ADEBFC"), (["", "a", ""], "a"),
    (["a", "bcd"], "abcd"), (["abc", "d"], "adbc"),
  ])
  func `several in turn, until all have ended`(texts: [String], expected: String) {
    expectEqual(String(texts.map { meter($0) }.roundRobin()), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `an element is taken when it is requested`() {
    let outer = Meter()
    var elements = outer([meter(0...), other([7])]).roundRobin().makeIterator()
    #expect(outer.taken == 0 && meter.taken == 0)
    expectEqual(elements.next(), 0)
    #expect(outer.taken == 2 && meter.taken == 1 && other.taken == 0)
    expectEqual(elements.next(), 7)
    #expect(meter.taken == 1 && other.taken == 1)
    expectEqual(other.open, 1)
    expectEqual((0..<3).map { _ in elements.next() }, [1, 2, 3])
    expectEqual(other.open, 0)
  }

  @Test func `a source that has ended is released at once`() {
    let tracker = Tracker()
    let short = AnySequence(HeldSource(elements: [1], tracker: tracker))
    var elements = [short, AnySequence(5...)].roundRobin().makeIterator()
    expectEqual((0..<4).map { _ in elements.next() }, [1, 5, 6, 7])
    expectEqual(tracker.alive, 0)
  }

  @Test func `dropped midway it closes all`() {
    do {
      var elements = [meter(0...), meter(0...)].roundRobin().makeIterator()
      for _ in 0..<3 { _ = elements.next() }
      expectEqual(meter.open, 2)
    }
    expectEqual(meter.open, 0)
  }

  @Test func `arrays can be read again`() {
    let arrays = [[1, 2, 3], [4]]
    let (pairs, interleaved, all) = (
      arrays[0].interleaved(with: arrays[1]), arrays.interleaved(), arrays.roundRobin()
    )
    for _ in 0..<2 {
      expectEqual(Array(pairs), [1, 4])
      expectEqual(Array(interleaved), [1, 4])
      expectEqual(Array(all), [1, 4, 2, 3])
    }
  }

  @Test func `very many that end at different times`() {
    // As many moves as elements: with the square of it this would not end.
    let sources = (0..<100_000).map { repeatElement($0, count: $0 % 3) }
    expectEqual(sources.roundRobin().elementCount(), 99_999)
    let last = [5, 4, 3].map { repeatElement($0, count: $0) }.roundRobin()
    expectEqual(Array(last), [5, 4, 3, 5, 4, 3, 5, 4, 3, 5, 4, 5])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 13)
    for _ in 0..<100 {
      let arrays = (0..<Int.random(in: 0..<5, using: &random)).map { index in
        (0..<Int.random(in: 0..<6, using: &random)).map { index * 100 + $0 }
      }
      let shortest = arrays.map(\.count).min() ?? 0
      let whole = (0..<shortest).flatMap { round in arrays.map { $0[round] } }
      expectEqual(Array(arrays.map { meter($0) }.interleaved()), whole)
      let all = (0..<6).flatMap { round in arrays.filter { $0.count > round }.map { $0[round] } }
      expectEqual(Array(arrays.map { meter($0) }.roundRobin()), all)
      if arrays.count == 2 {
        expectEqual(Array(meter(arrays[0]).interleaved(with: meter(arrays[1]))), whole)
      }
    }
  }
}
