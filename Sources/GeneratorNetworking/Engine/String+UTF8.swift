extension String {
  /// Calls a closure with the text as UTF-8.
  func withUTF8Bytes(_ body: (RawSpan) throws -> Void) rethrows {
    var text = self
    // Sound, because the bytes stay as long as the closure runs, and a span can't leave it.
    try text.withUTF8 { try body(RawSpan(_unsafeElements: $0)) }
  }
}
