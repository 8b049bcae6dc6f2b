/// A count over the records of one or more logs.
///
/// Its memory grows with the number of different keys, not with the number of records. Its results don't
/// depend on the order of the records, so several aggregations can share the records, each on a thread of
/// its own, and be merged.
public protocol Aggregation: Sendable {
  /// Counts a record.
  mutating func add(_ record: LogRecord)

  /// Adds the counts of another, which was created in the same way.
  mutating func merge(_ other: Self)
}

/// An aggregation that ranks its keys, and shows the first ones.
public protocol Ranking: Aggregation {
  /// Returns a table of the first rows, at most `top`.
  func table(top: Int) -> Table
}
