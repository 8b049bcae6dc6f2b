/// The end of a record: a line end, a byte, several bytes, or white space.
///
/// ```swift
/// // What `find -print0` writes.
/// let paths = recordBlocks(of: "paths.txt", delimiter: .byte(0))
/// while let block = try paths.next() {
///   for path in block { print(path.text) }
/// }
/// ```
///
/// A delimiter stands between two records, and may stand after the last one.
public struct RecordDelimiter: Sendable {
  enum Kind {
    case lineEnd
    case byte(UInt8)
    case bytes([UInt8])
    case whiteSpace
  }

  let kind: Kind

  /// LF or CRLF, so that the records are lines.
  ///
  /// A CR anywhere else belongs to its line.
  public static var lineEnd: RecordDelimiter { RecordDelimiter(kind: .lineEnd) }

  /// White space in UTF-8, as Unicode defines it, so that the records are words.
  ///
  /// Words are never empty: consecutive white space is one delimiter.
  public static var whiteSpace: RecordDelimiter { RecordDelimiter(kind: .whiteSpace) }

  /// Returns a delimiter of one byte.
  public static func byte(_ byte: UInt8) -> RecordDelimiter { RecordDelimiter(kind: .byte(byte)) }

  /// Returns a delimiter of several bytes in a row.
  ///
  /// - Precondition: `bytes` is not empty.
  public static func bytes(_ bytes: some Sequence<UInt8>) -> RecordDelimiter {
    let bytes = Array(bytes)
    guard !bytes.isEmpty else { fatalError("a separator of records must not be empty") }
    return bytes.count == 1 ? .byte(bytes[0]) : RecordDelimiter(kind: .bytes(bytes))
  }

  /// The length of the longest delimiter in bytes, without the CR before a line feed.
  var length: Int {
    switch kind {
    case .lineEnd, .byte: 1
    case .bytes(let bytes): bytes.count
    case .whiteSpace: 3
    }
  }

  /// Whether consecutive delimiters count as one.
  var hasNoEmptyRecords: Bool {
    if case .whiteSpace = kind { return true }
    return false
  }

  /// Whether a reader that begins inside of a record recognizes every delimiter.
  ///
  /// A delimiter of several bytes, such as `aa`, may begin inside of another.
  var isFoundFromAnywhere: Bool {
    if case .bytes = kind { return false }
    return true
  }
}
