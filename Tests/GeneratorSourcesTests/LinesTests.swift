import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct LinesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let lines: [String]
    var testDescription: String { text.debugDescription }
  }

  static let cases = [
    Case(text: "", lines: []),
    Case(text: "\n", lines: [""]),
    Case(text: "a", lines: ["a"]),
    Case(text: "a\n", lines: ["a"]),
    Case(text: "a\nb", lines: ["a", "b"]),
    Case(text: "a\r\nb\r\n", lines: ["a", "b"]),
    Case(text: "a\r\n\r\nb", lines: ["a", "", "b"]),
    Case(text: "\n\n\n", lines: ["", "", ""]),
    Case(text: "a\rb\nc", lines: ["a\rb", "c"]),
    Case(text: "a\r", lines: ["a"]),
    Case(text: "a\r\r\n", lines: ["a\r"]),
    Case(text: "\r\n", lines: [""]),
    Case(text: "a\0b\n\0", lines: ["a\0b", "\0"]),
    Case(text: "größer\nŽluťoučký\n日本語", lines: ["größer", "Žluťoučký", "日本語"]),
  ]

  @Test(arguments: cases, [1, 2, 3, 1000])
  func `each end of a line, in pieces of any size`(_ sample: Case, pieceSize: Int) throws {
    let found = try lines(of: Memory(sample.text, pieceSize: pieceSize)).collect()
    expectEqual(found, sample.lines)
  }

  @Test func `lines of random lengths, over many buffers, are those of splitting`() throws {
    var random = SeededRandom(seed: 5)
    for _ in 0..<20 {
      let expected = (0..<200).map { _ in
        String(repeating: "x", count: Int.random(in: 0...4000, using: &random))
      }
      let input = Memory(
        expected.joined(separator: "\n") + "\n", pieceSize: Int.random(in: 1...9000, using: &random)
      )
      try expectEqual(lines(of: input).collect(), expected)
    }
  }

  @Test func `a line longer than the buffer`() throws {
    let long = String(repeating: "é", count: 400_000)
    try expectEqual(lines(of: Memory("a\n\(long)\nb")).collect(), ["a", long, "b"])
  }

  @Test func `a line of the limit is returned, and a longer one is an error with its number`()
    throws
  {
    for pieceSize in [1, 3, 100] {
      for end in ["\n", "\r\n", ""] {
        let fits = Memory("ab\nabcde\(end)", pieceSize: pieceSize)
        try expectEqual(lines(of: fits, limit: 5).collect(), ["ab", "abcde"])
        let g = lines(of: Memory("ab\nabcdef\(end)", pieceSize: pieceSize), limit: 5)
        try expectEqual(g.next(), "ab")
        let error = #expect(throws: SourceError.self) { try g.next() }
        expectEqual(error.map { "\($0)" }, "memory:2: longer than 5 bytes")
        try expectEqual(g.next(), nil)
      }
    }
  }

  @Test(arguments: [Int.max, 1 << 20])
  func `a limit below the buffer's size, and none at all`(limit: Int) throws {
    let long = String(repeating: "x", count: 300_000)
    try expectEqual(lines(of: Memory(long), limit: limit).collect(), [long])
  }

  @Test func `bytes that are not UTF-8 are repaired`() throws {
    var input = Memory("")
    input.content = [0x61, 0xff, 0x62, 0x0a, 0xe2, 0x82, 0x0a]
    try expectEqual(lines(of: input).collect(), ["a\u{fffd}b", "\u{fffd}"])
  }

  @Test func `bytes that are not UTF-8 are an error where that is wanted, with their place`() throws
  {
    var input = Memory("")
    input.content = Array("é\n".utf8) + [0xc3, 0xa9, 0x62, 0xff, 0x62, 0x0a]
    let g = lines(of: input, invalidUTF8: .fail)
    try expectEqual(g.next(), "é")
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory:2: not UTF-8 from byte 3 on")
  }

  @Test func `an error of the source comes after the lines that were whole`() throws {
    let g = lines(of: Memory("a\nb\nc", failure: Errno.ioError))
    try expectEqual(g.next(), "a")
    try expectEqual(g.next(), "b")
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error?.source, "memory")
    expectEqual(error?.line, nil)
    try expectEqual(g.next(), nil)
  }

  @Test func `an error of the source's own comes out as it is`() throws {
    let g = lines(of: Memory("", failure: Failure(7)))
    #expect(throws: Failure.self) { try g.next() }
  }

  @Test(arguments: [1, 2, 7, 1000])
  func `a bad line is skipped and reported on request`(pieceSize: Int) throws {
    var input = Memory(
      "ab\n123456\r\ncd\r\n1234567890123\n\nx?y\n12345\n123456", pieceSize: pieceSize)
    input.content[input.content.firstIndex(of: UInt8(ascii: "?"))!] = 0xFF
    let all = ["ab", "cd", "", "12345"]
    let errors = [2, 4, 6, 8].map {
      $0 == 6 ? "memory:6: not UTF-8 from byte 1 on" : "memory:\($0): longer than 5 bytes"
    }
    var told: [String] = []
    let skip = BadLinesPolicy.skip { told.append("\($0)") }
    try expectEqual(lines(of: input, limit: 5, invalidUTF8: .fail, badLines: skip).collect(), all)
    expectEqual(told, errors)
    told = []
    try expectEqual(
      interleavedLines(of: [input], limit: 5, invalidUTF8: .fail, badLines: skip).collect()
        .map(\.line), all)
    expectEqual(told, errors)
    told = []
    try expectEqual(
      lines(of: [input, input], limit: 5, invalidUTF8: .fail, badLines: skip).collect(), all + all)
    expectEqual(told, errors + errors)
    told = []
    try expectEqual(
      records(
        of: input, separatedBy: "\n", limit: 5, invalidUTF8: .fail, badRecords: skip
      ).collect(), ["ab", "cd\r", "", "12345"])
    expectEqual(told, errors)
  }

  @Test func `an error of the closure ends the lines, also if unreadable inputs are skipped`()
    throws
  {
    let error = SourceError(source: "x", reason: .malformed("enough"))
    let skip = BadLinesPolicy.skip { _ in throw error }
    let unreadable = UnreadableFilePolicy.skip { _ in Issue.record("no input is unreadable") }
    for g in [
      lines(of: Memory("a\n123456\nb"), limit: 5, badLines: skip),
      lines(of: [Memory("a\n123456\nb")], limit: 5, badLines: skip, unreadable: unreadable),
      ThrowingGenerator(
        interleavedLines(
          of: [Memory("a\n123456\nb")], limit: 5, badLines: skip, unreadable: unreadable
        ).map(\.line)),
    ] {
      try expectEqual(g.next(), "a")
      let thrown = #expect(throws: SourceError.self) { try g.next() }
      expectEqual(thrown.map { "\($0)" }, "x: enough")
      try expectEqual(g.next(), nil)
    }
  }

  @Test func `an error of the source, even with a line, is no bad line`() throws {
    let failure = SourceError(source: "x", line: 3, reason: .malformed("broken"))
    let skip = BadLinesPolicy.skip { _ in Issue.record("no line is bad") }
    let input = Memory("a\nb", failure: failure)
    for g in [
      lines(of: input, badLines: skip), lines(of: [input], badLines: skip),
      ThrowingGenerator(interleavedLines(of: [input], badLines: skip).map(\.line)),
    ] {
      try expectEqual(g.next(), "a")
      #expect(throws: SourceError.self) { try g.next() }
      try expectEqual(g.next(), nil)
    }
  }

  @Test func `a line without an end is reported when the limit is reached, not when all is read`()
    throws
  {
    var reader = try RecordReader(linesOf: FilePath("/dev/zero"), limit: 1000)
    #expect(throws: SourceError.self) { try reader.next()?.text }
    let error = #expect(throws: SourceError.self) {
      try lines(of: FilePath("/dev/zero"), limit: 1000).next()
    }
    expectEqual(error.map { "\($0)" }, "/dev/zero:1: longer than 1000 bytes")
  }

  @Test func `a limit that is not positive is a trap that says so`() async {
    await #expect(processExitsWith: .failure) {
      _ = try? lines(of: Memory("a"), limit: 0).next()
    }
  }
}

