import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ChunkedOnTests {
  private let meter = Meter()

  private func pairs(_ elements: [Int], on key: @escaping (Int) -> Int) -> [String] {
    meter(elements).chunked(on: key).map { "\($0.key) \(Array($0.group))" }
  }

  @Test func `runs of the same key`() {
    expectEqual(pairs([]) { $0 }, [])
    expectEqual(pairs([7]) { $0 / 2 }, ["3 [7]"])
    expectEqual(pairs([1, 1, 2, 1]) { $0 }, ["1 [1, 1]", "2 [2]", "1 [1]"])
    expectEqual(pairs([1, 3, 5]) { $0 % 2 }, ["1 [1, 3, 5]"])
    expectEqual(meter.open, 0)
  }

  @Test func `a group takes its first element, and its reader the others`() {
    var groups = meter(0...).chunked { $0 / 3 }.makeIterator()
    expectEqual(meter.taken, 0)
    var first = groups.next()!
    expectEqual(first.key, 0)
    expectEqual(meter.taken, 1)
    expectEqual(first.group.next(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(first.group.next(), 1)
    expectEqual(first.group.next(), 2)
    expectEqual(meter.taken, 3)
    expectEqual(first.group.next(), nil)
    expectEqual(first.group.next(), nil)
    expectEqual(meter.taken, 4)
    var second = groups.next()!
    expectEqual(second.key, 1)
    expectEqual(meter.taken, 4)
    expectEqual(second.group.next(), 3)
    expectEqual(first.group.next(), nil)
  }

  @Test func `asking for the next group skips what is left of the one before`() {
    var groups = meter(0...).chunked { $0 / 3 }.makeIterator()
    var first = groups.next()!
    expectEqual(first.group.next(), 0)
    var second = groups.next()!
    expectEqual(second.key, 1)
    expectEqual(meter.taken, 4)
    expectEqual(first.group.next(), nil)
    expectEqual(second.group.next(), 3)
    expectEqual(groups.next()?.key, 2)
    expectEqual(groups.next()?.key, 3)
    expectEqual(second.group.next(), nil)
    expectEqual(meter.taken, 10)
  }

  @Test func `groups without a reader`() {
    expectEqual(meter([1, 1, 2, 3, 3]).chunked { $0 }.map(\.key), [1, 2, 3])
  }

  @Test func `groups that are read afterwards are empty`() {
    let groups = Array(meter([1, 1, 2]).chunked { $0 })
    expectEqual(groups.map(\.key), [1, 2])
    // Python's groupby: the last one, too, which was skipped to find that there is no further one.
    expectEqual(groups.map { Array($0.group) }, [[], []])
  }

  @Test func `a group outlives the iterator`() {
    var group: ChunkedOnSequence<Generator<Int>, Int>.Group?
    do {
      var groups = meter([1, 1, 2]).chunked { $0 }.makeIterator()
      group = groups.next()?.group
    }
    expectEqual(meter.open, 1)
    expectEqual(Array(group!), [1, 1])
    group = nil
    expectEqual(meter.open, 0)
  }

  @Test func `a group without end`() {
    var groups = meter(0...).chunked { _ in 0 }.makeIterator()
    expectEqual(Array(groups.next()!.group.prefix(3)), [0, 1, 2])
    expectEqual(meter.taken, 3)
  }

  @Test func `the key is computed once for each element`() {
    var asked: [Int] = []
    let groups = meter([1, 1, 2, 2]).chunked { n -> Int in
      asked.append(n)
      return n
    }
    for (_, group) in groups { for _ in group {} }
    expectEqual(asked, [1, 1, 2, 2])
  }

  @Test(arguments: [[], [1], [1, 1, 2], [1, 2, 2]])
  func `the duties of every lazy operation`(elements: [Int]) {
    expectLazy(on: elements) { $0.chunked { $0 } }
  }

  @Test func `the source is released when the last group has met its end`() {
    let tracker = Tracker()
    let source = HeldSource(elements: [1, 1], tracker: tracker)
    var groups = source.chunked { $0 }.makeIterator()
    var group = groups.next()!.group
    while group.next() != nil {}
    expectEqual(tracker.alive, 0)
    #expect(groups.next() == nil)
    expectEqual(group.next(), nil)
  }

  @Test func `elements and keys that are passed are not held`() {
    let tracker = Tracker()
    let source = Generator { yield in
      for n in 0... { try yield((n / 3, tracker.object())) }
    }
    var groups = source.chunked { $0.0 }.makeIterator()
    for _ in 0..<4 { _ = groups.next()!.key }
    // The first element of the group.
    expectEqual(tracker.alive, 1)
    expectEqual(tracker.made, 10)
  }

  @Test func `keys that are optional`() {
    let groups = Generator<Int?>([nil, nil, 1, nil]).chunked { $0 }
    let pairs = groups.map { key, group in (key, Array(group).count) }
    expectEqual(pairs.map(\.0), [nil, 1, nil])
    expectEqual(pairs.map(\.1), [2, 1, 1])
  }

  @Test func `an array can be read again`() {
    let groups = [1, 1, 2].chunked { $0 }
    expectEqual(groups.map(\.key), [1, 2])
    expectEqual(groups.map(\.key), [1, 2])
  }

  @Test func `a request for the next group from inside of the closure`() {
    // Whatever the answer is, it ends and holds nothing.
    final class Box { var groups: ChunkedOnSequence<Generator<Int>, Int>.Iterator? }
    let box = Box()
    box.groups = meter([1, 1, 2, 3, 3]).chunked { n -> Int in
      if n == 2, var groups = box.groups { _ = groups.next() }
      return n
    }.makeIterator()
    var groups = box.groups!
    var count = 0
    while let (_, group) = groups.next() {
      for _ in group { count += 1 }
    }
    #expect(count <= 5)
    box.groups = nil
    expectEqual(meter.open, 0)
  }

  /// The elements, whose keys are their tens; for which of them, by count, the closure asks, and
  /// whether for the next group or for an element of the group before; how many elements are read
  /// of each group; and the output of CPython's `groupby`: keys and elements, what the closure got
  /// in angle brackets, and after a bar what was left of the group that it got.
  private static let asking: [([Int], Int, Bool, Int, String)] = [
    ([10, 11, 12], 1, false, 9, "1: 10 11 12"),
    ([10, 11, 12], 2, false, 1, "1: 10 <>"),
    ([10, 11, 12], 2, true, 1, "1: 10 <>"),
    ([10, 11, 12, 13], 1, false, 9, "1: 10 11 12 13"),
    ([10, 11, 12, 13, 24, 35], 6, true, 1, "1: 10 2: 24 <> 3: 35"),
    ([10, 11, 12, 23], 1, true, 1, "<1> 2: 23 |"),
    ([10, 11, 12, 23, 24, 25], 3, false, 1, "1: 10 <> 2: 23"),
    ([10, 11, 12, 23, 24, 35], 1, false, 9, "1: 10 11 12 2: 23 24 3: 35"),
    ([10, 11, 12, 23, 34, 35], 2, false, 0, "1: <> 2: 3:"),
    ([10, 11, 12, 33], 4, false, 9, "1: 10 11 12 <> 3: 33"),
    ([10, 11, 22], 1, true, 0, "<1> 2: |"),
    ([10, 11, 22, 13, 14], 5, false, 1, "1: 10 2: 22 1: 13 <>"),
    ([10, 11, 22, 23], 2, false, 9, "1: 10 <> 11 2: 23"),
    ([10, 11, 22, 23, 24], 2, false, 0, "1: <> 2:"),
    ([10, 11, 22, 23, 24, 25], 6, false, 0, "1: 2: <>"),
    ([10, 11, 22, 23, 34], 4, true, 9, "1: 10 11 2: 22 <3> 23 |"),
    ([10, 11, 22, 33], 1, false, 9, "1: 10 11 2: 22 3: 33"),
    ([10, 11, 22, 33], 1, true, 0, "<1> 2: 3: |"),
    ([10, 11, 22, 33], 4, false, 1, "1: 10 2: 22 <> 3: 33"),
    ([10, 11, 32], 1, false, 9, "1: 10 11 3: 32"),
    ([10, 11, 32], 1, true, 1, "<1> 3: 32 |"),
    ([10, 11, 32], 3, false, 1, "1: 10 <> 3: 32"),
    ([10, 11, 32, 33], 1, false, 0, "1: 3:"),
    ([10, 21, 12], 1, true, 9, "<2> 1: 10 12 |"),
    ([10, 21, 12, 13, 24, 15], 3, true, 9, "1: 10 2: 21 <1> 2: 24 1: 15 |"),
    ([10, 21, 22, 23, 34, 35], 1, true, 1, "<2> 1: 10 2: 22 3: 34 |"),
    ([10, 21, 22, 33], 2, true, 9, "1: 10 <2> 3: 33 |"),
    ([10, 31, 32, 33, 34], 3, true, 0, "1: 3: <>"),
    ([20, 11, 12, 13, 14], 4, true, 1, "2: 20 1: 11 <>"),
    ([20, 11, 12, 13, 24], 2, true, 0, "2: <1> 2: |"),
    ([20, 11, 12, 13, 24], 5, true, 9, "2: 20 1: 11 12 13 <> 2: 24"),
    ([20, 11, 12, 23, 24], 4, false, 1, "2: 20 1: 11 <> 2: 23"),
    ([20, 11, 12, 23, 24, 25], 2, false, 9, "2: 20 <> 1: 11 2: 23 24 25"),
    ([20, 11, 22, 13], 4, true, 9, "2: 20 1: 11 2: 22 <> 1: 13"),
    ([20, 21, 12], 3, true, 0, "2: <> 1:"),
    ([20, 21, 12, 13], 1, true, 9, "<2> 1: 12 13 |"),
    ([20, 21, 12, 13, 14], 2, true, 0, "2: <1> 2: 1: |"),
    ([20, 21, 12, 13, 24, 15], 3, true, 1, "2: 20 <1> 2: 24 1: 15 |"),
    ([20, 21, 12, 23], 2, false, 0, "2: <> 1: 2:"),
    ([20, 21, 22], 1, false, 1, "2: 20"),
  ]

  @Test(arguments: asking)
  func `a closure that asks gets what it gets in CPython`(
    elements: [Int], at: Int, forGroup: Bool, limit: Int, answer: String
  ) {
    typealias Groups = ChunkedOnSequence<Generator<Int>, Int>
    var log: [String] = []
    var groups: Groups.Iterator?
    var last: Groups.Group?
    var taken: Groups.Group?
    var calls = 0
    // By copies, which are other names for the same iterator.
    groups = meter(elements).chunked { n -> Int in
      calls += 1
      if calls == at, forGroup, var copy = groups {
        let next = copy.next()
        log.append("<\(next.map { "\($0.key)" } ?? "")>")
        if let next { taken = next.group }
      } else if calls == at, !forGroup, var copy = last {
        log.append("<\(copy.next().map { "\($0)" } ?? "")>")
      }
      return n / 10
    }.makeIterator()
    var outer = groups!
    while let (key, group) = outer.next() {
      last = group
      log.append("\(key):")
      for n in group.prefix(limit) { log.append("\(n)") }
    }
    if let taken { log.append("|" + taken.map { "\($0)" }.joined(separator: " ")) }
    expectEqual(log.joined(separator: " "), answer)
    (groups, last, taken) = (nil, nil, nil)
    expectEqual(meter.open, 0)
  }

  @Test func `a group that is read from inside of the source is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Box { var groups: ChunkedOnSequence<Generator<Int>, Int>.Iterator? }
      let box = Box()
      box.groups = Generator { yield in
        if var groups = box.groups { _ = groups.next() }
        try yield(1)
      }.chunked { $0 }.makeIterator()
      var groups = box.groups!
      _ = groups.next()
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 4)
    for _ in 0..<100 {
      let elements = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        Int.random(in: 0..<6, using: &random)
      }
      var expected: [(Int, [Int])] = []
      for element in elements {
        if let last = expected.last, last.0 == element / 2 {
          expected[expected.count - 1].1.append(element)
        } else {
          expected.append((element / 2, [element]))
        }
      }
      let limit = Int.random(in: 0..<4, using: &random)
      let groups = meter(elements).chunked { $0 / 2 }.map {
        ($0.key, Array($0.group.prefix(limit)))
      }
      expectEqual(groups.map(\.0), expected.map(\.0))
      expectEqual(groups.map(\.1), expected.map { Array($0.1.prefix(limit)) })
    }
  }
}
