/// Something that is counted of the records of one or more logs.
///
/// It takes as much memory as the different things need that it counts, however many records there
/// are. What it says does not depend on their order, so that several can share them out, each on a
/// thread of its own, and be merged.
public protocol Aggregation: Sendable {
  /// Counts a record.
  mutating func add(_ record: LogRecord)

  /// Adds the counts of another, which was made as this one was.
  mutating func merge(_ other: Self)
}

/// What is counted by something, of which those are shown that come first.
public protocol Ranking: Aggregation {
  /// A table of at most `top` rows, the first ones.
  func table(top: Int) -> Table
}
