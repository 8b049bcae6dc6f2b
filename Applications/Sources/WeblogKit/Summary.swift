/// What was counted of the records of one or more logs.
///
/// It takes as much memory as the different hosts, paths, referrers and agents need, however many
/// records there are.
public struct Summary: Aggregation {
  /// The number of records.
  public private(set) var requests = 0

  /// The sizes of all responses together, which no log can make overflow.
  public private(set) var bytes: UInt128 = 0

  /// How many requests named no referrer.
  public private(set) var requestsWithoutReferrer = 0

  /// How many requests named no agent.
  public private(set) var requestsWithoutAgent = 0

  /// How many lines were no records.
  public var malformedLines = 0

  var requestsByStatus = [Int](repeating: 0, count: 1_000)
  var requestsByHour = [Int](repeating: 0, count: 24)
  var hosts = KeyCounter()
  var paths = KeyCounter()
  var referrers = KeyCounter()
  var agents = KeyCounter()

  /// Creates a summary of nothing.
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
