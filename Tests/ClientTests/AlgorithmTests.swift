import Generators
import Testing

/// 0, 1, 2 and so on, without an end.
private func naturals() -> Generator<Int> {
  Generator { yield in for n in 0... { try yield(n) } }
}

// The standard library's algorithms on a generator, and the ways to pass one on as a sequence.

@Suite struct Algorithms {
  @Test func `lazy ones take no more than they are asked for`() {
    var made = 0
    let g = Generator { yield in
      for n in 0... {
        made += 1
        try yield(n)
      }
    }
    let squares = g.lazy.filter { $0.isMultiple(of: 2) }.map { $0 * $0 }
    #expect(made == 0)
    #expect(Array(squares.prefix(3)) == [0, 4, 16])
    #expect(made == 5)
    #expect(Array(g.lazy.prefix { $0 < 8 }) == [5, 6, 7])
    #expect(Array(naturals().lazy.drop { $0 < 3 }.prefix(2)) == [3, 4])
    #expect(Array(naturals().lazy.compactMap { $0 > 1 ? "\($0)" : nil }.prefix(2)) == ["2", "3"])
    #expect(Array(naturals().lazy.flatMap { [$0, $0] }.prefix(5)) == [0, 0, 1, 1, 2])
  }

  @Test func `the ones that give sequences`() {
    #expect(Array(naturals().prefix(3)) == [0, 1, 2])
    #expect(Array(naturals().prefix(3).dropFirst()) == [1, 2])
    #expect(Array(naturals().dropFirst(5).prefix(2)) == [5, 6])
    #expect(Array(naturals().prefix(while: { $0 < 3 })) == [0, 1, 2])
    #expect(naturals().prefix(4).suffix(2) == [2, 3])
    #expect(naturals().prefix(4).dropLast(3) == [0])
    #expect(zip(naturals(), "abc").map { "\($0)\($1)" } == ["0a", "1b", "2c"])
    #expect(zip("abc", naturals()).map(\.1) == [0, 1, 2])
    let numbered = naturals().dropFirst(3).enumerated().prefix(2)
    #expect(numbered.map { $0.offset * 10 + $0.element } == [3, 14])
    #expect(naturals()[2..<5].map { $0 } == [2, 3, 4])
    #expect(Array(naturals()[..<2]) == [0, 1])
    #expect(naturals().prefix(3).joined(by: ",") == "0,1,2")
  }

  @Test func `the ones that give a value`() {
    func few() -> Generator<Int> { Generator { yield in try yield(from: [3, 1, 2]) } }
    #expect(few().reduce(0, +) == 6)
    #expect(few().reduce(into: []) { $0.insert($1, at: 0) } == [2, 1, 3])
    #expect(few().sorted() == [1, 2, 3])
    #expect(few().max() == 3 && few().min() == 1)
    #expect(naturals().contains(1_000))
    #expect(naturals().contains { $0 > 10 })
    #expect(naturals().first { $0 * $0 > 50 } == 8)
    #expect(few().allSatisfy { $0 > 0 })
    #expect(few().elementsEqual([3, 1, 2]))
    #expect(few().starts(with: [3, 1]))
    #expect(few().reversed() == [2, 1, 3])
    #expect(few().lexicographicallyPrecedes([3, 2]))
    #expect(few().count { $0 > 1 } == 2)
    #expect(few().underestimatedCount == 0)
    var seen: [Int] = []
    few().forEach { seen.append($0) }
    #expect(seen == [3, 1, 2])
  }

  @Test func `initializers of collections`() {
    #expect(Set(naturals().prefix(3)) == [0, 1, 2])
    #expect(Array(naturals().prefix(2)) == [0, 1])
    #expect(ContiguousArray(Generator(1...2)) == [1, 2])
    #expect(String(Generator { yield in for c in "ok" { try yield(c) } }) == "ok")
    let grouped = Dictionary(grouping: Generator(1...6)) { $0 % 3 }
    #expect(grouped == [0: [3, 6], 1: [1, 4], 2: [2, 5]])
    let squares = Dictionary(uniqueKeysWithValues: zip(naturals(), [0, 1, 4]))
    #expect(squares[2] == 4)
    let pairs = Generator { yield in
      try yield(("a", 1))
      try yield(("a", 2))
    }
    #expect(Dictionary(pairs, uniquingKeysWith: +) == ["a": 3])
    var array = [0]
    array.append(contentsOf: Generator(1...2))
    array += Generator(3...4)
    array.insert(contentsOf: Array(Generator(9...9)), at: 0)
    #expect(array == [9, 0, 1, 2, 3, 4])
  }

  @Test func `for takes patterns, and stands in for while let`() {
    var seen: [String] = []
    let pairs = Generator<(Int, String?)> { yield in
      try yield((1, "a"))
      try yield((2, nil))
      try yield((3, "c"))
    }
    for case (let n, let text?) in pairs where n < 5 { seen.append("\(n)\(text)") }
    #expect(seen == ["1a", "3c"])
    let g = naturals()
    var sum = 0
    while let n = g.next(), n < 5 { sum += n }
    #expect(sum == 10)
    var copy = g  // `var`, as generic code holds an iterator
    #expect(copy.next() == 6)
    copy = Generator(1...1)
    #expect(g.next() == 7 && copy.next() == 1)
  }

  @Test func `some, any and the erased ones`() {
    func hidden() -> some Sequence<Int> { naturals().prefix(2) }
    func direct() -> some Sequence<Int> & IteratorProtocol<Int> { Generator(1...2) }
    func existential() -> any Sequence<Int> { Generator(1...2) }
    #expect(Array(hidden()) == [0, 1])
    #expect(Array(direct()) == [1, 2])
    #expect(Array(existential()) == [1, 2])
    #expect(existential().map { $0 + 1 } == [2, 3])
    let sequences: [any Sequence<Int>] = [Generator(1...2), [3], naturals().prefix(1)]
    #expect(sequences.flatMap { Array($0) } == [1, 2, 3, 0])

    #expect(Array(AnySequence(Generator(1...3))) == [1, 2, 3])
    let iterator = AnyIterator(naturals())
    #expect(iterator.next() == 0 && iterator.next() == 1)
    let g = naturals()
    let viaSequence = AnySequence { g }
    #expect(Array(viaSequence.prefix(2)) == [0, 1])
    #expect(Array(viaSequence.prefix(2)) == [2, 3], "a generator is single-pass")
    #expect(Array(IteratorSequence(Generator(1...2))) == [1, 2])
    let unfolded = sequence(state: naturals()) { $0.next().flatMap { $0 < 3 ? $0 : nil } }
    #expect(Array(unfolded) == [0, 1, 2])
  }
}

extension Sequence {
  fileprivate func joined(by separator: String) -> String {
    map { "\($0)" }.joined(separator: separator)
  }
}
