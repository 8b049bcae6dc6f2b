import Foundation
import Testing

/// With any number of threads, the program prints the same, byte for byte.
@Suite struct JobsTests {
  private static let commands: [[String]] = [
    [], ["--json", "--top", "3"], ["--csv", "--status", "4xx"], ["top", "--by", "agent"],
    ["top", "--by", "status", "--csv"], ["errors", "--json"], ["hosts"], ["downloads", "--csv"],
    ["robots"], ["hourly", "--svg", "traffic.svg"], ["hourly", "--of-day", "--json"],
    ["query", "status>=400"], ["query", "size>0", "--json"], ["query", "agent~bot", "--csv"],
    ["query", "--count", "size>10k"],
  ]

  /// Logs of all kinds, some with lines that are malformed or too long.
  private static func directory() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let sample = try Program.run(["--sample", "2500", "--seed", "4"]).output
    let lines = sample.split(separator: "\n").map { "\($0)\n" }
    var marred = lines
    for index in stride(from: 2_450, to: 0, by: -100) { marred.insert("bad\n", at: index) }
    marred.insert(String(repeating: "x", count: 1_200_000) + "\n", at: 1_300)
    try directory.file("sample.log", sample.utf8)
    try directory.file("marred.log", marred.joined().utf8)
    try directory.file("crlf.log", lines.joined().replacing("\n", with: "\r\n").utf8)
    try directory.file("empty.log", "".utf8)
    try directory.file("line.log", lines[0].dropLast().utf8)
    for part in 0..<5 {
      let content = Data(marred[(part * 200)..<(part * 200 + 200)].joined().utf8)
      try directory.file("rotated/access.log.\(part).gz", try gzipped(content))
    }
    let compressed = try gzipped(Data(lines.joined().utf8))
    try directory.file("cut.gz", compressed.prefix(compressed.count / 2))
    return directory
  }

  private static let inputs: [[String]] = [
    ["crlf.log"], ["marred.log"], ["rotated"], ["cut.gz"], ["no.log", "line.log"],
    ["rotated/*.gz", "marred.log", "cut.gz", "no.log", "sample.log", "empty.log"],
  ]

  private func outcome(
    _ arguments: [String], in directory: TemporaryDirectory, input: Data = Data()
  ) throws -> [String] {
    let picture = "\(directory.path)/traffic.svg"
    try? FileManager.default.removeItem(atPath: picture)
    let outcome = try Program.run(arguments, input: input, directory: directory.path)
    return [
      "\(outcome.status)", outcome.errors, outcome.output,
      (try? String(contentsOfFile: picture, encoding: .utf8)) ?? "",
    ]
  }

  @Test(arguments: commands)
  func `the answer is that of one thread`(command: [String]) throws {
    let directory = try Self.directory()
    for input in Self.inputs {
      let expected = try outcome(command + ["--jobs", "1"] + input, in: directory)
      for jobs in ["2", "8"] {
        let found = try outcome(command + ["--jobs", jobs] + input, in: directory)
        #expect(found == expected, "\(command) \(jobs) \(input)")
      }
    }
  }

  @Test(arguments: [["--json"], ["query", "size>0"]], ["marred.log", "cut.gz", "empty.log"])
  func `standard input is read by all jobs`(command: [String], file: String) throws {
    let directory = try Self.directory()
    let input = try Data(contentsOf: URL(filePath: "\(directory.path)/\(file)"))
    let logs = ["-", "sample.log"]
    let expected = try outcome(command + ["--jobs", "1"] + logs, in: directory, input: input)
    for jobs in ["2", "8", "9223372036854775807"] {
      #expect(
        try outcome(command + ["--jobs", jobs] + logs, in: directory, input: input) == expected)
    }
  }

  private static let line =
    #"192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "agent""# + "\n"

  private func start(_ arguments: [String], input: Pipe, output: Pipe) throws -> Process {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments
    // Not the pipe, whose reading end would be closed here, which would kill its writer.
    process.standardInput = input.fileHandleForReading
    process.standardOutput = output
    try Program.withSignal(SIGINT, blocked: false) { try process.run() }
    return process
  }

  /// The pipe stays open: a thread waits for more.
  @Test(arguments: ["1", "2", "8"])
  func `interrupted it prints what it has counted`(jobs: String) throws {
    let (input, output) = (Pipe(), Pipe())
    let process = try start(
      ["--json", "--jobs", jobs, "-", "/nonexistent/log"], input: input, output: output)
    // More than a pipe holds: when all of it is written, the program is running and reading.
    try input.fileHandleForWriting.write(
      contentsOf: Data(String(repeating: Self.line, count: 5_000).utf8))
    Program.interrupt(process)
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let report = try #require(try JSONSerialization.jsonObject(with: printed) as? [String: Any])
    let requests = try #require(report["requests"] as? Int)
    #expect((1...5_000).contains(requests))
  }

  /// Its input stays open, without further data.
  @Test(arguments: ["1", "2"])
  func `when the reader of its output goes away it waits for no input`(jobs: String) throws {
    let (input, output) = (Pipe(), Pipe())
    try output.fileHandleForReading.close()
    // As much as a pipe holds, and more output than is printed at once.
    try input.fileHandleForWriting.write(
      contentsOf: Data(String(repeating: Self.line, count: 600).utf8))
    let process = try Program.withSignal(SIGPIPE, blocked: true) {
      try start(["query", "size>0", "--json", "--jobs", jobs], input: input, output: output)
    }
    let identifier = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    withExtendedLifetime(input) {}
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 141)
  }
}
