import Generators
import Testing

@testable import WeblogKit

@Suite struct RobotsTests {
  @Test(arguments: [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Baiduspider+(+http://www.baidu.com/search/spider.htm)", "curl/7.29.0", "Wget/1.13.4",
    "UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/", "python-requests/2.31.0",
    "Python-urllib/2.7", "libwww-perl/6.05", "Java/1.7.0_51", "Go-http-client/1.1",
    "Apache-HttpClient/4.5", "facebookexternalhit/1.1", "Feedly/1.0", "Tiny Tiny RSS/1.11",
    "FeedFetcher-Google", "SOME CRAWLER", "HeadlessChrome/120",
  ])
  func `those that say so`(agent: String) {
    #expect(Robots.saysSo(Array(agent.utf8)[...]))
  }

  @Test(arguments: [
    "", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko)",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:27.0) Gecko/20100101 Firefox/27.0",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; SLCC2; .NET CLR 2.0.50727)",
    "Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16", "ELinks/0.9.3 (textmode; Linux)",
    "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/88 Mobile Safari/537.36",
  ])
  func `those that do not`(agent: String) {
    #expect(!Robots.saysSo(Array(agent.utf8)[...]))
  }

  private func rows(_ lines: [String], top: Int = 10) throws -> [[String]] {
    var robots = Robots()
    for line in lines { robots.add(try record(line)) }
    return Array(fields(ofCSV: robots.table(top: top).csv).dropFirst())
  }

  private func line(_ host: String, _ path: String, _ agent: String) -> String {
    logLine(host: host, request: "GET \(path) HTTP/1.1", agent: agent)
  }

  @Test func `a client that asks for the rules is a robot on that host only`() throws {
    let lines = [
      line("1", "/a", "Browser"), line("1", "/robots.txt", "Browser"), line("1", "/b", "Browser"),
      line("2", "/a", "Browser"), line("3", "/robots.txt?x", "Browser"),
      line("1", "/a", "Other"), line("4", "/robots.txt.gz", "Browser"), line("4", "/a", "aBot"),
      line("5", "/robots.txt", "aBot"), line("6", "/robots.txt", "-"),
    ]
    let expected = [
      ["4", "40.0", "40", "robots.txt", "Browser"], ["2", "20.0", "20", "agent", "aBot"],
      ["1", "10.0", "10", "robots.txt", ""],
    ]
    #expect(try rows(lines) == expected)
    #expect(try rows(lines.reversed()) == expected)
    #expect(try rows(lines, top: 1) == [expected[0]])
  }

  @Test func `the robots of the sample`() throws {
    var robots = Robots()
    var records: [LogRecord] = []
    for line in sampleLog(lines: 10_000, seed: 9) {
      records.append(try record(line))
      robots.add(records[records.count - 1])
    }
    let words = ["bot", "feed", "curl"]
    func saysSo(_ agent: String) -> Bool { words.contains { agent.lowercased().contains($0) } }
    var asked: Set<[String]> = []
    for record in records where record.path.text == "/robots.txt" {
      asked.insert([record.agent?.text ?? "", record.host.text])
    }
    var counts: [String: (requests: Int, bytes: Int)] = [:]
    for record in records {
      let agent = record.agent?.text ?? ""
      guard saysSo(agent) || asked.contains([agent, record.host.text]) else { continue }
      counts[agent, default: (0, 0)].requests += 1
      counts[agent]!.bytes += record.size
    }
    let expected = counts.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }
    let rows = fields(ofCSV: robots.table(top: .max).csv).dropFirst()
    #expect(rows.map { $0[4] } == expected.map(\.key))
    #expect(rows.map { $0[0] } == expected.map { "\($0.value.requests)" })
    #expect(rows.map { $0[2] } == expected.map { "\($0.value.bytes)" })
    #expect(rows.map { $0[3] } == expected.map { saysSo($0.key) ? "agent" : "robots.txt" })
  }
}
