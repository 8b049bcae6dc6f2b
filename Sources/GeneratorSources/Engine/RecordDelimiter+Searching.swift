import GeneratorPlatform

extension RecordDelimiter {
  /// Returns the range of the first delimiter at or after `start`.
  @inline(__always)
  func firstMatch(in bytes: RawSpan, from start: Int) -> Range<Int>? {
    switch kind {
    case .lineEnd: bytes.firstIndex(of: UInt8(ascii: "\n"), from: start).map { $0..<($0 + 1) }
    case .byte(let byte): bytes.firstIndex(of: byte, from: start).map { $0..<($0 + 1) }
    case .bytes(let pattern): bytes.firstRange(of: pattern, from: start)
    case .whiteSpace: bytes.firstWhiteSpace(from: start)
    }
  }

  /// Returns the end of the first delimiter that ends at or after `index`.
  func endOfFirstMatch(in bytes: RawSpan, endingAtLeastAt index: Int) -> Int? {
    var start = max(0, index - length)
    while let match = firstMatch(in: bytes, from: start) {
      if match.upperBound >= index { return match.upperBound }
      start = match.upperBound
    }
    return nil
  }

  /// Returns the end of the last delimiter at or after `start`.
  ///
  /// - Complexity: Linear in the bytes after it; for several bytes, in all bytes after `start`.
  func endOfLastMatch(in bytes: RawSpan, from start: Int) -> Int? {
    switch kind {
    case .lineEnd: return bytes.lastIndex(of: UInt8(ascii: "\n"), from: start).map { $0 + 1 }
    case .byte(let byte): return bytes.lastIndex(of: byte, from: start).map { $0 + 1 }
    case .whiteSpace: return bytes.endOfLastWhiteSpace(from: start)
    case .bytes(let pattern):
      // Forward, because in `aaa` the position of a delimiter `aa` depends on those before it.
      var end: Int?
      while let match = bytes.firstRange(of: pattern, from: end ?? start) { end = match.upperBound }
      return end
    }
  }

  /// Returns the end of the record whose delimiter, or the end of the source, is at `end`.
  @inline(__always)
  func endOfContent(in bytes: RawSpan, from start: Int, to end: Int) -> Int {
    guard case .lineEnd = kind, end > start, bytes.byte(at: end - 1) == UInt8(ascii: "\r")
    else { return end }
    return end - 1
  }
}

extension RawSpan {
  /// Returns the byte at `index`, which must be in the span.
  @inline(__always)
  func byte(at index: Int) -> UInt8 {
    // Sound, since any bits are a valid byte, and the load checks that it is in the span.
    unsafeLoad(fromByteOffset: index, as: UInt8.self)
  }

  /// Returns the position of the first `byte` at or after `start`.
  @inline(__always)
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    // Sound, since slicing checks `start`, and the pointer doesn't leave the closure.
    withUnsafeBytes { bytes in
      Memory.firstIndex(of: byte, in: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        .map { start + $0 }
    }
  }

  /// Returns the position of the last `byte` at or after `start`.
  func lastIndex(of byte: UInt8, from start: Int) -> Int? {
    // Sound, since slicing checks `start`, and the pointer doesn't leave the closure.
    withUnsafeBytes { bytes in bytes[start...].lastIndex(of: byte) }
  }

  /// Returns the range of the first bytes equal to `pattern` at or after `start`.
  func firstRange(of pattern: [UInt8], from start: Int) -> Range<Int>? {
    var index = start
    while let hit = firstIndex(of: pattern[0], from: index), hit + pattern.count <= byteCount {
      // Sound, since slicing checks the range, and the pointer doesn't leave the closure.
      let isMatch = withUnsafeBytes { $0[hit..<(hit + pattern.count)].elementsEqual(pattern) }
      if isMatch { return hit..<(hit + pattern.count) }
      index = hit + 1
    }
    return nil
  }

  /// Returns the range of the first white space at or after `start`.
  func firstWhiteSpace(from start: Int) -> Range<Int>? {
    // Sound, since slicing checks each index, and the pointer doesn't leave the closure.
    withUnsafeBytes { bytes in
      var index = start
      while index < bytes.count {
        let length = whiteSpaceLength(bytes[index...])
        if length > 0 { return index..<(index + length) }
        index += 1
      }
      return nil
    }
  }

  /// Returns the end of the last white space at or after `start`.
  func endOfLastWhiteSpace(from start: Int) -> Int? {
    // Sound, since slicing checks each index, and the pointer doesn't leave the closure.
    withUnsafeBytes { bytes in
      var index = bytes.count
      while index > start {
        index -= 1
        let length = whiteSpaceLength(bytes[index...])
        if length > 0 { return index + length }
      }
      return nil
    }
  }
}

extension OutputSpan<UInt8> {
  /// Appends a copy of the bytes, which must fit.
  mutating func append(copying bytes: RawSpan) {
    precondition(bytes.byteCount <= freeCapacity)
    // Sound, since the precondition ensures that the bytes fit, and the count includes them afterwards.
    withUnsafeMutableBufferPointer { buffer, count in
      let free = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: buffer[count...]))
      bytes.withUnsafeBytes { free.copyMemory(from: $0) }
      count += bytes.byteCount
    }
  }
}

/// Returns the length of the white space with which `bytes`, which aren't empty, begin; 0 for none.
///
/// Comparing bytes is enough: in UTF-8 no character begins inside of another.
@inline(__always)
private func whiteSpaceLength(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
  let byte = bytes[bytes.startIndex]
  if byte <= 0x20 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
  return byte < 0xC2 || byte > 0xE3 ? 0 : longWhiteSpaceLength(bytes)
}

/// Returns the same for characters of several bytes.
@inline(never)
private func longWhiteSpaceLength(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
  let start = bytes.startIndex
  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[start + offset] : 0 }
  switch (byte(0), byte(1), byte(2)) {
  case (0xC2, 0x85, _), (0xC2, 0xA0, _): return 2  // next line, no-break space
  case (0xE1, 0x9A, 0x80): return 3  // Ogham space
  case (0xE2, 0x80, 0x80...0x8A): return 3  // spaces of many widths
  case (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF): return 3  // separators, narrow no-break
  case (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80): return 3  // mathematical, ideographic space
  default: return 0
  }
}
