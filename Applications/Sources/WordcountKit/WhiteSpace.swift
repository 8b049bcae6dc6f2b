// White space is that of Unicode. It is found by comparing bytes, because in UTF-8 no character begins inside of
// another.

extension Span<UInt8> {
  /// Returns the number of bytes of the white space at `index`; 0 if there is none.
  @inline(__always)
  func whiteSpaceLength(at index: Int) -> Int {
    let byte = self[index]
    if byte <= 0x20 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
    return byte < 0xC2 || byte > 0xE3 ? 0 : longWhiteSpaceLength(at: index)
  }

  /// Returns the number of bytes of white space that takes several bytes; 0 if there is none.
  @inline(never)
  private func longWhiteSpaceLength(at index: Int) -> Int {
    func byte(_ offset: Int) -> UInt8 { index + offset < count ? self[index + offset] : 0 }
    switch (self[index], byte(1), byte(2)) {
    case (0xC2, 0x85, _), (0xC2, 0xA0, _): return 2  // next line, no-break space
    case (0xE1, 0x9A, 0x80): return 3  // Ogham space
    case (0xE2, 0x80, 0x80...0x8A): return 3  // spaces of many widths
    case (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF): return 3  // separators, narrow no-break
    case (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80): return 3  // mathematical, ideographic space
    default: return 0
    }
  }
}
