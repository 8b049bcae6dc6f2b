enum LineLimit {
  /// The longest line, in bytes: so that an input that has no lines doesn't fill the memory.
  static let bytes = 1 << 30
}
