import GeneratorParallel
public import GeneratorSources
import Generators

/// Reads logs, on several threads, and says what it has found in the order of the logs and lines.
///
/// However many threads there are, the answers are the same. They take turns to read a block of
/// lines, and each makes records of its own block, while others do of theirs. A log that is
/// compressed is decompressed by who reads it.
public struct LogReader: Sendable {
  /// Which records count.
  public var filter = Filter()

  /// How many threads read; 1 is the caller's.
  public var jobs = 1

  /// How many malformed lines a report names.
  public var namedLines = 5

  /// What ends the reading early.
  public var stop: SourceStop?

  /// What counts the bytes.
  public var meter = ReadingMeter(total: nil) { _ in }

  /// The longest line that can be a record, in bytes.
  var limit = 1 << 20

  /// How much is read at once, in bytes.
  var blockSize = 256 << 10

  /// More threads than these are of no use to anybody.
  private static let mostJobs = 512

  /// From so many threads on, one that decompresses can't keep up with the others.
  static let jobsForWholeFiles = 4

  /// Creates a reader for which all records count.
  public init() {}

  /// Counts the records of logs.
  ///
  /// - Parameters:
  ///   - inputs: the logs.
  ///   - counts: what counts them, before it has.
  ///   - body: is told what was found, in the order of the logs and their lines.
  /// - Returns: what was counted.
  /// - Throws: what `body` throws; that ends the reading, and `stop` is stopped.
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
  ///   - query: the condition.
  ///   - inputs: the logs.
  ///   - format: how to write the records.
  ///   - body: is told what was found, in the order of the logs and their lines.
  /// - Throws: what `body` throws; that ends the reading, and `stop` is stopped.
  public func select(
    _ query: Query, in inputs: [LogInput], as format: RequestRows.Format,
    _ body: (PartReport, RequestRows) throws -> Void
  ) throws {
    try read(inputs, wholeFiles: false) { part in
      var rows = RequestRows(format)
      let report = try read(part) { if query.matches($0) { rows.add($0) } }
      // Made here, by several threads, and not where they are printed.
      rows.makeText()
      return (report: report, rows: rows)
    } _: {
      try body($0.report, $0.rows)
    }
  }

  /// Has parts of logs dealt with, on several threads, and takes the results in order.
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
    // A part is work enough to be handed over alone.
    let outputs = parallel(parts, workers: workers, window: 4 * workers).map(process)
    do {
      while let output = try outputs.next() { try body(output) }
    } catch {
      // The end of who waits for a pipe is waited for.
      stop?.stop()
      throw error
    }
  }

  /// The parts of logs, in their order.
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
          // That a compressed log ends in the middle is no news to who stopped it.
          if !isStopped { try yield(part(.end(error))) }
        }
      }
    }
  }

  /// Whether to have each compressed file read by one thread from its beginning to its end.
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

  /// The lines of a log in blocks.
  private func blocks(of input: LogInput) -> ThrowingGenerator<RecordBlock> {
    recordBlocks(
      of: input.metered(by: meter, stop: stop), blockSize: blockSize, limit: limit,
      longRecords: .truncate)
  }

  /// Whether a stop has ended a log inside a line, which is no malformed one.
  private func isCutByStop(_ block: RecordBlock) -> Bool {
    isStopped && block.bytes.last != .lineFeed && block.omittedByteCount == 0
  }

  private var isStopped: Bool { stop?.isStopped ?? false }
}
