import CommandTestSupport
import Foundation
import GeneratorSources
import Generators
import Testing

@testable import WordcountKit

@Suite struct TextSourcesTests {
  private func count(
    _ arguments: [String], matching pattern: Glob = "**", workers: Int = 2
  ) -> TextCounts {
    textCounts(of: TextSources(arguments, matching: pattern).pieces(), workers: workers)
  }

  private func library() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    try directory.file("a.txt", Data("one two\n".utf8))
    try directory.file("deep/er/b.txt", Data("two three".utf8))
    try directory.file("deep/c.md", Data("four\n\n".utf8))
    try directory.file("deep/empty", [])
    try directory.file("deep/image", [1, 2, 0, 3])
    try directory.file(".hidden/d.txt", Data("hidden".utf8))
    return directory
  }

  @Test(arguments: [1, 2, 3, 8])
  func `all texts of a directory are counted`(workers: Int) throws {
    let directory = try library()
    let counts = count([directory.path], workers: workers)
    #expect(counts.files == 4)
    #expect(counts.binaryFiles == 1)
    #expect((counts.lines, counts.words, counts.bytes) == (3, 5, 23))
    #expect(counts.topWords(1).map(\.word) == ["two"])
    #expect(counts.messages == [])
  }

  @Test func `only files that match the pattern are counted`() throws {
    let directory = try library()
    #expect(count([directory.path], matching: "**/*.txt").words == 4)
    #expect(count([directory.path], matching: Glob("**/*.txt", includesHidden: true)).words == 5)
    let none = count([directory.path], matching: "*.pdf")
    #expect(none.messages == ["\(directory.path): no files in it"])
    #expect(!none.hasAnswer)
    let wrong = count([directory.path], matching: "../*")
    #expect(wrong.messages.count == 1)
  }

  @Test func `what is named is counted whatever it is`() throws {
    let directory = try library()
    let counts = count(["\(directory.path)/deep/image", "\(directory.path)/deep/empty"])
    #expect((counts.files, counts.bytes, counts.words, counts.binaryFiles) == (2, 4, 1, 0))
  }

  @Test func `what is named twice is counted twice`() throws {
    let directory = try library()
    let path = "\(directory.path)/a.txt"
    #expect(count([path, path]).words == 4)
  }

  @Test func `what can not be read is said and the rest counted`() throws {
    let directory = try library()
    try directory.link("nowhere", to: "no such file")
    let counts = count([
      "/nonexistent/a", "\(directory.path)/a.txt", "\(directory.path)/nowhere", directory.path,
    ])
    #expect(
      counts.messages == [
        "/nonexistent/a: No such file or directory",
        "\(directory.path)/nowhere: No such file or directory",
      ])
    #expect(counts.files == 5)
  }

  @Test func `an empty directory has no answer`() throws {
    let directory = try TemporaryDirectory()
    let counts = count([directory.path])
    #expect(counts.messages == ["\(directory.path): no files in it"])
    #expect(!counts.hasAnswer)
  }

  @Test func `links that go in circles end`() throws {
    let directory = try library()
    try directory.link("deep/up", to: "..")
    try directory.link("deep/self", to: "self")
    try directory.link("deep/er/file", to: "../../a.txt")
    let counts = count([directory.path])
    #expect(counts.files == 5)
    #expect(counts.words == 7)
    #expect(counts.messages == [])
  }

  #if os(Linux)
    @Test func `what fails while it is read is said`() {
      // It can be opened, and is empty at its beginning.
      let counts = count(["/proc/self/mem"])
      #expect(counts.messages == ["/proc/self/mem: Input/output error"])
    }

    @Test func `a file that says it is empty is read`() {
      let counts = count(["/proc/self/status"])
      #expect(counts.files == 1)
      #expect(counts.lines > 10)
    }
  #endif

  @Test(arguments: 0...9)
  func `large files are cut`(extra: Int) throws {
    // The texts around the ends of pieces must not be divided.
    let pieceSize = 2_000
    var text = randomText(9 * pieceSize - 1 + extra, seed: UInt64(extra + 1))
    for piece in 1...8 {
      let bytes = Array("word\u{3000}wörd".utf8)
      let start = piece * pieceSize - 1 - extra
      text.replaceSubrange(start..<(start + bytes.count), with: bytes)
    }
    let file = try TemporaryDirectory().file("large", text)
    var sources = TextSources([file.path])
    sources.pieceSize = pieceSize
    let pieces = Array(sources.pieces())
    #expect(pieces.count == (extra == 0 ? 8 : 9))
    #expect(pieces.map(\.size).reduce(0, +) == text.count)
    #expect(pieces.map(\.isFirst) == [true] + pieces.dropFirst().map { _ in false })
    let expected = Reference(text)
    for workers in [1, 2, 5] {
      let counts = textCounts(of: pieces, workers: workers)
      #expect(Reference(counts) == expected)
      #expect(counts.files == 1)
    }
  }

  @Test func `a large file that is no text is passed over whole`() throws {
    let directory = try TemporaryDirectory()
    try directory.file("binary", Array(repeating: UInt8(0), count: 3 * pieceSize))
    try directory.file(
      "late", Array(repeating: UInt8(ascii: "a"), count: 8_000) + [0] + Array("\nb".utf8))
    let counts = count([directory.path])
    #expect(counts.binaryFiles == 1)
    #expect((counts.files, counts.words) == (1, 2))
  }

  @Test func `a pipe is read`() throws {
    let text = randomText(100_000, seed: 5)
    let file = try TemporaryDirectory().file("text", text)
    let cat = Process()
    let pipe = Pipe()
    cat.executableURL = URL(filePath: "/bin/cat")
    cat.arguments = [file.path]
    cat.standardOutput = pipe
    try cat.run()
    try pipe.fileHandleForWriting.close()
    let counts = count(["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"])
    cat.waitUntilExit()
    #expect(Reference(counts) == Reference(text))
    #expect(counts.files == 1)
  }

  @Test func `a stop ends it`() throws {
    let directory = try library()
    let stop = try SourceStop()
    let pieces = TextSources([directory.path, directory.path], stop: stop).pieces()
    #expect(pieces.next() != nil)
    stop.stop()
    #expect(Array(pieces).count == 0)
    let none = TextSources([directory.path, "/nonexistent"], stop: stop).pieces()
    #expect(none.next() == nil)
  }

  @Test func `a part of a file that is gone is a failure`() throws {
    let directory = try library()
    let pieces = Array(TextSources(["\(directory.path)/a.txt"]).pieces())
    try FileManager.default.removeItem(atPath: "\(directory.path)/a.txt")
    read(pieces)
    let counts = textCounts(of: pieces)
    #expect(counts.messages == ["\(directory.path)/a.txt: No such file or directory"])
    #expect(!counts.hasAnswer)
  }
}