struct FileTests {
  @Test func `a file is opened at the first line and closed at its end`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.log", "one\ntwo\n")
    let g = lines(of: path)
    try expectEqual(openCount(of: path), 0)
    try expectEqual(g.next(), "one")
    try expectEqual(openCount(of: path), 1)
    try expectEqual(g.next(), "two")
    try expectEqual(g.next(), nil)
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `a file is closed when its lines are closed, dropped or fail`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.log", "one\ntwo\n\(String(repeating: "x", count: 200))")
    do {
      let g = lines(of: path)
      try expectEqual(g.next(), "one")
      try g.close()
      try expectEqual(openCount(of: path), 0)
    }
    do {
      let g = lines(of: path)
      try expectEqual(g.next(), "one")
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(openCount(of: path), 0)
    let g = lines(of: path, limit: 100)
    #expect(throws: SourceError.self) { while try g.next() != nil {} }
    try expectEqual(openCount(of: path), 0)
    let chunks = bytes(of: path, chunk: 2)
    try expectEqual(chunks.next(), Array("on".utf8))
    try chunks.close()
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `a descriptor is read from where it stands, and left open`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.log", "one\ntwo\n")
    let descriptor = try FileDescriptor.open(path, .readOnly)
    try descriptor.closeAfter {
      try descriptor.seek(offset: 4, from: .start)
      try expectEqual(lines(of: descriptor).collect(), ["two"])
      try expectEqual(openCount(of: path), 1)
    }
  }

