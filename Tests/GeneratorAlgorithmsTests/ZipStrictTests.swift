import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ZipStrictTests {
  private let one = Meter()
  private let two = Meter()
  private let three = Meter()

  @Test(arguments: [0, 1, 100]) func `of equal length`(n: Int) throws {
    let pairs = try zipStrict(one(0..<n), two(0..<n)).collect()
    expectEqual(pairs.map(\.0), Array(0..<n))
    expectEqual(pairs.map(\.1), Array(0..<n))
    let triples = try zipStrict(one(0..<n), two(0..<n), three(0..<n)).collect()
    expectEqual(triples.map(\.2), Array(0..<n))
    #expect((one.open, two.open, three.open) == (0, 0, 0))
  }

  @Test(arguments: [0, 1, 5], [0, 1, 5]) func `of two that differ the shorter is named`(
    a: Int, b: Int
  ) throws {
    guard a != b else { return }
    var seen = 0
    let expected = UnequalLengths(a, b)
    #expect(throws: expected) {
      try zipStrict(one(0..<a), two(0..<b)).forEach { _, _ in seen += 1 }
    }
    expectEqual(seen, Swift.min(a, b))
    #expect((one.open, two.open) == (0, 0))
    #expect(throws: expected) { try zipStrict(one(0..<a), two(0..<b)).collect() }
  }

  @Test(arguments: 0..<27) func `of three that differ, as CPython does`(n: Int) throws {
    let lengths = [n % 3, n / 3 % 3, n / 9]
    let tuples = Result {
      try zipStrict(one(0..<lengths[0]), two(0..<lengths[1]), three(0..<lengths[2])).collect().count
    }
    #expect((one.open, two.open, three.open) == (0, 0, 0))
    let shortest = lengths.min()!
    if lengths.max() == shortest {
      try expectEqual(tuples.get(), shortest)
      return
    }
    let error = #expect(throws: UnequalLengths.self) { try tuples.get() }
    let ended = lengths.firstIndex(of: shortest)!
    expectEqual(error?.count, shortest)
    expectEqual(error?.ended, ended)
    expectEqual(error?.longer, lengths.firstIndex { $0 > shortest })
  }

  @Test func `the error says what ended where`() {
    func message(_ lengths: Int...) -> String {
      do {
        if lengths.count == 2 {
          _ = try zipStrict(0..<lengths[0], 0..<lengths[1]).collect()
        } else {
          _ = try zipStrict(0..<lengths[0], 0..<lengths[1], 0..<lengths[2]).collect()
        }
        return ""
      } catch { return "\(error)" }
    }
    expectEqual(message(2, 3), "the first sequence ended after 2 elements, and the second has more")
    expectEqual(message(3, 1), "the second sequence ended after 1 element, and the first has more")
    expectEqual(
      message(0, 0, 1), "the first sequence ended after 0 elements, and the third has more")
    expectEqual(
      message(2, 2, 1), "the third sequence ended after 1 element, and the first has more")
  }

  @Test func `one element of each at a time`() throws {
    let pairs = zipStrict(one(0...), two(0...))
    #expect((one.taken, two.taken) == (0, 0))
    #expect(try pairs.next()! == (0, 0))
    #expect((one.taken, two.taken) == (1, 1))
  }

  @Test func `after the error it is at its end`() throws {
    let pairs = zipStrict(one(0..<1), two(0...))
    #expect(try pairs.next()! == (0, 0))
    #expect(throws: UnequalLengths.self) { try pairs.next() }
    #expect((one.open, two.open) == (0, 0))
    #expect(try pairs.next() == nil)
    #expect(try pairs.next() == nil)
  }

  @Test func `next returns nil permanently after the end`() throws {
    let pairs = zipStrict([1], [2])
    _ = try pairs.next()
    for _ in 0..<3 { #expect(try pairs.next() == nil) }
  }

  @Test func `the closure's error comes out and closes`() {
    #expect(throws: Failure(1)) {
      try zipStrict(one(0...), two(0...)).forEach { a, _ in if a == 2 { throw Failure(1) } }
    }
    #expect((one.taken, two.taken) == (3, 3))
    #expect((one.open, two.open) == (0, 0))
  }

  @Test func `elements that are optional`() throws {
    let pairs = try zipStrict([nil, 1], [2, nil]).collect()
    expectEqual(pairs.map(\.0), [nil, 1])
    expectEqual(pairs.map(\.1), [2, nil])
  }
}

extension UnequalLengths {
  /// What two sequences of these lengths meet.
  fileprivate init(_ a: Int, _ b: Int) {
    do throws(UnequalLengths) {
      _ = try zipStrict(0..<a, 0..<b).collect()
      fatalError("the lengths are equal")
    } catch {
      self = error
      expectEqual(ended, (a < b ? 0 : 1))
      expectEqual(longer, (a < b ? 1 : 0))
      expectEqual(count, Swift.min(a, b))
    }
  }
}
