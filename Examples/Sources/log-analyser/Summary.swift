import ExampleSupport

/// The fields of a line, such as `192.0.2.7 - - [10/Oct/2026:13:55:36 +0000] "GET / HTTP/1.1" 200 2326`.
struct Request {
  let host: String, path: String, status: Int, bytes: UInt64

  /// Parses a line of the Common or the Combined Log Format; `nil` if it is malformed.
  init?(_ line: ArraySlice<UInt8>) {
    let space = UInt8(ascii: " "), quote = UInt8(ascii: "\"")
    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    guard let open = line.firstIndex(of: quote),
      let close = line.indices[(open + 1)...].first(where: { index in
        // Servers write a quote that a client has sent as \".
        line[index] == quote && line[index - 1] != UInt8(ascii: "\\")
      })
    else { return nil }
    let request = line[(open + 1)..<close].split(separator: space)
    let answer = line[(close + 1)...].split(separator: space, maxSplits: 2)
    guard let host = line[..<open].split(separator: space, maxSplits: 1).first,
      // A connection without a request has a dash in its place.
      let path = request.dropFirst().first ?? request.first,
      answer.count > 1, let status = Int(text(answer[0])), 100...999 ~= status,
      // No bytes are written as a dash.
      let bytes = text(answer[1]) == "-" ? 0 : UInt64(text(answer[1]))
    else { return nil }
    (self.host, self.path, self.status, self.bytes) = (text(host), text(path), status, bytes)
  }
}

/// The sums of a log, or of a part of it.
struct Summary: Sendable {
  var requests = 0, bytes: UInt128 = 0
  var malformed = 0, firstMalformed: Int64?
  var hosts: [String: Int] = [:], paths: [String: Int] = [:], statuses: [String: Int] = [:]

  mutating func add(_ request: Request?, at offset: Int64) {
    guard let request else {
      (malformed, firstMalformed) = (malformed + 1, firstMalformed ?? offset)
      return
    }
    requests += 1
    bytes += UInt128(request.bytes)
    hosts[request.host, default: 0] += 1
    paths[request.path, default: 0] += 1
    statuses["\(request.status)", default: 0] += 1
  }

  /// Adds the sums of a later part.
  mutating func add(_ other: Summary) {
    (requests, bytes) = (requests + other.requests, bytes + other.bytes)
    malformed += other.malformed
    firstMalformed = firstMalformed ?? other.firstMalformed
    hosts.merge(other.hosts, uniquingKeysWith: +)
    paths.merge(other.paths, uniquingKeysWith: +)
    statuses.merge(other.statuses, uniquingKeysWith: +)
  }

  func print(to output: Output, top: Int) {
    output.print("\(requests) requests from \(hosts.count) hosts, \(bytes) bytes")
    for (heading, counts) in [("Statuses", statuses), ("Hosts", hosts), ("Paths", paths)]
    where !counts.isEmpty {
      output.print("\n\(heading)")
      let busiest = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      for (key, count) in busiest.prefix(top) {
        let number = "\(count)"
        output.print(String(repeating: " ", count: max(0, 10 - number.count)) + "\(number)  \(key)")
      }
    }
  }
}
