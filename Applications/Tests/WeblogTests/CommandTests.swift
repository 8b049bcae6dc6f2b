import Foundation
import Testing

/// The commands, on rotated logs.
@Suite struct CommandTests {
  private static func line(
    _ second: Int, host: String = "192.0.2.1", path: String = "/a", status: Int = 200,
    referrer: String = "-", agent: String = "agent"
  ) -> String {
    let time = "17/May/2015:10:05:0\(second) +0000"
    return
      "\(host) - - [\(time)] \"GET \(path) HTTP/1.1\" \(status) 10 \"\(referrer)\" \"\(agent)\"\n"
  }

  /// The oldest requests are in the file with the last name, and compressed.
  private func rotated() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    try directory.file("access.log", (Self.line(4) + Self.line(5, status: 500)).utf8)
    try directory.file(
      "access.log.1", (Self.line(2, path: "/b", status: 404, referrer: "/a") + "bad\n").utf8)
    // The output of `gzip` for line 0, of a crawler, and line 1.
    let old = Self.line(0, agent: "ExampleBot/1") + Self.line(1, host: "h")
    try directory.file("old/access.log.2.gz", try gzipped(Data(old.utf8)))
    return directory
  }

  private func run(_ arguments: [String], in directory: TemporaryDirectory) throws
    -> Program.Outcome
  {
    try Program.run(arguments, directory: directory.path)
  }

  @Test(arguments: [
    ["."], ["**/access.log*"], ["access.log", "access.log.1", "old/access.log.2.gz"],
    ["old", "access.log*"], ["old/access.log.2.gz", "access.log.[1-9]", "access.lo?"],
  ])
  func `rotated and compressed logs come as they were written`(logs: [String]) throws {
    let outcome = try run(["query", "size=10"] + logs, in: try rotated())
    let seconds = outcome.output.split(separator: "\n").compactMap { line in
      line.split(separator: ":").dropFirst(3).first?.prefix(2)
    }
    #expect(seconds == ["00", "01", "02", "04", "05"])
    #expect(outcome.errors.contains("access.log.1:2: malformed line"))
    #expect(outcome.status == 0)
  }

  /// A link to a name that is too long can't be followed, not even by root.
  @Test(arguments: [["."], ["*.log*"], ["**/*"], ["logs"], ["logs/**/access*"]])
  func `what cant be listed is told and the others are read`(logs: [String]) throws {
    let directory = try TemporaryDirectory()
    try directory.file("access.log", Self.line(1, path: "/a").utf8)
    try directory.file("logs/access.log", Self.line(2, path: "/a").utf8)
    for name in ["loop.log", "logs/access.loop"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(directory.path)/\(name)",
        withDestinationPath: String(repeating: "x", count: 300))
    }
    let outcome = try run(["top", "--csv"] + logs, in: directory)
    #expect(outcome.output.contains(",100.0,/a\r\n"))
    let messages = outcome.errors.split(separator: "\n")
    #expect(!messages.isEmpty)
    #expect(messages.allSatisfy { $0.hasSuffix("File name too long") })
    #expect(outcome.status == 1)
  }

  /// As another user if the tests are run by root, which may read every directory.
  @Test(.enabled(if: Program.canLosePrivileges, "setpriv is missing, and the user is root"))
  func `a directory that may not be read is told and the others are read`() throws {
    let directory = try TemporaryDirectory()
    try directory.file("logs/access.log", Self.line(1, path: "/a").utf8)
    try directory.file("logs/closed/access.log", Self.line(2, path: "/b").utf8)
    try directory.file("logs/z/access.log", Self.line(3, path: "/c").utf8)
    let closed = "\(directory.path)/logs/closed"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: closed)
    }
    for log in ["logs", "logs/**/access.log", "log*/**"] {
      let outcome = try Program.runUnprivileged(
        ["query", "size>0", log], directory: directory.path)
      let start = log.hasPrefix("logs") ? "" : "./"
      #expect(outcome.errors == "weblog: \(start)logs/closed: Permission denied\n")
      #expect(outcome.output == Self.line(1, path: "/a") + Self.line(3, path: "/c"))
      #expect(outcome.status == 1)
    }
    let only = try Program.runUnprivileged(["logs/closed"], directory: directory.path)
    #expect(only.errors == "weblog: logs/closed: Permission denied\n")
    #expect(only.output == "")
    #expect(only.status == 1)
  }

  @Test func `a pattern that no file has is an error`() throws {
    let outcome = try run(["top", "access.log", "*.nothing"], in: try rotated())
    #expect(outcome.errors == "weblog: *.nothing: no file has such a name\n")
    #expect(outcome.output.contains("/a"))
    #expect(outcome.status == 1)
  }

  @Test func `a file whose name looks like a pattern is a file`() throws {
    let directory = try rotated()
    try directory.file("[1].log", Self.line(3, path: "/odd").utf8)
    #expect(try run(["top", "--csv", "[1].log"], in: directory).output.contains("/odd"))
  }

  @Test func `compressed standard input`() throws {
    let input = try gzipped(Data(Self.line(1).utf8))
    let outcome = try Program.run(["top", "--csv"], input: input)
    #expect(outcome.output == "requests,percent,path\r\n1,100.0,/a\r\n")
  }

  @Test func `a compressed log that is cut is an error after what was read`() throws {
    let directory = try TemporaryDirectory()
    var random = SystemRandomNumberGenerator()
    let lines = (0..<20_000).map { _ in
      Self.line(1, path: "/\(UInt64.random(in: 0 ... .max, using: &random))")
    }
    let compressed = try gzipped(Data(lines.joined().utf8))
    try directory.file("cut.gz", compressed.prefix(compressed.count / 2))
    let outcome = try run(["query", "--count", "size=10", "cut.gz"], in: directory)
    let count = try #require(Int(outcome.output.dropLast()))
    #expect((5_000..<15_000).contains(count))
    #expect(outcome.errors.hasPrefix("weblog: cut.gz: "))
    #expect(outcome.status == 1)
  }

  @Test(arguments: [
    (["top"], "requests,percent,path", "4,80.0,/a"),
    (["top", "--by", "host", "--top", "1"], "requests,percent,host", "4,80.0,192.0.2.1"),
    (["errors"], "requests,status,path,referrer", "1,404,/b,/a"),
    (["downloads"], "bytes,percent,requests,path", "40,80.0,4,/a"),
  ])
  func `tables as CSV`(arguments: [String], head: String, first: String) throws {
    let directory = try rotated()
    let outcome = try run(
      arguments + ["--csv", "--quiet", "old", "access.log.1", "access.log"],
      in: directory)
    let rows = outcome.output.split(separator: "\r\n")
    #expect(rows.first.map(String.init) == head)
    #expect(rows.dropFirst().contains { $0 == first }, "\(rows)")
    #expect(outcome.status == 0)
  }

  @Test func `errors tell who referred`() throws {
    let outcome = try run(["errors", "--json", "."], in: try rotated())
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    #expect(rows.count == 2)
    #expect(rows.contains { $0["path"] as? String == "/b" && $0["referrer"] as? String == "/a" })
    #expect(rows.contains { $0["status"] as? Int == 500 })
  }

  @Test func `robots and hosts`() throws {
    let directory = try rotated()
    #expect(try run(["robots", "."], in: directory).output.contains("ExampleBot/1"))
    #expect(try run(["hosts", "."], in: directory).output.contains("192.0.2.1"))
  }

  @Test func `the picture is written beside the drawing`() throws {
    let directory = try rotated()
    let outcome = try run(["hourly", "--svg", "traffic.svg", "."], in: directory)
    #expect(outcome.output.contains("2015-05-17 10:00  5  #"))
    let picture = try String(contentsOfFile: "\(directory.path)/traffic.svg", encoding: .utf8)
    #expect(picture.contains("<svg"))
    let refused = try run(["hourly", "--svg", "no/such/traffic.svg", "."], in: directory)
    #expect(refused.errors.contains("no/such/traffic.svg: No such file or directory"))
    #expect(refused.status == 1)
  }

  @Test func `a query is answered`() throws {
    let directory = try rotated()
    func count(_ condition: String) throws -> String {
      try run(["query", "--count", condition, "."], in: directory).output
    }
    #expect(try count("status>=400") == "2\n")
    #expect(try count("agent~Bot or path=\"/b\"") == "2\n")
    #expect(try count("status=999") == "0\n")
    let json = try run(["query", "--json", "status=404", "."], in: directory).output
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(rows.first?["time"] as? String == "2015-05-17T10:05:02+00:00")
  }

  @Test func `a condition that is wrong is shown with its place`() throws {
    let outcome = try run(["query", "status>=x", "."], in: try rotated())
    #expect(outcome.errors.contains("column 9: expected a status"))
    #expect(outcome.errors.contains("\n          ^"))
    #expect(outcome.status == 64)
  }

  @Test(arguments: [
    (["top", "--json", "--csv"], "--json and --csv exclude each other"),
    (["top", "--by", "colour"], "The value 'colour' is invalid for '--by <field>'"),
    (["top", "--top=-1"], "--top must not be negative"),
    (["top", "--jobs", "0"], "--jobs must be at least 1"),
    (["query", "--jobs=-1", "size=1"], "--jobs must be at least 1"),
    (["hourly", "--jobs", "x"], "The value 'x' is invalid for '--jobs <count>'"),
    (["query"], "Missing expected argument '<condition>'"),
    (["query", "--count", "--json", "size=1"], "--count prints a number"),
    (["follow"], "Missing expected argument '<files> ...'"),
    (["follow", "-"], "standard input does not grow"),
  ])
  func `options that are wrong`(arguments: [String], message: String) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test(arguments: [
    "summary", "top", "errors", "hosts", "downloads", "robots", "hourly", "query", "follow",
  ])
  func `each command has help`(command: String) throws {
    let outcome = try Program.run(["help", command])
    #expect(outcome.output.contains("OVERVIEW: "))
    #expect(outcome.output.contains("weblog \(command) "))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(outcome.status == 0)
  }
}
