extension String {
  /// Creates a text from bytes that should be UTF-8, with U+FFFD for those that aren't.
  init(repairing bytes: RawSpan) {
    // Sound, since the bytes are copied before the pointer becomes invalid.
    self = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// Creates a text from bytes, or returns `nil` if they aren't UTF-8.
  init?(validating bytes: RawSpan) {
    // Sound, since the bytes are copied before the pointer becomes invalid.
    guard let text = bytes.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
      return nil
    }
    self = text
  }
}

extension [UInt8] {
  /// Creates an array with a copy of the bytes.
  init(_ bytes: RawSpan) {
    // Sound, since the bytes are copied before the pointer becomes invalid.
    self = bytes.withUnsafeBytes { Array($0) }
  }
}
