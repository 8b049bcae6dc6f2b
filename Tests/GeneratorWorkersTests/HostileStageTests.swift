import GeneratorPlatform
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorWorkers

/// Stages that do not do what they should, and still must not make a wrong output.
struct HostileStageTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// An input that counts what is read of it.
  private final class CountedInput: ByteInput, ByteSource {
    let name = "counted"
    private var rest: ArraySlice<UInt8>
    private(set) var ends = 0
    private(set) var openings = 0
    var unread: Int { rest.count }

    init(_ text: String) { rest = ArraySlice(text.utf8) }

    func open() -> any ByteSource {
      openings += 1
      return self
    }

    func read(into buffer: inout OutputSpan<UInt8>) {
      if rest.isEmpty { ends += 1 }
      for _ in 0..<min(100, buffer.freeCapacity, rest.count) { buffer.append(rest.removeFirst()) }
    }
  }

  private func work(
    _ stage: some WorkerStage, _ role: WorkerRole, _ input: some ByteInput,
    badLines: RejectedLinesPolicy = .fail
  ) throws -> (text: String, skipped: SkippedLines?) {
    let path = directory.path.appending("worker output")
    let output = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    defer { try? output.close() }
    let skipped = try Job(stage).work(as: role, badLines: badLines, input: input, output: output)
    let bytes = try bytes(of: path).collect().flatMap { $0 }
    return (String(decoding: bytes, as: UTF8.self), skipped)
  }

  private func work(
    _ stage: some WorkerStage, _ role: WorkerRole, _ text: String,
    badLines: RejectedLinesPolicy = .fail
  ) throws -> (text: String, skipped: SkippedLines?) {
    try work(stage, role, MemoryInput(ArraySlice(text.utf8)), badLines: badLines)
  }

  private func run(
    _ stage: some WorkerStage, _ lines: [String], _ change: (inout LocalRun) -> Void = { _ in }
  ) throws -> (text: String, result: LocalRun.Result) {
    let input = try directory.file("input", lines.map { "\($0)\n" }.joined()).string
    let path = directory.path.appending("output")
    var run = LocalRun(inputs: [input], output: path.string)
    change(&run)
    let result = try Job(stage).run(run)
    let bytes = try bytes(of: path).collect().flatMap { $0 }
    return (String(decoding: bytes, as: UTF8.self), result)
  }

  // MARK: The rest of the input

  /// Takes a few lines.
  private struct Few: Stage {
    var count: Int

    func process(_ lines: Lines) -> ThrowingGenerator<String> {
      ThrowingGenerator { yield in
        for _ in 0..<count {
          guard let line = try lines.next() else { return }
          try yield(line.text)
        }
        lines.abandon()
      }
    }
  }

  @Test(arguments: [0, 1, 1_000_000])
  func `a worker reads its input once to the end, whatever its stage reads`(_ count: Int) throws {
    let input = CountedInput(String(repeating: "a\n", count: 60_000))
    let found = try work(Few(count: count), .worker, input)
    expectEqual(found.text, String(repeating: "a\n", count: min(count, 60_000)))
    expectEqual(input.unread, 0)
    // A terminal would wait for a second end.
    expectEqual(input.ends, 1)
    expectEqual(input.openings, 1)
  }

  @Test func `a worker with keys reads its input to the end as well`() throws {
    struct Nothing: KeyedStage {
      func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: Int)> {
        ThrowingGenerator { _ in }
      }
      func reduce(_ key: String, _ values: Values<Int>) -> ThrowingGenerator<String> {
        ThrowingGenerator { _ in }
      }
    }
    for role in [WorkerRole.map, .reduce] {
      let input = CountedInput(String(repeating: "a\t1\n", count: 30_000))
      expectEqual(try work(Nothing(), role, input).text, "")
      expectEqual(input.unread, 0)
      expectEqual(input.ends, 1)
    }
  }

  @Test func `an error in the rest of the input is an error`() throws {
    struct Broken: ByteInput, Sendable {
      let name = "broken"
      final class Source: ByteSource {
        func read(into buffer: inout OutputSpan<UInt8>) throws { throw Errno.ioError }
      }
      func open() -> any ByteSource { Source() }
    }
    expectEqual(
      directory.message { _ = try work(Few(count: 0), .worker, Broken()) },
      "broken: Input/output error")
  }

  // MARK: Errors that a stage hides

  /// Goes on whatever happens.
  private struct Careless: Stage {
    func process(_ lines: Lines) -> ThrowingGenerator<String> {
      ThrowingGenerator { yield in
        for _ in 0..<5 {
          guard let line = try? lines.next() else { continue }
          if line.text == "x" { try? lines.reject(line, because: "no x") }
          try yield(line.text)
        }
      }
    }
  }

  @Test func `an error that a stage hides fails the job all the same`() throws {
    expectEqual(
      directory.message { _ = try work(Careless(), .worker, "a\nx\nb\n") },
      "partition line 2: no x: x")
    expectEqual(
      directory.message { _ = try run(Careless(), ["a", "x", "b"]) }, "DIR/input:2: no x: x")
    expectEqual(try work(Careless(), .worker, "a\nx\nb\n", badLines: .skip).text, "a\nx\nb\n")
    let cut = try directory.file("cut.gz", [0x1F, 0x8B, 8, 0]).string
    for jobs in [1, 2] {
      expectEqual(
        directory.message {
          _ = try run(Careless(), ["a"]) { ($0.inputs, $0.jobs) = ([cut, cut], jobs) }
        },
        "DIR/cut.gz: the gzip data are cut off, at byte 4")
    }
  }

  @Test func `an error of values that reduce hides fails the job all the same`() throws {
    struct Hiding: KeyedStage {
      func reduce(_ key: String, _ values: Values<Int>) -> ThrowingGenerator<String> {
        ThrowingGenerator { yield in
          while let value = try? values.next() { try yield("\(value)") }
        }
      }
      func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: Int)> {
        ThrowingGenerator { _ in }
      }
    }
    let stage = Hiding()
    expectEqual(
      directory.message { _ = try work(stage, .reduce, "a\t1\na\tx\nb\t2\n") },
      "partition line 2: not a number: x")
    // Values out of order might be those of a key that was reduced before.
    expectEqual(
      directory.message { _ = try work(stage, .reduce, "b\t2\nb\t1\nb\t3\n") },
      "partition line 2: the lines are not sorted as bytes, as by LC_ALL=C sort: b\\t1")
  }

  // MARK: The first error

  /// Fails for some keys, or has values that are none.
  private struct Failing: KeyedStage {
    var output = 0

    func map(_ lines: Lines) -> ThrowingGenerator<(key: ArraySlice<UInt8>, value: Text)> {
      ThrowingGenerator(
        lines.map { (key: $0.bytes.prefix { $0 != 32 }, value: Text(text: $0.text)) })
    }

    func reduce(_ key: ArraySlice<UInt8>, _ values: Values<Text>) -> ThrowingGenerator<String> {
      ThrowingGenerator { [output] yield in
        let name = String(decoding: key, as: UTF8.self)
        for n in 0..<output { try yield("\(name) \(n)") }
        while let value = try values.next() {
          if value.text.hasSuffix("fail") { throw Failure(name.utf8.count) }
          if value.text.hasSuffix("break") { try yield("line\nfeed") }
          try yield(name)
        }
      }
    }

    struct Text: LineCodable {
      var text: String
      func encode(into line: inout [UInt8]) { line += text.utf8 }
      init(text: String) { self.text = text }
      init(decoding line: ArraySlice<UInt8>) throws {
        text = String(decoding: line, as: UTF8.self)
        if text.hasSuffix("bad") { throw LineDecodingError("bad") }
      }
    }
  }

  @Test(arguments: 1...5)
  func `the first error in the order of the keys is reported`(_ jobs: Int) throws {
    let keys = (100..<200).map { "\($0)" }
    for (ending, expected) in [
      ("fail", "key 150: Failure(code: 3)"), ("bad", "key 150: bad"),
      ("break", "key 150: an output with a line feed behind: line"),
    ] {
      for output in [0, 2000] {
        // All but the first keys of all buckets fail, the last of them at once.
        let lines = keys.map { $0 < "150" ? "\($0) good" : "\($0) \(ending)" }.reversed()
        expectEqual(
          directory.message {
            _ = try run(Failing(output: output), Array(lines)) { $0.jobs = jobs }
          }, expected)
      }
    }
  }

  @Test(arguments: 1...5)
  func `the first of skipped values is that of the first key`(_ jobs: Int) throws {
    let lines = (100..<200).reversed().map { $0 < 150 ? "\($0) good" : "\($0) bad" }
    let found = try run(Failing(), lines) { ($0.jobs, $0.badLines) = (jobs, .skip) }
    expectEqual(
      found.result.skipped?.description, "50 bad lines skipped, the first at key 150: bad")
    expectEqual(found.text, (100..<150).map { "\($0)\n" }.joined())
  }

  @Test(arguments: 1...5)
  func `the first error in the order of the input is reported`(_ jobs: Int) throws {
    let lines = (0..<2000).map { $0 < 700 ? "line \($0)" : "fail" }
    expectEqual(
      directory.message { _ = try run(Shouting(), lines) { ($0.jobs, $0.partSize) = (jobs, 500) } },
      "DIR/input:701: Failure(code: 7)")
    let bad = (0..<2000).map { $0 < 700 ? "line \($0)" : "! \($0)" }
    expectEqual(
      directory.message { _ = try run(WordPlaces(), bad) { ($0.jobs, $0.partSize) = (jobs, 500) } },
      "DIR/input:701: an exclamation: ! 700")
  }

  // MARK: Keys

  private struct Numbers: KeyedStage {
    func map(_ lines: Lines) -> ThrowingGenerator<(key: Int, value: Int)> {
      ThrowingGenerator { _ in }
    }
    func reduce(_ key: Int, _ values: Values<Int>) -> ThrowingGenerator<String> {
      ThrowingGenerator { yield in try yield("\(key) \(try values.reduce(0, +))") }
    }
  }

  @Test func `a key that is none is a bad line for each of its values`() throws {
    let input = "1\t2\n1x\t3\n1x\tanything\n2\t4\n"
    expectEqual(
      directory.message { _ = try work(Numbers(), .reduce, input) },
      "partition line 2: not a number: 1x")
    let found = try work(Numbers(), .reduce, input, badLines: .skip)
    expectEqual(found.text, "1 2\n2 4\n")
    expectEqual(
      found.skipped?.description,
      "2 bad lines skipped, the first at partition line 2: not a number: 1x")
  }

  // MARK: Outputs and keys that break a line

  private struct Pairs: KeyedStage {
    func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: String)> {
      ThrowingGenerator { yield in
        while let line = try lines.next() {
          let parts = line.text.replacing("T", with: "\t").replacing("N", with: "\n")
            .split(separator: "=", omittingEmptySubsequences: false)
          try yield((key: String(parts[0]), value: String(parts[1])))
        }
      }
    }
    func reduce(_ key: String, _ values: Values<String>) -> ThrowingGenerator<String> {
      ThrowingGenerator { yield in
        while let value = try values.next() { try yield("\(key)=\(value)") }
      }
    }
  }

  @Test(arguments: [1, 2])
  func `keys and values that would break a line are errors with the line`(_ jobs: Int) throws {
    for (line, expected) in [
      ("aTb=c", "a key with a tab: a\\tb"), ("aNb=c", "a key with a line feed: a\\nb"),
      ("a=Nb", "a value with a line feed: \\nb"),
    ] {
      expectEqual(
        directory.message {
          _ = try run(Pairs(), ["x=y", line]) { ($0.jobs, $0.partSize) = (jobs, 2) }
        },
        "DIR/input:2: \(expected)")
      expectEqual(
        directory.message { _ = try work(Pairs(), .map, "x=y\n\(line)\n") },
        "partition line 2: \(expected)")
    }
    let found = try run(Pairs(), ["=", "=aTb", "\u{1}=", "a=", "a=\r", "a\0=\0"]) { $0.jobs = jobs }
    // A few bytes come before the tab that ends a key.
    expectEqual(found.text, "\u{1}=\n=\n=a\tb\na\0=\0\na=\na=\r\n")
  }

  @Test func `a message is one line, and shows what can't be seen`() {
    expectEqual(
      WorkerError("a\n\r\0\u{1B}\u{85}\u{2028}\u{2029}é").description,
      "a\\n\\r\\0\\u{1B}\\u{0085}\\u{2028}\\u{2029}é")
  }

  // MARK: Many files

  @Test func `few descriptors are enough for many temporary files`() throws {
    for limit in [20, 32, 256, 1024, 1 << 20] {
      for jobs in [1, 2, 512] {
        let fanIn = SortedRunLevels<Int>.fanIn(descriptors: limit, jobs: jobs)
        #expect(fanIn >= 2)
        if limit >= 32, jobs <= 2 { #expect(5 * fanIn + 2 * jobs + 8 <= limit) }
      }
    }
    #expect(Descriptors.limit >= 20)
  }
}
