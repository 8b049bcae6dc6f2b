/// Programs that make requests automatically: those that identify themselves by the name of their agent, and
/// those that requested the rules for robots.
///
/// An agent identifies itself by a word such as `bot`, `crawler` or `curl`. Of any other agent, only the requests of
/// those hosts count that requested `/robots.txt` under its name, before or after.
public struct Robots: Ranking {
  private struct Agent: Sendable {
    let saysSo: Bool
    /// A number for each agent, in bytes.
    let number: [UInt8]
    var tally = Tally()
  }

  private struct Visitor: Sendable {
    var hasAsked = false
    var tally = Tally()
  }

  private var total = Tally()
  private var agents = KeyTable<Agent>()
  /// The visitors of agents that don't identify themselves, by host and the agent's number, which is shorter than its
  /// name.
  private var visitors = KeyTable<Visitor>()

  /// Creates an empty count.
  public init() {}

  /// Counts a record.
  public mutating func add(_ record: LogRecord) {
    total.add(size: record.size)
    let agent = record.agent ?? []
    let count = agents.count
    var saysSo = false
    var number: [UInt8] = []
    // An agent is examined when it first occurs.
    agents.update(agent, from: Self.newAgent(agent, number: count)) {
      $0.tally.add(size: record.size)
      saysSo = $0.saysSo
      number = $0.number
    }
    if saysSo { return }
    let asks = Self.isRobotsFile(record.path)
    visitors.update(record.host, number[...], from: Visitor()) {
      $0.tally.add(size: record.size)
      if asks { $0.hasAsked = true }
    }
  }

  private static func newAgent(_ agent: ArraySlice<UInt8>, number: Int) -> Agent {
    Agent(saysSo: words.occurs(in: agent), number: bytes(ofNumber: number))
  }

  private static func bytes(ofNumber number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  /// Adds the counts of another.
  public mutating func merge(_ other: Robots) {
    if agents.count == 0 {
      self = other
      return
    }
    total += other.total
    // Each count numbers its agents in order of occurrence: this maps the other's numbers to these.
    var numbers: [[UInt8]: [UInt8]] = [:]
    other.agents.forEach { agent, _, value in
      let new = Agent(saysSo: value.saysSo, number: Self.bytes(ofNumber: agents.count))
      agents.update(agent[...], from: new) {
        $0.tally += value.tally
        numbers[value.number] = $0.number
      }
    }
    other.visitors.forEach { host, number, value in
      visitors.update(host[...], numbers[number]![...], from: Visitor()) {
        $0.tally += value.tally
        if value.hasAsked { $0.hasAsked = true }
      }
    }
  }

  /// Returns the robots with the most requests: their requests, the share of all requests, bytes, the sign of a
  /// robot, and the agent.
  public func table(top: Int) -> Table {
    // By the number of the agent: its requests from the hosts that requested the rules.
    var asked: [[UInt8]: Tally] = [:]
    for visitor in visitors.top(.max, where: \.hasAsked, by: { _, _ in false }) {
      asked[visitor.second, default: Tally()] += visitor.value.tally
    }
    let quiet = agents.top(.max, where: { asked[$0.number] != nil }, by: { _, _ in false })
    let open = agents.top(top, where: \.saysSo) { $0.tally.requests > $1.tally.requests }
    let robots =
      open.map { (agent: $0.key, tally: $0.value.tally, sign: "agent") }
      + quiet.map { (agent: $0.key, tally: asked[$0.value.number]!, sign: "robots.txt") }
    let sorted = robots.sorted { a, b in
      a.tally.requests != b.tally.requests
        ? a.tally.requests > b.tally.requests : a.agent.lexicographicallyPrecedes(b.agent)
    }

    var table = Table(
      title: "Robots",
      columns: [
        .number("requests"), .number("percent"), .number("bytes"), .text("evidence"),
        .text("agent", placeholder: "(none)"),
      ])
    for robot in sorted.prefix(max(top, 0)) {
      let share = tenthsOfPercent(UInt128(robot.tally.requests), of: UInt128(total.requests))
      table.append([
        .count(robot.tally.requests), .percent(tenths: share), .number(robot.tally.bytes),
        .text(robot.sign), .text(robot.agent),
      ])
    }
    return table
  }

  private static func isRobotsFile(_ path: ArraySlice<UInt8>) -> Bool {
    path.starts(with: robotsFile)
      && (path.count == robotsFile.count
        || path[path.startIndex + robotsFile.count] == UInt8(ascii: "?"))
  }

  private static let robotsFile = Array("/robots.txt".utf8)

  /// Returns whether an agent identifies itself as a robot, or as a program that fetches for one.
  static func saysSo(_ agent: ArraySlice<UInt8>) -> Bool { words.occurs(in: agent) }

  private static let words = WordSearch(
    [
      // Common names of robots.
      "bot", "crawl", "spider", "slurp", "archiver", "scrap", "fetch", "scan", "monitor", "preview",
      "validator", "headless", "externalhit", "mediapartners", "pingdom", "uptime",
      // Readers of feeds.
      "feed", "rss", "inoreader", "newsblur",
      // Programs and libraries that scripts use.
      "curl", "wget", "python", "libwww", "lwp", "java/", "okhttp", "httpclient", "http-client",
      "httpx", "aiohttp", "node-fetch", "axios", "ruby", "php/", "guzzle",
    ],
    // A maker of telephones.
    exceptIn: ["cubot"])
}
