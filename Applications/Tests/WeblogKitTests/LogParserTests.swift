import Generators
import Testing

@testable import WeblogKit

@Suite struct LogParserTests {
  @Test func `combined log format`() throws {
    let record = try record(
      #"192.0.2.7 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif?x=1 HTTP/1.0" 200 2326 "#
        + #""http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)""#)
    #expect(record.host.text == "192.0.2.7")
    #expect(record.user.text == "frank")
    #expect(record.time.hour == 13)
    #expect(record.time.offset == -7 * 3_600)
    #expect(record.time.instant == 971_211_336)  // date -d '2000-10-10 13:55:36 -0700' +%s
    #expect(record.request.text == "GET /a.gif?x=1 HTTP/1.0")
    #expect(record.path.text == "/a.gif?x=1")
    #expect(record.status == 200)
    #expect(record.size == 2_326)
    #expect(record.referrer?.text == "http://www.example.com/start.html")
    #expect(record.agent?.text == "Mozilla/4.08 [en] (Win98; I ;Nav)")
  }

  @Test func `common log format`() throws {
    let record = try record(
      #"example.com - - [17/May/2015:10:05:03 +0000] "HEAD / HTTP/1.1" 304 -"#)
    #expect(record.host.text == "example.com")
    #expect(record.user.text == "-")
    #expect(record.path.text == "/")
    #expect(record.status == 304)
    #expect(record.size == 0)
    #expect(record.referrer == nil)
    #expect(record.agent == nil)
  }

  @Test(arguments: [
    "::1", "2001:db8::8a2e:370:7334", "fe80::1%eth0", "::ffff:192.0.2.1", "a.example.com",
  ])
  func `hosts of all kinds`(host: String) throws {
    #expect(try record(logLine(host: host)).host.text == host)
  }

  @Test(arguments: [
    "-", "frank", "john doe", "o'brien", "guest [office]", "[", "[x] y", #"a\"b"#, "jürgen", "a  b",
    "\\xc3\\xbc", "17/May/2015:10:05:03 +0000", "[17/May/2015:10:05:03]",
  ])
  func `users of all names`(user: String) throws {
    let record = try record(logLine(user: user))
    #expect(record.user.text == user)
    #expect(record.path.text == "/")
    #expect(record.status == 200)
  }

  @Test func `identity and user may be missing`() throws {
    let none = try record(#"h [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1"#)
    #expect(none.host.text == "h")
    #expect(none.user.isEmpty)
    let one = try record(#"h - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1"#)
    #expect(one.user.isEmpty)
  }

  @Test(arguments: [
    ("GET /index.html HTTP/1.1", "/index.html"),
    ("GET /with space/and more HTTP/1.0", "/with space/and more"),
    ("GET http://example.com/ HTTP/2.0", "http://example.com/"),
    ("OPTIONS * HTTP/1.1", "*"),
    ("CONNECT example.com:443 HTTP/1.1", "example.com:443"),
    (#"GET /?q=\"quoted\" HTTP/1.1"#, #"/?q=\"quoted\""#),
    (#"GET /back\\ HTTP/1.1"#, #"/back\\"#),
    (#"GET /last\\"#, #"GET /last\\"#),
    ("-", "-"),
    ("", ""),
    (" ", " "),
    ("GET", "GET"),
    ("GET /", "GET /"),
    ("GET / FTP/1.1", "GET / FTP/1.1"),
    ("GET HTTP/1.1", "GET HTTP/1.1"),
    ("GET  HTTP/1.1", "GET  HTTP/1.1"),
    (" / HTTP/1.1", " / HTTP/1.1"),
    ("GET / HTTP", "GET / HTTP"),
    ("HTTP/1.1", "HTTP/1.1"),
    (#"\x16\x03\x01\x02"#, #"\x16\x03\x01\x02"#),
    ("\u{1}\u{0}\u{7F}", "\u{1}\u{0}\u{7F}"),
    ("GET /é HTTP/1.1", "/é"),
  ])
  func `the path of a request or all of it`(request: String, path: String) throws {
    let record = try record(logLine(request: request, status: "400"))
    #expect(record.request.text == request)
    #expect(record.path.text == path)
    #expect(record.status == 400)
  }

  @Test(arguments: [
    ("0", 0), ("-", 0), ("1", 1), ("203023", 203_023), ("999999999999999", 999_999_999_999_999),
    ("007", 7),
  ])
  func `a size is a number or a dash`(text: String, size: Int) throws {
    #expect(try record(logLine(size: text)).size == size)
  }

  @Test(arguments: [("100", 100), ("200", 200), ("599", 599), ("000", 0), ("999", 999)])
  func `statuses also of no class`(text: String, status: Int) throws {
    #expect(try record(logLine(status: text)).status == status)
  }

  @Test(arguments: [
    ("-", nil), ("", nil), ("--", "--"), (#"Reader \"Weekly\" 1.0"#, #"Reader \"Weekly\" 1.0"#),
    (#"ends with \\"#, #"ends with \\"#), ("a [b] c", "a [b] c"),
  ])
  func `referrers and agents`(text: String, value: String?) throws {
    let record = try record(logLine(referrer: text, agent: text))
    #expect(record.referrer?.text == value)
    #expect(record.agent?.text == value)
  }

  /// The rest of a Combined line that is cut off after the status and size.
  @Test(
    arguments: [
      (#" "#, nil, nil),
      (#" ""#, nil, nil),
      (#" "http://a/b"#, "http://a/b", nil),
      (#" "http://a/b""#, "http://a/b", nil),
      (#" "http://a/b" "#, "http://a/b", nil),
      (#" "http://a/b" ""#, "http://a/b", nil),
      (#" "http://a/b" "Mozilla/5.0 (compat"#, "http://a/b", "Mozilla/5.0 (compat"),
      (#" "http://a/b" "ends with \"#, "http://a/b", #"ends with \"#),
      (#" "http://a/b" "ends with \""#, "http://a/b", #"ends with \""#),
      (#" "-" "M" "10.0.0.1" 0.25"#, nil, "M"),
      (#" 1234 0.25"#, nil, nil),
    ] as [(String, String?, String?)])
  func `what follows the size may be anything`(
    rest: String, referrer: String?, agent: String?
  ) throws {
    let record = try record(
      #"h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 12"# + rest)
    #expect(record.size == 12)
    #expect(record.referrer?.text == referrer)
    #expect(record.agent?.text == agent)
  }

  @Test(
    arguments: [
      ("", .emptyLine),
      (" ", .noHost),
      (" - - [17/May/2015:10:05:03 +0000]", .noHost),
      ("\u{0}\u{0}\u{0}", .noTime),
      ("Just some text.", .noTime),
      ("h - - [", .noTime),
      ("h - - [17/May/2015:10:05:03 +0000", .noTime),
      (logLine(time: "17/May/2015:10:05:03"), .noTime),
      (logLine(time: "17/Mai/2015:10:05:03 +0000"), .noTime),
      (logLine(time: "32/May/2015:10:05:03 +0000"), .noTime),
      (logLine(time: "00/May/2015:10:05:03 +0000"), .noTime),
      (logLine(time: "29/Feb/2015:10:05:03 +0000"), .noTime),
      (logLine(time: "17/May/2015:24:05:03 +0000"), .noTime),
      (logLine(time: "17/May/2015:10:60:03 +0000"), .noTime),
      (logLine(time: "17/May/2015:10:05:61 +0000"), .noTime),
      (logLine(time: "17/May/2015:10:05:03 00000"), .noTime),
      (logLine(time: "17/May/2015:10:05:03 +2400"), .noTime),
      (logLine(time: "17/May/0000:10:05:03 +0000"), .noTime),
      (logLine(time: "2015-05-17T10:05:03+00:00"), .noTime),
      ("h - - [17/May/2015:10:05:03 +0000]", .noRequest),
      ("h - - [17/May/2015:10:05:03 +0000] GET / 200 1", .noRequest),
      (#"h - - [17/May/2015:10:05:03 +0000] ""#, .noRequest),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET /index.ht"#, .noRequest),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1\" 200 1"#, .noRequest),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1""#, .noStatus),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 20"#, .noStatus),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET /"x" HTTP/1.1" 200 1"#, .noStatus),
      (logLine(status: "-"), .noStatus),
      (logLine(status: "2000"), .noStatus),
      (logLine(status: "20x"), .noStatus),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200"#, .noSize),
      (#"h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 "#, .noSize),
      (logLine(size: "12x"), .noSize),
      (logLine(size: "-1"), .noSize),
      (logLine(size: "1000000000000000"), .noSize),
      (logLine(size: "99999999999999999999999999"), .noSize),
    ] as [(String, Malformation)])
  func `what is malformed and why`(line: String, reason: Malformation) {
    #expect(throws: reason) { try record(line) }
  }

  @Test func `bytes that are not UTF 8 are kept`() throws {
    let line =
      Array(#"h - - [17/May/2015:10:05:03 +0000] "GET /"#.utf8) + [0xFF, 0xC3]
      + Array(#" HTTP/1.1" 200 1 "-" ""#.utf8) + [0x80, 0x22]
    let record = try LogRecord(line[...])
    #expect(Array(record.path) == [0x2F, 0xFF, 0xC3])
    #expect(record.agent.map(Array.init) == [0x80])
  }

  @Test func `a line may start anywhere in its buffer`() throws {
    let buffer = Array("xyz\n\(logLine(request: "GET /there HTTP/1.1"))\nxyz".utf8)
    let record = try LogRecord(buffer[4..<(buffer.count - 4)])
    #expect(record.path.text == "/there")
    #expect(record.host.text == "192.0.2.1")
    #expect(record.agent == nil)
  }

  /// Every prefix of a line, and every line with one byte changed, is a record or malformed, and never a trap.
  @Test func `no line is fatal`() throws {
    let line = Array(
      logLine(user: "a [b] c", referrer: #"http://a/\"b"#, agent: #"agent \\ "#).utf8)
    for count in 0...line.count { _ = try? LogRecord(line[..<count]) }
    for index in line.indices {
      for byte in #" "\[]-0/:"#.utf8 + [0, 0x0D, 0x80, 0xFF] {
        var changed = line
        changed[index] = byte
        _ = try? LogRecord(changed[...])
      }
    }
  }

  @Test func `malformed lines are told of and the others are records`() throws {
    let content = ["nonsense", logLine(), "", logLine(status: "404"), logLine(size: "x")]
      .joined(separator: "\n")
    try withInput(Array(content.utf8)) { input in
      var malformed: [Int: Malformation] = [:]
      let records = logRecords(of: input) { malformed[$0] = $1 }
      let statuses = try records.withSequence { $0.map(\.status) }
      #expect(statuses == [200, 404])
      #expect(malformed == [1: .noTime, 3: .emptyLine, 5: .noSize])
    }
  }

  @Test func `a line that is too long is malformed`() throws {
    let content = "\(logLine())\n\(logLine(agent: String(repeating: "x", count: 200)))\n"
    try withInput(Array(content.utf8)) { input in
      var malformed: [Int: Malformation] = [:]
      let records = logRecords(of: input, limit: 150) { malformed[$0] = $1 }
      let statuses = try records.withSequence { $0.map(\.status) }
      #expect(statuses == [200])
      #expect(malformed == [2: .tooLong])
    }
  }

  @Test func `only the first few malformed lines are named by their numbers in the log`() {
    var messages: [String] = []
    let malformed = MalformedLines(tellingOf: 3) { messages.append($0) }
    /// Returns a part of so many lines, of which the last ones are malformed.
    func part(of name: String, lines: Int, malformed count: Int, isLast: Bool = false) {
      var report = PartReport(of: name, namingLines: 3)
      for line in 0..<lines {
        report.addLine()
        if line >= lines - count { report.addMalformation(.emptyLine) }
      }
      if isLast { report.end = .complete }
      malformed.add(report)
    }
    part(of: "a.log", lines: 10, malformed: 0)
    part(of: "a.log", lines: 5, malformed: 1)
    part(of: "a.log", lines: 2, malformed: 0, isLast: true)
    malformed.finish()
    part(of: "b.log", lines: 1, malformed: 0)
    part(of: "b.log", lines: 0, malformed: 0)
    part(of: "b.log", lines: 4, malformed: 4)
    malformed.finish()
    part(of: "b.log", lines: 1, malformed: 1)
    malformed.finish()
    #expect(malformed.count == 6)
    #expect(
      messages == [
        "a.log:15: malformed line: the line is empty",
        "b.log:2: malformed line: the line is empty",
        "b.log:3: malformed line: the line is empty",
        "and 2 more malformed lines",
        "and 3 more malformed lines",
      ])
  }
}
