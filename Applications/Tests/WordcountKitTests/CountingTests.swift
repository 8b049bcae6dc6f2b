import CommandTestSupport
import Foundation
import GeneratorSources
import SystemPackage
import Testing

@testable import WordcountKit

@Suite struct CountingTests {
  private func counts(
    _ text: [UInt8], size: Int = pieceSize, isTellingApart: Bool = true
  ) throws -> TextCounts {
    var counts = TextCounts()
    var blocks = try wordBlocks(of: Crumbs(text), size: size)
    while let block = try blocks.next() { counts.add(block, isTellingApart: isTellingApart) }
    return counts
  }

  @Test(
    arguments: [
      ("", 0, 0, [:]), ("\n", 1, 0, [:]), ("one", 0, 1, ["one": 1]),
      ("The the THE\n", 1, 3, ["the": 3]),
      (
        " a  b\tc\u{B}d\u{C}e\rf\n", 1, 6,
        ["a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1]
      ),
      ("\"Don't,\" (he) said...", 0, 3, ["don't": 1, "he": 1, "said": 1]),
      ("-- ... 👍 a", 0, 4, ["a": 1]), ("x-y x.y 3.5%", 0, 3, ["x-y": 1, "x.y": 1, "3.5": 1]),
      ("“Été” ÉTÉ", 0, 2, ["été": 2]), ("a\u{3000}b\u{A0}c", 0, 3, ["a": 1, "b": 1, "c": 1]),
      ("cafe\u{301}!", 0, 1, ["cafe\u{301}": 1]), ("日本語。", 0, 1, ["日本語": 1]),
      ("“the” the", 0, 2, ["the": 2]), ("a\u{200B}b", 0, 1, ["a\u{200B}b": 1]),
    ] as [(String, Int, Int, [String: Int])])
  func `the words of a text are counted`(
    text: String, lines: Int, words: Int, occurrences: [String: Int]
  ) throws {
    let counts = try counts(Array(text.utf8))
    #expect(counts.lines == lines)
    #expect(counts.words == words)
    #expect(counts.bytes == text.utf8.count)
    let expected = Dictionary(
      uniqueKeysWithValues: occurrences.map { (Array($0.key.utf8), $0.value) })
    #expect(Reference(counts).occurrences == expected)
    #expect(counts.differentWords == occurrences.count)
  }

  @Test func `what is no UTF 8 is replaced`() throws {
    let counts = try counts([0x61, 0xFF, 0x62, 0x20, 0xFE, 0x63, 0x20, 0x80])
    #expect(counts.words == 3)
    #expect(counts.topWords(9).map(\.word) == ["a\u{FFFD}b", "c"])
  }

  @Test(arguments: [254, 255, 256, 257, 300, 5_000])
  func `words that are too long are not told apart`(length: Int) throws {
    let counts = try counts(Array(repeating: 0x78, count: length) + [0x20, 0x79])
    #expect(counts.words == 2)
    #expect(counts.differentWords == (length > 255 ? 1 : 2))
  }

  @Test(arguments: 1...12)
  func `agrees with the definition`(seed: Int) throws {
    let text = randomText(6_000, seed: UInt64(seed))
    let counted = Reference(try counts(text))
    #expect(counted == Reference(text))
  }

  @Test(arguments: 1...6)
  func `a text can be cut anywhere`(seed: Int) throws {
    let text = randomText(1_500, seed: UInt64(seed))
    let whole = try counts(text)
    let longest = longestWord(text)
    for size in [1, 2, 3, 4, 5, 7, 64, 300, 1_499, 1_500, 1_501, 10_000] {
      var sum = TextCounts()
      var blocks = try wordBlocks(of: Crumbs(text), size: size)
      while let block = try blocks.next() {
        // The rest of the previous reading is less than a word and the white space after it.
        #expect(block.bytes.count <= 2 * max(size, longest + 3))
        var counts = TextCounts()
        counts.add(block, isTellingApart: true)
        sum.add(counts)
      }
      #expect(sum == whole, "in parts of \(size)")
    }
  }

  private func longestWord(_ text: [UInt8]) -> Int {
    var (longest, start, index) = (0, 0, 0)
    while index < text.count {
      let length = text.span.whiteSpaceLength(at: index)
      index += max(length, 1)
      if length > 0 { start = index }
      longest = max(longest, index - start)
    }
    return longest
  }

  @Test func `each cut of a file is exact`() throws {
    let text = randomText(700, seed: 99)
    let file = try TemporaryDirectory().file("text", text)
    let whole = try counts(text)
    for cut in 0...text.count {
      var sum = TextCounts()
      for (start, end) in [(0, cut), (cut, nil)] as [(Int, Int?)] {
        var blocks = try wordBlocks(of: FilePath(file.path), from: start, to: end)
        while let block = try blocks.next() { sum.add(block, isTellingApart: true) }
      }
      #expect(sum == whole, "cut at \(cut)")
    }
  }

  @Test(arguments: [-1, 0, 1, 1_000_000])
  func `a word longer than a piece is one word`(extra: Int) throws {
    let long = Array(repeating: UInt8(ascii: "x"), count: pieceSize + extra)
    let text = Array("one ".utf8) + long + Array("\ntwo ".utf8) + long
    let counts = try counts(text)
    #expect((counts.lines, counts.words, counts.bytes) == (1, 4, text.count))
    #expect(counts.differentWords == 2)
    let file = try TemporaryDirectory().file("text", text)
    let ofParts = textCounts(of: TextSources([file.path]).pieces(), workers: 2)
    #expect((ofParts.lines, ofParts.words, ofParts.bytes) == (1, 4, text.count))
  }

  @Test func `no words are kept unless they are requested`() throws {
    let counts = try counts(Array("some words, some more".utf8), isTellingApart: false)
    #expect(counts.words == 4)
    #expect(counts.differentWords == 0)
  }
}
