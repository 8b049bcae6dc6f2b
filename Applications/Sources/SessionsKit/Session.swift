public import GeneratorSources

/// The requests of one host without a long pause.
///
/// Its line is `HOST TAB START SECONDS REQUESTS BYTES ERRORS`.
public struct Session: LineEncodable, Hashable, Sendable {
  /// The host, in the bytes of the log.
  public let host: ArraySlice<UInt8>
  /// The time of the first request, in seconds from 1970-01-01 UTC.
  public let start: Int
  /// The time of the last request.
  public private(set) var end: Int
  /// The number of requests.
  public private(set) var requests = 0
  /// The number of bytes of the responses.
  public private(set) var bytes = 0
  /// The number of responses with an error: a status of 400 or above.
  public private(set) var errors = 0

  /// Creates a session of one request.
  public init(of host: ArraySlice<UInt8>, _ request: Request) {
    self.host = host
    (start, end) = (request.time, request.time)
    add(request)
  }

  /// Adds a request, which must not be earlier than those before.
  public mutating func add(_ request: Request) {
    end = request.time
    requests += 1
    bytes += request.bytes
    if request.status >= 400 { errors += 1 }
  }

  /// Appends the line.
  public func encode(into line: inout [UInt8]) {
    host.encode(into: &line)
    for (index, number) in [start, end - start, requests, bytes, errors].enumerated() {
      line.append(index == 0 ? UInt8(ascii: "\t") : UInt8(ascii: " "))
      number.encode(into: &line)
    }
  }
}
