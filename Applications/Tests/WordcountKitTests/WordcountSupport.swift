import CommandTestSupport
import GeneratorSources

@testable import WordcountKit

/// The counts, computed as simply as possible.
struct Reference: Equatable {
  var lines = 0
  var words = 0
  var bytes = 0
  var occurrences: [[UInt8]: Int] = [:]

  /// Creates the counts of a text.
  init(_ text: [UInt8]) {
    bytes = text.count
    lines = text.count { $0 == 10 }
    var (word, length) = ("", 0)
    func end(_ reference: inout Reference) {
      if length > 0 {
        reference.words += 1
        let letters = word.unicodeScalars.map(String.init)
        let isOutside = { (letter: String) in !isPartOfWord(letter.unicodeScalars.first!) }
        let core = letters.drop(while: isOutside).reversed().drop(while: isOutside).reversed()
        let lowercased = Array(core.joined().lowercased().utf8)
        if length <= 255, !lowercased.isEmpty, lowercased.count <= 255 {
          reference.occurrences[lowercased, default: 0] += 1
        }
      }
      (word, length) = ("", 0)
    }
    // The parser of the standard library returns the length of each character, valid or not.
    var parser = Unicode.UTF8.ForwardParser()
    var source = text.makeIterator()
    parsing: while true {
      switch parser.parseScalar(from: &source) {
      case .valid(let bytes):
        let scalar = Unicode.UTF8.decode(bytes)
        if scalar.properties.isWhitespace {
          end(&self)
        } else {
          word.unicodeScalars.append(scalar)
          length += bytes.count
        }
      case .error(let count):
        word += "\u{FFFD}"
        length += count
      case .emptyInput: break parsing
      }
    }
    end(&self)
  }

  /// Creates a reference from the program's counts.
  init(_ counts: TextCounts) {
    (lines, words, bytes) = (counts.lines, counts.words, counts.bytes)
    let all = counts.table.top(.max / 2)
    occurrences = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0.count) })
  }
}

private func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
  let categories: [Unicode.GeneralCategory] = [.nonspacingMark, .spacingMark, .enclosingMark]
  return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    || categories.contains(scalar.properties.generalCategory)
}

/// Returns a text of words, white space, and characters that look like them.
func randomText(_ count: Int, seed: UInt64) -> [UInt8] {
  var random = SeededGenerator(state: seed)
  let spaces = [
    " ", " ", " ", "\n", "\t", "\r\n", "\u{A0}", "\u{85}", "\u{2003}", "\u{3000}", "\u{2028}",
  ]
  let words = [
    "The", "the", "a", "Don't", "(well-known)", "x.y", "--", "É", "e\u{301}t\u{e9}", "ÅNGSTRÖM",
    "日本語",
    "“quoted”", "İ", "ß", "\u{200B}", "👍", "٣", "42", "abcdefghijklmnop", "abcdefghijklmnopq",
    "\u{0}",
    "a\u{0}b", "\u{1B}[1m", "ὈΔΥΣΣΕΎΣ",
  ]
  let broken: [[UInt8]] = [
    [0xFF], [0xE3, 0x80], [0xE3], [0x80], [0xC2], [0xF0, 0x9F], [0xE2, 0x80], [0xED, 0xA0, 0x80],
    [0xC0, 0x80], [0xF0, 0xE3, 0x80, 0x80],
  ]
  var text: [UInt8] = []
  while text.count < count {
    switch UInt64.random(in: 0..<100, using: &random) {
    case 0..<45: text += words.randomElement(using: &random)!.utf8
    case 45..<88: text += spaces.randomElement(using: &random)!.utf8
    case 88..<98: text += broken.randomElement(using: &random)!
    default:
      let letters = (230...270).randomElement(using: &random)!
      text += Array(repeating: UInt8(ascii: "w"), count: letters)
    }
  }
  return Array(text.prefix(count))
}

/// Bytes that come in small parts of many sizes.
struct Crumbs: ByteInput {
  let name = "crumbs"
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func open() -> any ByteSource { CrumbSource(bytes) }
}

private final class CrumbSource: ByteSource {
  private var rest: ArraySlice<UInt8>
  private var random = SeededGenerator(state: 7)

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  func read(into buffer: inout OutputSpan<UInt8>) {
    let count = min(rest.count, buffer.freeCapacity, Int.random(in: 1...700, using: &random))
    for byte in rest.prefix(count) { buffer.append(byte) }
    rest = rest.dropFirst(count)
  }
}
