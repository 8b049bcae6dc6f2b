import CommandTestSupport
import Testing

@testable import WordcountKit

@Suite struct WordTableTests {
  private func table(_ words: [String: Int]) -> WordTable {
    var table = WordTable()
    for (word, count) in words { for _ in 0..<count { table.add(word.utf8) } }
    return table
  }

  @Test func `the order is by count and then by bytes`() {
    let table = table(["b": 2, "a": 2, "ab": 2, "c": 3, "z": 1, "abcdefghijklmnopqrst": 2, "é": 2])
    let all = table.top(9).map { String(decoding: $0.word, as: UTF8.self) }
    #expect(all == ["c", "a", "ab", "abcdefghijklmnopqrst", "b", "é", "z"])
    for limit in 0...8 {
      let top = table.top(limit).map { String(decoding: $0.word, as: UTF8.self) }
      #expect(top == Array(all.prefix(limit)))
    }
  }

  @Test(arguments: [15, 16, 17])
  func `words of each length come back`(length: Int) {
    let word = String("abcdefghijklmnopqrst".prefix(length))
    var table = WordTable()
    table.add(word.uppercased().utf8, isLowercasing: true)
    table.add(word.utf8)
    #expect(table.top(5).map(\.word) == [Array(word.utf8)])
    #expect(table.top(5).map(\.count) == [2])
  }

  @Test func `a zero inside of a word is kept`() {
    let table = table(["a\u{0}b": 1, "ab": 1, "a\u{0}\u{0}b": 1])
    #expect(table.count == 3)
    #expect(table.top(3).map(\.word) == [[97, 0, 0, 98], [97, 0, 98], [97, 98]])
  }

  @Test func `the top of many is that of a sort`() {
    var random = SeededGenerator(state: 3)
    var expected: [String: Int] = [:]
    var table = WordTable()
    for _ in 0..<20_000 {
      let word =
        "w\(UInt64.random(in: 0..<6_000, using: &random) % UInt64.random(in: 1..<6_000, using: &random))"
      expected[word, default: 0] += 1
      table.add(word.utf8)
    }
    let sorted = expected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for limit in [1, 10, 1_500, 10_000] {
      let top = table.top(limit)
      #expect(top.map(\.count) == sorted.prefix(limit).map(\.value))
      #expect(
        top.map { String(decoding: $0.word, as: UTF8.self) } == sorted.prefix(limit).map(\.key))
    }
  }

  @Test func `tables are added`() {
    var sum = table(["a": 1, "b": 2, "a word that is long": 1])
    sum.add(table(["b": 3, "c": 1, "a word that is long": 4]))
    #expect(sum == table(["a": 1, "b": 5, "c": 1, "a word that is long": 5]))
  }
}
