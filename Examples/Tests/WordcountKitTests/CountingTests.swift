import CommandTestSupport
import Foundation
import SystemPackage
import Testing

@testable import WordcountKit

@Suite struct CountingTests {
  private func counts(_ text: [UInt8]) -> TextCounts {
    var counts = TextCounts()
    counts.add(TextWindow(bytes: text, part: 0..<text.count), isTellingApart: true)
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
  func countsText(text: String, lines: Int, words: Int, occurrences: [String: Int]) {
    let counts = counts(Array(text.utf8))
    #expect(counts.lines == lines)
    #expect(counts.words == words)
    #expect(counts.bytes == text.utf8.count)
    let expected = Dictionary(
      uniqueKeysWithValues: occurrences.map { (Array($0.key.utf8), $0.value) })
    #expect(Reference(counts).occurrences == expected)
    #expect(counts.differentWords == occurrences.count)
  }

  @Test func whatIsNoUTF8IsReplaced() {
    let counts = counts([0x61, 0xFF, 0x62, 0x20, 0xFE, 0x63, 0x20, 0x80])
    #expect(counts.words == 3)
    #expect(counts.topWords(9).map(\.word) == ["a\u{FFFD}b", "c"])
  }

  @Test(arguments: [254, 255, 256, 257, 300, 5_000])
  func wordsThatAreTooLongAreNotToldApart(length: Int) {
    let counts = counts(Array(repeating: 0x78, count: length) + [0x20, 0x79])
    #expect(counts.words == 2)
    #expect(counts.differentWords == (length > 255 ? 1 : 2))
  }

  @Test(arguments: 1...12)
  func agreesWithTheDefinition(seed: Int) {
    let text = randomText(6_000, seed: UInt64(seed))
    let counted = Reference(counts(text))
    #expect(counted == Reference(text))
  }

  @Test(arguments: 1...6)
  func aTextCanBeCutAnywhere(seed: Int) throws {
    let text = randomText(1_500, seed: UInt64(seed))
    let whole = counts(text)
    for size in [1, 2, 3, 4, 5, 7, 64, 300, 1_499, 1_500, 1_501, 10_000] {
      var sum = TextCounts()
      try readWindows(of: CrumbSource(text), size: size) { window in
        #expect(window.part.count <= size)
        var counts = TextCounts()
        counts.add(window, isTellingApart: true)
        sum.add(counts)
        return true
      }
      #expect(sum == whole, "in parts of \(size)")
    }
  }

  @Test func eachCutOfAFileIsExact() throws {
    let text = randomText(700, seed: 99)
    let file = try TemporaryDirectory().file("text", text)
    let whole = counts(text)
    for cut in 0...text.count {
      var sum = TextCounts()
      try readWindows(of: FilePath(file.path), from: 0, to: cut) { window in
        sum.add(window, isTellingApart: true)
        return true
      }
      try readWindows(of: FilePath(file.path), from: cut, to: nil) { window in
        sum.add(window, isTellingApart: true)
        return true
      }
      #expect(sum == whole, "cut at \(cut)")
    }
  }

  @Test func whoWantsNoWordsGetsNone() {
    var counts = TextCounts()
    let text = Array("some words, some more".utf8)
    counts.add(TextWindow(bytes: text, part: 0..<text.count), isTellingApart: false)
    #expect(counts.words == 4)
    #expect(counts.differentWords == 0)
  }
}
