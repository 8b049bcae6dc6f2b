import TerminalText
import Testing

@Suite struct TerminalTextTests {
  private func escaped(_ bytes: [UInt8]) -> String {
    var result = Array("> ".utf8)
    // A slice, whose indices do not start at 0.
    result.append(escapedForTerminal: ([0x1B] + bytes)[1...])
    return String(decoding: result, as: UTF8.self)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("\u{1B}[2J", #"\x1b[2J"#),
    ("\u{0}\t\r\n\u{7F}", #"\x00\x09\x0d\x0a\x7f"#),
    ("\u{80}\u{9B}\u{A0}", "\\x80\\x9b\u{A0}"), ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
    ("\u{61C}\u{200E}\u{202E}\u{2066}", #"\u{61c}\u{200e}\u{202e}\u{2066}"#),
    ("\u{FEFF}\u{E0001}", #"\u{feff}\u{e0001}"#), ("é👨‍👩‍👧 می‌خواهم", "é👨‍👩‍👧 می‌خواهم"),
    (#"\x1b"#, #"\x1b"#),
  ])
  func `what a terminal would obey is escaped, in text and in bytes`(text: String, shown: String) {
    #expect(text.escapedForTerminal == shown)
    #expect(escaped(Array(text.utf8)) == "> " + shown)
  }

  @Test(
    arguments: [
      ([0xFF], #"\xff"#), ([0x41, 0x9B, 0x42], #"A\x9bB"#), ([0xC3], #"\xc3"#),
      ([0xE2, 0x80, 0x41], #"\xe2\x80A"#), ([0xED, 0xA0, 0x80], #"\xed\xa0\x80"#),
      ([0xC3, 0xA9, 0xFF, 0xC3, 0xA9], #"é\xffé"#), ([0xF0, 0x9F, 0x98], #"\xf0\x9f\x98"#),
    ] as [([UInt8], String)])
  func `bytes that are not UTF-8 are escaped one by one`(bytes: [UInt8], shown: String) {
    #expect(escaped(bytes) == "> " + shown)
  }

  @Test func `no byte makes anything but printable UTF-8`() {
    for first in UInt8.min...(.max) {
      for second in UInt8.min...(.max) {
        let text = escaped([first, second, 0x80])
        #expect(!text.unicodeScalars.contains { $0.commandsTerminal || $0 == "\u{FFFD}" })
      }
    }
  }

  @Test func `every scalar is shown or escaped, and none is lost`() {
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar).escapedForTerminal
      if scalar.commandsTerminal {
        #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
      } else if text.unicodeScalars.first != scalar {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }
}
