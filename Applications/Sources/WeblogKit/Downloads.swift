/// The paths for which bytes were sent.
public struct Downloads: Ranking {
  private var sums = KeyedSums()

  /// The sum of the sizes of all responses.
  public var bytes: UInt128 { sums.total.bytes }

  /// Creates an empty count.
  public init() {}

  /// Counts a record.
  public mutating func add(_ record: LogRecord) { sums.add(record.path, size: record.size) }

  /// Adds the counts of another.
  public mutating func merge(_ other: Downloads) { sums.merge(other.sums) }

  /// Returns the paths with the most bytes: their bytes, the share of all bytes, and the requests.
  public func table(top: Int) -> Table {
    var table = Table(
      title: "Bytes by path",
      columns: [.number("bytes"), .number("percent"), .number("requests"), .text("path")])
    for (path, tally) in sums.topByBytes(top) {
      table.append([
        .number(tally.bytes), .percent(tenths: tenthsOfPercent(tally.bytes, of: bytes)),
        .count(tally.requests), .text(path),
      ])
    }
    return table
  }
}
