/// A request, as a web server wrote it in Common or Combined Log Format.
///
/// The fields are slices of the line, in the log's own spelling with its escapes. So a reported text can be
/// searched for in the log.
public struct LogRecord {
  /// The time at which the request was received.
  public let time: LogTime

  /// The status code of the response, three digits.
  public let status: Int

  /// The size of the response in bytes; 0 if the log has `-`.
  public let size: Int

  private let line: ArraySlice<UInt8>
  private let fields: Fields

  /// The positions of the fields in the line.
  struct Fields {
    var host: Range<Int>
    var user: Range<Int>
    var request: Range<Int>
    var path: Range<Int>
    var referrer: Range<Int>
    var agent: Range<Int>
  }

  init(line: ArraySlice<UInt8>, time: LogTime, status: Int, size: Int, fields: Fields) {
    self.line = line
    self.time = time
    self.status = status
    self.size = size
    self.fields = fields
  }

  /// The line as it is in the log, from the first byte that a server wrote.
  public var text: ArraySlice<UInt8> { line }

  /// The host that made the request: a host name, or an address of IPv4 or IPv6.
  public var host: ArraySlice<UInt8> { line[fields.host] }

  /// The name by which the user logged in, which may contain spaces; `-` without a log-in.
  public var user: ArraySlice<UInt8> { line[fields.user] }

  /// The first line of the request: `GET /index.html HTTP/1.1`, or whatever the client sent.
  public var request: ArraySlice<UInt8> { line[fields.request] }

  /// The requested path with its query; the whole request unless that is "METHOD path HTTP/x".
  public var path: ArraySlice<UInt8> { line[fields.path] }

  /// The page that the client came from; `nil` if the log has `-`, nothing, or no such field.
  public var referrer: ArraySlice<UInt8>? { Self.unlessMissing(line[fields.referrer]) }

  /// The client program; `nil` if the log has `-`, nothing, or no such field.
  public var agent: ArraySlice<UInt8>? { Self.unlessMissing(line[fields.agent]) }

  private static func unlessMissing(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    field.isEmpty || (field.count == 1 && field.first == UInt8(ascii: "-")) ? nil : field
  }
}
