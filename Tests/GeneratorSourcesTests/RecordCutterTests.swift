import TestSupport
import Testing

@testable import GeneratorSources

/// The state machine alone: no source, no buffer.
struct RecordCutterTests {
  /// Passes a text in pieces, and collects the cutter's steps.
  private func steps(
    _ text: String, _ delimiter: RecordDelimiter, limit: Int, pieceSize: Int
  ) -> [String] {
    var cutter = RecordCutter(delimiter, limit: limit)
    var rest = Array(text.utf8)[...]
    var unread: [UInt8] = []
    var found: [String] = []
    while true {
      let step = cutter.next(in: unread.span.bytes)
      switch step {
      case .record(let count, let consumed):
        found.append(String(decoding: unread[..<count], as: UTF8.self))
        unread.removeFirst(consumed)
      case .tooLong(let consumed, _):
        found.append("<too long>")
        unread.removeFirst(consumed)
      case .discard(let count, _):
        #expect(count > 0)
        unread.removeFirst(count)
      case .more:
        #expect(unread.count < cutter.capacity)
        if rest.isEmpty { cutter.end() }
        unread += rest.prefix(pieceSize)
        rest = rest.dropFirst(pieceSize)
      case .end:
        expectEqual(unread, [])
        return found
      }
    }
  }

  @Test(
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\nb\n", ["a", "b"]), ("a\r\n\r\n\r", ["a", "", ""]),
      ("12345\n123456\n1234567890\nb", ["12345", "<too long>", "<too long>", "b"]),
      ("12345\r\n123456\r\n\r\r\n", ["12345", "<too long>", "\r"]),
      ("123456", ["<too long>"]), ("1234567890", ["<too long>"]),
    ], [1, 2, 3, 100])
  func `the lines are the same, whatever is fed at once`(
    sample: (text: String, lines: [String]), pieceSize: Int
  ) {
    expectEqual(steps(sample.text, .lineEnd, limit: 5, pieceSize: pieceSize), sample.lines)
  }

  @Test(arguments: [1, 2, 3, 100])
  func `a delimiter of several bytes may be split between two pieces`(pieceSize: Int) {
    let found = steps(
      "a--b----c-d--1234567890--e-", .bytes("--".utf8), limit: 5, pieceSize: pieceSize)
    expectEqual(found, ["a", "b", "", "c-d", "<too long>", "e-"])
  }

  @Test func `a block step takes all whole records, and a too long one alone`() {
    var cutter = RecordCutter(.lineEnd, limit: 4)
    expectEqual(cutter.nextBlock(in: Array("a\nb\nc".utf8), from: 0), .records(count: 4))
    expectEqual(cutter.nextBlock(in: Array("c".utf8), from: 0), .more)
    expectEqual(
      cutter.nextBlock(in: Array("cdefg\nh\n".utf8), from: 0),
      .tooLong(consumed: 6, delimiter: 1))
    expectEqual(cutter.nextBlock(in: Array("h\n".utf8), from: 0), .records(count: 2))
    expectEqual(
      cutter.nextBlock(in: Array("123456".utf8), from: 0), .tooLong(consumed: 6, delimiter: 0))
    expectEqual(cutter.nextBlock(in: Array("78".utf8), from: 0), .discard(2, delimiter: 0))
    expectEqual(cutter.nextBlock(in: Array("9\nx".utf8), from: 0), .discard(2, delimiter: 1))
    cutter.end()
    expectEqual(cutter.nextBlock(in: Array("x".utf8), from: 0), .records(count: 1))
    expectEqual(cutter.nextBlock(in: [], from: 0), .end)
  }

  @Test func `white space is found in UTF-8, from either side`() {
    let spaces =
      ["\t", "\n", "\u{B}", "\u{C}", "\r", " ", "\u{85}", "\u{A0}", "\u{1680}"]
      + (0x2000...0x200A).map { String(Unicode.Scalar($0)!) }
      + ["\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}"]
    for space in spaces {
      let bytes = Array("é日\(space)本ä".utf8)
      let range = 5..<(5 + space.utf8.count)
      let delimiter = RecordDelimiter.whiteSpace
      expectEqual(delimiter.firstMatch(in: bytes.span.bytes, from: 0), range)
      expectEqual(delimiter.endOfLastMatch(in: bytes.span.bytes, from: 0), range.upperBound)
    }
    for scalar in 0...0x3001 as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(scalar) else { continue }
      let bytes = Array(String(scalar).utf8)
      let match = RecordDelimiter.whiteSpace.firstMatch(in: bytes.span.bytes, from: 0)
      expectEqual(match != nil, scalar.properties.isWhitespace)
    }
  }
}
