/// A summary of the records of one or more logs.
///
/// Its memory grows with the number of different hosts, paths, referrers and agents, not with the number of
/// records.
public struct Summary: Aggregation {
  /// The number of records.
  public private(set) var requests = 0

  /// The sum of the sizes of all responses.
  ///
  /// No log can make it overflow.
  public private(set) var bytes: UInt128 = 0

  /// The number of requests without a referrer.
  public private(set) var requestsWithoutReferrer = 0

  /// The number of requests without an agent.
  public private(set) var requestsWithoutAgent = 0

  /// The number of lines that are not records.
  public var malformedLines = 0

  var requestsByStatus = [Int](repeating: 0, count: 1_000)
  var requestsByHour = [Int](repeating: 0, count: 24)
  var hosts = KeyCounter()
  var paths = KeyCounter()
  var referrers = KeyCounter()
  var agents = KeyCounter()

  /// Creates an empty summary.
  public init() {}

  /// Counts a record.
  public mutating func add(_ record: LogRecord) {
    requests += 1
    bytes += UInt128(record.size)
    requestsByStatus[record.status] += 1
    requestsByHour[record.time.hour] += 1
    hosts.add(record.host)
    paths.add(record.path)
    if let referrer = record.referrer {
      referrers.add(referrer)
    } else {
      requestsWithoutReferrer += 1
    }
    if let agent = record.agent {
      agents.add(agent)
    } else {
      requestsWithoutAgent += 1
    }
  }

  /// Adds the counts of another.
  public mutating func merge(_ other: Summary) {
    requests += other.requests
    bytes += other.bytes
    requestsWithoutReferrer += other.requestsWithoutReferrer
    requestsWithoutAgent += other.requestsWithoutAgent
    malformedLines += other.malformedLines
    for status in requestsByStatus.indices {
      requestsByStatus[status] += other.requestsByStatus[status]
    }
    for hour in requestsByHour.indices { requestsByHour[hour] += other.requestsByHour[hour] }
    hosts.merge(other.hosts)
    paths.merge(other.paths)
    referrers.merge(other.referrers)
    agents.merge(other.agents)
  }
}