  @Test func `an input that can't be opened or read is an error that names it`() throws {
    let directory = try TemporaryDirectory()
    let missing = directory.path.appending("missing")
    let error = #expect(throws: SourceError.self) { try lines(of: missing).next() }
    expectEqual(error.map { "\($0)" }, "\(missing.string): No such file or directory")
    let isDirectory = #expect(throws: SourceError.self) { try lines(of: directory.path).next() }
    expectEqual(isDirectory.map { "\($0)" }, "\(directory.path.string): Is a directory")
    let read = #expect(throws: SourceError.self) { try bytes(of: directory.path).next() }
    expectEqual(read.map { "\($0)" }, "\(directory.path.string): Is a directory")
    let closed = #expect(throws: SourceError.self) {
      try lines(of: FileDescriptor(rawValue: 987_654)).next()
    }
    expectEqual(closed.map { "\($0)" }, "descriptor 987654: Bad file descriptor")
  }

  @Test(.enabled(if: getuid() != 0))
  func `a file without permission is an error`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("secret", "x")
    chmod(path.string, 0)
    let error = #expect(throws: SourceError.self) { try lines(of: path).next() }
    expectEqual(error.map { "\($0)" }, "\(path.string): Permission denied")
  }

  @Test func `a file that is cut while it is read ends there, and one that is removed is read on`()
    throws
  {
    let directory = try TemporaryDirectory()
    let text = String(repeating: "0123456789\n", count: 30_000)
    let cut = try directory.file("cut", text)
    let g = lines(of: cut)
    try expectEqual(g.next(), "0123456789")
    expectEqual(truncate(cut.string, 10), 0)
    var count = 1
    while try g.next() != nil { count += 1 }
    #expect(count < 30_000)
    let removed = try directory.file("removed", text)
    let rest = lines(of: removed)
    try expectEqual(rest.next(), "0123456789")
    try FileManager.default.removeItem(atPath: removed.string)
    count = 1
    while try rest.next() != nil { count += 1 }
    expectEqual(count, 30_000)
  }

  @Test func `a named pipe is read as it is written`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path.appending("pipe")
    try #require(mkfifo(path.string, 0o600) == 0)
    let writer = Thread {
      guard let pipe = try? FileDescriptor.open(path, .writeOnly) else { return }
      for part in ["on", "e\ntw", "o\nthree"] { _ = try? pipe.writeAll(part.utf8) }
      try? pipe.close()
    }
    writer.start()
    try expectEqual(lines(of: path).collect(), ["one", "two", "three"])
  }

  @Test(arguments: [1, 3, 4, 11, 12, 1000])
  func `the bytes of a file in chunks`(size: Int) throws {
    let directory = try TemporaryDirectory()
    let content = Array("hello\r\nworld".utf8)
    let path = try directory.file("a", content)
    let found = try bytes(of: path, chunk: size).collect()
    expectEqual(found.flatMap { $0 }, content)
    #expect(found.dropLast().allSatisfy { $0.count == size })
    #expect(found.allSatisfy { !$0.isEmpty })
    #expect(try bytes(of: try directory.file("empty", ""), chunk: size).collect().isEmpty)
  }

  @Test func `a chunk that is not positive is a trap that says so`() async {
    await #expect(processExitsWith: .failure) { _ = bytes(of: Memory("a"), chunk: 0) }
  }

  @Test func `an error that is thrown into the bytes comes out as it is`() throws {
    let g = bytes(of: Memory("abc"), chunk: 1)
    _ = try g.next()
    #expect(throws: Errno.noSpace) { try g.throw(Errno.noSpace) }
  }
}
