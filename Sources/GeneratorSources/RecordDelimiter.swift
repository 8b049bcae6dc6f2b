/// What ends a record: a line end, a byte, several bytes, or white space.
///
/// ```swift
/// // What `find -print0` writes.
/// let paths = recordBlocks(of: "paths.txt", delimiter: .byte(0))
/// while let block = try paths.next() {
///   for path in block { print(path.text) }
/// }
/// ```
///
/// A delimiter stands between two records and may stand after the last one.
public struct RecordDelimiter: Sendable {
  enum Kind {
    case lineEnd
    case byte(UInt8)
    case bytes([UInt8])
    case whiteSpace
  }

  let kind: Kind

  /// LF or CRLF: the records are lines.
  ///
  /// A CR anywhere else is a part of its line.
  public static var lineEnd: RecordDelimiter { RecordDelimiter(kind: .lineEnd) }

  /// White space, as Unicode defines it, in UTF-8: the records are words.
  ///
  /// No word is empty, however many spaces follow one another.
  public static var whiteSpace: RecordDelimiter { RecordDelimiter(kind: .whiteSpace) }

  /// This byte.
  public static func byte(_ byte: UInt8) -> RecordDelimiter { RecordDelimiter(kind: .byte(byte)) }

  /// These bytes, one after the other.
  ///
  /// - Precondition: `bytes` is not empty.
  public static func bytes(_ bytes: some Sequence<UInt8>) -> RecordDelimiter {
    let bytes = Array(bytes)
    guard !bytes.isEmpty else { fatalError("a separator of records must not be empty") }
    return bytes.count == 1 ? .byte(bytes[0]) : RecordDelimiter(kind: .bytes(bytes))
  }

  /// The length of the longest delimiter, in bytes, without the CR before a line feed.
  var length: Int {
    switch kind {
    case .lineEnd, .byte: 1
    case .bytes(let bytes): bytes.count
    case .whiteSpace: 3
    }
  }

  /// Whether any number of delimiters that follow one another are one.
  var hasNoEmptyRecords: Bool {
    if case .whiteSpace = kind { return true }
    return false
  }

  /// Whether a delimiter is one wherever it is found, even by a reader that begins inside a record.
  ///
  /// Of several bytes, as `aa`, one may begin inside another.
  var isFoundFromAnywhere: Bool {
    if case .bytes = kind { return false }
    return true
  }
}
