// Searching bytes eight at a time. The code is safe: `Span` checks its bounds.

extension Span where Element == UInt8 {
  /// Returns the eight bytes from `index` on as one number, the first byte lowest.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    // This check proves the eight below to the compiler, which then combines the loads into one.
    precondition(index >= 0 && index <= count &- 8)
    var word: UInt64 = 0
    for offset in 0..<8 {
      word |= UInt64(truncatingIfNeeded: self[index &+ offset]) &<< UInt64(offset &* 8)
    }
    return word
  }

  /// Returns the first index in `range` that holds `byte`.
  @inline(__always)
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    firstIndex(of: byte, or: byte, in: range)
  }

  /// Returns the first index in `range` that holds one of two bytes.
  @inline(__always)
  func firstIndex(of byte: UInt8, or other: UInt8, in range: Range<Int>) -> Int? {
    let (pattern, otherPattern) = (UInt64(repeating: byte), UInt64(repeating: other))
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      let word = word(at: index)
      let hits = (word ^ pattern).zeroBytes | (word ^ otherPattern).zeroBytes
      if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < range.upperBound {
      if self[index] == byte || self[index] == other { return index }
      index &+= 1
    }
    return nil
  }
}

extension UInt64 {
  /// Creates a word of eight equal bytes.
  @inline(__always)
  init(repeating byte: UInt8) { self = UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The high bit of each byte that is zero.
  ///
  /// Bytes above the lowest zero may be marked too, so only the lowest mark counts.
  @inline(__always)
  var zeroBytes: UInt64 { (self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080 }
}

extension UInt8 {
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  /// The value of a decimal digit; `nil` for any other byte.
  @inline(__always)
  var digit: Int? { (0x30...0x39).contains(self) ? Int(self &- 0x30) : nil }
}
