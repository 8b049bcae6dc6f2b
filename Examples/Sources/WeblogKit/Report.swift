/// A summary, ordered and ready to be shown.
public struct Report {
  /// A key and how often it was counted.
  public struct Item: Hashable {
    /// The key as the log writes it; what is not UTF-8 in it is replaced by U+FFFD.
    public let value: String

    /// How many requests had it.
    public let count: Int
  }

  /// How many records there were.
  public let requests: Int

  /// The sizes of all responses together.
  public let bytes: UInt128

  /// How many hosts there were, however many of them are listed.
  public let distinctHosts: Int

  /// How many lines were no records.
  public let malformedLines: Int

  /// How many requests named no referrer.
  public let requestsWithoutReferrer: Int

  /// How many requests named no agent.
  public let requestsWithoutAgent: Int

  /// The requests of the classes `1xx` to `5xx`, and of `other` codes.
  public let statusClasses: [Item]

  /// The requests of each status that occurred, in ascending order.
  public let statuses: [Item]

  /// The paths that were asked for most: by falling count, then in ascending order, like the rest.
  public let paths: [Item]

  /// The hosts that asked most.
  public let hosts: [Item]

  /// The referrers that were named most.
  public let referrers: [Item]

  /// The agents that asked most.
  public let agents: [Item]

  /// The requests of each hour of the day, from 0 to 23.
  public let hours: [Int]

  private let top: Int

  /// Makes a report with the first `top` paths, hosts, referrers and agents.
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
    statuses = counts.indices.filter { counts[$0] > 0 }.map { status in
      let digits = String(status)
      let padding = String(repeating: "0", count: 3 - digits.count)
      return Item(value: padding + digits, count: counts[status])
    }
    let classes = (1...5).map { digit in
      Item(value: "\(digit)xx", count: counts[(digit * 100)..<(digit * 100 + 100)].reduce(0, +))
    }
    let others = summary.requests - classes.reduce(0) { $0 + $1.count }
    statusClasses = classes + [Item(value: "other", count: others)]
  }
}

extension Report {
  /// The report for machines: one object of JSON, its keys in ascending order.
  public var json: String {
    func integer(_ number: Int) -> JSON { .integer(UInt128(number)) }
    func list(_ items: [Item]) -> JSON {
      .array(items.map { .object(["value": .string($0.value), "count": integer($0.count)]) })
    }
    func table(_ items: [Item]) -> JSON {
      .object(Dictionary(uniqueKeysWithValues: items.map { ($0.value, integer($0.count)) }))
    }
    let hours = hours.enumerated().map { Item(value: Self.name(ofHour: $0), count: $1) }
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
      "hours": table(hours),
    ])
    return object.formatted() + "\n"
  }

  /// The report for people.
  ///
  /// Control characters are escaped, so that a log can't command the terminal.
  public var text: String {
    var sections = [
      Self.aligned([
        ("Requests", Self.grouped(requests)),
        ("Bytes", Self.grouped(bytes)),
        ("Distinct hosts", Self.grouped(distinctHosts)),
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
    let note =
      switch without {
      case 0: ""
      case 1: " (1 request has none)"
      default: " (\(Self.grouped(without)) requests have none)"
      }
    let width = items.map { Self.grouped($0.count).count }.max() ?? 0
    let lines = items.map { item in
      let value = item.value.isEmpty ? "(empty)" : Self.escaped(item.value)
      return "  \(Self.padded(Self.grouped(item.count), width))  \(share(item.count))  \(value)\n"
    }
    return "\(title)\(note)\n" + (lines.isEmpty ? "  none\n" : lines.joined())
  }

  private var histogram: String {
    let greatest = max(hours.max() ?? 0, 1)
    let width = Self.grouped(greatest).count
    let lines = hours.enumerated().map { hour, count in
      let bar = String(repeating: "#", count: count * 50 / greatest)
      let label = "  \(Self.name(ofHour: hour))  \(Self.padded(Self.grouped(count), width))"
      return bar.isEmpty ? "\(label)\n" : "\(label)  \(bar)\n"
    }
    return "Requests by hour of the day\n" + lines.joined()
  }

  /// A part of the requests in percent, with one digit after the point.
  private func share(_ count: Int) -> String {
    let tenths = requests == 0 ? 0 : (count * 2_000 + requests) / (requests * 2)
    return Self.padded("\(tenths / 10).\(tenths % 10)%", 6)
  }

  private static func aligned(_ rows: [(String, String)]) -> String {
    let names = rows.map(\.0.count).max() ?? 0
    let values = rows.map(\.1.count).max() ?? 0
    return rows.map { name, value in
      name + String(repeating: " ", count: names - name.count) + "  \(padded(value, values))\n"
    }.joined()
  }

  private static func name(ofHour hour: Int) -> String { hour < 10 ? "0\(hour)" : "\(hour)" }

  /// A number with a comma between each three digits.
  private static func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number))
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }

  private static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isControl {
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
