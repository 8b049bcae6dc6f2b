import CommandTestSupport
import Foundation
import Testing

/// The command that watches logs, and other commands that wait for input.
@Suite struct FollowTests {
  private static let line =
    #"192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "agent""# + "\n"

  /// The program on a terminal, with its messages in a file.
  private final class Following {
    let terminal: PseudoTerminal
    let directory: TemporaryDirectory
    private let program: CommandTestSupport.Program
    private var messagesPath: String { directory.path + "/messages" }

    init(_ arguments: [String], messagesOnTerminal: Bool = false) throws {
      terminal = try #require(PseudoTerminal())
      directory = try TemporaryDirectory()
      try directory.file("messages", "".utf8)
      try directory.file("a.log", FollowTests.line.utf8)
      try directory.file("b.log", FollowTests.line.utf8)
      let messages = try #require(FileHandle(forWritingAtPath: directory.path + "/messages"))
      program = try CommandTestSupport.Program(
        "weblog", ["follow"] + arguments, output: terminal.handle,
        errors: messagesOnTerminal ? terminal.handle : messages, directory: directory.path)
    }

    var messages: String {
      (try? String(contentsOfFile: messagesPath, encoding: .utf8)) ?? ""
    }

    func waits(forMessage part: String) -> Bool {
      for _ in 0..<12_000 {
        if messages.contains(part) { return true }
        Thread.sleep(forTimeInterval: 0.05)
      }
      return false
    }

    func waits(forRequests count: Int) -> Bool { terminal.wait(for: "Requests         \(count)") }

    func append(_ text: String, to name: String) throws {
      let file = try #require(FileHandle(forWritingAtPath: "\(directory.path)/\(name)"))
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
    }

    func interrupt() throws -> CommandTestSupport.Program.Outcome {
      program.interrupt()
      return try program.finish()
    }
  }

  @Test func `a line that is too long is counted, and all logs are watched on`() throws {
    let following = try Following(["--from-start", "a.log", "b.log"])
    #expect(following.waits(forRequests: 2))
    let long = String(repeating: "x", count: 1_500_000)
    try following.append("\(long)\n\(Self.line)bad\n", to: "a.log")
    #expect(following.waits(forRequests: 3))
    try following.append(Self.line, to: "b.log")
    #expect(following.waits(forRequests: 4))
    let outcome = try following.interrupt()
    #expect(
      following.messages == """
        weblog: a.log: malformed line: longer than 1048576 bytes
        weblog: a.log: malformed line: no valid time like [17/May/2015:10:05:03 +0000]

        """)
    #expect(outcome.status == 130)
  }

  @Test func `of many malformed lines the first are named, and the others counted`() throws {
    let following = try Following(["--from-start", "a.log"])
    try following.append(String(repeating: "bad\n", count: 9) + Self.line, to: "a.log")
    #expect(following.waits(forRequests: 2))
    let outcome = try following.interrupt()
    #expect(following.messages.split(separator: "\n").count == 6)
    #expect(following.messages.hasSuffix("weblog: and 4 more malformed lines\n"))
    #expect(outcome.status == 130)
  }

  /// A directory and a link to itself, which even root can't open.
  @Test(arguments: [true, false])
  func `a log that can't be read for a while ends nothing`(isDirectory: Bool) throws {
    let following = try Following(["--from-start", "a.log", "b.log"])
    #expect(following.waits(forRequests: 2))
    let log = following.directory.path + "/a.log"
    try FileManager.default.removeItem(atPath: log)
    if isDirectory {
      try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: false)
    } else {
      try FileManager.default.createSymbolicLink(atPath: log, withDestinationPath: "a.log")
    }
    let message = isDirectory ? "directory" : "Too many levels of symbolic links"
    #expect(following.waits(forMessage: message))
    // The other log is still watched.
    try following.append(Self.line, to: "b.log")
    #expect(following.waits(forRequests: 3))
    try FileManager.default.removeItem(atPath: log)
    try following.directory.file("a.log", (Self.line + Self.line).utf8)
    #expect(following.waits(forRequests: 5))
    #expect(following.waits(forMessage: "a.log: reading continues with a new file"))
    #expect(try following.interrupt().status == 130)
  }

  @Test func `what is told on the terminal that is drawn on stands below the drawing`() throws {
    let following = try Following(
      ["--from-start", "a.log", "none\u{1B}.log"], messagesOnTerminal: true)
    #expect(following.waits(forRequests: 1))
    #expect(following.terminal.wait(for: #"none\x1b.log: there is no file"# + "\u{1B}[K\u{1B}[J"))
    #expect(try following.interrupt().status == 130)
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8], "compressed with gzip, which does not grow line by line"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed with xz, which is not read"),
    ] as [([UInt8], String)])
  func `a log that is compressed is not watched`(beginning: [UInt8], message: String) throws {
    let directory = try TemporaryDirectory()
    try directory.file("a.log.x", beginning)
    let outcome = try Program.run(["follow", "a.log.x"], directory: directory.path)
    #expect(outcome.errors.hasPrefix("weblog: a.log.x: \(message)"))
    #expect(outcome.output == "")
    #expect(outcome.status == 1)
  }

  /// One pipe has a writer that writes nothing yet.
  ///
  /// The other has none, so opening it waits.
  @Test(arguments: ["weblog", "wordcount"], [true, false])
  func `the first interrupt ends what waits for a pipe`(name: String, hasWriter: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let writer = hasWriter ? open(path, O_RDWR) : -1
    defer { if hasWriter { close(writer) } }
    let program = try CommandTestSupport.Program(name, ["pipe"], directory: directory.path)
    try program.waitUntilReady()
    // It may be about to open the pipe, or may be waiting: both must work.
    Thread.sleep(forTimeInterval: 0.3)
    program.interrupt()
    let outcome = try program.finish()
    #expect(outcome.hasExited)
    #expect(outcome.status == 130)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains(name == "weblog" ? "Requests        0" : "Lines"))
  }
}
