import Testing

@testable import WeblogKit

@Suite struct WordSearchTests {
  @Test(arguments: [
    ("", false), ("a", false), ("ab", true), ("AB", true), ("xaBx", true), ("aab", true),
    ("a b", false), ("cd", false), ("cde", true), ("ccde", true), ("cdcde", true), ("cdE", true),
    ("a\u{0}b", false), ("É", false), ("/1", true), ("O1", false), ("\u{1B}ab", true),
  ])
  func `finds words whatever their case`(text: String, isFound: Bool) {
    let search = WordSearch(["Ab", "cde", "ac", "/1"])
    #expect(search.occurs(in: Array(text.utf8)[...]) == isFound)
    #expect(search.occurs(in: Array("ab\(text)ab".utf8).dropFirst(2).dropLast(2)) == isFound)
  }

  @Test(arguments: [
    ("cubot", false), ("CUBOT", false), ("bot", true), ("cubotbot", true), ("cubocubot", false),
    ("xcubot", false), ("cubobot", true), ("cubo", false),
  ])
  func `except inside of some words`(text: String, isFound: Bool) {
    let search = WordSearch(["bot", "xyz"], exceptIn: ["cubot"])
    #expect(search.occurs(in: Array(text.utf8)[...]) == isFound)
  }

  @Test func `nothing is found of no words`() {
    #expect(!WordSearch([]).occurs(in: [0x61]))
  }
}
