import Foundation
import GeneratorSources
import Generators
import Synchronization
import SystemPackage
import Testing

@testable import WeblogKit

/// For any number of threads and any size of reading, the result is that of a plain loop.
@Suite struct LogReaderTests {
  /// The results for logs: the messages about them in order, the rows that were found, and the counts.
  private struct Answer: Equatable {
    var messages: [String] = []
    var rows = ""
    var report = ""
    var robots = ""
  }

  private static let query = "status>=400 or agent~a"

  /// The result of a loop over the lines, by the library's own reader.
  private func expected(_ inputs: [MemoryInput], limit: Int, filter: Filter) throws -> Answer {
    var answer = Answer()
    var (summary, robots, rows) = (Summary(), Robots(), RequestRows(.lines))
    let query = try Query(Self.query)
    for input in inputs {
      do {
        let records = logRecords(of: input, limit: limit) { line, reason in
          summary.malformedLines += 1
          if summary.malformedLines <= 5 {
            answer.messages.append("\(input.name):\(line): malformed line: \(reason.explanation)")
          }
        }
        while let record = try records.next() {
          guard filter.admits(record) else { continue }
          summary.add(record)
          robots.add(record)
          if query.matches(record) { rows.add(record) }
        }
        answer.messages.append("\(input.name) ends")
      } catch let error as SourceError {
        answer.messages.append("\(error)")
      }
    }
    var text = RequestText(.lines)
    answer.rows = String(decoding: text.text(of: rows), as: UTF8.self)
    answer.report = Report(summary, top: 10).json
    answer.robots = robots.table(top: 10).csv
    return answer
  }

  private func answer(_ reader: LogReader, _ inputs: [LogInput]) throws -> Answer {
    var answer = Answer()
    func withMessages(
      _ body: ((PartReport) -> Void) throws -> Void
    ) throws -> (messages: [String], malformedLines: Int) {
      let messages = Mutex<[String]>([])
      func tell(_ message: String) { messages.withLock { $0.append(message) } }
      let malformed = MalformedLines(tellingOf: 5) { message in
        messages.withLock { $0.append(message) }
      }
      try body { report in
        malformed.add(report)
        switch report.end {
        case .complete: tell("\(report.name) ends")
        case .failure(let error): tell("\(error)")
        case nil: break
        }
      }
      return (messages.withLock { $0 }, malformed.count)
    }

    var summary = Summary()
    (answer.messages, summary.malformedLines) = try withMessages { tell in
      summary = try reader.count(inputs, by: summary, tell)
    }
    answer.report = Report(summary, top: 10).json
    let counted = try withMessages { tell in
      answer.robots = try reader.count(inputs, by: Robots(), tell).table(top: 10).csv
    }
    #expect(counted.messages == answer.messages)
    var (text, rows) = (RequestText(.lines), [UInt8]())
    let selected = try withMessages { tell in
      try reader.select(try Query(Self.query), in: inputs, as: .lines) { report, found in
        tell(report)
        rows += text.text(of: found)
      }
    }
    #expect(selected.messages == answer.messages)
    answer.rows = String(decoding: rows + Array(text.end.utf8), as: UTF8.self)
    return answer
  }

