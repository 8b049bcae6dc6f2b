/// The counts of a text.
public struct TextCounts: Sendable, Equatable {
  /// The number of files, pipes and so on.
  public internal(set) var files = 0

  /// The number of line ends.
  public internal(set) var lines = 0

  /// The number of words, which are separated by white space.
  public internal(set) var words = 0

  /// The number of bytes.
  public internal(set) var bytes = 0

  /// The number of files in directories that were skipped because they are not text.
  public internal(set) var binaryFiles = 0

  /// The number of occurrences of each word.
  var table = WordTable()

  /// The errors of reading, by the place in the order of files.
  private var failures: [Int: String] = [:]

  /// Creates empty counts.
  public init() {}

  /// The number of different words, as far as they were told apart.
  public var differentWords: Int { table.count }

  /// Returns the most frequent words, at most `limit` of them, and those of equal frequency in the order of
  /// their bytes.
  public func topWords(_ limit: Int) -> [(word: String, count: Int)] {
    table.top(limit).map { (String(decoding: $0.word, as: UTF8.self), $0.count) }
  }

  /// The errors of reading, in the order of the files.
  public var messages: [String] { failures.sorted { $0.key < $1.key }.map(\.value) }

  /// Whether anything was read, so that zeros are an answer.
  public var hasAnswer: Bool { files > 0 || binaryFiles > 0 }

  /// Records that a file can't be read, or not to its end; once for a file.
  mutating func fail(_ file: Int, _ message: String) { failures[file] = message }

  /// Adds other counts.
  public mutating func add(_ other: TextCounts) {
    files += other.files
    lines += other.lines
    words += other.words
    bytes += other.bytes
    binaryFiles += other.binaryFiles
    table.add(other.table)
    // Of two messages about one file, always the same one, whatever the order.
    failures.merge(other.failures, uniquingKeysWith: min)
  }
}
