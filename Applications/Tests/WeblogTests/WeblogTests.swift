import Foundation
import Testing

/// Runs the program as a user does.
@Suite struct WeblogTests {
  private func run(
    _ arguments: [String], input: Data = Data(), output: FileHandle? = nil
  ) throws -> Program.Outcome {
    try Program.run(arguments, input: input, output: output)
  }

  private static let line =
    #"192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "agent""#
  private static let notFound =
    #"192.0.2.2 - - [18/May/2015:11:05:03 +0000] "GET /b HTTP/1.1" 404 5 "-" "agent""#

  private func members(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  @Test(arguments: [[], ["-"]])
  func `reads standard input`(arguments: [String]) throws {
    let outcome = try run(arguments, input: Data("\(Self.line)\r\n\(Self.notFound)".utf8))
    #expect(
      outcome.output.hasPrefix("Requests         2\nBytes           15\nDistinct hosts   2\n"))
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func `adds up its files`() throws {
    let files = try [Self.line, "\(Self.notFound)\n", ""].map { try TemporaryFile(Data($0.utf8)) }
    let outcome = try run(["--json"] + files.map(\.url.path))
    #expect(try members(outcome.output)["requests"] as? Int == 2)
    #expect(outcome.status == 0)
  }

  @Test func `tells of malformed lines and goes on`() throws {
    let bad = (1...7).map { "bad \($0)" }
    let lines = [Self.line] + bad + [Self.notFound]
    let outcome = try run(["--json"], input: Data(lines.joined(separator: "\n").utf8))
    let explanation = "malformed line: no valid time like [17/May/2015:10:05:03 +0000]"
    let messages = (2...6).map { "weblog: standard input:\($0): \(explanation)\n" }
    #expect(outcome.errors == messages.joined() + "weblog: and 2 more malformed lines\n")
    #expect(try members(outcome.output)["requests"] as? Int == 2)
    #expect(try members(outcome.output)["malformedLines"] as? Int == 7)
    #expect(outcome.status == 0)
  }

  @Test func `a file that is missing is an error and the others are read`() throws {
    let file = try TemporaryFile(Data(Self.line.utf8))
    let outcome = try run(["--json", "/nonexistent/log", file.url.path])
    #expect(outcome.errors == "weblog: /nonexistent/log: No such file or directory\n")
    #expect(try members(outcome.output)["requests"] as? Int == 1)
    #expect(outcome.status == 1)
  }

  @Test(
    arguments: [
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed with xz, which is not read"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd, which is not read"),
      (
        [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "compressed with bzip2, which"
      ),
      ([0xFF, 0xFE, 0x31, 0x00, 0x0A, 0x00], "text in UTF-16, which is not read"),
    ] as [([UInt8], String)])
  func `a format that is not read is named and the others are read`(
    beginning: [UInt8], message: String
  ) throws {
    let foreign = Data(beginning + Array(repeating: 0x0A, count: 10_000))
    let (file, log) = (try TemporaryFile(foreign), try TemporaryFile(Data(Self.line.utf8)))
    for jobs in ["1", "3"] {
      let outcome = try run(["--json", "--jobs", jobs, file.url.path, log.url.path])
      #expect(outcome.errors.hasPrefix("weblog: \(file.url.path): \(message)"))
      #expect(outcome.errors.utf8.count { $0 == 0x0A } == 1)
      #expect(try members(outcome.output)["requests"] as? Int == 1)
      #expect(try members(outcome.output)["malformedLines"] as? Int == 0)
      #expect(outcome.status == 1)
    }
    let piped = try run([], input: foreign)
    #expect(piped.errors.hasPrefix("weblog: standard input: \(message)"))
    #expect(piped.output == "")
    #expect(piped.status == 1)
    let compressed = try run([], input: try gzipped(foreign))
    #expect(compressed.errors.hasPrefix("weblog: standard input: \(message)"))
    #expect(compressed.status == 1)
  }

  /// The file of a server that continues to write after the position at which the file was truncated.
  @Test func `a hole before a line is no host`() throws {
    let hole = Data(repeating: 0, count: 100_000)
    let outcome = try run(["top", "--by", "host", "--csv"], input: hole + Data(Self.line.utf8))
    #expect(outcome.output == "requests,percent,host\r\n1,100.0,192.0.2.1\r\n")
    #expect(outcome.errors == "")
  }

  @Test func `the name of a file is shown without control characters`() throws {
    let directory = try TemporaryDirectory()
    let name = "a\u{1B}[2J\n\u{202E}.log"
    try directory.file(name, "bad\n".utf8)
    let outcome = try Program.run([name, "b\u{7}.log"], directory: directory.path)
    #expect(
      outcome.errors == """
        weblog: a\\x1b[2J\\x0a\\u{202e}.log:1: malformed line: \
        no valid time like [17/May/2015:10:05:03 +0000]
        weblog: b\\x07.log: No such file or directory

        """)
  }

