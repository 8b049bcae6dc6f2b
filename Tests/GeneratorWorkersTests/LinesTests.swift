import GeneratorSources
import Generators
import TestSupport
import Testing

@testable import GeneratorWorkers

struct LinesTests {
  private static func lines(_ text: String) throws -> [String] {
    try Lines(of: MemoryInput(ArraySlice(text.utf8)), origin: .partition, onBadLine: nil)
      .map(\.text).collect()
  }

  @Test func `a line ends with a line feed, and nothing else`() throws {
    expectEqual(try Self.lines(""), [])
    expectEqual(try Self.lines("\n"), [""])
    expectEqual(try Self.lines("a\r\nb\0c\n\n"), ["a\r", "b\0c", ""])
    expectEqual(try Self.lines("a\nlast"), ["a", "last"])
  }

  @Test func `bytes that are not UTF-8 are kept`() throws {
    let bytes: [UInt8] = [0xFF, 0xC3, 0x0A, 0x80]
    let lines = Lines(of: MemoryInput(bytes[...]), origin: .partition, onBadLine: nil)
    expectEqual(try lines.map { Array($0.bytes) }.collect(), [[0xFF, 0xC3], [0x80]])
  }

  @Test func `lines have numbers`() throws {
    let lines = Lines(of: ["a", "b"])
    expectEqual(lines.number, 0)
    expectEqual(try lines.map(\.number).collect(), [1, 2])
    expectEqual(try lines.next()?.text, nil)
    expectEqual(lines.number, 2)
  }

  @Test func `a rejected line is an error with its number, on one line`() throws {
    let lines = Lines(of: ["a", "b\u{1b}\r"])
    _ = try lines.next()
    let line = try #require(try lines.next())
    let error = #expect(throws: WorkerError.self) { try lines.reject(line, because: "no\nline") }
    expectEqual(error?.description, #"partition line 2: no\nline: b\u{1B}\r"#)
  }

  @Test func `the beginning of a long line is shown`() throws {
    let lines = Lines(of: [String(repeating: "x", count: 1000)])
    let line = try #require(try lines.next())
    let error = #expect(throws: WorkerError.self) { try lines.reject(line, because: "long") }
    expectEqual(
      error?.description, "partition line 1: long: \(String(repeating: "x", count: 80))…")
  }

  @Test func `lines that can't be decoded are skipped where they may be`() throws {
    var skipped: [String] = []
    let lines = Lines(of: ["1", "x", "", "2"]) { skipped.append($0) }
    var numbers: [Int] = []
    while let number = try lines.next(decoding: { try Int(decoding: $0.bytes) }) {
      numbers.append(number)
    }
    expectEqual(numbers, [1, 2])
    expectEqual(
      skipped, ["partition line 2: not a number: x", "partition line 3: not a number: "])
  }

  @Test func `a line of a part of a file has its number in the file`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("log", (1...100).map { "line \($0)\n" }.joined())
    for start in [1, 6, 7, 8, 500, 780] as [Int64] {
      let lines = Lines(origin: .part(path, from: start), onBadLine: nil) {
        try RecordBlockReader(of: path, startingIn: start..<Int64.max, delimiter: .lineFeed)
      }
      let line = try #require(try lines.next())
      let error = #expect(throws: WorkerError.self) { try lines.reject(line, because: "bad") }
      let number = line.text.dropFirst(5)
      expectEqual(error?.description, "\(path):\(number): bad: line \(number)")
    }
  }

  @Test func `an input that can't be opened is an error at the first line`() throws {
    let lines = Lines(of: "no/such/file", origin: .partition, onBadLine: nil)
    let error = #expect(throws: WorkerError.self) { try lines.next() }
    expectEqual(error?.description, "no/such/file: No such file or directory")
    expectEqual(try lines.next()?.number, nil)
  }
}
