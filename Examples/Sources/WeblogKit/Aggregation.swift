public import Generators

/// Something that is counted of the records of one or more logs.
///
/// It takes as much memory as the different things need that it counts, however many records there
/// are.
public protocol Aggregation {
  /// Counts a record.
  mutating func add(_ record: LogRecord)
}

extension Aggregation {
  /// Counts all records that are left.
  ///
  /// - Throws: what goes wrong where the records come from; those before it were counted.
  public mutating func add(_ records: ThrowingGenerator<LogRecord>) throws {
    while let record = try records.next() { add(record) }
  }
}

/// What is counted by something, of which those are shown that come first.
public protocol Ranking: Aggregation {
  /// A table of at most `top` rows, the first ones.
  func table(top: Int) -> Table
}
