import GeneratorAlgorithms
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct PathInputTests {
  /// A path that the system would end at its NUL, and so mistake for the path of another file.
  static let withNUL = "access.log\0.bak"

  @Test func `a string is read as the file of its path`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("words.txt", "one\ntwo\n")
    let text = path.string
    try expectEqual(lines(of: text).collect(), ["one", "two"])
    try expectEqual(lines(of: text).collect(), lines(of: path).collect())
    try expectEqual(lines(of: [text, text]).collect(), ["one", "two", "one", "two"])
    try expectEqual(csvRows(of: text).collect().count, 2)
    try expectEqual(
      recordBlocks(of: text, startingIn: 4..<8).flatMap { $0.map(\.text) }.collect(), ["two"])
    try expectEqual(
      lines(of: text.following(from: .beginning, idle: .zero)).collect(), ["one", "two"])
    expectEqual(text.name, path.name)
    expectEqual(text.following().name, path.name)
  }

  @Test func `a writer takes a string`() throws {
    let directory = try TemporaryDirectory()
    let text = directory.path.appending("out").string
    try expectEqual(push(["a", "b"], into: writer(to: text)), 4)
    try expectEqual(push([[0x63, 0x0A]], into: byteWriter(to: text, appending: true)), 2)
    try expectEqual(lines(of: text).collect(), ["a", "b", "c"])
  }

  @Test func `a directory and the path that a pattern matches can be strings`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.log", "")
    try expectEqual(files(in: directory.path.string).collect(), [path])
    #expect(Glob("*.log").matches("a.log"))
    #expect(!Glob("*.log").matches("a.txt"))
    expectEqual(["a.log", "a.txt"].filter(Glob("*.log").matches), ["a.log"])
  }

  @Test(arguments: ["", "no such file"])
  func `a string that names no file is the system's error`(path: String) {
    let error = #expect(throws: SourceError.self) { try lines(of: path).next() }
    expectEqual(error?.source, path)
    guard case .system(.noSuchFileOrDirectory)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["no such directory", "", PathInputTests.withNUL])
  func `a directory that can't exist is skipped like one that can't be read`(path: String) throws {
    var skipped: [String] = []
    let found = files(in: path, unreadable: .skip { skipped.append($0.source) })
    try expectEqual(found.collect(), [])
    expectEqual(skipped, [path])
  }

  @Test func `following an empty path is an error and doesn't wait`() throws {
    let error = #expect(throws: SourceError.self) { try lines(of: "".following()).next() }
    guard case .system(.noSuchFileOrDirectory)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a NUL in a string is an error and doesn't cut the path`() throws {
    let directory = try TemporaryDirectory()
    let whole = try directory.file("access.log", "secret\n").string + "\0.bak"
    let message = "\(whole): a path can't have a NUL character"
    func description(_ action: () throws -> Void) -> String? {
      #expect(throws: SourceError.self, performing: action)?.description
    }
    expectEqual(description { _ = try whole.filePath() }, message)
    expectEqual(description { _ = try lines(of: whole).next() }, message)
    expectEqual(description { _ = try RecordReader(linesOf: whole) }, message)
    expectEqual(description { _ = try RecordBlockReader(of: whole) }, message)
    expectEqual(description { _ = try RecordBlockReader(of: whole, startingIn: 1..<2) }, message)
    expectEqual(description { _ = try files(in: whole).next() }, message)
    expectEqual(description { _ = try lines(of: whole.following()).next() }, message)
    #expect(!Glob("**").matches(whole))

    let sinkError = #expect(throws: SinkError.self) { try push(["x"], into: writer(to: whole)) }
    expectEqual(sinkError?.sink, whole)
    expectEqual(sinkError?.errno, .invalidArgument)
    try expectEqual(lines(of: directory.path.appending("access.log")).collect(), ["secret"])
  }
}
