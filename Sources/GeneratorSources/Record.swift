/// A line, or another record, in the reader's buffer.
///
/// Its bytes are not copied, so the record is valid until the reader's next call. The compiler checks that.
/// To keep a record, copy it as text or as an array.
///
/// ```swift
/// var reader = try RecordReader(linesOf: "access.log")
/// while let line = try reader.next() {
///   if line.bytes.byteCount > 1000 { print(line.number, line.text.prefix(40)) }
/// }
/// ```
public struct Record: ~Escapable {
  /// The record's number in the source, counted from 1.
  public let number: Int

  /// The record's bytes, without the line end or separator after it.
  public let bytes: RawSpan

  @_lifetime(copy bytes)
  init(number: Int, bytes: RawSpan) {
    self.number = number
    self.bytes = bytes
  }

  /// A copy of the record as text, with U+FFFD in place of bytes that aren't UTF-8.
  ///
  /// - Complexity: Linear in the bytes; an allocation if there are more than 15.
  public var text: String { String(repairing: bytes) }

  /// A copy of the record as an array of bytes.
  ///
  /// - Complexity: Linear in the bytes; one allocation.
  public var array: [UInt8] { Array(bytes) }
}

extension Record {
  /// Returns a copy as text, or throws an error with the source's name.
  func text(_ invalid: InvalidUTF8Policy, of name: String) throws(SourceError) -> String {
    if invalid == .repair { return text }
    if let text = String(validating: bytes) { return text }
    throw SourceError(source: name, line: number, reason: .invalidUTF8(at: firstInvalidOffset))
  }

  /// The number of bytes before the first one that isn't UTF-8.
  private var firstInvalidOffset: Int {
    var offset = 0
    var rest = array.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    return offset
  }
}
