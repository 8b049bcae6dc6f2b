import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorWorkers

struct WorkerTests {
  /// What a worker writes for an input.
  private static func output(
    _ stage: some WorkerStage, _ role: WorkerRole, _ input: String,
    badLines: RejectedLinesPolicy = .fail
  ) throws -> (text: String, skipped: SkippedLines?) {
    let directory = try TemporaryDirectory()
    let path = directory.path.appending("output")
    let output = try FileDescriptor.open(
      path, .writeOnly, options: .create, permissions: .ownerReadWrite)
    defer { try? output.close() }
    let skipped = try Job(stage).work(
      as: role, badLines: badLines, input: MemoryInput(ArraySlice(input.utf8)), output: output)
    let bytes = try bytes(of: path).collect().flatMap { $0 }
    return (String(decoding: bytes, as: UTF8.self), skipped)
  }

  private static func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `map writes the pairs in the order of the lines`() throws {
    expectEqual(
      try Self.output(WordPlaces(), .map, "b a\n\na").text, "b\tb a\na\tb a\na\ta\n")
    expectEqual(try Self.output(WordPlaces(), .map, "").text, "")
  }

  @Test func `reduce writes the output for each key`() throws {
    expectEqual(
      try Self.output(WordPlaces(), .reduce, "a\txx\na\tyyy\nb\txx").text,
      "a\todd yyy\na\t2\nb\t1\n")
    expectEqual(try Self.output(WordPlaces(), .reduce, "").text, "")
  }

  @Test func `an unkeyed stage sees an empty partition`() throws {
    expectEqual(try Self.output(Shouting(), .worker, "").text, "begin\n")
    expectEqual(try Self.output(Shouting(), .worker, "a\nb").text, "begin\nA\nB\n")
  }

  @Test func `bytes of any kind pass through stages of bytes`() throws {
    struct Echo: KeyedStage {
      func map(_ lines: Lines) -> ThrowingGenerator<(key: [UInt8], value: ArraySlice<UInt8>)> {
        ThrowingGenerator(lines.map { (key: [], value: $0.bytes) })
      }
      func reduce(_ key: [UInt8], _ values: Values<ArraySlice<UInt8>>)
        -> ThrowingGenerator<ArraySlice<UInt8>>
      {
        ThrowingGenerator(values)
      }
    }
    let directory = try TemporaryDirectory()
    let path = directory.path.appending("output")
    let lines: [[UInt8]] = [[0], [0x0D], [0x80, 9, 0xFF], [0xFF]]
    let input = lines.joined(separator: [10]) + [10]
    func work(_ role: WorkerRole, _ input: [UInt8]) throws -> [UInt8] {
      let output = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
      defer { try? output.close() }
      _ = try Job(Echo()).work(as: role, input: MemoryInput(input[...]), output: output)
      return try bytes(of: path).collect().flatMap { $0 }
    }
    let mapped = try work(.map, Array(input))
    expectEqual(mapped, lines.flatMap { [9] + $0 + [10] })
    expectEqual(try work(.reduce, mapped), Array(input))
  }

  @Test func `a rejected line is an error with its number`() {
    expectEqual(
      Self.message { _ = try Self.output(WordPlaces(), .map, "a\n! b") },
      "partition line 2: an exclamation: ! b")
  }

  @Test func `rejected lines are skipped and counted where they may be`() throws {
    let (text, skipped) = try Self.output(WordPlaces(), .map, "!\na\n!", badLines: .skip)
    expectEqual(text, "a\ta\n")
    expectEqual(
      skipped?.description,
      "2 bad lines skipped, the first at partition line 1: an exclamation: !")
    expectEqual(try Self.output(WordPlaces(), .map, "a", badLines: .skip).skipped?.count, nil)
  }

  @Test func `an error of a stage has the line that it has read last`() {
    expectEqual(
      Self.message { _ = try Self.output(Shouting(), .worker, "a\nfail") },
      "partition line 2: Failure(code: 7)")
  }

