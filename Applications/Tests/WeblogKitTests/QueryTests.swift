import Testing

@testable import WeblogKit

@Suite struct QueryTests {
  /// Some records, each identified by its index.
  private static let lines = [
    logLine(
      host: "a.example.com", user: "frank", time: "17/May/2015:10:05:03 +0000",
      request: "GET /api/items?x=(1) HTTP/1.1", status: "200", size: "500",
      referrer: "https://www.example.com/", agent: "Mozilla/5.0 (X11)"),
    logLine(
      host: "::1", user: "john doe", time: "18/May/2015:00:00:00 +0200",
      request: "POST /api HTTP/1.1", status: "503", size: "20000", agent: "curl/7.1"),
    logLine(
      host: "192.0.2.1", time: "18/May/2015:23:59:59 -0700",
      request: #"GET /a\"b\\c^$ HTTP/1.0"#, status: "404", size: "-",
      referrer: "^odd$", agent: "Curl"),
    logLine(
      host: "192.0.2.2", time: "19/May/2015:00:00:00 +0000", request: #"\x16\x03"#, status: "000",
      size: "3000000"),
  ]

  private func places(_ query: String) throws -> [Int] {
    let query = try Query(query)
    return try Self.lines.indices.filter { query.matches(try record(Self.lines[$0])) }
  }

