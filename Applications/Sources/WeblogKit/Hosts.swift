/// The hosts that made requests, with their number and their bytes.
public struct Hosts: Ranking {
  private var sums = KeyedSums()

  /// The number of different hosts.
  public var distinctCount: Int { sums.distinctCount }

  /// Creates an empty count.
  public init() {}

  /// Counts a record.
  public mutating func add(_ record: LogRecord) { sums.add(record.host, size: record.size) }

  /// Adds the counts of another.
  public mutating func merge(_ other: Hosts) { sums.merge(other.sums) }

  /// Returns the hosts with the most requests: their requests, the share of all requests, and the bytes.
  public func table(top: Int) -> Table {
    var table = Table(
      title: "Hosts",
      columns: [.number("requests"), .number("percent"), .number("bytes"), .text("host")])
    for (host, tally) in sums.topByRequests(top) {
      let share = tenthsOfPercent(UInt128(tally.requests), of: UInt128(sums.total.requests))
      table.append([
        .count(tally.requests), .percent(tenths: share), .number(tally.bytes), .text(host),
      ])
    }
    return table
  }
}
