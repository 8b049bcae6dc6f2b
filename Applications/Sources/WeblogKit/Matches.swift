/// The number of requests for which a condition holds.
public struct Matches: Aggregation {
  /// The number of requests.
  public private(set) var count = 0

  private let query: Query

  /// Creates an empty count.
  public init(of query: Query) { self.query = query }

  /// Counts a record if the condition holds.
  public mutating func add(_ record: LogRecord) {
    if query.matches(record) { count += 1 }
  }

  /// Adds the counts of another.
  public mutating func merge(_ other: Matches) { count += other.count }
}