  @Test func `reduce rejects lines that are not sorted, or have no tab`() throws {
    expectEqual(
      Self.message { _ = try Self.output(WordPlaces(), .reduce, "b\t1\na\t1") },
      "partition line 2: the lines are not sorted as bytes, as by LC_ALL=C sort: a\\t1")
    expectEqual(
      Self.message { _ = try Self.output(WordPlaces(), .reduce, "b\t1\nb") },
      "partition line 2: a line without a tab: b")
    let skipped = try Self.output(WordPlaces(), .reduce, "b\t1\nb", badLines: .skip).skipped
    expectEqual(skipped?.count, 1)
    // That would hide a key that comes twice.
    expectEqual(
      Self.message {
        _ = try Self.output(WordPlaces(), .reduce, "b\t1\na\t1", badLines: .skip)
      }.isEmpty, false)
  }

  @Test func `a stage has only the roles of its kind`() {
    expectEqual(
      Self.message { _ = try Self.output(WordPlaces(), .worker, "") },
      "the stage has keys: use --map and --reduce instead of --worker")
    expectEqual(
      Self.message { _ = try Self.output(Shouting(), .map, "") },
      "the stage has no keys: use --worker instead of --map")
  }

  @Test func `output that can't be written is an error`() throws {
    let full = try FileDescriptor.open("/dev/full", .writeOnly)
    defer { try? full.close() }
    // One that is written at the end, and one that is written while the stage runs.
    let long = String(repeating: "a b c\n", count: 100_000)
    for (role, input) in [(WorkerRole.map, "a"), (.map, long), (.reduce, "a\tx")] {
      let error = #expect(throws: SinkError.self) {
        _ = try Job(WordPlaces()).work(
          as: role, input: MemoryInput(ArraySlice(input.utf8)), output: full)
      }
      expectEqual(error?.errno, .noSpace)
    }
  }
}

struct ValuesTests {
  /// A stage that reads one value of each key, and keeps the values.
  private struct First: KeyedStage {
    final class Kept: @unchecked Sendable { var values: [Values<Int>] = [] }
    let kept = Kept()

    func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: Int)> {
      ThrowingGenerator { _ in }
    }
    func reduce(_ key: String, _ values: Values<Int>) -> ThrowingGenerator<String> {
      kept.values.append(values)
      return ThrowingGenerator { yield in
        if key == "none" { return }
        try yield("\(key) \(values.next() ?? 0)")
      }
    }
  }

  private static func reduced(_ stage: some KeyedStage, _ lines: [String]) throws -> String {
    var rest = lines.map { ArraySlice($0.utf8) }[...]
    let groups = KeyGroups(isPartition: true, onBadLine: nil) { rest.popFirst() }
    let output = LineOutput()
    guard case .keyed(_, let reduce) = Job(stage).work.kind else { return "" }
    var text = ""
    try output.drain(reduce(groups, output)) { text += String(decoding: $0, as: UTF8.self) }
    return text
  }

  @Test func `values that are not read are skipped`() throws {
    expectEqual(
      try Self.reduced(First(), ["a\t1", "a\t2", "a\t3", "none\t1", "none\t2", "z\t4"]),
      "a 1\nz 4\n")
  }

  @Test func `a skipped value isn't decoded`() throws {
    expectEqual(try Self.reduced(First(), ["a\t1", "a\tx"]), "a 1\n")
  }

  @Test func `values that are read too late are an error`() throws {
    let stage = First()
    _ = try Self.reduced(stage, ["a\t1", "a\t2"])
    let error = #expect(throws: WorkerError.self) { try stage.kept.values[0].next() }
    expectEqual(
      error?.description, "the values of a key were read after the output for the key had ended")
  }

  @Test func `values stay ended`() throws {
    let values = Values(of: [1, 2])
    expectEqual(try values.collect(), [1, 2])
    expectEqual(try values.next(), nil)
  }

  @Test func `an output may be longer than what is passed on at once`() throws {
    struct Long: KeyedStage {
      func map(_ lines: Lines) -> ThrowingGenerator<(key: Int, value: Int)> {
        ThrowingGenerator { _ in }
      }
      func reduce(_ key: Int, _ values: Values<Int>) -> ThrowingGenerator<Int> {
        ThrowingGenerator { yield in for n in 0..<50_000 { try yield(n) } }
      }
    }
    let text = try Self.reduced(Long(), ["1\t", "2\t"])
    expectEqual(text, String((0..<2).flatMap { _ in (0..<50_000).map { "\($0)\n" } }.joined()))
  }
}
