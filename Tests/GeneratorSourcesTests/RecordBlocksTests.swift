import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

/// A record as a test compares it.
private struct Found: Equatable, CustomStringConvertible {
  var text: String
  var offset: Int
  var isTruncated = false

  init(_ text: String, _ offset: Int, isTruncated: Bool = false) {
    (self.text, self.offset, self.isTruncated) = (text, offset, isTruncated)
  }

  init(_ record: RecordSlice) {
    self.init(record.text, Int(record.offset), isTruncated: record.isTruncated)
  }

  var description: String { "\(offset):\(text)\(isTruncated ? "…" : "")" }
}

/// Returns the records of all blocks, which must be adjacent.
private func collect(_ blocks: ThrowingGenerator<RecordBlock>) throws -> [Found] {
  var found: [Found] = []
  var end: Int64?
  while let block = try blocks.next() {
    expectEqual(block.offset, end ?? block.offset)
    end = block.offset + Int64(block.bytes.count + block.omittedByteCount)
    #expect(!block.bytes.isEmpty)
    #expect(block.underestimatedCount <= Array(block).count)
    found += block.map(Found.init)
  }
  try expectEqual(blocks.next() == nil, true)
  return found
}

/// Returns the records of a text, by a plain search.
private func split(_ text: [UInt8], by delimiter: [UInt8], isLine: Bool = false) -> [Found] {
  var found: [Found] = []
  var (start, index) = (0, 0)
  func add(to end: Int) {
    var bytes = text[start..<end]
    if isLine, bytes.last == 13 { bytes.removeLast() }
    found.append(Found(String(decoding: bytes, as: UTF8.self), start))
  }
  while index < text.count {
    if text[index...].starts(with: delimiter) {
      add(to: index)
      index += delimiter.count
      start = index
    } else {
      index += 1
    }
  }
  if start < text.count { add(to: text.count) }
  return found
}

struct RecordBlocksTests {
  @Test(
    arguments: [
      ("", []), ("\n", [""]), ("\n\n", ["", ""]), ("a", ["a"]), ("a\n", ["a"]),
      ("a\nb", ["a", "b"]), ("\r\n", [""]), ("a\r\n\r\nb\r", ["a", "", "b"]), ("\r", [""]),
      ("a\rb\n", ["a\rb"]), ("a\n\n\nb\n", ["a", "", "", "b"]), ("a\r\r\n", ["a\r"]),
      ("\n\r", ["", ""]),
    ])
  func `whatever is read at once the lines are the same`(
    sample: (text: String, lines: [String])
  ) throws {
    for size in 1...10 {
      let ofBlocks = recordBlocks(of: Memory(sample.text), blockSize: size)
      try expectEqual(collect(ofBlocks).map(\.text), sample.lines)
      let ofPieces = recordBlocks(of: Memory(sample.text, pieceSize: size))
      try expectEqual(collect(ofPieces).map(\.text), sample.lines)
    }
  }

  @Test(arguments: [1, 2, 7, 64, 65])
  func `records of every length around the ends of blocks`(blockSize: Int) throws {
    for length in 0...(2 * blockSize + 2) {
      for isLast in [false, true] {
        let long = String(repeating: "x", count: length)
        let text = "ab\n\(long)\n\nc" + (isLast ? "" : "\n")
        let expected = [
          Found("ab", 0), Found(long, 3), Found("", length + 4), Found("c", length + 5),
        ]
        for pieceSize in [blockSize, 3] {
          let input = Memory(text, pieceSize: pieceSize)
          try expectEqual(collect(recordBlocks(of: input, blockSize: blockSize)), expected)
        }
      }
    }
  }

