import Testing

@testable import WeblogKit

@Suite struct LogHeadTests {
  private func record(head: String) throws -> LogRecord {
    try LogRecord(
      Array(#"\#(head) [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "agent""#.utf8)[
        ...])
  }

  @Test(arguments: [
    ("192.0.2.1 - -", "192.0.2.1", "-"),
    ("192.0.2.1 - john doe", "192.0.2.1", "john doe"),
    ("192.0.2.1 identity frank", "192.0.2.1", "frank"),
    ("192.0.2.1 identity -", "192.0.2.1", "-"),
    ("client.example.org identity john doe", "client.example.org", "john doe"),
    ("client.example.org", "client.example.org", ""),
    // Apache's vhost_combined, with the port and without; nginx's $host in front.
    ("example.com:80 192.0.2.1 - -", "192.0.2.1", "-"),
    ("example.com 192.0.2.1 - frank", "192.0.2.1", "frank"),
    ("example.com:443 2001:db8::7 - john doe", "2001:db8::7", "john doe"),
    ("example.com:443 fe80::1%eth0 - -", "fe80::1%eth0", "-"),
    ("example.com ::ffff:192.0.2.1 - -", "::ffff:192.0.2.1", "-"),
    ("example.com 1:2:3:4:5:6:7:8 - -", "1:2:3:4:5:6:7:8", "-"),
    ("example.com:80 192.0.2.1 identity frank", "192.0.2.1", "frank"),
    ("example.com:80 client.example.org - frank", "client.example.org", "frank"),
    ("example.com client - -", "client", "-"),
    ("203.0.113.80 192.0.2.1 - -", "192.0.2.1", "-"),
    ("[2001:db8::80]:443 192.0.2.1 - -", "192.0.2.1", "-"),
    ("- 192.0.2.1 - -", "192.0.2.1", "-"),
    // X-Forwarded-For.
    ("203.0.113.7, 10.0.0.1 - -", "203.0.113.7", "-"),
    ("203.0.113.7, 10.0.0.2, 10.0.0.1 - frank", "203.0.113.7", "frank"),
    ("203.0.113.7,10.0.0.2,10.0.0.1 - john doe", "203.0.113.7", "john doe"),
    ("2001:db8::7,  10.0.0.1 - -", "2001:db8::7", "-"),
    ("example.com 203.0.113.7, 10.0.0.1 - -", "203.0.113.7", "-"),
    ("203.0.113.7, 10.0.0.2 10.0.0.1 - -", "203.0.113.7", "-"),
    ("203.0.113.7,", "203.0.113.7", ""),
    // Prefixes of loggers.
    ("May 17 10:05:03 web nginx: 192.0.2.1 - -", "192.0.2.1", "-"),
    ("web_1  | 192.0.2.1 - frank", "192.0.2.1", "frank"),
  ])
  func `the host and the user, whatever stands in front`(
    head: String, host: String, user: String
  ) throws {
    let record = try record(head: head)
    #expect(record.host.text == host)
    #expect(record.user.text == user)
    #expect(record.path.text == "/a")
  }

  @Test(arguments: [
    "198.51.100.9", "198.51.100.9 - -", "x 198.51.100.9 - -", "198.51.100.9, 10.0.0.1", "- x",
    "a, b",
    "example.com:80 198.51.100.9 - -",
  ])
  func `no name of a user makes another host`(user: String) throws {
    for host in ["192.0.2.1", "client.example.org", "::1"] {
      let record = try record(head: "\(host) - \(user)")
      #expect(record.host.text == host)
      #expect(record.user.text == user)
    }
    let behindVirtualHost = try record(head: "example.com:80 192.0.2.1 - \(user)")
    #expect(behindVirtualHost.host.text == "192.0.2.1")
    #expect(behindVirtualHost.user.text == user)
  }

  @Test(arguments: [
    "x [01/Jan/2000:00:00:00 +0000]", "[01/Jan/2000:00:00:00 +0000]",
    "[01/Jan/2000:00:00:00 +0000] ", "[01/Jan/2000:00:00:00 +0000] [01/Jan/2000:00:00:00 +0000] x",
    #"x [01/Jan/2000:00:00:00 +0000] \"GET /b HTTP/1.1\" 404 5 \"-\" \"-\""#,
    #"x [01/Jan/2000:00:00:00 +0000] \x22GET /b HTTP/1.1\x22 404 5"#,
  ])
  func `a time in the name of a user is no time`(user: String) throws {
    let record = try record(head: "192.0.2.1 - \(user)")
    #expect(record.time.description == "2015-05-17T10:05:03+00:00")
    #expect(record.host.text == "192.0.2.1")
    #expect(record.path.text == "/a")
    #expect(record.status == 200)
  }

  @Test(arguments: [
    "\u{FEFF}", "\u{0}", String(repeating: "\u{0}", count: 20_000), "\u{0}\u{0}\u{FEFF}",
    "192.0.2.9 - - [17/May/20\u{0}\u{0}\u{0}", "203.0.113.9 - - [01/Jan/2000:00:00:00 +0000] \u{0}",
  ])
  func `bytes that no server wrote are no part of the line`(hole: String) throws {
    let record = try record(head: hole + "192.0.2.1 - frank")
    #expect(record.host.text == "192.0.2.1")
    #expect(record.user.text == "frank")
    #expect(record.text.text.hasPrefix("192.0.2.1 - frank [17/May/2015"))
  }

  @Test(arguments: [
    "\u{0} - -", "\u{FEFF} - -", ", 10.0.0.1 - -", "\"203.0.113.7, 10.0.0.1\" - -", "\"-\" - -",
  ])
  func `a line without a host is malformed`(head: String) {
    #expect(throws: Malformation.noHost) { try record(head: head) }
  }

  /// Whatever is before the time, there is no trap, and the fields are in the line.
  @Test func `no beginning is fatal`() throws {
    let words = [
      "-", "a", "192.0.2.1", "1.2.3", "1.2.3.4.5", "1.2.3.4:", "1.2.3.4:99999", "::", ":::",
      "::1::",
      "1::2", "::1.2.3.4", "1:2:3:4:5:6:7:8:9", "%", "::%", "a,", ",", ",,", "\"", "[", "]",
      "\u{0}",
      "\u{FEFF}", " ", "99999999999999999999.1.1.1", "12345::",
    ]
    var random = SplitMix64(seed: 5)
    for _ in 0..<20_000 {
      let count = random.number(below: 6)
      let head = (0..<count).map { _ in words[random.number(below: words.count)] }
      guard let record = try? record(head: head.joined(separator: " ")) else { continue }
      #expect(!record.host.isEmpty)
      #expect(!record.host.contains(0x20) && !record.host.contains(0))
    }
  }
}
