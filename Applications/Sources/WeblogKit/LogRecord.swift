/// One request, as a web server wrote it down in Common or Combined Log Format.
///
/// The fields are slices of the line, in the log's own spelling with its escapes, so that what is
/// reported can be searched for in the log.
public struct LogRecord {
  /// When the request was received.
  public let time: LogTime

  /// The status code of the response, three digits.
  public let status: Int

  /// The size of the response in bytes; 0 where the log has `-`.
  public let size: Int

  private let line: ArraySlice<UInt8>
  private let fields: Fields

  /// Where the fields stand in the line.
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

  /// The line, as the log has it, from the first byte that a server wrote.
  public var text: ArraySlice<UInt8> { line }

  /// Who asked: a host name, or an address of IPv4 or IPv6.
  public var host: ArraySlice<UInt8> { line[fields.host] }

  /// The name by which the user logged in, which may contain spaces; `-` for nobody.
  public var user: ArraySlice<UInt8> { line[fields.user] }

  /// The first line of the request: `GET /index.html HTTP/1.1`, or whatever the client sent.
  public var request: ArraySlice<UInt8> { line[fields.request] }

  /// What was asked for, with its query; the whole request where that is not "METHOD path HTTP/x".
  public var path: ArraySlice<UInt8> { line[fields.path] }

  /// Where the client came from; `nil` where the log has `-`, nothing, or no such field.
  public var referrer: ArraySlice<UInt8>? { Self.unlessMissing(line[fields.referrer]) }

  /// The program that asked; `nil` where the log has `-`, nothing, or no such field.
  public var agent: ArraySlice<UInt8>? { Self.unlessMissing(line[fields.agent]) }

  private static func unlessMissing(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    field.isEmpty || (field.count == 1 && field.first == UInt8(ascii: "-")) ? nil : field
  }
}
