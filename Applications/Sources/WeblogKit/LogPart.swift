public import GeneratorSources

/// A part of what there is to read, which one thread deals with.
public struct LogPart: Sendable {
  enum Content {
    case block(RecordBlock)
    /// A log of which nothing was read yet.
    case whole(LogInput)
    /// A log has ended, or can't be read on.
    case end(SourceError?)
  }

  /// What the log is called that it is a part of.
  let name: String
  let content: Content
}

/// What was found in a part of a log.
public struct PartReport: Sendable {
  /// How a log ended.
  public enum End: Sendable {
    case complete
    /// It can't be read on, or could not be opened.
    case failure(SourceError)
  }

  /// What the log is called that it is a part of.
  public let name: String

  /// How many records there were that count.
  public internal(set) var records = 0

  /// How the log ended, if it did with this part.
  public internal(set) var end: End?

  /// The number of lines.
  private(set) var lines = 0

  /// How many of them were no records.
  private(set) var malformedLines = 0

  /// The first lines that were no records, each with its number in the part, from 1.
  private(set) var firstMalformed: [(line: Int, reason: Malformation)] = []

  private let namedLines: Int

  /// Creates a report of nothing.
  ///
  /// - Parameters:
  ///   - name: what the log is called.
  ///   - namedLines: how many malformed lines are kept one by one.
  init(of name: String, namingLines namedLines: Int) {
    (self.name, self.namedLines) = (name, namedLines)
  }

  @inline(__always)
  mutating func addLine() { lines += 1 }

  /// Says that the line which was added last is no record.
  mutating func addMalformation(_ reason: Malformation) {
    malformedLines += 1
    if malformedLines <= namedLines { firstMalformed.append((lines, reason)) }
  }
}
