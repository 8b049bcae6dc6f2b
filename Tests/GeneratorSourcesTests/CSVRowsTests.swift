import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

/// The results of CPython's csv module for random input: record_csv.py makes the file.
struct RecordedCSV: Decodable {
  var rows: [Rows]
  var records: [Records]

  struct Rows: Decodable {
    var delimiter: Character
    var text: String
    var rows: [[String]]
    var errorLine: Int?

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      delimiter = Character(try fields.decode(String.self))
      text = try fields.decode(String.self)
      rows = try fields.decode([[String]].self)
      errorLine = try fields.decodeIfPresent(Int.self)
    }
  }

  struct Records: Decodable {
    var text: String
    var records: [Record]

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      text = try fields.decode(String.self)
      records = try fields.decode([Record].self)
    }
  }

  struct Record: Decodable, Equatable {
    var line: Int
    var byName: [String: String?]
    var rest: [String]

    init(line: Int, byName: [String: String?], rest: [String]) {
      (self.line, self.byName, self.rest) = (line, byName, rest)
    }

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      line = try fields.decode(Int.self)
      byName = try fields.decode([String: String?].self)
      rest = try fields.decode([String].self)
    }
  }

  static func load() throws -> RecordedCSV {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "CSV.json")
    return try JSONDecoder().decode(RecordedCSV.self, from: Data(contentsOf: file))
  }
}

/// The rows of a generator until it ended or failed.
private func given<T>(_ g: ThrowingGenerator<T>) -> (elements: [T], error: (any Error)?) {
  var elements: [T] = []
  do {
    while let element = try g.next() { elements.append(element) }
    return (elements, nil)
  } catch {
    return (elements, error)
  }
}

