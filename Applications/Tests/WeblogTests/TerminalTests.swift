import CommandTestSupport
import Foundation
import Testing

/// The program's behaviour on a terminal only.
@Suite struct TerminalTests {
  private static let line =
    #"192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "agent""# + "\n"

  /// Starts the program, with missing outputs discarded.
  private func start(
    _ arguments: [String], input: Pipe? = nil, output: FileHandle? = nil, errors: FileHandle? = nil,
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments
    // The test doesn't depend on the colour preference of its user.
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "NO_COLOR" }
      .merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = errors ?? FileHandle.nullDevice
    try Program.withSignal(SIGINT, blocked: false) { try process.run() }
    return process
  }

  /// Feeds the program for more than a second, until its output shows something, or for ten minutes.
  private func feed(_ input: Pipe, until isSeen: () -> Bool) throws {
    for count in 0..<6_000 {
      try input.fileHandleForWriting.write(contentsOf: Data(Self.line.utf8))
      Thread.sleep(forTimeInterval: 0.1)
      if count > 20 && isSeen() { break }
    }
    try input.fileHandleForWriting.close()
  }

  @Test(arguments: [(true, "2"), (false, "1"), (false, "3")])
  func `progress is shown of what takes long`(isQuiet: Bool, jobs: String) throws {
    let (terminal, input) = (try #require(PseudoTerminal()), Pipe())
    let process = try start(
      ["--jobs", jobs] + (isQuiet ? ["--quiet"] : []), input: input, errors: terminal.handle)
    try feed(input) { isQuiet || !terminal.textSoFar.isEmpty }
    process.waitUntilExit()
    let written = try terminal.text()
    if isQuiet {
      #expect(written == "")
    } else {
      // The number of drawings depends on the machine.
      #expect(written.contains(#/\r(\d+ B|1\.\d kB), \d+ B/s\x1b\[K/#))
      let bytes = written.matches(of: #/\r(\d+) B,/#).compactMap { Int($0.output.1) }
      #expect(bytes == bytes.sorted())
      // The line is empty at the end.
      #expect(written.hasSuffix("\r\u{1b}[K"))
    }
    #expect(process.terminationStatus == 0)
  }

  @Test func `progress is shown on a terminal alone`() throws {
    let (errors, input) = (Pipe(), Pipe())
    let process = try start([], input: input, errors: errors.fileHandleForWriting)
    try errors.fileHandleForWriting.close()
    try feed(input) { true }
    process.waitUntilExit()
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }

  @Test(
    arguments: [
      ([:], true), (["NO_COLOR": "1"], false),
    ] as [([String: String], Bool)])
  func `titles are bold on a terminal`(environment: [String: String], isBold: Bool) throws {
    let (terminal, input) = (try #require(PseudoTerminal()), Pipe())
    let process = try start(
      ["top"], input: input, output: terminal.handle, environment: environment)
    try input.fileHandleForWriting.write(contentsOf: Data(Self.line.utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    let written = try terminal.text()
    #expect(written.contains("\u{1b}[1mTop paths\u{1b}[0m") == isBold)
    #expect(written.contains("\u{1b}") == isBold)
    #expect(written.contains("/a"))
  }

  @Test func `follow draws anew what comes`() throws {
    let (terminal, directory) = (try #require(PseudoTerminal()), try TemporaryDirectory())
    let log = try directory.file("access.log", Data(Self.line.utf8))
    let process = try start(["follow", "--from-start", log], output: terminal.handle)
    #expect(terminal.wait(for: "Requests         1"))
    let file = try #require(FileHandle(forWritingAtPath: log))
    try file.seekToEnd()
    try file.write(contentsOf: Data((Self.line + Self.line).utf8))
    #expect(terminal.wait(for: "Requests         3"))
    // The log is rotated, and watching continues.
    try FileManager.default.moveItem(atPath: log, toPath: log + ".1")
    try directory.file("access.log", Data(Self.line.utf8))
    #expect(terminal.wait(for: "Requests         4"))
    Program.interrupt(process)
    let written = try terminal.text()
    #expect(written.hasPrefix("\u{1b}[H"))
    #expect(process.terminationStatus == 130)
  }

  @Test func `follow prints at the end where there is no terminal`() throws {
    let (output, directory) = (Pipe(), try TemporaryDirectory())
    let log = directory.path + "/not-yet.log"
    let process = try start(
      ["follow", "--json", "--from-start", log], output: output.fileHandleForWriting)
    try output.fileHandleForWriting.close()
    // The log is created while the program waits for it, or before it looks.
    Thread.sleep(forTimeInterval: 0.5)
    try directory.file("not-yet.log", Data((Self.line + Self.line + "bad\n").utf8))
    // Nothing reports that the log was read. Even the busiest machine has done it by then.
    Thread.sleep(forTimeInterval: 4)
    Program.interrupt(process)
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let report = try #require(try JSONSerialization.jsonObject(with: printed) as? [String: Any])
    #expect(report["requests"] as? Int == 2)
    #expect(report["malformedLines"] as? Int == 1)
  }
}
