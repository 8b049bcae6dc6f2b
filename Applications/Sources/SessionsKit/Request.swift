public import GeneratorSources

/// The part of a request that its session needs.
///
/// Its line is `TIME BYTES STATUS`. The time has ten digits or more, so from 1970 until 2286 the order of
/// the bytes is that of the times.
public struct Request: LineCodable, Hashable, Sendable {
  /// Seconds from 1970-01-01 UTC.
  public var time: Int
  /// The size of the response in bytes.
  public var bytes: Int
  /// The status code of the response.
  public var status: Int

  /// Creates a request.
  public init(time: Int, bytes: Int, status: Int) {
    self.time = time
    self.bytes = bytes
    self.status = status
  }

  /// Appends the line.
  public func encode(into line: inout [UInt8]) {
    if time >= 0 {
      var limit = 1_000_000_000
      while time < limit, limit > 1 {
        line.append(UInt8(ascii: "0"))
        limit /= 10
      }
    }
    time.encode(into: &line)
    line.append(UInt8(ascii: " "))
    bytes.encode(into: &line)
    line.append(UInt8(ascii: " "))
    status.encode(into: &line)
  }

  /// Reads the line.
  ///
  /// - Throws: `LineDecodingError` if it isn't three numbers.
  public init(decoding line: ArraySlice<UInt8>) throws {
    let separator = UInt8(ascii: " ")
    guard let first = line.firstIndex(of: separator),
      let second = line[(first + 1)...].firstIndex(of: separator)
    else { throw LineDecodingError("not a time, a size and a status") }
    time = try Int(decoding: line[..<first])
    bytes = try Int(decoding: line[(first + 1)..<second])
    status = try Int(decoding: line[(second + 1)...])
  }
}
