/// Scanning of bytes in place.
extension RawSpan {
  /// Returns the offset of the first byte that can't be in a field without quotes.
  ///
  /// That is `delimiter`, a quote, CR or LF.
  func firstFieldEnd(delimiter: UInt8) -> Int? {
    // Sound, since each load is of bytes in the span: of 8 bytes at any alignment while there are 8
    // left, and of one byte after that. The pointer doesn't leave the closure.
    withUnsafeBytes { bytes in
      let ones: UInt64 = 0x0101_0101_0101_0101
      let delimiters = ones &* UInt64(delimiter)
      let quotes = ones &* UInt64(UInt8(ascii: "\""))
      let returns = ones &* UInt64(UInt8(ascii: "\r"))
      let feeds = ones &* UInt64(UInt8(ascii: "\n"))

      // Sets the high bit of the first zero byte, and none before it.
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

  /// Returns the number of bytes that are equal to `byte`.
  func count(of byte: UInt8) -> Int {
    // Sound, since the closure reads only the bytes of the span, and the pointer doesn't leave it.
    withUnsafeBytes { bytes in bytes.count { $0 == byte } }
  }

  /// Whether there are only spaces, tabs and CR.
  var isBlank: Bool {
    // Sound, since the closure reads only the bytes of the span, and the pointer doesn't leave it.
    withUnsafeBytes { bytes in
      bytes.allSatisfy { byte in
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      }
    }
  }

  /// Whether the last byte opens a JSON array or object.
  var endsWithOpeningBracket: Bool {
    // Sound, since the closure reads only the bytes of the span, and the pointer doesn't leave it.
    withUnsafeBytes { $0.last == UInt8(ascii: "[") || $0.last == UInt8(ascii: "{") }
  }

  /// Whether the bytes begin with the byte order mark that some programs write before UTF-8.
  var hasByteOrderMark: Bool {
    // Sound, since the closure reads only the bytes of the span, and the pointer doesn't leave it.
    withUnsafeBytes { $0.starts(with: [0xEF, 0xBB, 0xBF]) }
  }
}

extension [UInt8] {
  /// Creates an array of the bytes of a quoted field, with one quote for every two.
  init(unescaping bytes: RawSpan) {
    self = []
    reserveCapacity(bytes.byteCount)
    // Sound, since the bytes are copied before the pointer becomes invalid.
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
  /// Creates a collection with a copy of the bytes.
  init(copying bytes: RawSpan) {
    // Sound, since the bytes are copied before the pointer becomes invalid.
    self = bytes.withUnsafeBytes { Self($0) }
  }
}
