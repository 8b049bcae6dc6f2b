/// The requests that failed because of a missing page or in the server, with status 404 or 5xx, and their
/// referrers.
public struct ErrorPages: Ranking {
  /// The number of failed requests.
  public private(set) var requests = 0

  /// For each status, the number of requests for each path from each referrer.
  private var counts: [Int: KeyTable<Int>] = [:]

  /// Creates an empty count.
  public init() {}

  /// Counts a record if its request failed in this way.
  public mutating func add(_ record: LogRecord) {
    let status = record.status
    guard status == 404 || status / 100 == 5 else { return }
    requests += 1
    counts[status, default: KeyTable()]
      .update(record.path, record.referrer ?? [], from: 0) { $0 += 1 }
  }

  /// Adds the counts of another.
  public mutating func merge(_ other: ErrorPages) {
    requests += other.requests
    for (status, pages) in other.counts { counts[status, default: KeyTable()].merge(pages, +=) }
  }

  /// Returns the most frequent failures: by falling count, then by status, path and referrer.
  public func table(top: Int) -> Table {
    var table = Table(
      title: "Errors, 404 and 5xx",
      columns: [
        .number("requests"), .number("status"), .text("path"),
        .text("referrer", placeholder: "(none)"),
      ])
    // The rows of one status are in order, and the sort is stable.
    let items = counts.sorted { $0.key < $1.key }
      .flatMap { status, pages in pages.top(top, by: >).map { (status: status, page: $0) } }
      .sorted { $0.page.value > $1.page.value }
    for (status, page) in items.prefix(max(top, 0)) {
      table.append([.count(page.value), .status(status), .text(page.key), .text(page.second)])
    }
    return table
  }
}
