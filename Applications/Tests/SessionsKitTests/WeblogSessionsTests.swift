import CommandTestSupport
import Foundation
import Testing

/// The program, run as a user and as an engine do.
@Suite struct WeblogSessionsTests {
  private let temporary: TemporaryDirectory
  private var directory: String { temporary.path }

  init() throws { temporary = try TemporaryDirectory() }

  private static func line(_ number: Int) -> String {
    let (minute, second) = (number / 60 % 60, number % 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "10.0.0.\(number * 7 % 50) - - [17/May/2015:\(two(number / 3600 % 24)):\(two(minute)):"
      + "\(two(second)) +0000] \"GET /\(number) HTTP/1.1\" 200 \(number) \"-\" \"agent\"\n"
  }

  private func write(_ name: String, _ numbers: Range<Int>, ending: String = "") throws {
    let text = numbers.map(Self.line).joined() + ending
    try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
  }

  private func run(_ arguments: [String], input: String? = nil) throws -> Program.Outcome {
    try Program.run("weblog-sessions", arguments, input: input, directory: directory)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
  }

  @Test func `the answer is the same here and by workers`() throws {
    try write("a.log", 0..<30_000)
    try write("b.log", 30_000..<60_000)
    let here = try run(["--jobs", "1", "a.log", "b.log"])
    #expect(here.status == 0 && here.errors.isEmpty)
    #expect(here.output.split(separator: "\n").count >= 50)
    #expect(try run(["--jobs", "3", "--memory", "1", "."]).output == here.output)
    let workers = try Program.run(
      "weblog-sessions", [],
      setup:
        #"job=$1; for log in a.log b.log; do "$job" --map <$log; done | LC_ALL=C sort | "$job" --reduce; exit"#,
      redirections: "", directory: directory)
    #expect(workers.output == here.output)
    let piped = try run(
      [], input: (0..<60_000).map(Self.line).joined())
    #expect(piped.output == here.output)
  }

  @Test func `a failure is one line and status 1`() throws {
    try write("bad.log", 0..<100, ending: "no record\n")
    let here = try run(["bad.log"])
    #expect(here.status == 1 && here.output.isEmpty)
    #expect(
      here.errors == "weblog-sessions: bad.log:101: no valid time like "
        + "[17/May/2015:10:05:03 +0000]: no record\n")
    let worker = try run(["--map"], input: "x\n")
    #expect(worker.status == 1)
    #expect(worker.errors.hasPrefix("weblog-sessions: partition line 1: "))
    #expect(worker.errors.split(separator: "\n").count == 1)
    #expect(try run(["--worker"]).status == 1)
    #expect(try run(["--map", "a.log"]).status == 64)
    #expect(try run(["--jobs", "0"]).status == 64)
  }

  @Test func `lines that are skipped are counted`() throws {
    try write("bad.log", 0..<100, ending: "no record\n\n")
    let outcome = try run(["--bad-lines", "skip", "bad.log"])
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == "weblog-sessions: 2 bad lines skipped, the first at bad.log:101: "
        + "no valid time like [17/May/2015:10:05:03 +0000]: no record\n")
  }

  @Test func `output that can't be written is a failure`() throws {
    try write("a.log", 0..<100)
    for redirections in [">/dev/full", ">&-"] {
      for mode in [["a.log"], ["--print", "parallel", "a.log"]] {
        let outcome = try Program.run(
          "weblog-sessions", mode, redirections: redirections, directory: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("weblog-sessions: standard output: "))
      }
    }
  }

  @Test(arguments: [":", "trap '' PIPE"])
  func `a reader that goes away ends it in silence`(_ setup: String) throws {
    try write("a.log", 0..<100_000)
    let outcome = try Program.run(
      "weblog-sessions", [],
      setup: "\(setup); { \"$1\" --map <a.log; echo $? >&2; } | head -1; exit", redirections: "",
      directory: directory)
    #expect(outcome.errors == "141\n")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU])
  func `a signal ends it, and nothing is left`(_ signal: Int32) throws {
    try Data("before".utf8).write(to: URL(filePath: "\(directory)/out"))
    let input = Pipe()
    let program = try Program(
      "weblog-sessions", ["--quiet", "-o", "out"], input: input, directory: directory)
    try input.fileHandleForWriting.write(contentsOf: Data(Self.line(1).utf8))
    while try names.count < 2 { usleep(1000) }
    program.interrupt(by: signal)
    let outcome = try program.finish()
    #expect(outcome.status == signal && !outcome.hasExited)
    #expect(try names == ["out"])
    #expect(try Data(contentsOf: URL(filePath: "\(directory)/out")) == Data("before".utf8))
  }
}
