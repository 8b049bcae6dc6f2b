public import GeneratorSources

/// A part of the logs, processed by one thread.
public struct LogPart: Sendable {
  enum Content {
    case block(RecordBlock)
    /// A log from which nothing was read yet.
    case whole(LogInput)
    /// The end of a log, or the error that ended it.
    case end(SourceError?)
  }

  /// The name of the log that it is a part of.
  let name: String
  let content: Content
}

/// The results of a part of a log.
public struct PartReport: Sendable {
  /// The end of a log.
  public enum End: Sendable {
    case complete
    /// The log can't be read further, or couldn't be opened.
    case failure(SourceError)
  }

  /// The name of the log that it is a part of.
  public let name: String

  /// The number of records that count.
  public internal(set) var records = 0

  /// The end of the log, if it ended with this part.
  public internal(set) var end: End?

  /// The number of lines.
  private(set) var lines = 0

  /// The number of lines that are not records.
  private(set) var malformedLines = 0

  /// The first lines that are not records, each with its number in the part, from 1.
  private(set) var firstMalformed: [(line: Int, reason: Malformation)] = []

  private let namedLines: Int

  /// Creates an empty report.
  ///
  /// - Parameters:
  ///   - name: The name of the log.
  ///   - namedLines: The number of malformed lines that are kept one by one.
  init(of name: String, namingLines namedLines: Int) {
    (self.name, self.namedLines) = (name, namedLines)
  }

  @inline(__always)
  mutating func addLine() { lines += 1 }

  /// Notes that the last added line is not a record.
  mutating func addMalformation(_ reason: Malformation) {
    malformedLines += 1
    if malformedLines <= namedLines { firstMalformed.append((lines, reason)) }
  }
}