  /// Returns a log of records and other lines, with any beginning and end.
  private static func log(_ random: inout SplitMix64, lines: Int) -> [UInt8] {
    var content = ""
    for line in sampleLog(lines: lines, seed: UInt64(random.number(below: 1_000))) {
      content += line
      content += random.number(below: 4) == 0 ? "\r\n" : "\n"
      switch random.number(below: 40) {
      case 0: content += "\n"
      case 1: content += "bad\n"
      case 2: content += String(repeating: "long", count: random.number(below: 400)) + "\n"
      case 3: content += line.prefix(random.number(below: line.count)) + "\n"
      default: break
      }
    }
    let bytes = Array(content.utf8)
    return Array(bytes.prefix(bytes.count - random.number(below: min(40, bytes.count + 1))))
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 30, 200])
  func `the answer is that of a loop`(jobs: Int, lines: Int) throws {
    var random = SplitMix64(seed: UInt64(1 + jobs * 1_000 + lines))
    for round in 0..<4 {
      let inputs = (0..<(1 + random.number(below: 4))).map { index in
        MemoryInput(
          name: "\(index).log", content: Self.log(&random, lines: lines),
          readSize: 1 + random.number(below: round < 2 ? 300 : 20_000),
          failure: random.number(below: 4) == 0 ? .ioError : nil)
      }
      var reader = LogReader()
      reader.jobs = jobs
      reader.limit = 600
      reader.blockSize = 1 + random.number(below: round < 2 ? 300 : 20_000)
      reader.filter = round % 2 == 0 ? Filter() : Filter(statuses: [.hundreds(2), .code(404)])
      let found = try answer(reader, inputs.map { LogInput($0) })
      let expected = try expected(inputs, limit: 600, filter: reader.filter)
      #expect(found == expected)
    }
  }

  /// Compresses with the program that every system has.
  private func gzipped(_ content: [UInt8]) throws -> [UInt8] {
    let plain = try TemporaryLog(content)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-c", plain.path.string]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Array(compressed)
  }

  /// With four threads or more, each compressed file is read by one thread.
  @Test(arguments: [1, 2, 3, 4, 8])
  func `compressed files among others`(jobs: Int) throws {
    var random = SplitMix64(seed: 5)
    var files: [TemporaryLog] = []
    var plain: [MemoryInput] = []
    var cut: [Int] = []
    for index in 0..<7 {
      let content = Self.log(&random, lines: 300)
      var stored = index == 3 ? content : try gzipped(content)
      if index == 5 {
        stored.removeLast(stored.count / 2)
        cut.append(index)
      }
      files.append(try TemporaryLog(stored))
      plain.append(MemoryInput(name: files[index].path.string, content: content))
    }
    let inputs = files.map { LogInput(path: $0.path) }
    #expect(inputs.map(\.isCompressed) == [true, true, true, false, true, true, true])
    var reader = LogReader()
    reader.limit = 600
    reader.blockSize = 5_000
    reader.jobs = jobs
    let found = try answer(reader, inputs)
    reader.jobs = 1
    #expect(found == (try answer(reader, inputs)))
    // The loop doesn't know of the truncated one.
    let others = files.indices.filter { !cut.contains($0) }
    reader.jobs = jobs
    #expect(
      try answer(reader, others.map { inputs[$0] })
        == expected(others.map { plain[$0] }, limit: 600, filter: Filter()))
    #expect(found.messages.contains { $0.contains("the gzip data are cut off") })
  }

  @Test(arguments: [1, 2, 8])
  func `a missing file is told of in its place`(jobs: Int) throws {
    var reader = LogReader()
    reader.jobs = jobs
    let log = MemoryInput(name: "a.log", content: Array("bad\n".utf8))
    let inputs = [
      LogInput(log), LogInput(path: "/nonexistent/log"), LogInput(path: "/nonexistent/log.gz"),
      LogInput(log),
    ]
    let malformed = "a.log:1: malformed line: \(Malformation.noTime.explanation)"
    #expect(
      try answer(reader, inputs).messages == [
        malformed, "a.log ends", "/nonexistent/log: No such file or directory",
        "/nonexistent/log.gz: No such file or directory", malformed, "a.log ends",
      ])
    #expect(try answer(reader, []) == expected([], limit: 100, filter: Filter()))
  }

  @Test(arguments: [1, 2, 8])
  func `all bytes are metered and the meter goes up`(jobs: Int) throws {
    let content = Array(
      sampleLog(lines: 500, seed: 1).map { "\($0)\n" }.joined().utf8)
    let files = [
      try TemporaryLog(content), try TemporaryLog(try gzipped(content)),
      try TemporaryLog(try gzipped(content)),
    ]
    let seen = Mutex<[Int]>([])
    var reader = LogReader()
    reader.jobs = jobs
    reader.blockSize = 1_000
    // As here, the drawing takes the lock first and then looks.
    reader.meter = ReadingMeter(total: nil) { meter in seen.withLock { $0.append(meter.bytes) } }
    let inputs = files.map { LogInput(path: $0.path) }
    let summary = try reader.count(inputs, by: Summary()) { _ in }
    #expect(summary.requests == 1_500)
    let counts = seen.withLock { $0 }
    #expect(counts == counts.sorted())
    #expect(counts.last == inputs.reduce(0) { $0 + ($1.size ?? 0) })
    #expect(reader.meter.bytes == counts.last)
  }

  private struct Refusal: Error {}

  /// The pipe stays open, so that its reader waits.
  @Test(arguments: [1, 2, 8])
  func `an error of the caller ends what waits`(jobs: Int) throws {
    let pipe = try FileDescriptor.pipe()
    defer {
      try? pipe.readEnd.close()
      try? pipe.writeEnd.close()
    }
    try pipe.writeEnd.writeAll("\(logLine())\n".utf8)
    var reader = LogReader()
    reader.jobs = jobs
    reader.stop = try SourceStop()
    let input = LogInput(name: "pipe", size: nil, input: pipe.readEnd)
    #expect(throws: Refusal.self) {
      try reader.select(try Query("size>=0"), in: [input], as: .lines) { report, _ in
        if report.records > 0 { throw Refusal() }
      }
    }
    #expect(jobs == 1 || reader.stop!.isStopped)
  }

  @Test(arguments: [1, 2, 8])
  func `stopped it says what it has counted`(jobs: Int) throws {
    let pipe = try FileDescriptor.pipe()
    defer {
      try? pipe.readEnd.close()
      try? pipe.writeEnd.close()
    }
    let lines = String(repeating: "\(logLine())\n", count: 100)
    try pipe.writeEnd.writeAll(lines.utf8)
    var reader = LogReader()
    reader.jobs = jobs
    reader.blockSize = 100
    let stop = try SourceStop()
    reader.stop = stop
    let inputs = [
      LogInput(name: "pipe", size: nil, input: pipe.readEnd),
      LogInput(path: "/nonexistent/log"),
    ]
    // The line that was read in part doesn't count as malformed.
    let malformed = MalformedLines(tellingOf: 1) { Issue.record("\($0)") }
    var records = 0
    let summary = try reader.count(inputs, by: Summary()) { report in
      records += report.records
      if records > 10 { stop.stop() }
      malformed.add(report)
      if case .failure(let error) = report.end { Issue.record(error) }
    }
    #expect((11...100).contains(summary.requests))
    #expect(summary.requests == records)
  }

  @Test func `no more is held than the window`() throws {
    let read = Atomic(0)
    var reader = LogReader()
    reader.jobs = 3
    reader.blockSize = 1_000
    reader.meter = ReadingMeter(total: nil) { read.store($0.bytes, ordering: .relaxed) }
    let content = Array(
      sampleLog(lines: 2_000, seed: 1).map { "\($0)\n" }.joined().utf8)
    var (taken, furthest) = (0, 0)
    let query = try Query("size>=0")
    try reader.select(
      query, in: [LogInput(MemoryInput(content: content))], as: .lines
    ) { _, rows in
      taken += rows.text.count
      // Before that, some bytes are read to see whether it is compressed.
      if taken > 64 << 10 { furthest = max(furthest, read.load(ordering: .relaxed) - taken) }
    }
    #expect(taken == content.count)
    // Twelve blocks are under way, one is pulled and one is here.
    #expect(furthest <= 20_000)
  }
}

@Suite struct SharedCountTests {
  @Test(arguments: [1, 4]) func `what several threads add`(threads: Int) async throws {
    let shared = SharedCount(Summary())
    try await withThrowingTaskGroup { group in
      for _ in 0..<threads {
        group.addTask {
          let line = try record(logLine())
          for _ in 0..<1_000 { shared.withPart { $0.add(line) } }
        }
      }
      try await group.waitForAll()
    }
    #expect(shared.takeTotal().requests == threads * 1_000)
    // It begins again.
    #expect(shared.takeTotal().requests == 0)
  }

  @Test func `an error loses nothing`() throws {
    let line = try record(logLine())
    let shared = SharedCount(Summary())
    #expect(throws: SourceError.self) {
      try shared.withPart { counts in
        counts.add(line)
        throw SourceError(source: "a", reason: .malformed("b"))
      }
    }
    #expect(shared.takeTotal().requests == 1)
  }
}