struct CSVRowsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let rows: [[String]]
    var testDescription: String { text.debugDescription }
  }

  static let cases = [
    Case(text: "", rows: []),
    Case(text: "a", rows: [["a"]]),
    Case(text: "a\n", rows: [["a"]]),
    Case(text: "a,b\nc,d", rows: [["a", "b"], ["c", "d"]]),
    Case(text: "a,b\r\nc,d\r\n", rows: [["a", "b"], ["c", "d"]]),
    Case(text: ",\n", rows: [["", ""]]),
    Case(text: ",,", rows: [["", "", ""]]),
    Case(text: "a,", rows: [["a", ""]]),
    Case(text: "\n", rows: [[]]),
    Case(text: "\r\n\n\r\n", rows: [[], [], []]),
    Case(text: "a\n\nb", rows: [["a"], [], ["b"]]),
    Case(text: " \n", rows: [[" "]]),
    Case(text: "\"\"", rows: [[""]]),
    Case(text: "\"\"\n\"\",\"\"\n", rows: [[""], ["", ""]]),
    Case(text: "\"a\",\"b\"", rows: [["a", "b"]]),
    Case(text: "\"a,b\",c", rows: [["a,b", "c"]]),
    Case(text: "\"a\"\"b\"", rows: [["a\"b"]]),
    Case(text: "\"\"\"\"", rows: [["\""]]),
    Case(text: "\"\"\"\"\"\",x", rows: [["\"\"", "x"]]),
    Case(text: "\"a\nb\"\n", rows: [["a\nb"]]),
    Case(text: "\"a\r\nb\"\r\n\"\n\"\r\n", rows: [["a\r\nb"], ["\n"]]),
    Case(text: "\"a\rb\",\"\r\"\r\n", rows: [["a\rb", "\r"]]),
    Case(text: "a\r", rows: [["a"]]),
    Case(text: "\"a\"\r", rows: [["a"]]),
    Case(text: "\r", rows: [[]]),
    Case(text: "a;b\tc, d \n", rows: [["a;b\tc", " d "]]),
    Case(text: "a\0,\0\n\"\0\"", rows: [["a\0", "\0"], ["\0"]]),
    Case(text: "größer,日本語\n\"é\"\"é\"", rows: [["größer", "日本語"], ["é\"é"]]),
    Case(text: "\u{feff}a,b", rows: [["a", "b"]]),
    Case(text: "\u{feff}\"a\"\n\u{feff}b", rows: [["a"], ["\u{feff}b"]]),
    Case(text: "\u{feff}", rows: []),
    Case(text: "\u{feff}\n", rows: [[]]),
    Case(text: "\u{feff}\u{feff}", rows: [["\u{feff}"]]),
  ]

  @Test(arguments: cases, [1, 2, 3, 1000])
  func `rows of all kinds, in pieces of any size`(_ sample: Case, pieceSize: Int) throws {
    try expectEqual(csvRows(of: Memory(sample.text, pieceSize: pieceSize)).collect(), sample.rows)
  }

  @Test func `rows are those of CPython's csv, and violations of RFC 4180 are errors`()
    throws
  {
    let cases = try RecordedCSV.load().rows
    expectEqual(cases.count, 800)
    #expect(cases.count { $0.errorLine != nil } > 100)
    for sample in cases {
      for pieceSize in [1, 2, 7, 1000] {
        let input = Memory(sample.text, pieceSize: pieceSize)
        let (rows, error) = given(csvRows(of: input, delimiter: sample.delimiter))
        #expect(rows == sample.rows, "\(sample)")
        let sourceError = error as? SourceError
        #expect(sourceError?.line == sample.errorLine, "\(sample)")
        if let sourceError {
          guard case .malformed = sourceError.reason else {
            Issue.record("\(sourceError)")
            continue
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("a\"", 0, "memory:1: field 1 has a quote, and does not begin with one"),
    ("a\nb, \"c\"\n", 1, "memory:2: field 2 has a quote, and does not begin with one"),
    ("a,\"b\"c\n", 0, "memory:1: field 2 goes on after its closing quote"),
    ("\"a\" ,b\n", 0, "memory:1: field 1 goes on after its closing quote"),
    ("\"\"\"a\"\" \"b", 0, "memory:1: field 1 goes on after its closing quote"),
    ("\"", 0, "memory:1: field 1 has no closing quote"),
    ("a\n\"", 1, "memory:2: field 1 has no closing quote"),
    ("a\n\"b\"\"", 1, "memory:2: field 1 has no closing quote"),
    ("a\n\nb,\"c\nd\n", 2, "memory:3: field 2 has no closing quote, in line 5"),
    (
      "\"a\n\n\"\n\"b\n\",c\"\n", 1,
      "memory:4: field 2 has a quote, and does not begin with one, in line 5"
    ),
    ("\"a\r\n\"\r\n\"\n\"b", 1, "memory:3: field 1 goes on after its closing quote, in line 4"),
    ("a\rb\n", 0, "memory:1: after field 1 a carriage return has no line feed"),
    ("a,\"b\"\r,\n", 0, "memory:1: after field 2 a carriage return has no line feed"),
    ("a\n\r\r\n", 1, "memory:2: after field 1 a carriage return has no line feed"),
    ("\u{feff}a\n\u{feff}\"b\"", 1, "memory:2: field 1 has a quote, and does not begin with one"),
  ])
  func `a malformed row is an error with the line where the row begins`(
    text: String, rowsBefore: Int, message: String
  ) {
    for pieceSize in [1, 2, 1000] {
      let g = csvRows(of: Memory(text, pieceSize: pieceSize))
      let (rows, error) = given(g)
      expectEqual(rows.count, rowsBefore)
      expectEqual(error.map { "\($0)" }, message)
      expectEqual((try? g.next()), .some(nil))
    }
  }

  @Test func `random rows, over many buffers, are those that were written`() throws {
    let pieces = ["x", "yz", "é", " ", ",", "\"", "\n", "\r\n", String(repeating: "w", count: 70)]
    var random = SeededRandom(seed: 6)
    for round in 0..<10 {
      let rows = (0..<300).map { _ in
        (0..<Int.random(in: 2...6, using: &random)).map { _ in
          (0..<Int.random(in: 0...40, using: &random)).map { _ in random.pick(pieces) }.joined()
        }
      }
      let text = rows.map { row in
        row.map { field in
          let needsQuotes = field.contains { ",\"\n\r\n".contains($0) } || random.chance(20)
          return needsQuotes ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
        }.joined(separator: ",")
      }.joined(separator: round % 2 == 0 ? "\n" : "\r\n")
      let pieceSize = Int.random(in: 1...9000, using: &random)
      try expectEqual(csvRows(of: Memory(text, pieceSize: pieceSize)).collect(), rows)
      let directory = try TemporaryDirectory()
      try expectEqual(csvRows(of: directory.file("a.csv", text), ragged: .keep).collect(), rows)
    }
  }

  @Test func `a field longer than the buffer`() throws {
    let long = String(repeating: "é\n\"", count: 100_000)
    let plain = String(repeating: "é", count: 99_999)
    let text = "a,\"\(long.replacing("\"", with: "\"\""))\"\nb,\(plain)"
    try expectEqual(csvRows(of: Memory(text)).collect(), [["a", long], ["b", plain]])
  }

  @Test(arguments: [";", "\t", "|", ":", " ", "\0"])
  func `the delimiter may be another ASCII character`(delimiter: Character) throws {
    let text = "a,b\(delimiter)\"c\(delimiter)d\"\(delimiter)\n"
    let rows = try csvRows(of: Memory(text), delimiter: delimiter).collect()
    expectEqual(rows, [["a,b", "c\(delimiter)d", ""]])
  }

  @Test func `a delimiter that is none is a trap that says so`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = csvRows(of: Memory("a"), delimiter: "\"")
    }
    let message = result?.message ?? ""
    #expect(message.contains("a delimiter of fields must be an ASCII character other than a quote"))
    await #expect(processExitsWith: .failure) { _ = csvRows(of: Memory("a"), delimiter: "\n") }
    await #expect(processExitsWith: .failure) { _ = csvRows(of: Memory("a"), delimiter: "\r") }
    await #expect(processExitsWith: .failure) { _ = csvRows(of: Memory("a"), delimiter: "\r\n") }
    await #expect(processExitsWith: .failure) { _ = csvRows(of: Memory("a"), delimiter: "é") }
  }

  // MARK: - Ragged rows

  @Test func `ragged rows are returned unchanged, unless they must fail`() throws {
    let text = "\na,b\n\n\"c\n\",d\n\ne,f,g\nh"
    let all = try csvRows(of: Memory(text)).collect()
    expectEqual(all, [[], ["a", "b"], [], ["c\n", "d"], [], ["e", "f", "g"], ["h"]])
    let g = csvRows(of: Memory(text), ragged: .fail)
    try expectEqual(g.next(), ["a", "b"])
    try expectEqual(g.next(), ["c\n", "d"])
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory:7: 3 fields in place of 2")
    let short = csvRows(of: Memory("a,b\nc\n"), ragged: .fail)
    try expectEqual(short.next(), ["a", "b"])
    let second = #expect(throws: SourceError.self) { try short.next() }
    expectEqual(second.map { "\($0)" }, "memory:2: 1 field in place of 2")
  }

  // MARK: - Limits

  @Test func `a row of the limit is returned, and a longer one is an error with its number`() throws
  {
    let rows = [
      ("abcde", "abcdef"), ("a,b,c", "a,b,,c"), ("\"\n\",", "\"\n1\"\"\""),
      ("\"\n\"\"\"", "\"\n\",,,"),
    ]
    for pieceSize in [1, 3, 100] {
      for end in ["\n", "\r\n", ""] {
        for (fits, over) in rows {
          let good = Memory("ab\n\(fits)\(end)", pieceSize: pieceSize)
          try expectEqual(csvRows(of: good, limit: 5).collect().count, 2)
          let g = csvRows(of: Memory("ab\n\(over)\(end)", pieceSize: pieceSize), limit: 5)
          try expectEqual(g.next(), ["ab"])
          let error = #expect(throws: SourceError.self) { try g.next() }
          expectEqual(error.map { "\($0)" }, "memory:2: longer than 5 bytes")
          try expectEqual(g.next(), nil)
        }
      }
    }
  }

  @Test(arguments: [
    "abcdef\"", "abcdefg\"", "abcdefgh\"", "\"abcdef\"x", "\"abcdefgh", "abcdefg\rx",
  ])
  func `which error it is does not depend on how much was read ahead`(text: String) {
    let messages = [1, 2, 3, 1000].map { pieceSize in
      given(csvRows(of: Memory(text, pieceSize: pieceSize), limit: 5)).error.map { "\($0)" }
    }
    expectEqual(messages, Array(repeating: "memory:1: longer than 5 bytes", count: 4))
  }

  @Test func `a quote that is not closed takes no more than the limit`() throws {
    let text = "a\n\"" + String(repeating: "b,c\n", count: 300_000)
    let (rows, error) = given(csvRows(of: Memory(text), limit: 200_000))
    expectEqual(rows, [["a"]])
    expectEqual(error.map { "\($0)" }, "memory:2: longer than 200000 bytes")
  }

  @Test(arguments: [Int.max, 1 << 20])
  func `a limit below the buffer's size, and none at all`(limit: Int) throws {
    let long = String(repeating: "x", count: 300_000)
    try expectEqual(csvRows(of: Memory(long), limit: limit).collect(), [[long]])
  }

  @Test func `a limit that is not positive is a trap that says so`() async {
    await #expect(processExitsWith: .failure) { _ = csvRows(of: Memory("a"), limit: 0) }
  }

  // MARK: - Bytes that are not UTF-8

  @Test func `bytes that are not UTF-8 are repaired, or an error with their place in the row`()
    throws
  {
    var input = Memory("")
    input.content = Array("é,\"\n\"\né,\"\"\"".utf8) + [0xff] + Array("\"\n".utf8)
    try expectEqual(csvRows(of: input).collect(), [["é", "\n"], ["é", "\"\u{fffd}"]])
    let (rows, error) = given(csvRows(of: input, invalidUTF8: .fail))
    expectEqual(rows, [["é", "\n"]])
    expectEqual(error.map { "\($0)" }, "memory:3: not UTF-8 from byte 6 on")
    // A delimiter divides a character.
    input.content = [0xc3, 0x2c, 0xa9]
    try expectEqual(csvRows(of: input).collect(), [["\u{fffd}", "\u{fffd}"]])
    let cut = given(csvRows(of: input, invalidUTF8: .fail)).error
    expectEqual(cut.map { "\($0)" }, "memory:1: not UTF-8 from byte 0 on")
    let good = csvRows(of: Memory("é,\"a\"\"日\"\n"), invalidUTF8: .fail)
    try expectEqual(good.collect(), [["é", "a\"日"]])
  }

  @Test(arguments: [1, 2, 1000])
  func `the beginning of a byte order mark is none`(pieceSize: Int) throws {
    for bytes: [UInt8] in [[0xef], [0xef, 0xbb], [0xef, 0xbb, 0x2c]] {
      var input = Memory("", pieceSize: pieceSize)
      input.content = bytes
      let expected = String(decoding: bytes, as: UTF8.self).split(
        separator: ",", omittingEmptySubsequences: false
      ).map(String.init)
      try expectEqual(csvRows(of: input).collect(), [expected])
    }
  }

  // MARK: - The source

  @Test func `an error of the source comes after the rows that were whole`() throws {
    for text in ["a\nb,c\nd", "a\nb,c\n\"d", "a\nb,c\n\"d\"", "a\nb,c\n", "a\nb,c\nd\r"] {
      let g = csvRows(of: Memory(text, failure: Errno.ioError))
      try expectEqual(g.next(), ["a"])
      try expectEqual(g.next(), ["b", "c"])
      let error = #expect(throws: SourceError.self) { try g.next() }
      expectEqual(error.map { "\($0)" }, "memory: Input/output error")
      expectEqual(error?.line, nil)
      try expectEqual(g.next(), nil)
    }
    let own = csvRows(of: Memory("", failure: Failure(7)))
    #expect(throws: Failure.self) { try own.next() }
  }

  /// Returns a piece at each reading, and counts the readings.
  final class Counting: ByteInput, ByteSource {
    let name = "counting"
    var pieces: [String]
    var readings = 0

    init(_ pieces: [String]) { self.pieces = pieces.reversed() }

    func open() -> any ByteSource { self }

    func read(into buffer: inout OutputSpan<UInt8>) {
      readings += 1
      for byte in (pieces.popLast() ?? "").utf8 { buffer.append(byte) }
    }
  }

  @Test func `a row in a pipe is returned without waiting for more`() throws {
    let input = Counting(["a,b\n", "\"c\"\r\n", "\n", "d\r", "\ne"])
    let g = csvRows(of: input)
    for (row, readings) in [(["a", "b"], 1), (["c"], 2), ([], 3), (["d"], 5), (["e"], 6)] {
      try expectEqual(g.next(), row)
      expectEqual(input.readings, readings)
    }
    try expectEqual(g.next(), nil)
    // After the end it isn't read again.
    expectEqual(input.readings, 6)
  }

  @Test func `a file is closed at the end, and when its rows are closed, dropped or fail`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", "a\nb\nc\"\n")
    let g = csvRows(of: path)
    try expectEqual(openCount(of: path), 0)
    try expectEqual(g.next(), ["a"])
    try expectEqual(openCount(of: path), 1)
    try g.close()
    try expectEqual(openCount(of: path), 0)
    do {
      let g = csvRows(of: path)
      try expectEqual(g.next(), ["a"])
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(openCount(of: path), 0)
    let failing = csvRows(of: path)
    #expect(throws: SourceError.self) { while try failing.next() != nil {} }
    try expectEqual(openCount(of: path), 0)
    let whole = try directory.file("b.csv", "a\n")
    let ended = csvRows(of: whole)
    try expectEqual(ended.next(), ["a"])
    try expectEqual(ended.next(), nil)
    try expectEqual(openCount(of: whole), 0)
  }

  @Test func `a file that is not there is an error that names it`() throws {
    let missing = try TemporaryDirectory().path.appending("missing")
    let error = #expect(throws: SourceError.self) { try csvRows(of: missing).next() }
    expectEqual(error.map { "\($0)" }, "\(missing.string): No such file or directory")
  }

  @Test func `it is said where it was made`() {
    let g = csvRows(of: Memory("a"), fileID: "App/main.swift", line: 42)
    #expect("\(g)".contains("App/main.swift:42"))
  }
}
