import Foundation
import Generators
import SystemPackage
import Testing

@testable import WeblogKit

@Suite struct LineReaderTests {
  @Test(arguments: [
    ("", []),
    ("\n", [""]),
    ("\n\n", ["", ""]),
    ("a", ["a"]),
    ("a\n", ["a"]),
    ("a\nb", ["a", "b"]),
    ("a\nb\n", ["a", "b"]),
    ("a\r\nb\r\n", ["a", "b"]),
    ("a\r\nb\r", ["a", "b"]),
    ("a\rb\n", ["a\rb"]),
    ("a\r\r\n", ["a\r"]),
    ("\r\n", [""]),
    ("a\n\nb", ["a", "", "b"]),
    ("a\u{0}b\n\u{0}\n", ["a\u{0}b", "\u{0}"]),
    ("0123456\n01234567\n012345678\n", ["0123456", "01234567", "012345678"]),
  ])
  func linesEndWithLFCRLFOrTheFile(content: String, lines: [String]) throws {
    // Chunks of every small size put every byte at the end of one.
    for chunkSize in 1...20 {
      let reading = LineReading(chunkSize: chunkSize)
      let found = try readLines(Array(content.utf8), reading: reading)
      #expect(found.map(\.text) == lines, "chunks of \(chunkSize)")
      #expect(found.map(\.number) == Array(1..<(lines.count + 1)))
      #expect(found.allSatisfy { !$0.isTooLong })
    }
  }

  @Test func bytesThatAreNotUTF8StayAsTheyAre() throws {
    let bytes: [[UInt8]] = [[0xFF, 0xFE, 0x80], [0xC3], [0xED, 0xA0, 0x80]]
    let read = try withInput(Array(bytes.joined(separator: [0x0A]))) { input in
      try lines(of: input).withSequence { $0.map { Array($0.bytes) } }
    }
    #expect(read == bytes)
  }

  @Test func aLineMayBeLongerThanManyChunks() throws {
    let long = String(repeating: "0123456789", count: 2_000)
    let content = Array("a\n\(long)\nb\n\(long)".utf8)
    let found = try readLines(content, reading: LineReading(chunkSize: 64))
    #expect(found.map(\.text) == ["a", long, "b", long])
  }

  @Test(arguments: ["\n", "\r\n"], [1, 3, 10, 11, 12, 13, 64])
  func theLimitIsTheLongestLineThatIsGiven(end: String, chunkSize: Int) throws {
    let reading = LineReading(chunkSize: chunkSize, maximumLineLength: 10)
    let lengths = [9, 10, 11, 12, 13, 14, 25, 100, 3]
    let content = lengths.map { String(repeating: "x", count: $0) + end }.joined()
    let found = try readLines(Array(content.utf8), reading: reading)
    #expect(found.map(\.number) == Array(1...lengths.count))
    #expect(found.map(\.isTooLong) == lengths.map { $0 > 10 })
    #expect(found.map(\.text.count) == lengths.map { $0 > 10 ? 0 : $0 })
  }

  @Test(arguments: [9, 10, 11, 12, 13, 24, 25])
  func theLimitHoldsForALastLineWithoutAnEnd(length: Int) throws {
    let reading = LineReading(chunkSize: 4, maximumLineLength: 10)
    let found = try readLines(
      Array("a\n".utf8) + [UInt8](repeating: 0x78, count: length), reading: reading)
    #expect(found.map(\.number) == [1, 2])
    #expect(found.map(\.isTooLong) == [false, length > 10])
  }

  @Test func aLineCanBeKeptWhileTheReaderGoesOn() throws {
    let content = (0..<100).map { "line \($0)\n" }.joined()
    try withInput(Array(content.utf8)) { input in
      let lines = lines(of: input, reading: LineReading(chunkSize: 16))
      var kept: [Line] = []
      while let line = try lines.next() { kept.append(line) }
      #expect(kept.map(\.bytes.text) == (0..<100).map { "line \($0)" })
    }
  }

  @Test func nothingIsOpenedBeforeTheFirstLineIsAskedFor() throws {
    let lines = lines(ofFile: "/nonexistent/file")
    #expect(lines.state == .created)
    #expect(throws: Errno.noSuchFileOrDirectory) { try lines.next() }
    #expect(lines.state == .closed)
  }

  @Test func aDirectoryIsAnErrorNotAnEmptyFile() {
    #expect(throws: Errno.isDirectory) { try lines(ofFile: "/").next() }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "no /proc"))
  func aFileIsClosedWhenTheLinesAreLetGoOf() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "weblog-test-\(UUID().uuidString)")
    try Data("a\nb\n".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    func isOpen() throws -> Bool {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").contains { name in
        let path = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/fd/\(name)")
        return path?.hasSuffix(url.lastPathComponent) ?? false
      }
    }
    do {
      let lines = lines(ofFile: FilePath(url.path))
      #expect(try !isOpen())
      #expect(try lines.next()?.bytes.text == "a")
      #expect(try isOpen())
    }
    #expect(try !isOpen())
  }
}