  @Test func `with nothing to read there is no report`() throws {
    let outcome = try run(["/nonexistent/log"])
    #expect(outcome.errors == "weblog: /nonexistent/log: No such file or directory\n")
    #expect(outcome.output == "")
    #expect(outcome.status == 1)
  }

  @Test func `a directory without files is an error`() throws {
    let directory = try TemporaryDirectory()
    let outcome = try run([directory.path])
    #expect(outcome.errors == "weblog: \(directory.path): no files in it\n")
    #expect(outcome.output == "")
    #expect(outcome.status == 1)
  }

  @Test(.enabled(if: getuid() != 0, "root may read every file"))
  func `a file that may not be read is an error`() throws {
    let file = try TemporaryFile(Data(Self.line.utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.url.path)
    let outcome = try run([file.url.path])
    #expect(outcome.errors == "weblog: \(file.url.path): Permission denied\n")
    #expect(outcome.status == 1)
  }

  @Test func `filters by status and time`() throws {
    let input = Data("\(Self.line)\n\(Self.notFound)\n".utf8)
    func requests(_ arguments: String...) throws -> Int? {
      try members(try run(["--json"] + arguments, input: input).output)["requests"] as? Int
    }
    #expect(try requests("--status", "404") == 1)
    #expect(try requests("--status", "4xx", "--status", "200") == 2)
    #expect(try requests("--since", "2015-05-18") == 1)
    #expect(try requests("--until", "18/May/2015:11:05:03 +0000") == 1)
    #expect(try requests("--since", "2015-05-17", "--until", "2015-05-19") == 2)
    #expect(try requests("--status", "500") == 0)
  }

  @Test(arguments: [
    (["--since", "yesterday"], "The value 'yesterday' is invalid for '--since <time>': a time is"),
    (["--until", "2015-02-29"], "The value '2015-02-29' is invalid for '--until <time>'"),
    (["--status", "abc"], "The value 'abc' is invalid for '--status <status>': a status is three"),
    (["--top", "-1"], "--top"),
    (["--top=-1"], "--top must not be negative"),
    (["--jobs", "0"], "--jobs must be at least 1"),
    (["--sample", "1", "--jobs", "2"], "--sample writes a log and reads none"),
    (["--sample", "x"], "The value 'x' is invalid for '--sample <count>'"),
    (["--sample=-1"], "--sample must not be negative"),
    (["--sample", "1", "file"], "--sample writes a log and reads none"),
    (["--seed", "1"], "--seed goes with --sample only"),
    (["--since", "2015-05-18", "--until", "2015-05-18"], "--since must be before --until"),
    (["--frobnicate"], "Unknown option '--frobnicate'"),
  ])
  func `options that are wrong`(arguments: [String], message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.errors.contains(message))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func `help has examples and exit codes`() throws {
    let outcome = try run(["--help"])
    #expect(outcome.status == 0)
    for part in ["EXAMPLES:", "EXIT CODES:", "TIMES:", "--until <time>", "--sample <count>"] {
      #expect(outcome.output.contains(part))
    }
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `a sample can be read back`() throws {
    let sample = try run(["--sample", "1000", "--seed", "7"])
    #expect(sample.output.split(separator: "\n").count == 1_000)
    #expect(sample.output == (try run(["--sample", "1000", "--seed", "7"])).output)
    let outcome = try run(["--json"], input: Data(sample.output.utf8))
    #expect(outcome.errors == "")
    #expect(try members(outcome.output)["requests"] as? Int == 1_000)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func `output that cannot be written is an error`() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = try run([], input: Data(Self.line.utf8), output: full)
    #expect(outcome.errors == "weblog: standard output: No space left on device\n")
    #expect(outcome.status == 1)
  }

  /// Most parents don't change the signal.
  ///
  /// Others block or ignore it: then writing fails instead.
  @Test(arguments: [true, false])
  func `ends quietly when the reader of its output goes away`(signalIsBlocked: Bool) throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let outcome = try Program.withSignal(SIGPIPE, blocked: signalIsBlocked) {
      try run(["--sample", "100000"], output: pipe.fileHandleForWriting)
    }
    #expect(outcome.errors == "")
    #expect(outcome.reason == (signalIsBlocked ? .exit : .uncaughtSignal))
    #expect(outcome.status == (signalIsBlocked ? 141 : SIGPIPE))
  }

  /// A terminal, or the reader of a pipe, may keep a program waiting permanently.
  @Test func `interrupted it prints what it has counted`() throws {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["--json"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try Program.withSignal(SIGINT, blocked: false) { try process.run() }
    // More than a pipe holds: when all of it is written, the program is running and reading.
    let lines = Data(String(repeating: "\(Self.line)\n", count: 5_000).utf8)
    try input.fileHandleForWriting.write(contentsOf: lines)
    Program.interrupt(process)
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let requests = try #require(
      try members(String(decoding: printed, as: UTF8.self))["requests"] as? Int)
    #expect((1...5_000).contains(requests))
  }
}
