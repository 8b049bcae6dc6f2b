import AsyncGenerators
import Generators
import Hummingbird

/// Returns the routes of the server: orders as CSV, a page that shows orders as they come, and the events of the page.
package func streamingRouter(
  meter: Meter, pace: Duration = .milliseconds(100)
) -> Router<BasicRequestContext> {
  let router = Router()

  router.get("orders.csv") { request, _ in
    let count = try request.count(default: 1_000_000)
    // Each response runs the generator, which goes on when the connection takes the next chunk.
    let body = AsyncRecipe { csv(of: count, meter: meter) }
    return Response(
      status: .ok, headers: [.contentType: "text/csv"],
      body: ResponseBody(asyncSequence: body.map { ByteBuffer(bytes: $0) }))
  }

  // The number of lines that were sent.
  router.post("orders.csv") { request, _ in
    var lines = 0
    for try await buffer in request.body {
      lines += buffer.readableBytesView.count { $0 == UInt8(ascii: "\n") }
    }
    return "\(lines)\n"
  }

  router.get("events") { request, _ in
    let count = try request.count(default: .max)
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody(asyncSequence: events(of: count, each: pace, meter: meter)))
  }

  router.get("/") { _, _ in
    Response(
      status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.page_html)))
  }
  return router
}

/// Returns the first orders as server-sent events, and an event `end` after them.
func events(
  of count: Int, each pace: Duration, meter: Meter
) -> AsyncThrowingGenerator<ByteBuffer> {
  AsyncThrowingGenerator { yield in
    meter.open()
    defer { meter.close() }
    for order in orders()[..<count] {
      try await Task.sleep(for: pace)
      meter.made()
      try await yield(ByteBuffer(string: "data: \(order.json)\n\n"))
    }
    try await yield(ByteBuffer(string: "event: end\ndata: \(count)\n\n"))
  }
}

extension Request {
  /// The number of orders that the request asks for.
  fileprivate func count(default count: Int) throws -> Int {
    guard let text = uri.queryParameters["count"] else { return count }
    guard let number = Int(text), number >= 0 else {
      throw HTTPError(.badRequest, message: "count must be a number from 0")
    }
    return number
  }
}
