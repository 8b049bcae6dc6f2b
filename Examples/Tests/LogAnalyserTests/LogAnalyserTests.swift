import ExampleTestSupport
import Foundation
import Testing

/// The program, run as a user does.
@Suite struct LogAnalyserTests {
  private static let log = """
    192.0.2.7 - - [10/Oct/2026:13:55:36 +0000] "GET / HTTP/1.1" 200 2326
    192.0.2.7 - - [10/Oct/2026:13:55:37 +0000] "GET /a HTTP/1.1" 404 - "http://x/" "curl/8"
    2001:db8::1 - bob [10/Oct/2026:13:55:38 +0000] "POST /a HTTP/2.0" 200 10 "-" "-"

    """

  private static let summary = """
    3 requests from 2 hosts, 2336 bytes

    Statuses
             2  200
             1  404

    Hosts
             2  192.0.2.7
             1  2001:db8::1

    Paths
             2  /a
             1  /

    """

  private static let gzipped = Data(
    base64Encoded: """
      H4sIAAAAAAACA4XOuwrCUAwG4P08RcgqPbm0PT1mF91asJs42Do4CIpU8PGNCF5AMCFb8uWXuUaOGhso
      vDfC1I4TKWsyKa2urUwwY68t4HLRA8Gq7zuSKAjKDFpqCvIXab6R3YdSceVHeJimsxHdCAHH6+VIGYM/
      ENsP2Ux8ZTgNP+38srt2/cY90jOiMGCBjwl3SEfE6u4AAAA=
      """, options: .ignoreUnknownCharacters)!

  private func run(onFileOf content: some Sequence<UInt8>) throws -> Program.Outcome {
    let file = try TemporaryFile(content)
    return try withExtendedLifetime(file) { try Program.run("log-analyser", [file.path]) }
  }

  @Test func `it prints the sums of a log, the busiest first`() throws {
    let outcome = try run(onFileOf: Self.log.utf8)
    #expect(outcome.output == Self.summary)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [[], ["-"]])
  func `it reads standard input`(arguments: [String]) throws {
    let outcome = try Program.run("log-analyser", arguments, input: Self.log)
    #expect(outcome.output == Self.summary)
    #expect(outcome.status == 0)
  }

  @Test func `it reads a log that is compressed by gzip`() throws {
    let outcome = try run(onFileOf: Self.gzipped)
    #expect(outcome.output == Self.summary)
    #expect(outcome.status == 0)
  }

  @Test func `several logs have one summary`() throws {
    let file = try TemporaryFile(Self.log)
    let outcome = try withExtendedLifetime(file) {
      try Program.run("log-analyser", [file.path, "-", file.path], input: Self.log)
    }
    #expect(outcome.output.hasPrefix("9 requests from 2 hosts, 7008 bytes\n"))
    #expect(outcome.output.contains("\n         6  /a\n         3  /\n"))
  }

  @Test func `the option limits each list`() throws {
    let outcome = try Program.run("log-analyser", ["--top", "1"], input: Self.log)
    #expect(
      outcome.output == """
        3 requests from 2 hosts, 2336 bytes

        Statuses
                 2  200

        Hosts
                 2  192.0.2.7

        Paths
                 2  /a

        """)
  }

