import Foundation
import Synchronization
import Testing

/// What the program does on a terminal alone.
@Suite struct TerminalTests {
  /// A terminal whose other side is read here, all the time, so that nobody waits who writes to it.
  private final class Terminal {
    let follower: FileHandle
    private let text = WrittenText()
    private let reading: Task<Void, Never>

    init() throws {
      let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      try #require(descriptor >= 0)
      #if os(Linux)
        // The module of the C library has no grantpt(3) and its like: these are what they do.
        var (unlocked, number) = (CInt(0), CInt(0))
        try #require(ioctl(descriptor, 0x4004_5431, &unlocked) == 0)
        try #require(ioctl(descriptor, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
      #else
        try #require(grantpt(descriptor) == 0 && unlockpt(descriptor) == 0)
        let name = String(cString: try #require(ptsname(descriptor)))
      #endif
      follower = try #require(FileHandle(forUpdatingAtPath: name))
      let text = text
      reading = Task.detached {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
          // At the end there is an error on Linux, and nothing elsewhere.
          let count = read(descriptor, &buffer, buffer.count)
          if count <= 0 { break }
          text.append(buffer[..<count])
        }
        close(descriptor)
      }
    }

    /// Whether anything was written so far.
    var hasText: Bool { !text.value.isEmpty }

    /// Waits until what was written so far has this in it, or for half a minute.
    func wait(for part: String) async throws {
      for _ in 0..<600 where !text.value.contains(part) {
        try await Task.sleep(for: .milliseconds(50))
      }
      try #require(text.value.contains(part))
    }

    /// All that was written, when nobody has the terminal open any more to write to it.
    func written() async throws -> String {
      try follower.close()
      await reading.value
      return text.value
    }
  }

  /// What was written, which one thread adds to and others look at.
  private final class WrittenText: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var value: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func append(_ more: ArraySlice<UInt8>) { bytes.withLock { $0 += more } }
  }

  private static let line =
    #"192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "agent""# + "\n"

  /// Starts the program, with what is missing sent to nowhere.
  private func start(
    _ arguments: [String], input: Pipe? = nil, output: FileHandle? = nil, errors: FileHandle? = nil,
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments
    // Whether who runs the tests likes colours is not asked.
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "NO_COLOR" }
      .merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = errors ?? FileHandle.nullDevice
    try Program.withSignal(SIGINT, blocked: false) { try process.run() }
    return process
  }

  /// Feeds the program for more than a second, and on until something is to be seen.
  private func feed(_ input: Pipe, until isSeen: () -> Bool) throws {
    for count in 0..<300 {
      try input.fileHandleForWriting.write(contentsOf: Data(Self.line.utf8))
      Thread.sleep(forTimeInterval: 0.1)
      if count > 20 && isSeen() { break }
    }
    try input.fileHandleForWriting.close()
  }

  @Test(arguments: [(true, "2"), (false, "1"), (false, "3")])
  func progressIsShownOfWhatTakesLong(isQuiet: Bool, jobs: String) async throws {
    let (terminal, input) = (try Terminal(), Pipe())
    let process = try start(
      ["--jobs", jobs] + (isQuiet ? ["--quiet"] : []), input: input, errors: terminal.follower)
    try feed(input) { isQuiet || terminal.hasText }
    process.waitUntilExit()
    let written = try await terminal.written()
    if isQuiet {
      #expect(written == "")
    } else {
      // How often it is drawn depends on the machine.
      #expect(written.contains(#/\r(\d+ B|1\.\d kB), \d+ B/s\x1b\[K/#))
      let bytes = written.matches(of: #/\r(\d+) B,/#).compactMap { Int($0.output.1) }
      #expect(bytes == bytes.sorted())
      // What is left in the line at the end is nothing.
      #expect(written.hasSuffix("\r\u{1b}[K"))
    }
    #expect(process.terminationStatus == 0)
  }

  @Test func progressIsShownOnATerminalAlone() throws {
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
  func titlesAreBoldOnATerminal(environment: [String: String], isBold: Bool) async throws {
    let (terminal, input) = (try Terminal(), Pipe())
    let process = try start(
      ["top"], input: input, output: terminal.follower, environment: environment)
    try input.fileHandleForWriting.write(contentsOf: Data(Self.line.utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    let written = try await terminal.written()
    #expect(written.contains("\u{1b}[1mTop paths\u{1b}[0m") == isBold)
    #expect(written.contains("\u{1b}") == isBold)
    #expect(written.contains("/a"))
  }

  @Test func followDrawsAnewWhatComes() async throws {
    let (terminal, directory) = (try Terminal(), try TemporaryDirectory())
    let log = try directory.file("access.log", Data(Self.line.utf8))
    let process = try start(["follow", "--from-start", log], output: terminal.follower)
    try await terminal.wait(for: "Requests         1")
    let file = try #require(FileHandle(forWritingAtPath: log))
    try file.seekToEnd()
    try file.write(contentsOf: Data((Self.line + Self.line).utf8))
    try await terminal.wait(for: "Requests         3")
    // It is rotated, and goes on.
    try FileManager.default.moveItem(atPath: log, toPath: log + ".1")
    try directory.file("access.log", Data(Self.line.utf8))
    try await terminal.wait(for: "Requests         4")
    Program.interrupt(process)
    let written = try await terminal.written()
    #expect(written.hasPrefix("\u{1b}[H"))
    #expect(process.terminationStatus == 130)
  }

  @Test func followPrintsAtTheEndWhereThereIsNoTerminal() throws {
    let (output, directory) = (Pipe(), try TemporaryDirectory())
    let log = directory.path + "/not-yet.log"
    let process = try start(
      ["follow", "--json", "--from-start", log], output: output.fileHandleForWriting)
    try output.fileHandleForWriting.close()
    // The log is made while the program waits for it, or else before it looks.
    Thread.sleep(forTimeInterval: 0.5)
    try directory.file("not-yet.log", Data((Self.line + Self.line + "bad\n").utf8))
    // Nothing tells that it was read, and the busiest machine has done it by then.
    Thread.sleep(forTimeInterval: 4)
    Program.interrupt(process)
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let report = try #require(try JSONSerialization.jsonObject(with: printed) as? [String: Any])
    #expect(report["requests"] as? Int == 2)
    #expect(report["malformedLines"] as? Int == 1)
  }
}
