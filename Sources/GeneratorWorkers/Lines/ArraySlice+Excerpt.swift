extension ArraySlice<UInt8> {
  /// The beginning of the bytes, as messages show them.
  @usableFromInline var excerpt: String {
    let text = String(decoding: prefix(80), as: UTF8.self)
    return count > 80 ? "\(text)…" : text
  }
}
