/// A line, or another record, as it stands in the reader's buffer.
///
/// The bytes are not copied: the record is valid until the reader's next call, which the compiler
/// checks. What is to be kept is copied, as text or as an array.
///
/// ```swift
/// var reader = try RecordReader(linesOf: "access.log")
/// while let line = try reader.next() {
///   if line.bytes.byteCount > 1000 { print(line.number, line.text.prefix(40)) }
/// }
/// ```
public struct Record: ~Escapable {
  /// Its number in the source, from 1.
  public let number: Int

  /// What stands in it, without the line end or separator that ends it.
  public let bytes: RawSpan

  @_lifetime(copy bytes)
  init(number: Int, bytes: RawSpan) {
    self.number = number
    self.bytes = bytes
  }

  /// A copy of it as text, with U+FFFD in place of what is not UTF-8.
  ///
  /// - Complexity: linear in the bytes; an allocation if there are more than 15.
  public var text: String { String(repairing: bytes) }

  /// A copy of it as bytes.
  ///
  /// - Complexity: linear in the bytes; one allocation.
  public var array: [UInt8] { Array(bytes) }
}

extension Record {
  /// A copy of it as text, of the source that is called `name`.
  func text(_ invalid: InvalidUTF8Policy, of name: String) throws(SourceError) -> String {
    if invalid == .repair { return text }
    if let text = String(validating: bytes) { return text }
    throw SourceError(source: name, line: number, reason: .invalidUTF8(at: firstInvalidOffset))
  }

  /// How many bytes are UTF-8 until the first that are not.
  private var firstInvalidOffset: Int {
    var offset = 0
    var rest = array.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    return offset
  }
}
