/// The number of requests with the same path, host, or other key.
public struct Top: Ranking {
  /// The key by which requests are counted.
  public enum Key: String, CaseIterable, Sendable {
    case path, host, referrer, agent, status, method
  }

  private let key: Key
  private var requests = 0
  private var requestsWithout = 0
  private var counter = KeyCounter()
  /// The counts by index, if the key is the status.
  private var statuses = [Int](repeating: 0, count: 1_000)

  /// Creates an empty count.
  public init(by key: Key) { self.key = key }

  /// Counts a record.
  public mutating func add(_ record: LogRecord) {
    requests += 1
    switch key {
    case .path: counter.add(record.path)
    case .host: counter.add(record.host)
    case .referrer: add(record.referrer)
    case .agent: add(record.agent)
    case .status: statuses[record.status] += 1
    case .method: add(record.method)
    }
  }

  @inline(__always)
  private mutating func add(_ value: ArraySlice<UInt8>?) {
    if let value {
      counter.add(value)
    } else {
      requestsWithout += 1
    }
  }

  /// Adds the counts of another, by the same key.
  public mutating func merge(_ other: Top) {
    requests += other.requests
    requestsWithout += other.requestsWithout
    counter.merge(other.counter)
    for status in statuses.indices { statuses[status] += other.statuses[status] }
  }

  /// Returns the most frequent keys: the number of requests, the share of all requests, and the key.
  public func table(top: Int) -> Table {
    var table = Table(
      title: "Top \(plural)" + note(without: requestsWithout),
      columns: [.number("requests"), .number("percent"), .text(key.rawValue)])
    func append(_ count: Int, _ value: Table.Cell) {
      let share = tenthsOfPercent(UInt128(count), of: UInt128(requests))
      table.append([.count(count), .percent(tenths: share), value])
    }
    if key == .status {
      let found = statuses.indices.filter { statuses[$0] > 0 }
        .sorted { (statuses[$1], $0) < (statuses[$0], $1) }
      for status in found.prefix(max(top, 0)) { append(statuses[status], .status(status)) }
    } else {
      for (value, count) in counter.top(top) { append(count, .text(value)) }
    }
    return table
  }

  private var plural: String { key == .status ? "statuses" : key.rawValue + "s" }
}
