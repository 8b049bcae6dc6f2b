import Foundation
import GeneratorWorkers
import SystemPackage
import TestSupport
import Testing

@Suite struct ScriptTests {
  /// A job whose names have what a language takes for its own.
  private static let hostile = JobDescription(
    executable: "/opt/it's \"$HOME\" `id`\\n/the job", isKeyed: true,
    options: ["--bad-lines", "skip"],
    inputs: ["my logs", "-l*[!a].gz", "a'b\"$c\\d{e}é", "\u{301}'\u{301}"], output: "-o ut's $x")

  private static func job(isKeyed: Bool) -> JobDescription {
    JobDescription(
      executable: "/opt/job", isKeyed: isKeyed, inputs: ["logs", "old logs/*.gz"], output: "out")
  }

  private static func name(_ engine: Engine) -> String {
    engine.isInPython ? "\(engine.rawValue).py" : "\(engine.rawValue).sh"
  }

  @Test(arguments: Engine.allCases)
  func `a script is the one that was reviewed`(engine: Engine) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts")
    let reviewed = try String(
      contentsOf: folder.appending(path: Self.name(engine)), encoding: .utf8)
    #expect(try script(for: engine, job: Self.job(isKeyed: true)) == reviewed)
  }

  @Test(arguments: Engine.allCases, [true, false])
  func `a script is right by the rules of its language`(engine: Engine, isKeyed: Bool) throws {
    var hostile = Self.hostile
    hostile.isKeyed = isKeyed
    var toStandardOutput = Self.job(isKeyed: isKeyed)
    toStandardOutput.output = nil
    for job in [hostile, toStandardOutput, Self.job(isKeyed: isKeyed)] {
      let text = try script(for: engine, job: job)
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
      #expect(text.hasPrefix("#!/usr/bin/env "))
      let complaint =
        engine.isInPython
        ? try run("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], input: text)
        : try run("bash", ["-n"], input: text)
      #expect(complaint.status == 0, "\(complaint.errors)")
    }
  }

  @Test(arguments: [Engine.spark, .dask, .ray])
  func `names are the same in Python`(engine: Engine) throws {
    var job = Self.hostile
    // Hadoop's patterns are not names.
    if engine == .spark { job.inputs = ["a'b\"$cé", "\u{301}'\u{301}"] }
    let constants = try script(for: engine, job: job).split(separator: "\n").filter {
      $0.contains(/^[A-Z]+ = ["\[]/)
    }
    let program = """
      \(constants.joined(separator: "\n"))
      import sys
      names = [*(MAP[:1] if "MAP" in globals() else [JOB]), *INPUTS, OUTPUT]
      sys.stdout.buffer.write("\\0".join(names).encode())
      """
    let names = try run("python3", ["-"], input: program)
    #expect(names.errors == "")
    let expected = [job.executable] + job.inputs + [try #require(job.output)]
    #expect(names.output.split(separator: "\0").map(String.init) == expected)
  }

  @Test func `names are the same in the shell`() throws {
    let job = Self.hostile
    let text = try script(for: .parallel, job: job)
    let inputs = try #require(text.split(separator: "\n").first { $0.hasPrefix("inputs=") })
    let output = try #require(text.split(separator: "\n").last { $0.hasPrefix("mv ") })
      .replacing("mv -T \"$folder/answer\"", with: "")
    let program = "\(inputs)\nprintf '%s\\0' \"${inputs[@]}\" \(output)"
    let names = try run("bash", [], input: program)
    #expect(names.errors == "")
    let expected = ["my logs", "./-l*[!a].gz", "a'b\"$c\\d{e}é", "\u{301}'\u{301}", "./-o ut's $x"]
    #expect(names.output.split(separator: "\0").map(String.init) == expected)
  }

  @Test func `patterns are those of Hadoop`() throws {
    var job = Self.job(isKeyed: true)
    job.inputs = ["l*[!a-c]?", "[[]1]", "[*]{a,b}\\"]
    let text = try script(for: .spark, job: job)
    #expect(text.contains(##"INPUTS = ["l*[^a-c]?", "\\[1]", "\\*\\{a,b\\}\\\\"]"##))
  }

  @Test(arguments: Engine.allCases)
  func `a name with a line feed is refused`(engine: Engine) throws {
    for change: (inout JobDescription) -> Void in [
      { $0.executable += "\n" }, { $0.inputs += ["a\nb"] }, { $0.output = "a\nb" },
      { $0.options = ["a\nb"] }, { $0.inputs += ["a\u{0}b"] },
    ] {
      var job = Self.job(isKeyed: true)
      change(&job)
      let error = #expect(throws: WorkerError.self) { try script(for: engine, job: job) }
      #expect(
        error?.description.hasPrefix("a script can't have a name with a control character: ")
          == true)
    }
  }

  @Test(arguments: [Engine.spark, .hadoop])
  func `an input that Hadoop would pass over is refused`(engine: Engine) throws {
    var job = Self.job(isKeyed: true)
    for (input, message) in [
      ("logs/_a.log", "Hadoop passes over names that begin with _ or a dot: logs/_a.log"),
      (".log", "Hadoop passes over names that begin with _ or a dot: .log"),
      ("a/**/*.log", "Hadoop's patterns have no **; name the directory instead: a/**/*.log"),
    ] {
      job.inputs = ["logs", input]
      #expect(throws: WorkerError(message)) { try script(for: engine, job: job) }
    }
    job.inputs = [".", "..", "../a", "/", "a_b", "hdfs://host/a"]
    #expect(throws: Never.self) { try script(for: engine, job: job) }
  }

  @Test func `a comma is refused for Hadoop, which would split there`() {
    var job = Self.job(isKeyed: true)
    job.inputs = ["a,b"]
    #expect(throws: WorkerError("Hadoop can't have a path with a comma: a,b")) {
      try script(for: .hadoop, job: job)
    }
    #expect(throws: Never.self) { try script(for: .spark, job: job) }
  }

  /// Runs a program to its end.
  private func run(
    _ program: String, _ arguments: [String], input: String
  ) throws -> (status: Int32, output: String, errors: String) {
    let directory = try TemporaryDirectory()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardInput = try FileHandle(
      forReadingFrom: URL(filePath: directory.file("input", input).string))
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: written, as: UTF8.self),
      String(decoding: said, as: UTF8.self)
    )
  }
}

extension Engine {
  fileprivate var isInPython: Bool { self == .spark || self == .dask || self == .ray }
}