  @Test(arguments: 1...8)
  func `random records are those of splitting`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let pieces = ["\n", "\r\n", "\r", "\0", "a", "bc", "defghi", "0123456789", "--", "-"]
    for _ in 0..<60 {
      let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in random.pick(pieces) }
        .joined()
      let bytes = Array(text.utf8)
      let input = Memory(text, pieceSize: Int.random(in: 1...30, using: &random))
      let blockSize = Int.random(in: 1...30, using: &random)
      try expectEqual(
        collect(recordBlocks(of: input, blockSize: blockSize)),
        split(bytes, by: [10], isLine: true))
      try expectEqual(
        collect(recordBlocks(of: input, delimiter: .byte(0), blockSize: blockSize)),
        split(bytes, by: [0]))
      try expectEqual(
        collect(recordBlocks(of: input, delimiter: .bytes("--".utf8), blockSize: blockSize)),
        split(bytes, by: Array("--".utf8)))
      // And those of the reader of single lines.
      var reader = try RecordReader(linesOf: input)
      var lines: [String] = []
      while let line = try reader.next() { lines.append(line.text) }
      try expectEqual(
        collect(recordBlocks(of: input, blockSize: blockSize)).map(\.text), lines)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 100])
  func `words are delimited by white space`(blockSize: Int) throws {
    let text = " \u{3000}one  two\u{A0}\u{2003}thr\u{E9}e\n\u{85}\u{1680} four\u{2028}"
    for pieceSize in [1, 2, 3, 100] {
      let input = Memory(text, pieceSize: pieceSize)
      let words = try collect(
        recordBlocks(of: input, delimiter: .whiteSpace, blockSize: blockSize, limit: 100))
      expectEqual(words.map(\.text), ["one", "two", "thr\u{E9}e", "four"])
      let bytes = Array(text.utf8)
      for word in words { #expect(bytes[word.offset...].starts(with: word.text.utf8)) }
    }
  }

  @Test func `a block is one reading, and a kept block stays as it was`() throws {
    let blocks = recordBlocks(of: Memory("a\nbb\nccc\ndddd\ne", pieceSize: 5), blockSize: 5)
    let first = try #require(try blocks.next())
    let second = try #require(try blocks.next())
    let third = try #require(try blocks.next())
    expectEqual(Array(first.bytes), Array("a\nbb\n".utf8))
    expectEqual(Array(second.bytes), Array("ccc\n".utf8))
    expectEqual(Array(third.bytes), Array("dddd\n".utf8))
    expectEqual([first.offset, second.offset, third.offset], [0, 5, 9])
    let records = Array(second)
    expectEqual(try blocks.next().map { Array($0.bytes) }, Array("e".utf8))
    expectEqual(try blocks.next() == nil, true)
    // A record shares the memory of its block, and can be scanned there.
    let bytes = records[0].bytes
    let span = bytes.span
    expectEqual(span.count, 3)
    expectEqual(span[2], UInt8(ascii: "c"))
  }

  @Test(arguments: [1, 3, 7, 100])
  func `a record that is too long is an error, and the reader continues after it`(
    blockSize: Int
  ) throws {
    let long = String(repeating: "x", count: 50)
    for pieceSize in [1, 2, 7, 1000] {
      let input = Memory("ab\n\(long)\n12345\r\n123456\n\(long)", pieceSize: pieceSize)
      var reader = try RecordBlockReader(of: input, blockSize: blockSize, limit: 5)
      var events: [String] = []
      while true {
        do {
          guard let block = try reader.next() else { break }
          for line in block { events.append("\(line.offset) \(line.text)") }
        } catch let error as SourceError {
          events.append("\(error)")
        }
      }
      let error = "memory: longer than 5 bytes"
      expectEqual(events, ["0 ab", error, "54 12345", error, error])
      expectEqual(try reader.next() == nil, true)
      // A generator ends with its error.
      let blocks = recordBlocks(of: input, blockSize: blockSize, limit: 5)
      var lines: [String] = []
      #expect(throws: SourceError.self) {
        while let block = try blocks.next() { lines += block.map(\.text) }
      }
      expectEqual(lines, ["ab"])
      expectEqual(try blocks.next() == nil, true)
    }
  }

  @Test(arguments: [1, 3, 7, 100])
  func `of a record that is too long the beginning is returned if it is truncated`(
    blockSize: Int
  ) throws {
    let long = String(repeating: "x", count: 50)
    let text = "ab\n\(long)\n12345\r\n123456\r\n\(long)"
    for pieceSize in [1, 2, 7, 1000] {
      let input = Memory(text, pieceSize: pieceSize)
      let found = try collect(
        recordBlocks(of: input, blockSize: blockSize, limit: 5, longRecords: .truncate))
      expectEqual(
        found,
        [
          Found("ab", 0), Found("xxxxx", 3, isTruncated: true), Found("12345", 54),
          Found("12345", 61, isTruncated: true), Found("xxxxx", 69, isTruncated: true),
        ])
    }
    // Each byte of the source is in a block or omitted.
    let blocks = recordBlocks(
      of: Memory(text), blockSize: blockSize, limit: 5, longRecords: .truncate)
    var count = 0
    while let block = try blocks.next() { count += block.bytes.count + block.omittedByteCount }
    expectEqual(count, text.utf8.count)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6])
  func `a record that had begun when reading fails is not returned`(blockSize: Int) throws {
    for policy in [LongRecordPolicy.fail, .truncate] {
      for text in ["a\nb\nc", "a\nb\n" + String(repeating: "c", count: 40)] {
        let input = Memory(text, failure: Errno.ioError)
        let blocks = recordBlocks(
          of: input, blockSize: blockSize, limit: 100, longRecords: policy)
        var lines: [String] = []
        let error = #expect(throws: SourceError.self) {
          while let block = try blocks.next() { lines += block.map(\.text) }
        }
        expectEqual(error?.description, "memory: Input/output error")
        expectEqual(lines, ["a", "b"])
        expectEqual(try blocks.next() == nil, true)
      }
    }
    let input = Memory("a\n" + String(repeating: "b", count: 40), failure: Errno.ioError)
    let blocks = recordBlocks(
      of: input, blockSize: blockSize, limit: 10, longRecords: .truncate)
    var lines: [String] = []
    #expect(throws: SourceError.self) {
      while let block = try blocks.next() { lines += block.map(\.text) }
    }
    expectEqual(lines, ["a"])
  }

  @Test func `the file is opened by the first block and closed with the generator`() throws {
    let missing = recordBlocks(of: FilePath("/nonexistent/log"))
    let error = #expect(throws: SourceError.self) { try missing.next() }
    expectEqual(error?.description, "/nonexistent/log: No such file or directory")
    let directory = try TemporaryDirectory()
    let file = try directory.file("log", String(repeating: "line\n", count: 1000))
    let blocks = recordBlocks(of: file, blockSize: 100)
    expectEqual(try openCount(of: file), 0)
    expectEqual(try blocks.next()?.map(\.text).first, "line")
    expectEqual(try openCount(of: file), 1)
    try blocks.close()
    expectEqual(try openCount(of: file), 0)
  }

  @Test func `a pipe's written records are a block, without waiting for more`() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    defer { try? reading.close() }
    let blocks = recordBlocks(of: reading)
    try writing.writeAll("one\ntw".utf8)
    expectEqual(try blocks.next()?.map(Found.init), [Found("one", 0)])
    try writing.writeAll("o\nthree\nfo".utf8)
    expectEqual(try blocks.next()?.map(Found.init), [Found("two", 4), Found("three", 8)])
    try writing.close()
    expectEqual(try blocks.next()?.map(Found.init), [Found("fo", 14)])
    expectEqual(try blocks.next() == nil, true)
  }

  @Test func `a stop ends a reading that waits`() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    defer { for end in [reading, writing] { try? end.close() } }
    let stop = try SourceStop()
    let blocks = recordBlocks(of: reading.stopping(by: stop))
    try writing.writeAll("one\ntwo".utf8)
    expectEqual(try blocks.next()?.map(\.text), ["one"])
    let stopper = Background { stop.stop() }
    expectEqual(try blocks.next()?.map(\.text), ["two"])
    expectEqual(try blocks.next() == nil, true)
    try stopper.join()
  }

  @Test func `several files are one with ConcatenatedInput`() throws {
    let directory = try TemporaryDirectory()
    let paths = [
      try directory.file("a", "one\ntw"), try directory.file("b", ""),
      try directory.file("c", "o\nthree"),
    ]
    try expectEqual(
      collect(recordBlocks(of: ConcatenatedInput(paths))),
      [Found("one", 0), Found("two", 4), Found("three", 8)])
  }

  @Test func `blocks can be dealt with on other threads`() async throws {
    let text = (0..<5000).map { "line \($0)\n" }.joined()
    let blocks = recordBlocks(of: Memory(text), blockSize: 1000)
    let lengths = try await withThrowingTaskGroup(of: (Int64, [String]).self) { group in
      while let block = try blocks.next() {
        group.addTask { (block.offset, block.map(\.text)) }
      }
      var found: [(Int64, [String])] = []
      for try await part in group { found.append(part) }
      return found.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
    expectEqual(lengths, (0..<5000).map { "line \($0)" })
  }

  @Test func `sizes that are not positive are traps that say so`() async {
    await #expect(processExitsWith: .failure) {
      _ = try? recordBlocks(of: Memory("a"), blockSize: 0).next()
    }
    await #expect(processExitsWith: .failure) {
      _ = try? recordBlocks(of: Memory("a"), limit: 0).next()
    }
    await #expect(processExitsWith: .failure) {
      _ = try? recordBlocks(of: Memory("a"), delimiter: .bytes([])).next()
    }
    await #expect(processExitsWith: .failure) {
      _ = try? recordBlocks(
        of: FilePath("/dev/null"), startingIn: 0..<1, delimiter: .bytes([1, 2])
      ).next()
    }
  }
}