  @Test(arguments: [
    "", " ", "x", "\"", "\"\"", "\"\" \"\"", "h \"GET / HTTP/1.1\"", "h \"GET / HTTP/1.1\" 200",
    "h \"GET / HTTP/1.1\" x 1", "h \"GET / HTTP/1.1\" 99 1", "h \"GET / HTTP/1.1\" 200 x",
    "h \"GET / HTTP/1.1\" 200 -1", "h \"GET / HTTP/1.1\" 200 18446744073709551616",
    "h \"\" 200 1", "h \" \" 200 1", "h \"GET / HTTP/1.1\\\" 200 1", "\"GET / HTTP/1.1\" 200 1",
    "\u{0}\u{1B}[2J",
    String(repeating: "x", count: 1 << 20),
  ])
  func `a malformed line is counted and reported, and no other is lost`(line: String) throws {
    let log = Self.log + line + "\n" + Self.log + line + "\n"
    let outcome = try Program.run("log-analyser", [], input: log)
    #expect(outcome.output.hasPrefix("6 requests from 2 hosts, 4672 bytes\n"))
    #expect(
      outcome.errors == """
        log-analyser: -: malformed lines: 2, the first at byte \(Self.log.utf8.count)

        """)
    #expect(outcome.status == 0)
  }

  @Test func `bytes that are not text are no trap`() throws {
    let bytes = (0..<4).flatMap { factor in
      (0...255).map { UInt8(truncatingIfNeeded: $0 * (2 * factor + 1)) }
    }
    let outcome = try run(onFileOf: bytes)
    #expect(outcome.output == "0 requests from 0 hosts, 0 bytes\n")
    #expect(outcome.hasExited)
    #expect(outcome.status == 0)
  }

  @Test func `sums beyond 64 bits are no trap`() throws {
    let line = "h - - [x] \"GET / HTTP/1.1\" 200 \(UInt64.max)\n"
    let outcome = try Program.run("log-analyser", [], input: line + line)
    #expect(outcome.output.hasPrefix("2 requests from 1 hosts, 36893488147419103230 bytes\n"))
  }

  @Test func `a quote that a client has sent is a part of the path`() throws {
    let line = #"h - - [x] "GET /a\"b HTTP/1.1" 200 1"#
    let outcome = try Program.run("log-analyser", [], input: line)
    #expect(outcome.output.hasSuffix("\n         1  /a\\\"b\n"))
  }

  @Test func `a connection without a request has a dash as its path`() throws {
    let line = #"h - - [x] "-" 408 - "-" "-""#
    let outcome = try Program.run("log-analyser", [], input: line)
    #expect(outcome.output.hasSuffix("\n         1  -\n"))
    #expect(outcome.errors == "")
  }

  @Test func `control characters of a log are escaped`() throws {
    let line = "h\u{1B}[2J - - [x] \"GET /\u{202E}é HTTP/1.1\" 200 1"
    let outcome = try Program.run("log-analyser", [], input: line)
    #expect(outcome.output.contains(#"\u{1B}[2J"#))
    #expect(outcome.output.contains(#"/\u{202E}é"#))
    #expect(!outcome.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }

  @Test func `an unreadable file ends the program with status 1, after the sums of the others`()
    throws
  {
    let outcome = try Program.run("log-analyser", ["/no/such.log", "-"], input: Self.log)
    #expect(outcome.errors == "log-analyser: /no/such.log: No such file or directory\n")
    #expect(outcome.output == Self.summary)
    #expect(outcome.status == 1)
    #expect(outcome.hasExited)
  }

  @Test func `a directory is an error`() throws {
    let outcome = try Program.run("log-analyser", ["/tmp"])
    #expect(outcome.errors == "log-analyser: /tmp: Is a directory\n")
    #expect(outcome.status == 1)
  }

  @Test func `a compressed log that is cut off is an error`() throws {
    let outcome = try run(onFileOf: Self.gzipped.dropLast(10))
    #expect(outcome.errors.hasPrefix("log-analyser: /"))
    #expect(outcome.output == "")
    #expect(outcome.status == 1)
    #expect(outcome.hasExited)
  }

  @Test func `closed standard input is an error, and is no other file`() throws {
    let outcome = try Program.run("log-analyser", [], redirections: "<&-")
    #expect(outcome.errors == "log-analyser: standard input: Bad file descriptor\n")
    #expect(outcome.status == 1)
    #expect(outcome.hasExited)
  }

  /// Several megabytes, so that the blocks are read by several threads.
  @Test func `the sums of a large log are those of a loop`() throws {
    var (text, hosts, paths, bytes) = ("", [Int](repeating: 0, count: 7), [0, 0, 0], 0)
    for number in 0..<50_000 {
      hosts[number % 7] += 1
      paths[number % 3] += 1
      bytes += number
      text += """
        192.0.2.\(number % 7) - - [10/Oct/2026:13:55:36 +0000] "GET /\(number % 3) HTTP/1.1" 200 \(number)\n
        """
    }
    let outcome = try Program.run("log-analyser", [], input: text)
    #expect(outcome.output.hasPrefix("50000 requests from 7 hosts, \(bytes) bytes\n"))
    for (number, count) in hosts.enumerated() {
      #expect(outcome.output.contains("      \(count)  192.0.2.\(number)\n"))
    }
    for (number, count) in paths.enumerated() {
      #expect(outcome.output.contains("     \(count)  /\(number)\n"))
    }
  }
}