  @Test(
    arguments: [
      ("status=404", [2]), ("status==404", [2]), ("status!=404", [0, 1, 3]),
      ("status<404", [0, 3]),
      ("status<=404", [0, 2, 3]), ("status>404", [1]), ("status>=404", [1, 2]),
      ("status = 4xx", [2]), ("status!=5XX", [0, 2, 3]), ("status=000", [3]), ("STATUS=200", [0]),
      ("status=\"200\"", [0]),

      ("size=500", [0]), ("size=0", [2]), ("size>=20k", [1, 3]), ("size>20K", [3]),
      ("size=3M", [3]), ("size<1G", [0, 1, 2, 3]), ("size<1T", [0, 1, 2, 3]),
      ("size<20Ki", [0, 1, 2]),
      ("size>19ki", [1, 3]), ("size>2Mi", [3]), ("size!=500", [1, 2, 3]),

      ("host=::1", [1]), ("host=\"::1\"", [1]), ("host~example", [0]), ("host~^192.0.2.", [2, 3]),
      ("host!~^192.0.2.", [0, 1]), ("host=192.0.2", []), ("user=frank", [0]),
      ("user=\"john doe\"", [1]), ("user~\"n d\"", [1]), ("user=-", [2, 3]),
      ("method=GET", [0, 2]), ("method=get", []), ("method=\"\"", [3]),
      ("method!=\"\"", [0, 1, 2]),
      ("path=/api", [1]), ("path~/api", [0, 1]), ("path~^/api", [0, 1]), ("path~api$", [1]),
      ("path~\"^/api$\"", [1]), ("path~^/api$", [1]), ("path~\"x=(1)\"", [0]), ("path~x=", [0]),
      ("path!~/api", [2, 3]), ("path~API", []), ("path~\"\"", [0, 1, 2, 3]),
      ("path~^", [0, 1, 2, 3]),
      ("path~$", [0, 1, 2, 3]), ("path~\"^$\"", []), ("path~\\x16", [3]), ("path~\"\\\\x16\"", [3]),
      (#"path~"a\\\"b""#, [2]), (#"path~"\\\\c""#, [2]), (#"path~"\^""#, [2]), (#"path~"\$""#, [2]),
      (#"path~"c^""#, [2]), (#"path~"^$$""#, []), (#"path~"$$""#, [2]), (#"path~"^\$""#, []),
      ("request~HTTP/1.0$", [2]), ("request~^POST", [1]), ("request=\"POST /api HTTP/1.1\"", [1]),
      ("referrer=\"\"", [1, 3]), ("referrer!=\"\"", [0, 2]), ("referrer~www", [0]),
      ("referrer=^odd$", [2]), ("referrer=\"^odd$\"", [2]), (#"referrer=\^odd$"#, []),
      (#"referrer="\^odd\$""#, [2]), (#"referrer~"\^odd""#, [2]), ("referrer~^odd", []),
      (#"referrer~"^\^""#, [2]), (#"referrer~"\^odd\$$""#, [2]), ("referrer~\"^$\"", [1, 3]),
      ("agent~curl", [1]), ("agent~^Curl$", [2]), ("agent=\"Mozilla/5.0 (X11)\"", [0]),
      ("agent=Curl", [2]), ("agent~\"curl/7.1 and more\"", []),

      ("time=2015-05-18", [1, 2]), ("time!=2015-05-18", [0, 3]), ("time<2015-05-18", [0]),
      ("time<=2015-05-18", [0, 1, 2]), ("time>2015-05-18", [3]), ("time>=2015-05-18", [1, 2, 3]),
      ("time=2015-05-17T10:05", [0]), ("time=2015-05-17T10:05:03", [0]),
      ("time=2015-05-17T10:05:02", []), ("time=\"2015-05-17 10:05\"", [0]),
      ("time=18/May/2015", [1, 2]),
      ("time=18/May/2015:00:00", [1]), ("time=\"18/May/2015:00:00:00 +0200\"", [1]),
      ("time=\"[18/May/2015:00:00:00 +0200]\"", [1]), ("time=\"[18/May/2015]\"", [1, 2]),
      ("time<=2015-05-17T22:00Z", [0, 1]), ("time<2015-05-17T22:00+00:00", [0]),
      ("time>2015-05-19T06:59Z", []), ("time=2015-05-19T06:59Z", [2]),
      ("time=2015-05-19T06:59:59Z", [2]), ("time=2015-05-19T06:58Z", []),

      ("status=200 or status=404", [0, 2]), ("status=2xx or status=4xx or status=000", [0, 2, 3]),
      ("path~/api and status>=500", [1]), ("status>=500 and path~\"/api\"", [1]),
      ("status=200 or status=404 and path~/api", [0]),
      ("(status=200 or status=404) and path~/api", [0]),
      ("status=503 and path~/api or status=404", [1, 2]), ("not status=200", [1, 2, 3]),
      ("not status=200 and path~/api", [1]), ("not (status=200 or path~/api)", [2, 3]),
      ("not not status=200", [0]), ("not(not(status=200))and(path~/api)", [0]),
      ("((((status=200))))", [0]),
      ("STATUS=200 OR NOT PATH~/api", [0, 2, 3]), (" \t\n status \n = \r\n 200 \n", [0]),
      ("user=\"and\" or user=\"not\"", []),
      ("not (status=2xx and size<1k) and (host~: or host~2$)", [1, 3]),
      ("not (not status=200 and not status=404)", [0, 2]),
    ] as [(String, [Int])])
  func `a query matches the records that it describes`(query: String, expected: [Int]) throws {
    #expect(try places(query) == expected)
  }

  private static let field =
    "a field (status, size, host, user, method, path, request, referrer, agent, time), \"not\" "
    + "or \"(\""
  private static let relation = "=, !=, <, <=, > or >="
  private static let textOperator = "=, !=, ~ or !~"
  private static let value =
    "a value, in quotes if it is empty or has spaces, quotes or parentheses"
  private static let status = "a status, as 404 or 4xx"
  private static let size = "a number of bytes, as 500, 20k or 3M"
  private static let time = "a time, as 2015-05-18, 2015-05-18T10:00 or 2015-05-18T10:00Z"
  private static let more = #""and", "or" or the end"#
  private static let escape = #"\\ for a backslash, or one of \", \^ and \$"#

  @Test(
    arguments: [
      ("", 1, field, "the end"), ("   ", 4, field, "the end"), ("foo=1", 1, field, #""foo""#),
      ("404", 1, field, #""404""#), ("=404", 1, field, #""=""#),
      ("\"status\"=1", 1, field, "a quote"),
      (")", 1, field, #"")""#), ("()", 2, field, #"")""#), ("(", 2, field, "the end"),
      ("not", 4, field, "the end"), ("and", 1, field, #""and""#),
      ("status=1xx and", 15, field, "the end"),
      ("status=1xx or or", 15, field, #""or""#), ("é=1", 1, field, #""é""#),
      ("user=é and é=1", 12, field, #""é""#), ("pathname=/a", 1, field, #""pathname""#),
      ("\u{1B}", 1, field, #""\x1b""#),

      ("status", 7, relation, "the end"), ("status 404", 8, relation, #""404""#),
      ("status ! 404", 8, relation, #""!""#), ("path", 5, textOperator, "the end"),
      ("path /a", 6, textOperator, #""/a""#), ("path !", 6, textOperator, #""!""#),
      ("status~4", 7, "\(relation), as status is no text", #""~""#),
      ("time !~ 2015", 6, "\(relation), as time is no text", #""!~""#),
      ("path<=/a", 5, "\(textOperator), as path is a text", #""<=""#),
      ("agent > a", 7, "\(textOperator), as agent is a text", #"">""#),

      ("status=", 8, value, "the end"), ("path~)", 6, value, #"")""#),
      ("path~(a)", 6, value, #""(""#),
      ("path~ ~a", 7, "a value, in quotes if it begins so", #""~""#),
      ("status=>500", 8, "a value, in quotes if it begins so", #"">""#),
      ("user=and", 6, "a value, in quotes if it is a word of the language", #""and""#),
      ("path~ or status=1", 7, "a value, in quotes if it is a word of the language", #""or""#),

      ("status=20", 8, status, #""20""#), ("status>=1000", 9, status, #""1000""#),
      ("status=\"\"", 8, status, "a quote"), ("status=6xx", 8, status, #""6xx""#),
      ("status=200and path~a", 8, status, #""200and""#),
      ("status>4xx", 8, "a status, as 404; a class goes with = and !=", #""4xx""#),
      ("size>x", 6, size, #""x""#), ("size>-1", 6, size, #""-1""#),
      ("size>1.5k", 6, size, #""1.5k""#),
      ("size>5kk", 6, size, #""5kk""#), ("size>k", 6, size, #""k""#),
      ("size>5i", 6, size, #""5i""#),
      ("size>5kb", 6, size, #""5kb""#),
      ("size>99999999999999999999", 6, size, #""99999999999999999999""#),
      ("size>9999999999T", 6, size, #""9999999999T""#), ("size > ٣", 8, size, #""٣""#),
      ("time>today", 6, time, #""today""#), ("time=2015-02-29", 6, time, #""2015-02-29""#),
      ("time=2015-05-18 10:00", 17, more, #""10:00""#),

      ("path~\"a", 8, "a quote to end the text that begins in column 6", "the end"),
      (#"path~"a\""#, 10, "a quote to end the text that begins in column 6", "the end"),
      (#"path~"a\"#, 9, "a quote to end the text that begins in column 6", "the end"),
      (#"path~"a\nb""#, 8, escape, #""\nb""#), (#"user~"é\x""#, 8, escape, #""\x""#),

      ("status=404 path~/a", 12, more, #""path""#), ("status=404)", 11, more, #"")""#),
      ("status=404 && path~/a", 12, more, #""&&""#), ("path~a\"b\"", 7, more, "a quote"),
      ("path=/a(b)", 8, more, #""(""#), ("path= a b", 9, more, #""b""#),
      ("path=a = b", 8, more, #""=""#),
      ("(status=404", 12, #""and", "or" or ")""#, "the end"),
      ("(status=404 status=5xx)", 13, #""and", "or" or ")""#, #""status""#),
      ("not (status=404 or (path~a) b)", 29, #""and", "or" or ")""#, #""b""#),
    ] as [(String, Int, String, String)])
  func whatIsNoQueryAndWhy(query: String, column: Int, expected: String, found: String) {
    let error = #expect(throws: QueryError.self) { try Query(query) }
    #expect(error?.query == query)
    #expect(error?.column == column)
    #expect(error?.expected == expected)
    #expect(error?.found == found)
  }

  @Test func `the error shows the place`() {
    func description(_ query: String) -> String? {
      #expect(throws: QueryError.self) { try Query(query) }?.description
    }
    #expect(
      description("size > x") == """
        column 8: expected a number of bytes, as 500, 20k or 3M, found "x"
          size > x
                 ^
        """)
    #expect(
      description("status=404\n\tand\r\nsize>é\u{1B}") == """
        column 22: expected a number of bytes, as 500, 20k or 3M, found "é\\x1b"
          status=404  and size>é\u{20}
                               ^
        """)
    let long = "path~" + String(repeating: "a", count: 200)
    #expect(
      description("\(long) x \(long)") == """
        column 207: expected "and", "or" or the end, found "x"
          … \(String(repeating: "a", count: 49)) x path~\(String(repeating: "a", count: 43)) …
          \(String(repeating: " ", count: 52))^
        """)
  }

  @Test func `nesting is bounded`() throws {
    func nested(_ open: String, _ depth: Int, _ close: String) -> String {
      String(repeating: open, count: depth) + "status=404"
        + String(repeating: close, count: depth)
    }
    #expect(try places(nested("(", 200, ")")) == [2])
    #expect(try places(nested("not ", 200, "")) == [2])
    #expect(try places(nested("not (", 100, ")")) == [2])
    for query in [nested("(", 201, ")"), nested("not ", 201, ""), nested("not (", 100_000, ")")] {
      let error = #expect(throws: QueryError.self) { try Query(query) }
      #expect(error?.expected == "at most 200 parentheses and \"not\" in one another")
    }
    // Side by side they are not nested.
    let flat = Array(repeating: "(not status=404)", count: 20_000)
    #expect(try places(flat.joined(separator: " and ")) == [0, 1, 3])
    #expect(try places(flat.joined(separator: " or ")) == [0, 1, 3])
  }

  @Test func `every part of a query is a query or an error`() throws {
    let query = #"not (status>=4xx or size<20k) and path~"^\"é" or time=2015-05-18 and user!=x"#
    for start in query.indices {
      for end in query.indices[start...] { _ = try? Query(String(query[start..<end])) }
    }
    for index in query.indices {
      for character in "\"()=!~<>\\ x1\n\u{0}é" {
        var changed = query
        changed.replaceSubrange(index...index, with: [character])
        do {
          _ = try Query(changed)
        } catch {
          #expect((1...(changed.count + 1)).contains(error.column))
          #expect(error.description.split(separator: "\n").count == 3)
        }
      }
    }
  }

  /// A random condition, as a query and as its meaning.
  private struct Random {
    var random: SplitMix64

    mutating func condition(depth: Int) -> (String, (LogRecord) -> Bool) {
      switch depth == 0 ? 9 : random.number(below: 10) {
      case 0...2:
        let (a, b) = (condition(depth: depth - 1), condition(depth: depth - 1))
        return ("(\(a.0)) and (\(b.0))", { a.1($0) && b.1($0) })
      case 3...5:
        let (a, b) = (condition(depth: depth - 1), condition(depth: depth - 1))
        return ("(\(a.0)) or (\(b.0))", { a.1($0) || b.1($0) })
      case 6...7:
        let a = condition(depth: depth - 1)
        return ("not (\(a.0))", { !a.1($0) })
      default:
        return comparison()
      }
    }

    private mutating func comparison() -> (String, (LogRecord) -> Bool) {
      let status = [200, 301, 304, 404, 500][random.number(below: 5)]
      let size = random.skewedNumber(bits: 18)
      let text = ["/", "a", "note", "Mozilla", "bot", ".jpg", "https://"][random.number(below: 7)]
      let day = 17 + random.number(below: 7)
      switch random.number(below: 7) {
      case 0: return ("status=\(status)", { $0.status == status })
      case 1: return ("status<\(status)", { $0.status < status })
      case 2: return ("size>=\(size)", { $0.size >= size })
      case 3: return ("path~\"\(text)\"", { $0.path.text.contains(text) })
      case 4: return ("agent!~\"\(text)\"", { !($0.agent?.text ?? "").contains(text) })
      case 5: return ("referrer~\"^\(text)\"", { ($0.referrer?.text ?? "").hasPrefix(text) })
      default:
        let seconds = (day - 17) * 86_400 + 1_431_820_800
        return ("time>=2015-05-\(day)", { $0.time.clock >= seconds })
      }
    }
  }

  @Test func `random queries mean what they say`() throws {
    let records = try sampleLog(lines: 300, seed: 11).map { try record($0) }
    var random = Random(random: SplitMix64(seed: 12))
    for _ in 0..<300 {
      let (text, meaning) = random.condition(depth: 4)
      let query = try Query(text)
      for record in records { #expect(query.matches(record) == meaning(record), "\(text)") }
    }
  }

  @Test func `a pattern is found where a plain search finds it`() {
    var random = SplitMix64(seed: 13)
    for _ in 0..<3_000 {
      func bytes(_ limit: Int) -> [UInt8] {
        (0..<random.number(below: limit)).map { _ in [0, 1, 0xFF][random.number(below: 3)] }
      }
      let (text, wanted) = (bytes(30), bytes(5))
      let starts = text.starts(with: wanted)
      let ends = text.reversed().starts(with: wanted.reversed())
      let contains = (0...text.count).contains { text[$0...].starts(with: wanted) }
      func matches(_ isAtStart: Bool, _ isAtEnd: Bool) -> Bool {
        TextPattern(bytes: wanted, isAtStart: isAtStart, isAtEnd: isAtEnd)
          .matches(([9] + text)[1...])
      }
      #expect(matches(false, false) == contains)
      #expect(matches(true, false) == starts)
      #expect(matches(false, true) == ends)
      #expect(matches(true, true) == (text == wanted))
    }
  }
}
