import GeneratorPlatform

/// A counter of skipped lines, for several threads.
final class BadLineTally: Sendable {
  private struct Counts: Sendable {
    var count = 0
    var first: (partition: Int, line: BadLine)?
  }

  private let counts: Locked<Counts>?

  init(_ treatment: RejectedLinesPolicy) { counts = treatment == .skip ? Locked(Counts()) : nil }

  /// Returns the closure that `Lines` call with a bad line, or `nil` if a bad line is an error.
  ///
  /// The number of the partition decides which line is the first. For lines that are reduced, the key decides.
  func handler(partition: Int) -> ((BadLine) throws -> Void)? {
    guard let counts else { return nil }
    return { line in
      counts.withLock { counts in
        counts.count += 1
        if let first = counts.first, !Self.precedes((partition, line), first) { return }
        counts.first = (partition, line)
      }
    }
  }

  /// Returns whether a line comes before another.
  ///
  /// If both have the same partition or key, the other is first.
  private static func precedes(
    _ line: (partition: Int, line: BadLine), _ other: (partition: Int, line: BadLine)
  ) -> Bool {
    if line.partition != other.partition { return line.partition < other.partition }
    guard let key = line.line.key, let otherKey = other.line.key else { return false }
    // In the order of their lines.
    return (key + [.tab])[...].precedes((otherKey + [.tab])[...])
  }

  /// The skipped lines; `nil` if none was skipped.
  var skipped: SkippedLines? {
    counts?.withLock { counts in
      counts.first.map { SkippedLines(count: counts.count, first: $0.line.message) }
    }
  }
}
