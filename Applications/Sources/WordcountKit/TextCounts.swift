/// What was counted.
public struct TextCounts: Sendable, Equatable {
  /// The files, pipes and so on.
  public internal(set) var files = 0

  /// The ends of lines.
  public internal(set) var lines = 0

  /// What stands between white space.
  public internal(set) var words = 0

  /// The bytes.
  public internal(set) var bytes = 0

  /// The files in directories that were passed over, for they are no text.
  public internal(set) var binaryFiles = 0

  /// How often each word occurs.
  var table = WordTable()

  /// What could not be read, with its place in the order of files.
  private var failures: [Int: String] = [:]

  /// Creates counts of nothing.
  public init() {}

  /// How many different words there are, as far as they were told apart.
  public var differentWords: Int { table.count }

  /// The words that occur most, at most `limit` of them; of those that occur equally often, the one whose
  /// bytes come first.
  public func topWords(_ limit: Int) -> [(word: String, count: Int)] {
    table.top(limit).map { (String(decoding: $0.word, as: UTF8.self), $0.count) }
  }

  /// What could not be read, and why, in the order of the files.
  public var messages: [String] { failures.sorted { $0.key < $1.key }.map(\.value) }

  /// Whether anything was read, so that zeros are an answer.
  public var hasAnswer: Bool { files > 0 || binaryFiles > 0 }

  /// Notes that a file can't be read, or not to its end; once for a file.
  mutating func fail(_ file: Int, _ message: String) { failures[file] = message }

  /// Adds what was counted elsewhere.
  public mutating func add(_ other: TextCounts) {
    files += other.files
    lines += other.lines
    words += other.words
    bytes += other.bytes
    binaryFiles += other.binaryFiles
    table.add(other.table)
    // Of two messages about one file, the same one whatever comes first.
    failures.merge(other.failures, uniquingKeysWith: min)
  }
}
