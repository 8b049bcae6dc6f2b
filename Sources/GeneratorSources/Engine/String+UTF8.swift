extension String {
  /// The text of bytes that should be UTF-8, with U+FFFD for those that are not.
  init(repairing bytes: RawSpan) {
    // Sound, because the bytes are copied before the pointer ends.
    self = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The text of bytes, or `nil` if they are not UTF-8.
  init?(validating bytes: RawSpan) {
    // Sound, because the bytes are copied before the pointer ends.
    guard let text = bytes.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
      return nil
    }
    self = text
  }
}

extension [UInt8] {
  /// A copy of the bytes.
  init(_ bytes: RawSpan) {
    // Sound, because the bytes are copied before the pointer ends.
    self = bytes.withUnsafeBytes { Array($0) }
  }
}
