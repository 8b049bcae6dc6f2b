import TerminalText

/// A summary, sorted and ready to be shown.
public struct Report {
  /// A key and its count.
  public struct Item: Hashable {
    /// The key as the log writes it, with U+FFFD in place of bytes that aren't UTF-8.
    public let value: String

    /// The number of requests with the key.
    public let count: Int
  }

  /// The number of records.
  public let requests: Int

  /// The sum of the sizes of all responses.
  public let bytes: UInt128

  /// The number of hosts, of which not all may be listed.
  public let distinctHosts: Int

  /// The number of lines that are not records.
  public let malformedLines: Int

  /// The number of requests without a referrer.
  public let requestsWithoutReferrer: Int

  /// The number of requests without an agent.
  public let requestsWithoutAgent: Int

  /// The requests of the classes `1xx` to `5xx`, and of `other` codes.
  public let statusClasses: [Item]

  /// The requests of each status that occurred, in ascending order.
  public let statuses: [Item]

  /// The paths with the most requests: by falling count, then in ascending order, like the rest.
  public let paths: [Item]

  /// The hosts with the most requests.
  public let hosts: [Item]

  /// The referrers of the most requests.
  public let referrers: [Item]

  /// The agents with the most requests.
  public let agents: [Item]

  /// The requests of each hour of the day, from 0 to 23.
  public let hours: [Int]

  private let top: Int

  /// Creates a report with the first `top` paths, hosts, referrers and agents.
  public init(_ summary: Summary, top: Int) {
    func items(_ counter: KeyCounter) -> [Item] {
      counter.top(top).map { Item(value: String(decoding: $0.key, as: UTF8.self), count: $0.count) }
    }
    self.top = top
    requests = summary.requests
    bytes = summary.bytes
    distinctHosts = summary.hosts.distinctCount
    malformedLines = summary.malformedLines
    requestsWithoutReferrer = summary.requestsWithoutReferrer
    requestsWithoutAgent = summary.requestsWithoutAgent
    hours = summary.requestsByHour
    paths = items(summary.paths)
    hosts = items(summary.hosts)
    referrers = items(summary.referrers)
    agents = items(summary.agents)

    let counts = summary.requestsByStatus
    statuses = counts.indices.filter { counts[$0] > 0 }.map {
      Item(value: String($0, digits: 3), count: counts[$0])
    }
    let classes = (1...5).map { digit in
      Item(value: "\(digit)xx", count: counts[(digit * 100)..<(digit * 100 + 100)].reduce(0, +))
    }
    let others = summary.requests - classes.reduce(0) { $0 + $1.count }
    statusClasses = classes + [Item(value: "other", count: others)]
  }
}

extension Report {
  /// The report for programs: a JSON object, with its keys in ascending order.
  public var json: String {
    func integer(_ number: Int) -> JSON { .integer(UInt128(number)) }
    func list(_ items: [Item]) -> JSON {
      .array(items.map { .object(["value": .string($0.value), "count": integer($0.count)]) })
    }
    func table(_ items: [Item]) -> JSON {
      .object(Dictionary(uniqueKeysWithValues: items.map { ($0.value, integer($0.count)) }))
    }
    let object: JSON = .object([
      "requests": integer(requests),
      "bytes": .integer(bytes),
      "distinctHosts": integer(distinctHosts),
      "malformedLines": integer(malformedLines),
      "requestsWithoutReferrer": integer(requestsWithoutReferrer),
      "requestsWithoutAgent": integer(requestsWithoutAgent),
      "statusClasses": table(statusClasses),
      "statuses": table(statuses),
      "paths": list(paths),
      "hosts": list(hosts),
      "referrers": list(referrers),
      "agents": list(agents),
      "hours": table(namedHours),
    ])
    return object.formatted() + "\n"
  }

  /// The report in a long form: the numbers of `json`, one in each row, with the name of the object or array
  /// that contains it.
  public var table: Table {
    var table = Table(
      title: "Summary", columns: [.text("section"), .text("key"), .number("count")])
    func add(_ section: String, _ items: [Item]) {
      for item in items { table.append([.text(section), .text(item.value), .count(item.count)]) }
    }
    func addTotal(_ key: String, _ count: UInt128) {
      table.append([.text("totals"), .text(key), .number(count)])
    }
    addTotal("requests", UInt128(requests))
    addTotal("bytes", bytes)
    addTotal("distinctHosts", UInt128(distinctHosts))
    addTotal("malformedLines", UInt128(malformedLines))
    addTotal("requestsWithoutReferrer", UInt128(requestsWithoutReferrer))
    addTotal("requestsWithoutAgent", UInt128(requestsWithoutAgent))
    add("statusClasses", statusClasses)
    add("statuses", statuses)
    add("paths", paths)
    add("hosts", hosts)
    add("referrers", referrers)
    add("agents", agents)
    add("hours", namedHours)
    return table
  }

  /// The report in a long form for spreadsheets: `section,key,count`.
  public var csv: String { table.csv }

  /// The report for people.
  ///
  /// Control characters are escaped, so that a log can't command the terminal.
  public var text: String {
    var sections = [
      Self.aligned([
        ("Requests", String(grouped: requests)),
        ("Bytes", String(grouped: bytes)),
        ("Distinct hosts", String(grouped: distinctHosts)),
      ]),
      section("Status", statusClasses.filter { $0.count > 0 || $0.value != "other" }),
    ]
    if top > 0 {
      sections += [
        section("Top paths", paths),
        section("Top hosts", hosts),
        section("Top referrers", referrers, without: requestsWithoutReferrer),
        section("Top agents", agents, without: requestsWithoutAgent),
      ]
    }
    sections.append(histogram)
    return sections.joined(separator: "\n")
  }

  private func section(_ title: String, _ items: [Item], without: Int = 0) -> String {
    let width = items.map { String(grouped: $0.count).count }.max() ?? 0
    let lines = items.map { item in
      let value = item.value.isEmpty ? "(empty)" : item.value.escapedForTerminal
      let count = String(grouped: item.count).leftPadded(to: width)
      return "  \(count)  \(share(item.count))  \(value)\n"
    }
    return title + note(without: without) + "\n" + (lines.isEmpty ? "  none\n" : lines.joined())
  }

  private var histogram: String {
    let bars = hours.enumerated().map {
      Chart.Bar(label: Self.name(ofHour: $0), value: UInt128($1))
    }
    return Chart(title: "Requests by hour of the day", unit: "requests", bars: bars)
      .text(barLength: 50, blocks: false)
  }

  /// Returns a part of the requests in percent, with one digit after the point.
  private func share(_ count: Int) -> String {
    let tenths = tenthsOfPercent(UInt128(count), of: UInt128(requests))
    return String(tenthsOfPercent: tenths).leftPadded(to: 6)
  }

  private var namedHours: [Item] {
    hours.enumerated().map { Item(value: Self.name(ofHour: $0), count: $1) }
  }

  private static func aligned(_ rows: [(String, String)]) -> String {
    let names = rows.map(\.0.count).max() ?? 0
    let values = rows.map(\.1.count).max() ?? 0
    return rows.map { name, value in
      "\(name.rightPadded(to: names))  \(value.leftPadded(to: values))\n"
    }.joined()
  }

  private static func name(ofHour hour: Int) -> String { String(hour, digits: 2) }
}

/// Returns the note beside a title about requests without the listed field; empty if there are none.
func note(without count: Int) -> String {
  switch count {
  case 0: ""
  case 1: " (1 request has none)"
  default: " (\(String(grouped: count)) requests have none)"
  }
}
