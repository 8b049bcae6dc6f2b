enum LineLimit {
  /// The longest line, in bytes.
  ///
  /// An input without line ends would otherwise fill the memory.
  static let bytes = 1 << 30
}
