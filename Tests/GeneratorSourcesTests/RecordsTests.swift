import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct RecordsTests {
  @Test(
    arguments: [
      ("a\0b\0", "\0", ["a", "b"]), ("a\0\0b", "\0", ["a", "", "b"]), ("", "\0", []),
      ("\0", "\0", [""]), ("a\r\n", "\n", ["a\r"]),
      ("a--b----c-d--", "--", ["a", "b", "", "c-d"]), ("a-", "--", ["a-"]),
      ("---", "--", ["", "-"]),
      ("aaabaab", "aab", ["a", ""]), ("x||y|z", "||", ["x", "y|z"]),
    ], [1, 2, 3, 100])
  func `separators of one byte and of several, in pieces of any size`(
    _ sample: (String, String, [String]), pieceSize: Int
  ) throws {
    let (text, separator, expected) = sample
    let found = try records(of: Memory(text, pieceSize: pieceSize), separatedBy: separator)
      .collect()
    expectEqual(found, expected)
  }

  @Test func `records of random bytes are those of splitting`() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<300 {
      let text = String((0..<60).map { _ in "ab".randomElement(using: &random)! })
      let separator = ["a", "ab", "aa", "aba", "bbab"].randomElement(using: &random)!
      var expected: [String] = []
      var rest = text[...]
      while let hit = rest.firstRange(of: separator) {
        expected.append(String(rest[..<hit.lowerBound]))
        rest = rest[hit.upperBound...]
      }
      if !rest.isEmpty { expected.append(String(rest)) }
      let input = Memory(text, pieceSize: Int.random(in: 1...20, using: &random))
      #expect(
        try records(of: input, separatedBy: separator).collect() == expected,
        "\(text) by \(separator)")
    }
  }

  @Test func `an empty separator is a trap that says so`() async {
    await #expect(processExitsWith: .failure) {
      _ = try? records(of: Memory("a"), separatedBy: "").next()
    }
  }
}

struct RecordReaderTests {
  @Test(arguments: [1, 2, 7, 1000])
  func `a line that is too long is an error, and the next call continues after it`(pieceSize: Int)
    throws
  {
    let long = String(repeating: "x", count: 50)
    var reader = try RecordReader(
      linesOf: Memory("ab\n\(long)\ncd\r\n\(long)\r\n\(long)", pieceSize: pieceSize), limit: 5)
    var events: [String] = []
    while true {
      do {
        guard let line = try reader.next() else { break }
        events.append("\(line.number) \(line.text) \(line.bytes.byteCount)")
      } catch {
        events.append("\(error)")
      }
    }
    expectEqual(
      events,
      [
        "1 ab 2", "memory:2: longer than 5 bytes", "3 cd 2", "memory:4: longer than 5 bytes",
        "memory:5: longer than 5 bytes",
      ])
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [1, 2, 3, 1000])
  func `long records with a separator of several bytes are skipped whole`(pieceSize: Int) throws {
    var reader = try RecordReader(
      of: Memory("ab--0123456789-0--cd", pieceSize: pieceSize), separatedBy: "--".utf8, limit: 3)
    try expectEqual(reader.next()?.text, "ab")
    #expect(throws: SourceError.self) { try reader.next()?.text }
    try expectEqual(reader.next()?.text, "cd")
  }

  @Test func `after an error of the source there is nothing more`() throws {
    var reader = try RecordReader(linesOf: Memory("a\nbc", failure: Errno.ioError))
    try expectEqual(reader.next()?.text, "a")
    #expect(throws: SourceError.self) { try reader.next()?.text }
    try expectEqual(reader.next()?.text, nil)
  }

  @Test func `bytes and their numbers`() throws {
    var reader = try RecordReader(linesOf: Memory("a\n\nbc"))
    var found: [(Int, [UInt8])] = []
    while let line = try reader.next() { found.append((line.number, line.array)) }
    expectEqual(found.map(\.0), [1, 2, 3])
    expectEqual(found.map(\.1), [[0x61], [], [0x62, 0x63]])
  }

  @Test func `slices that are kept do not change`() throws {
    let expected = (0..<40_000).map { "line \($0)" }
    var reader = try RecordReader(linesOf: Memory(expected.joined(separator: "\n")))
    var kept: [ArraySlice<UInt8>] = []
    while let line = try reader.nextSlice() {
      if reader.number % 1000 == 1 { kept.append(line) }
    }
    expectEqual(reader.number, 40_000)
    let texts = kept.map { String(decoding: $0, as: UTF8.self) }
    expectEqual(texts, stride(from: 0, to: 40_000, by: 1000).map { expected[$0] })
  }

  @Test func `it closes its input when it is released`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a", "x\ny\n")
    do {
      var reader = try RecordReader(linesOf: path)
      try expectEqual(reader.next()?.text, "x")
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(openCount(of: path), 0)
  }
}
