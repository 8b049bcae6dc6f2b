public import Generators

/// Returns the lines of a made-up log in Combined Log Format, without their ends.
///
/// The log is that of a week on a small site. A few pages get most of the requests, and most hosts come once or
/// twice. Days are busier than nights. Some requests fail, and some lines are not requests. The same count and
/// seed give the same bytes on every machine.
///
/// - Parameters:
///   - count: The number of lines, spread over the week.
///   - seed: The seed of the random choices.
/// - Returns: The lines, made as they are requested.
public func sampleLog(lines count: Int, seed: UInt64) -> Generator<String> {
  Generator { yield in
    let site = SampleSite()
    var random = SplitMix64(seed: seed)
    for index in 0..<count {
      let second = SampleSite.second(ofLine: index, of: count)
      try yield(site.line(at: second, using: &random))
    }
  }
}

/// The pages and hosts of the site, and its responses.
private struct SampleSite {
  private struct Page {
    let path: String
    let size: Int
    /// Whether it is a part of other pages, such as a picture, and not a page that people visit.
    let isAsset: Bool
  }

  /// 4,096 pages and up to 65,536 hosts.
  private static let (pageBits, hostBits) = (12, 16)

  private let pages: [Page]

  init() {
    let fixed = [
      Page(path: "/", size: 7_482, isAsset: false),
      Page(path: "/favicon.ico", size: 3_638, isAsset: true),
      Page(path: "/css/style.css", size: 4_877, isAsset: true),
      Page(path: "/js/site.js", size: 26_185, isAsset: true),
      Page(path: "/images/logo.png", size: 6_146, isAsset: true),
      Page(path: "/blog/", size: 18_220, isAsset: false),
      Page(path: "/robots.txt", size: 214, isAsset: true),
      Page(path: "/blog/feed.xml", size: 38_720, isAsset: true),
      Page(path: "/about", size: 5_310, isAsset: false),
      Page(path: "/search?q=generators&page=1", size: 11_004, isAsset: false),
      Page(path: "/r%C3%A9sum%C3%A9.pdf", size: 203_023, isAsset: false),
    ]
    let topics = [
      "compilers", "coroutines", "databases", "editors", "fonts", "kernels", "keyboards",
      "languages", "maps", "networks", "parsers", "photography", "schedulers", "shells", "stacks",
      "tools",
    ]
    // The site is the same for every seed: only its visitors differ.
    var random = SplitMix64(seed: 0)
    let others = (fixed.count..<(1 << Self.pageBits)).map { number in
      let topic = topics[random.number(below: topics.count)]
      let size = 400 + random.skewedNumber(bits: 18)
      return random.number(below: 3) == 0
        ? Page(path: "/images/\(topic)/\(number).jpg", size: size * 4, isAsset: true)
        : Page(path: "/blog/\(topic)/\(number)-notes-on-\(topic)", size: size, isAsset: false)
    }
    pages = fixed + others
  }

  func line(at second: Int, using random: inout SplitMix64) -> String {
    let host = Self.host(random.skewedNumber(bits: Self.hostBits))
    let user = Self.users.choose(using: &random)
    let visit = visit(using: &random)
    return """
      \(host) - \(user) [\(Self.time(second))] "\(visit.request)" \(visit.status) \(visit.size) \
      "\(visit.referrer)" "\(visit.agent)"
      """
  }
}

// MARK: Time

extension SampleSite {
  /// The activity in each hour of the day.
  private static let hourWeights = [
    18, 13, 10, 8, 8, 10, 15, 24, 36, 46, 52, 54, 50, 52, 56, 56, 52, 48, 46, 48, 50, 46, 36, 26,
  ]
  private static let secondsOfWeight = hourWeights.reduce(0, +) * 3_600
  private static let days = 7

  /// Returns the second of the week in which one of `count` lines is written.
  static func second(ofLine index: Int, of count: Int) -> Int {
    // With full width, because the count may be any number.
    let product = UInt64(index).multipliedFullWidth(by: UInt64(days * secondsOfWeight))
    let position = Int(UInt64(count).dividingFullWidth(product).quotient)
    var left = position % secondsOfWeight
    for (hour, weight) in hourWeights.enumerated() {
      if left < weight * 3_600 {
        return (position / secondsOfWeight) * 86_400 + hour * 3_600 + left / weight
      }
      left -= weight * 3_600
    }
    preconditionFailure("the weights of the hours make up a day")
  }

  private static func time(_ second: Int) -> String {
    func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hour, minute) = (second / 3_600 % 24, second / 60 % 60)
    return "\(17 + second / 86_400)/May/2015:\(twoDigits(hour)):\(twoDigits(minute)):"
      + "\(twoDigits(second % 60)) +0000"
  }
}

// MARK: Visitors

extension SampleSite {
  private static let users = Weighted(
    (960, "-"), (30, "alice"), (8, "o'brien"), (2, "guest [office]"))

