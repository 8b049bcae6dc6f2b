/// Scans over bytes in place.
extension RawSpan {
  /// Where the first byte is that can't stand in a field without quotes, if there is one.
  ///
  /// That is `delimiter`, a quote, CR or LF.
  func firstFieldEnd(delimiter: UInt8) -> Int? {
    // Sound, because each load is of bytes that lie in the span: of 8 where there are so many left,
    // at any alignment, and of one otherwise; the pointer does not leave the closure.
    withUnsafeBytes { bytes in
      let ones: UInt64 = 0x0101_0101_0101_0101
      let delimiters = ones &* UInt64(delimiter)
      let quotes = ones &* UInt64(UInt8(ascii: "\""))
      let returns = ones &* UInt64(UInt8(ascii: "\r"))
      let feeds = ones &* UInt64(UInt8(ascii: "\n"))

      // The high bit of the first byte that is zero is set, and none before it.
      func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & (ones << 7) }

      var index = 0
      while bytes.count - index >= 8 {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let hits =
          zero(word ^ delimiters) | zero(word ^ quotes) | zero(word ^ returns) | zero(word ^ feeds)
        if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
        index += 8
      }
      while index < bytes.count {
        switch bytes[index] {
        case delimiter, UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): return index
        default: index += 1
        }
      }
      return nil
    }
  }

  /// How many of the bytes are `byte`.
  func count(of byte: UInt8) -> Int {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { bytes in bytes.count { $0 == byte } }
  }

  /// Whether there is nothing but spaces, tabs and CR.
  var isBlank: Bool {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { bytes in
      bytes.allSatisfy { byte in
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      }
    }
  }

  /// Whether the last byte opens an array or an object of JSON.
  var endsWithOpeningBracket: Bool {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { $0.last == UInt8(ascii: "[") || $0.last == UInt8(ascii: "{") }
  }

  /// Whether they begin with the byte order mark that some write before UTF-8.
  var hasByteOrderMark: Bool {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { $0.starts(with: [0xEF, 0xBB, 0xBF]) }
  }
}

extension [UInt8] {
  /// A copy of the bytes of a quoted field, with one quote for each two.
  init(unescaping bytes: RawSpan) {
    self = []
    reserveCapacity(bytes.byteCount)
    // Sound, because the bytes are copied before the pointer ends.
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
        append(contentsOf: rest[...quote])
        rest = rest[(quote + 1)...].dropFirst()
      }
      append(contentsOf: rest)
    }
  }
}

extension RangeReplaceableCollection<UInt8> {
  /// A copy of the bytes.
  init(copying bytes: RawSpan) {
    // Sound, because the bytes are copied before the pointer ends.
    self = bytes.withUnsafeBytes { Self($0) }
  }
}