/// A file that several readers read together.
struct RecordBlockPartsTests {
  private func parts(
    of path: FilePath, _ bounds: [Int64], _ delimiter: RecordDelimiter, blockSize: Int,
    limit: Int = 100
  ) throws -> [Found] {
    try zip(bounds, bounds.dropFirst()).flatMap { start, end in
      let found = try collect(
        recordBlocks(
          of: path, startingIn: start..<end, delimiter: delimiter, blockSize: blockSize,
          limit: limit, longRecords: .truncate))
      for record in found { #expect((start..<end).contains(Int64(record.offset))) }
      return found
    }
  }

  private static let texts = [
    "", "\n", "a", "a\n", "one\ntwo\r\n\r\n\nthree", "\n\n\na\n\n", "no end of a line at all",
    "one  two\u{3000}\u{A0}thr\u{E9}e\n\u{85}four \u{2028}",
  ]

  @Test(arguments: texts)
  func `each cut is exact`(text: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("text", text)
    let bytes = Array(text.utf8)
    let lines = split(bytes, by: [10], isLine: true)
    let words = try collect(recordBlocks(of: path, delimiter: .whiteSpace))
    for cut in 0...Int64(bytes.count) {
      let bounds = [0, cut, .max]
      for blockSize in [1, 3, 1000] {
        expectEqual(try parts(of: path, bounds, .lineEnd, blockSize: blockSize), lines)
        expectEqual(try parts(of: path, bounds, .whiteSpace, blockSize: blockSize), words)
      }
    }
  }

  @Test(arguments: 1...6)
  func `a file can be cut into any parts`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let directory = try TemporaryDirectory()
    var text = ""
    for _ in 0..<300 {
      text += String(repeating: "x", count: Int.random(in: 0...40, using: &random))
      if random.chance(1) { text += String(repeating: "y", count: 3000) }
      text += random.pick(["\n", "\r\n", " ", "\u{2003}"])
    }
    let path = try directory.file("text", text)
    let count = Int64(text.utf8.count)
    for delimiter in [RecordDelimiter.lineEnd, .whiteSpace, .byte(UInt8(ascii: "x"))] {
      let whole = try collect(
        recordBlocks(of: path, delimiter: delimiter, limit: 500, longRecords: .truncate))
      for size in [1000, 77, 9] as [Int64] {
        let bounds = Array(stride(from: 0, to: count, by: Int(size))) + [.max]
        let blockSize = Int.random(in: 1...2000, using: &random)
        expectEqual(
          try parts(of: path, bounds, delimiter, blockSize: blockSize, limit: 500), whole)
      }
    }
  }

  @Test func `nothing begins in an empty part, or behind the end of the file`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("text", "a\nb\n")
    for part in [0..<0, 2..<2, 4..<9, 50..<60] as [Range<Int64>] {
      expectEqual(try collect(recordBlocks(of: path, startingIn: part)), [])
    }
    expectEqual(try collect(recordBlocks(of: path, startingIn: 2..<3)), [Found("b", 2)])
    let missing = recordBlocks(of: directory.path.appending("none"), startingIn: 0..<9)
    #expect(throws: SourceError.self) { try missing.next() }
  }
}
