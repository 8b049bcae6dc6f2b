import GeneratorSources

extension TextCounts {
  /// Counts a block of whole words.
  ///
  /// - Parameters:
  ///   - block: The bytes.
  ///   - isTellingApart: Whether to count each word on its own.
  mutating func add(_ block: RecordBlock, isTellingApart: Bool) {
    let slice = block.bytes
    let bytes = slice.span
    self.bytes += bytes.count + block.omittedByteCount
    lines += lineCount(bytes)
    var index = 0
    while true {
      while index < bytes.count {
        let length = bytes.whiteSpaceLength(at: index)
        if length == 0 { break }
        index += length
      }
      guard index < bytes.count else { return }
      let start = index
      let (end, isASCII) = endOfWord(bytes, from: start)
      index = end
      words += 1
      if isTellingApart, end - start <= WordTable.longestWord {
        if isASCII {
          addASCIIWord(bytes, start..<end)
        } else {
          let first = slice.startIndex
          addWord(slice[(first + start)..<(first + end)])
        }
      }
    }
  }

  /// Adds a word in lower case, without the characters around its letters and digits.
  @inline(__always)
  private mutating func addASCIIWord(_ bytes: Span<UInt8>, _ word: Range<Int>) {
    var (start, end) = (word.lowerBound, word.upperBound)
    while start < end, !bytes[start].isLetterOrDigit { start += 1 }
    while start < end, !bytes[end - 1].isLetterOrDigit { end -= 1 }
    if start < end { table.add(bytes.extracting(start..<end), isLowercasing: true) }
  }

  /// Adds a word of any characters in the same way, with U+FFFD in place of bytes that aren't UTF-8.
  private mutating func addWord(_ word: ArraySlice<UInt8>) {
    let scalars = String(decoding: word, as: UTF8.self).unicodeScalars
    guard let start = scalars.firstIndex(where: \.isPartOfWord),
      let end = scalars.lastIndex(where: \.isPartOfWord)
    else { return }
    let lowercased = String(scalars[start...end]).lowercased()
    if lowercased.utf8.count <= WordTable.longestWord { table.add(lowercased.utf8) }
  }
}

/// Returns the number of line ends.
private func lineCount(_ bytes: Span<UInt8>) -> Int {
  var count = 0
  for index in bytes.indices where bytes[index] == 0x0A { count &+= 1 }
  return count
}

/// Returns the end of the word that continues at `start`, and whether it is all ASCII.
@inline(__always)
private func endOfWord(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, isASCII: Bool) {
  var index = start
  var all: UInt8 = 0
  while index < bytes.count, bytes.whiteSpaceLength(at: index) == 0 {
    all |= bytes[index]
    index &+= 1
  }
  return (index, all < 0x80)
}

extension UInt8 {
  @inline(__always)
  fileprivate var isLetterOrDigit: Bool {
    (0x61...0x7A).contains(self | 0x20) || (0x30...0x39).contains(self)
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter or a digit, or belongs to one, as an accent does.
  fileprivate var isPartOfWord: Bool {
    if properties.isAlphabetic || properties.numericType != nil { return true }
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