  /// Returns the address of a visitor by number; one in sixteen has IPv6.
  private static func host(_ number: Int) -> String {
    var random = SplitMix64(seed: UInt64(number))
    let bits = random.next()
    func byte(_ index: Int) -> UInt64 { (bits >> UInt64(index * 8)) & 0xFF }
    if byte(7) < 16 {
      let groups = (0..<3).map { String((bits >> UInt64($0 * 16)) & 0xFFFF, radix: 16) }
      return "2001:db8:\(groups[0])::\(groups[1]):\(groups[2])"
    }
    return "\(byte(0) % 222 + 1).\(byte(1)).\(byte(2)).\(byte(3))"
  }

  private static func agent(using random: inout SplitMix64) -> String {
    let version = 30 + random.skewedNumber(bits: 4)
    return agents.choose(using: &random)(version)
  }

  /// The client programs, each made from a version.
  private static let agents = Weighted<@Sendable (Int) -> String>(
    (
      30,
      {
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/\($0).0.1700.107 Safari/537.36"
      }
    ),
    (
      18,
      {
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/\($0).0.1700.77 Safari/537.36"
      }
    ),
    (15, { "Mozilla/5.0 (X11; Linux x86_64; rv:\($0).0) Gecko/20100101 Firefox/\($0).0" }),
    (
      10,
      { _ in
        "Mozilla/5.0 (iPhone; CPU iPhone OS 6_0 like Mac OS X) AppleWebKit/536.26 (KHTML, like "
          + "Gecko) Version/6.0 Mobile/10A5376e Safari/8536.25"
      }
    ),
    (8, { _ in "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" }),
    (6, { _ in "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" }),
    (5, { _ in "UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/" }),
    (4, { _ in "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; WOW64; Trident/6.0)" }),
    (2, { "curl/7.\($0).0" }),
    (1, { _ in #"Reader \"Weekly\" 1.0"# }),
    (1, { _ in "-" })
  )
}

// MARK: Requests

extension SampleSite {
  private struct Visit {
    var request: String
    var status: Int
    var size: String
    var referrer: String
    var agent: String
  }

  private static let statuses = Weighted(
    (920, 200), (45, 304), (16, 301), (5, 206), (8, 404), (2, 403), (3, 500), (1, 503))
  private static let loginStatuses = Weighted((12, 302), (2, 403), (1, 500))

  /// The paths that attackers try.
  private static let probes = Weighted(
    (5, "/wp-login.php"), (4, "/.env"), (3, "/admin/"), (2, "/phpmyadmin/index.php"),
    (1, #"/?q=\"><script>alert(1)</script>"#))

  private static let referrers = Weighted<String?>(
    (50, "-"), (20, "https://www.example.com/"), (12, "https://www.example.com/blog/"),
    (10, "https://www.google.com/"), (3, "https://duckduckgo.com/"),
    (3, "https://www.reddit.com/r/swift/"), (2, nil))

  private func visit(using random: inout SplitMix64) -> Visit {
    switch random.number(below: 1_000) {
    case 0..<2:  // a connection without a request
      return Visit(request: "-", status: 408, size: "-", referrer: "-", agent: "-")
    case 2:  // TLS, sent to a port that doesn't understand it
      return Visit(
        request: #"\x16\x03\x01\x02"#, status: 400, size: "226", referrer: "-", agent: "-")
    case 3..<25:
      let path = Self.probes.choose(using: &random)
      return Visit(
        request: "GET \(path) HTTP/1.1", status: 404, size: "324", referrer: "-",
        agent: Self.agent(using: &random))
    case 25..<40:
      let status = Self.loginStatuses.choose(using: &random)
      return Visit(
        request: "POST /login HTTP/1.1", status: status, size: status == 302 ? "-" : "512",
        referrer: "https://www.example.com/login", agent: Self.agent(using: &random))
    default:
      return ordinaryVisit(using: &random)
    }
  }

  private func ordinaryVisit(using random: inout SplitMix64) -> Visit {
    let page = page(using: &random)
    let status = Self.statuses.choose(using: &random)
    let size =
      switch status {
      case 200: "\(page.size)"
      case 206: "\(1 + page.size / 2)"
      case 304: "-"
      default: "324"
      }
    let method = random.number(below: 200) == 0 ? "HEAD" : "GET"
    let version = random.number(below: 20) == 0 ? "1.0" : "1.1"
    return Visit(
      request: "\(method) \(page.path) HTTP/\(version)", status: status, size: size,
      referrer: referrer(of: page, using: &random), agent: Self.agent(using: &random))
  }

  private func page(using random: inout SplitMix64) -> Page {
    pages[random.skewedNumber(bits: Self.pageBits)]
  }

  private func referrer(of page: Page, using random: inout SplitMix64) -> String {
    if page.isAsset { return "https://www.example.com\(self.page(using: &random).path)" }
    return Self.referrers.choose(using: &random)
      ?? "https://news.example.org/item?id=\(random.skewedNumber(bits: 9))"
  }
}
