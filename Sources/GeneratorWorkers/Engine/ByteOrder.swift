import GeneratorPlatform

// Bytes are compared as unsigned numbers, as `LC_ALL=C sort` does.

extension ArraySlice<UInt8> {
  /// Returns whether these bytes come before others.
  func precedes(_ other: ArraySlice<UInt8>) -> Bool { order(to: other) < 0 }

  /// Returns a negative number if these bytes come before others, and 0 if they are the same.
  func order(to other: ArraySlice<UInt8>) -> Int {
    // Sound, because the pointers do not leave the closures, which only read what they cover.
    withUnsafeBytes { first in other.withUnsafeBytes { Memory.compare(first, $0) } }
  }

  /// Returns the index of a byte, counted from the beginning of the slice.
  func offset(of byte: UInt8) -> Int? {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { Memory.firstIndex(of: byte, in: $0) }
  }

  /// Returns whether the first bytes are these.
  func begins(with prefix: ArraySlice<UInt8>) -> Bool {
    count >= prefix.count && self.prefix(prefix.count).order(to: prefix) == 0
  }

  /// The first eight bytes as a number that compares as they do.
  ///
  /// Zeros stand for missing bytes.
  var orderPrefix: UInt64 {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { UInt64(orderPrefixOf: $0) }
  }
}

extension UInt64 {
  /// Creates a number of the first eight bytes, which compares as they do.
  ///
  /// Zeros stand for missing bytes.
  @inline(__always)
  init(orderPrefixOf bytes: UnsafeRawBufferPointer) {
    if bytes.count >= 8 {
      // Sound, because there are eight bytes, which may be at any alignment.
      self = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    } else {
      self = 0
      for (index, byte) in bytes.enumerated() { self |= UInt64(byte) << UInt64(56 - 8 * index) }
    }
  }
}

extension [UInt8] {
  /// Returns the index of a byte in a part of the array.
  func firstIndex(of byte: UInt8, in part: Range<Int>) -> Int? {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { bytes in
      Memory.firstIndex(of: byte, in: UnsafeRawBufferPointer(rebasing: bytes[part]))
        .map { $0 + part.lowerBound }
    }
  }

  /// Returns the first eight bytes of a part, as a number that compares as they do.
  func orderPrefix(_ range: Range<Int>) -> UInt64 {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { UInt64(orderPrefixOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
