/// A line of a partition, which shares the memory that it was read into.
///
/// ```swift
/// let lines = Lines(of: ["GET /", "GET /index.html"])
/// while let line = try lines.next() { print(line.number, line.text) }  // 1 GET /, 2 GET /index.html
/// ```
///
/// A line keeps alive the whole block that was read with it, 256 KiB or more. ``text`` and `Array(line.bytes)` are
/// copies.
public struct Line: Sendable {
  /// The bytes without the line feed.
  ///
  /// They are as they were read: a carriage return at the end, a NUL and bytes that are not UTF-8 are
  /// part of the line. `bytes.span` is a `Span<UInt8>` of them.
  public let bytes: ArraySlice<UInt8>

  /// The number in the partition, from 1.
  public let number: Int

  @inlinable
  init(bytes: ArraySlice<UInt8>, number: Int) {
    self.bytes = bytes
    self.number = number
  }

  /// A copy of the line as text, with U+FFFD in place of bytes that are not UTF-8.
  ///
  /// - Complexity: Linear in the bytes; an allocation if there are more than 15.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}
