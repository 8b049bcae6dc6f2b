import AsyncGenerators
import AsyncHTTPClient
import Generators
import Hummingbird
import StreamingKit
import Testing

@Suite struct StreamingTests {
  @Test func `a million rows arrive, and the rows that are on their way are bounded`() async throws
  {
    try await withServer { url, meter in
      let response = try await get("\(url)/orders.csv")
      #expect(response.headers["content-type"] == ["text/csv"])
      var (lines, bytes, last, mostOnTheirWay) = (0, 0, ByteBuffer(), 0)
      for try await buffer in response.body {
        lines += buffer.lineCount
        bytes += buffer.readableBytes
        last = buffer
        mostOnTheirWay = max(mostOnTheirWay, meter.rowsMade - lines)
      }
      #expect(lines == 1_000_001)
      #expect(meter.rowsMade == 1_000_000)
      let all = orders()[..<1_000_000].reduce((bytes: 32, last: "")) {
        ($0.bytes + $1.line.utf8.count, $1.line)
      }
      #expect(bytes == all.bytes)
      #expect(String(buffer: last).hasSuffix(all.last))
      print("at most \(mostOnTheirWay) rows were on their way")
      // What the buffers of client, server and system hold.
      #expect(mostOnTheirWay < 500_000)
    }
  }

  @Test func `a client that reads slowly holds the body back`() async throws {
    try await withServer { url, meter in
      let response = try await get("\(url)/orders.csv?count=100000000")
      var body = response.body.makeAsyncIterator()
      #expect(try await body.next() != nil)
      let made = try await stableValue { meter.rowsMade }
      #expect(made < 2_000_000)
      #expect(meter.openBodies == 1)
    }
  }

  @Test func `the body is closed when the client goes away`() async throws {
    try await withServer { url, meter in
      do {
        let response = try await get("\(url)/orders.csv?count=100000000")
        for try await _ in response.body { break }
      }
      #expect(try await becomesTrue { meter.openBodies == 0 })
      #expect(meter.rowsMade < 100_000_000)
    }
  }

  @Test func `the events are closed when the client goes away`() async throws {
    try await withServer { url, meter in
      do {
        let response = try await get("\(url)/events")
        var text = ""
        for try await buffer in response.body {
          text += String(buffer: buffer)
          if text.contains("\"number\":3,") { break }
        }
        #expect(meter.openBodies == 1)
        #expect(text.hasPrefix("data: {\"number\":1,"))
      }
      #expect(try await becomesTrue { meter.openBodies == 0 })
    }
  }

  @Test func `the events end after the requested number`() async throws {
    try await withServer { url, meter in
      let body = try await get("\(url)/events?count=3").body.collect(upTo: 10_000)
      let events = String(buffer: body).split(separator: "\n\n")
      #expect(events == orders()[..<3].map { "data: \($0.json)" } + ["event: end\ndata: 3"])
      #expect(meter.openBodies == 0)
    }
  }

  @Test func `a generator's rows are uploaded`() async throws {
    try await withServer { url, _ in
      var request = HTTPClientRequest(url: "\(url)/orders.csv")
      request.method = .POST
      let meter = Meter()
      let rows = AsyncRecipe { csv(of: 100_000, meter: meter) }.map { ByteBuffer(bytes: $0) }
      request.body = .stream(rows, length: .unknown)
      let response = try await HTTPClient.shared.execute(request, timeout: .minutes(10))
      let answer = try await response.body.collect(upTo: 100)
      #expect(String(buffer: answer) == "100001\n")
      #expect(meter.openBodies == 0)
    }
  }

  @Test func `a count that is no number is refused`() async throws {
    try await withServer { url, _ in
      for path in ["orders.csv?count=x", "events?count=-1"] {
        let status = try await get("\(url)/\(path)").status
        #expect(status == .badRequest)
      }
    }
  }
}

extension ByteBuffer {
  fileprivate var lineCount: Int { readableBytesView.count { $0 == UInt8(ascii: "\n") } }
}

/// Calls a closure with the address of a server, and stops the server.
func withServer(
  pace: Duration = .milliseconds(1), _ use: (String, Meter) async throws -> Void
) async throws {
  let meter = Meter()
  let (ports, running) = AsyncStream.makeStream(of: Int.self)
  var application = Application(
    router: streamingRouter(meter: meter, pace: pace),
    configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
    onServerRunning: { running.yield($0.localAddress!.port!) })
  application.logger.logLevel = .critical
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { [application] in try await application.runService(gracefulShutdownSignals: []) }
    let port = await ports.first { _ in true }!
    try await use("http://127.0.0.1:\(port)", meter)
    group.cancelAll()
  }
}

func get(_ url: String) async throws -> HTTPClientResponse {
  try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .minutes(10))
}

/// Waits for what happens in its own time, up to a bound.
func becomesTrue(_ condition: () -> Bool) async throws -> Bool {
  for _ in 0..<600_000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(1))
  }
  return condition()
}

/// Waits until a value stays the same.
private func stableValue(_ value: () -> Int) async throws -> Int {
  var (last, same) = (value(), 0)
  while same < 50 {
    try await Task.sleep(for: .milliseconds(10))
    same = value() == last ? same + 1 : 0
    last = value()
  }
  return last
}
