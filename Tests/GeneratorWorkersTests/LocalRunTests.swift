import Foundation
import GeneratorPlatform
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorWorkers

struct LocalRunTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func run(
    _ stage: some WorkerStage, _ inputs: [String], _ change: (inout LocalRun) -> Void = { _ in }
  ) throws -> (lines: [String], result: LocalRun.Result) {
    let output = directory.path.appending("output").string
    var run = LocalRun(inputs: inputs, output: output)
    change(&run)
    let result = try Job(stage).run(run)
    return (try lines(of: output).collect(), result)
  }

  private func file(_ name: String, _ lines: [String]) throws -> String {
    try directory.file(name, lines.map { "\($0)\n" }.joined()).string
  }

  @Test(arguments: [1, 2, 3, 7])
  func `the output is the same for any number of jobs`(_ jobs: Int) throws {
    let samples = (1...3).map { WordPlaces.sample(200 * $0, seed: UInt64($0)) }
    let inputs = try samples.enumerated().map { try file("logs/\($0)", $1) }
    let expected = WordPlaces.expected(samples.flatMap { $0 })
    let found = try run(WordPlaces(), inputs) { $0.jobs = jobs }
    expectEqual(found.lines, expected)
    expectEqual(found.result.temporaryFiles, 0)
  }

  @Test(arguments: [1, 2, 3], [2, 3, 64])
  func `the output is the same if runs are on disk`(_ jobs: Int, _ fanIn: Int) throws {
    let sample = WordPlaces.sample(3000, seed: 5)
    let input = try file("log", sample)
    let found = try run(WordPlaces(), [input]) {
      ($0.jobs, $0.memory, $0.fanIn, $0.partSize) = (jobs, 40_000, fanIn, 10_000)
    }
    expectEqual(found.lines, WordPlaces.expected(sample))
    #expect(found.result.temporaryFiles > 0)
    let size = sample.reduce(0) { $0 + $1.utf8.count + 1 }
    expectEqual(found.result.bytesRead, Int64(size))
  }

  @Test(arguments: [1, 2])
  func `a stage without keys has its output in the order of the partitions`(_ jobs: Int) throws {
    let inputs = try [["a", "b"], [], ["c"]].enumerated().map { try file("\($0)", $1) }
    let found = try run(Shouting(), inputs) { $0.jobs = jobs }
    expectEqual(found.lines, ["begin", "A", "B", "begin", "begin", "C"])
  }

  @Test func `long output of partitions waits on disk`() throws {
    let lines = (0..<20_000).map { "line \($0)" }
    let inputs = try (0..<5).map { try file("\($0)", lines) }
    let found = try run(Shouting(), inputs) { ($0.jobs, $0.memory) = (2, 100_000) }
    let upper = ["begin"] + lines.map { $0.uppercased() }
    expectEqual(found.lines, (0..<5).flatMap { _ in upper })
  }

  @Test(arguments: [1, 2])
  func `a bad line has the name of its file and its number`(_ jobs: Int) throws {
    let texts = (1...1000).map { $0 == 700 ? "! x" : "line \($0)" }
    let input = try file("log", texts)
    let found = directory.message {
      _ = try run(WordPlaces(), [input]) { ($0.jobs, $0.partSize) = (jobs, 1000) }
    }
    expectEqual(found, "DIR/log:700: an exclamation: ! x")
    #expect(throws: (any Error).self) { try lines(of: directory.path.appending("output")).next() }
  }

  private func lines(of path: some PathInput) -> ThrowingGenerator<String> {
    GeneratorSources.lines(of: path)
  }

  @Test(arguments: [1, 2])
  func `the first of the skipped lines is named`(_ jobs: Int) throws {
    let inputs = [
      try file("a", ["x"]), try file("b", (1...500).map { $0 % 100 == 0 ? "!" : "x" }),
      try file("c", ["!"]),
    ]
    let skipped = try run(WordPlaces(), inputs) {
      ($0.jobs, $0.partSize, $0.badLines) = (jobs, 100, .skip)
    }.result.skipped
    expectEqual(skipped?.count, 6)
    expectEqual(skipped?.first, "\(directory.path)/b:100: an exclamation: !")
  }

  @Test func `an error of reduce names the key`() throws {
    struct Failing: KeyedStage {
      func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: String)> {
        ThrowingGenerator(lines.map { (key: $0.text, value: "") })
      }
      func reduce(_ key: String, _ values: Values<String>) -> ThrowingGenerator<String> {
        ThrowingGenerator { _ in if key == "c" { throw Failure(3) } }
      }
    }
    let input = try file("log", ["a", "b", "c", "d"])
    for jobs in [1, 2] {
      expectEqual(
        directory.message { _ = try run(Failing(), [input]) { $0.jobs = jobs } },
        "key c: Failure(code: 3)")
    }
  }

  @Test func `what can't be read is an error, and leaves the output as it was`() throws {
    let output = try file("output", ["before"])
    expectEqual(
      directory.message { _ = try run(WordPlaces(), ["\(directory.path)/none"]) },
      "DIR/none: No such file or directory")
    let cut = try directory.file("cut.gz", [0x1F, 0x8B, 8, 0]).string
    expectEqual(
      directory.message { _ = try run(WordPlaces(), [cut]) },
      "DIR/cut.gz: the gzip data are cut off, at byte 4")
    expectEqual(try lines(of: output).collect(), ["before"])
    expectEqual(
      try files(in: directory.path, matching: Glob("*", includesHidden: true)).collect().count, 2)
  }

  @Test func `an output that can't be written is an error`() throws {
    let input = try file("log", ["a"])
    for jobs in [1, 2] {
      let error = #expect(throws: SinkError.self) {
        var run = LocalRun(inputs: [input, input], output: "/dev/full")
        run.jobs = jobs
        _ = try Job(WordPlaces()).run(run)
      }
      expectEqual(error?.description, "/dev/full: No space left on device")
    }
    expectEqual(
      directory.message {
        _ = try run(WordPlaces(), [input]) { $0.output = "\(directory.path)/no/file" }
      },
      "DIR/no/file: No such file or directory")
  }

  @Test func `a temporary file that can't be made is an error`() throws {
    let input = try file("log", WordPlaces.sample(1000, seed: 1))
    expectEqual(
      directory.message {
        _ = try run(WordPlaces(), [input]) {
          ($0.memory, $0.temporaryDirectory) = (1000, "\(directory.path)/none")
        }
      },
      "a temporary file in DIR/none: No such file or directory")
  }

  @Test func `an output replaces the file that a link leads to`() throws {
    let input = try file("log", ["a"])
    let target = try file("target", ["before"])
    let link = directory.path.appending("link").string
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    var run = LocalRun(inputs: [input], output: link)
    run.jobs = 1
    _ = try Job(WordPlaces()).run(run)
    expectEqual(try lines(of: target).collect(), ["a\todd a", "a\t1"])
    expectEqual(try FileManager.default.destinationOfSymbolicLink(atPath: link), target)
  }

  @Test func `an output makes the file that a link leads to`() throws {
    let input = try file("log", ["a"])
    let link = directory.path.appending("link").string
    let second = try file("links/other", []).dropLast("other".count) + "second"
    // Relative to the directories of the links.
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "links/second")
    try FileManager.default.createSymbolicLink(
      atPath: String(second), withDestinationPath: "../target")
    _ = try Job(WordPlaces()).run(LocalRun(inputs: [input], output: link))
    expectEqual(
      try lines(of: directory.path.appending("target")).collect(), ["a\todd a", "a\t1"])
    expectEqual(try FileManager.default.destinationOfSymbolicLink(atPath: link), "links/second")
  }

  @Test func `what can't be the path of a file is refused before anything is read`() throws {
    let loop = directory.path.appending("loop").string
    try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: "loop")
    for (output, expected) in [
      ("", ": No such file or directory"), ("\(directory.path)/new/", "DIR/new/: Is a directory"),
      (directory.path.string, "DIR: Is a directory"),
      (loop, "DIR/loop: Too many levels of symbolic links"),
    ] {
      let wasRead = Locked(false)
      expectEqual(
        directory.message {
          var run = LocalRun(inputs: [try file("log", ["a"])], output: output)
          run.onProgress = { _ in wasRead.withLock { $0 = true } }
          _ = try Job(WordPlaces()).run(run)
        }, expected)
      expectEqual(wasRead.withLock { $0 }, false)
    }
  }

  @Test(arguments: ["x", "é", "語"])
  func `an output may have the longest name`(_ character: String) throws {
    let name = String(repeating: character, count: 255 / character.utf8.count)
    let output = directory.path.appending(name).string
    let input = try file("log", ["a"])
    _ = try Job(WordPlaces()).run(LocalRun(inputs: [input], output: output))
    expectEqual(try lines(of: output).collect(), ["a\todd a", "a\t1"])
  }

  @Test func `an output may be an input, and an input may come twice`() throws {
    let input = try file("log", ["b", "a"])
    _ = try Job(Shouting()).run(LocalRun(inputs: [input, input], output: input))
    expectEqual(try lines(of: input).collect(), ["begin", "B", "A", "begin", "B", "A"])
  }

  @Test func `an output that can't get its name leaves nothing behind`() throws {
    let input = try file("in/log", ["a"])
    let output = directory.path.appending("out/output")
    let place = try directory.file("out/other", "").removingLastComponent()
    let error = #expect(throws: SinkError.self) {
      var run = LocalRun(inputs: [input], output: output.string)
      // A directory takes the name meanwhile.
      run.onProgress = { _ in
        try? FileManager.default.createDirectory(
          atPath: output.string, withIntermediateDirectories: false)
      }
      _ = try Job(WordPlaces()).run(run)
    }
    expectEqual(error?.errno, .isDirectory)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.string)
    expectEqual(names.sorted(), ["other", "output"])
  }

  @Test func `directories and patterns name files in the order of their paths`() throws {
    for name in ["b", "a/2", "a/1", ".hidden", "c.log"] { _ = try file("in/\(name)", [name]) }
    let path = directory.path.appending("in")
    func texts(_ inputs: [String]) throws -> [String] {
      try run(Shouting(), inputs).lines.filter { $0 != "begin" }
    }
    expectEqual(try texts([path.string]), ["A/1", "A/2", "B", "C.LOG"])
    expectEqual(try texts(["\(path)/*.log", "\(path)/a/*"]), ["C.LOG", "A/1", "A/2"])
    expectEqual(
      directory.message { _ = try texts(["\(path)/*.gz"]) }, "DIR/in/*.gz: no file has such a name")
  }

  @Test func `an empty input has no output`() throws {
    let input = try file("log", [])
    for jobs in [1, 2] {
      expectEqual(try run(WordPlaces(), [input, input]) { $0.jobs = jobs }.lines, [])
    }
  }
}
