import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorWorkers

/// Random bytes through a job here, and through `map | LC_ALL=C sort | reduce`.
struct WorkerFuzzTests {
  /// Takes a key of each line, and writes each value behind its key.
  private struct Split: KeyedStage {
    func map(_ lines: Lines) -> ThrowingGenerator<(key: ArraySlice<UInt8>, value: [UInt8])> {
      ThrowingGenerator { yield in
        while let line = try lines.next() {
          let key = line.bytes.prefix { $0 != UInt8(ascii: " ") && $0 != .tab }
          try yield((key: key, value: Array(line.bytes.dropFirst(key.count))))
          if line.bytes.count % 3 == 0 { try yield((key: [], value: Array(line.bytes))) }
        }
      }
    }

    func reduce(_ key: ArraySlice<UInt8>, _ values: Values<[UInt8]>) -> ThrowingGenerator<[UInt8]> {
      ThrowingGenerator { yield in
        var count = 0
        while let value = try values.next() {
          count += 1
          // Some keys don't read all of their values, and some have no output.
          if key.first == UInt8(ascii: "b"), count == 3 { return }
          if key.first != UInt8(ascii: "a") { try yield(Array(key) + [UInt8(ascii: "|")] + value) }
        }
        try yield(Array(key) + Array(" \(count)".utf8))
      }
    }
  }

  private static func sample(_ random: inout SeededRandom) -> [UInt8] {
    let alphabet: [UInt8] = Array("ab \t\r".utf8) + [0, 1, 8, 0x7F, 0x80, 0xC3, 0xFF]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...300, using: &random) {
      let count = [0, 1, 2, 7, 8, 9, 40].randomElement(using: &random)!
      bytes += (0..<count).map { _ in alphabet.randomElement(using: &random)! }
      bytes.append(.lineFeed)
    }
    if Bool.random(using: &random), !bytes.isEmpty { bytes.removeLast() }
    return bytes
  }

  @Test(arguments: 1...5)
  func `a job here has the bytes of map, sort and reduce`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let directory = try TemporaryDirectory()
    let samples = (0..<3).map { _ in Self.sample(&random) }
    let inputs = try samples.enumerated().map { try directory.file("in/\($0)", $1) }
    let output = directory.path.appending("output")
    func contents() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: output.string))) }
    func work(_ role: WorkerRole, _ input: some ByteInput) throws -> [UInt8] {
      let descriptor = try FileDescriptor.open(
        output, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
      defer { try? descriptor.close() }
      _ = try Job(Split()).work(as: role, input: input, output: descriptor)
      return try contents()
    }

    let pairs = try inputs.flatMap { try work(.map, $0) }
    let sorted = directory.path.appending("sorted")
    let sort = Process()
    sort.executableURL = URL(filePath: "/usr/bin/env")
    sort.arguments = [
      "LC_ALL=C", "sort", "-o", sorted.string, try directory.file("pairs", pairs).string,
    ]
    try sort.run()
    sort.waitUntilExit()
    expectEqual(sort.terminationStatus, 0)
    let expected = try work(.reduce, sorted)

    for jobs in 1...5 {
      for memory in [6000, 64 << 20] {
        var run = LocalRun(inputs: inputs.map(\.string), output: output.string)
        (run.jobs, run.memory, run.partSize, run.fanIn) = (jobs, memory, 1000, 3)
        _ = try Job(Split()).run(run)
        #expect(try contents() == expected, "seed \(seed), \(jobs) jobs, \(memory) bytes")
      }
    }
  }
}
