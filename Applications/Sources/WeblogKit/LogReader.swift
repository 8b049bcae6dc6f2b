import GeneratorParallel
public import GeneratorSources
import Generators

/// A reader of logs, on several threads, that returns its results in the order of the logs and lines.
///
/// The results are the same for any number of threads. The threads take turns to read a block of lines, and
/// each parses its own block while others parse theirs. The thread that reads a compressed log also
/// decompresses it.
public struct LogReader: Sendable {
  /// The condition for the records that count.
  public var filter = Filter()

  /// The number of threads that read.
  ///
  /// With 1, only the calling thread reads.
  public var jobs = 1

  /// The number of malformed lines that a report names.
  public var namedLines = 5

  /// The stop that ends the reading early.
  public var stop: SourceStop?

  /// The meter that counts the bytes.
  public var meter = ReadingMeter(total: nil) { _ in }

  /// The longest line that can be a record, in bytes.
  var limit = 1 << 20

  /// The number of bytes in one reading.
  var blockSize = 256 << 10

  /// The maximum number of useful threads.
  private static let mostJobs = 512

  /// The least number of threads with which one thread that decompresses can't keep up.
  static let jobsForWholeFiles = 4

  /// Creates a reader for which all records count.
  public init() {}

  /// Counts the records of logs.
  ///
  /// - Parameters:
  ///   - inputs: The logs.
  ///   - counts: The empty counts.
  ///   - body: Called with each result, in the order of the logs and their lines.
  /// - Returns: The counts.
  /// - Throws: The error of `body`, which ends the reading and stops `stop`.
  public func count<Counts: Aggregation>(
    _ inputs: [LogInput], by counts: Counts, _ body: (PartReport) throws -> Void
  ) throws -> Counts {
    let shared = SharedCount(counts)
    try read(inputs, wholeFiles: wantsWholeFiles(of: inputs)) { part in
      try shared.withPart { counts in try read(part) { counts.add($0) } }
    } _: {
      try body($0)
    }
    return shared.takeTotal()
  }

  /// Finds the records of logs for which a condition holds.
  ///
  /// - Parameters:
  ///   - query: The condition.
  ///   - inputs: The logs.
  ///   - format: The format of the records.
  ///   - body: Called with each result, in the order of the logs and their lines.
  /// - Throws: The error of `body`, which ends the reading and stops `stop`.
  public func select(
    _ query: Query, in inputs: [LogInput], as format: RequestRows.Format,
    _ body: (PartReport, RequestRows) throws -> Void
  ) throws {
    try read(inputs, wholeFiles: false) { part in
      var rows = RequestRows(format)
      let report = try read(part) { if query.matches($0) { rows.add($0) } }
      // Formatted here, by several threads, and not where they are printed.
      rows.makeText()
      return (report: report, rows: rows)
    } _: {
      try body($0.report, $0.rows)
    }
  }

  /// Processes parts of logs on several threads, and takes the results in order.
  private func read<Output: Sendable>(
    _ inputs: [LogInput], wholeFiles: Bool,
    _ process: @escaping @Sendable (LogPart) throws -> Output, _ body: (Output) throws -> Void
  ) throws {
    let parts = parts(of: inputs, wholeFiles: wholeFiles)
    if jobs == 1 {
      while let part = try parts.next() { try body(process(part)) }
      return
    }
    let workers = min(jobs, Self.mostJobs)
    // A part is enough work to be passed alone.
    let outputs = parallel(parts, workers: workers, window: 4 * workers).map(process)
    do {
      while let output = try outputs.next() { try body(output) }
    } catch {
      // Waits for the end of the threads that wait for a pipe.
      stop?.stop()
      throw error
    }
  }

  /// Returns the parts of logs, in order.
  func parts(of inputs: [LogInput], wholeFiles: Bool) -> ThrowingGenerator<LogPart> {
    ThrowingGenerator { yield in
      for input in inputs where !isStopped {
        func part(_ content: LogPart.Content) -> LogPart {
          LogPart(name: input.name, content: content)
        }
        if wholeFiles && input.isCompressed {
          try yield(part(.whole(input)))
          continue
        }
        do {
          let blocks = blocks(of: input)
          while let block = try blocks.next(), !isCutByStop(block) {
            try yield(part(.block(block)))
          }
          try yield(part(.end(nil)))
        } catch let error as SourceError {
          // After a stop, it is expected that a compressed log ends in the middle.
          if !isStopped { try yield(part(.end(error))) }
        }
      }
    }
  }

  /// Returns whether one thread reads each compressed file from its beginning to its end.
  private func wantsWholeFiles(of inputs: [LogInput]) -> Bool {
    jobs >= Self.jobsForWholeFiles && inputs.lazy.filter(\.isCompressed).prefix(2).count > 1
  }

  /// Calls `body` with each record of a part that counts.
  func read(_ part: LogPart, _ body: (LogRecord) -> Void) throws -> PartReport {
    var report = PartReport(of: part.name, namingLines: namedLines)
    switch part.content {
    case .block(let block):
      read(block, into: &report, body)
    case .end(let error):
      report.end = error.map { .failure($0) } ?? .complete
    case .whole(let input):
      do {
        let blocks = blocks(of: input)
        while let block = try blocks.next(), !isCutByStop(block) {
          read(block, into: &report, body)
        }
        report.end = .complete
      } catch let error as SourceError {
        if !isStopped { report.end = .failure(error) }
      }
    }
    return report
  }

  private func read(
    _ block: RecordBlock, into report: inout PartReport, _ body: (LogRecord) -> Void
  ) {
    for line in block {
      report.addLine()
      do throws(Malformation) {
        if line.isTruncated { throw .tooLong }
        let record = try LogRecord(line.bytes)
        guard filter.admits(record) else { continue }
        report.records += 1
        body(record)
      } catch {
        report.addMalformation(error)
      }
    }
  }

  /// Returns the lines of a log in blocks.
  private func blocks(of input: LogInput) -> ThrowingGenerator<RecordBlock> {
    recordBlocks(
      of: input.metered(by: meter, stop: stop), blockSize: blockSize, limit: limit,
      longRecords: .truncate)
  }

  /// Returns whether a stop has ended a log inside of a line, which is then not malformed.
  private func isCutByStop(_ block: RecordBlock) -> Bool {
    isStopped && block.bytes.last != .lineFeed && block.omittedByteCount == 0
  }

  private var isStopped: Bool { stop?.isStopped ?? false }
}
