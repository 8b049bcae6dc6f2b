/// Looks for any of some words in bytes, whatever the case of their letters.
///
/// Letters are those of ASCII. A search goes over the bytes once and allocates nothing.
struct WordSearch: Sendable {
  /// Words in lower case, by their first byte, which is an index here.
  private typealias Words = [[[UInt8]]]

  private let words: Words
  private let exceptions: Words

  /// Creates a search for words, none of which is empty, but not where they stand in longer ones.
  init(_ words: [String], exceptIn exceptions: [String] = []) {
    self.words = Self.byFirstByte(words)
    self.exceptions = Self.byFirstByte(exceptions)
  }

  private static func byFirstByte(_ words: [String]) -> Words {
    var result = Words(repeating: [], count: 256)
    for word in words {
      let bytes = word.utf8.map(\.lowercased)
      result[Int(bytes[0])].append(bytes)
    }
    return result
  }

  /// Whether one of the words stands somewhere in `text`.
  func occurs(in text: ArraySlice<UInt8>) -> Bool {
    let bytes = text.span
    var index = 0
    while index < bytes.count {
      let first = Int(bytes[index].lowercased)
      if words[first].contains(where: { starts($0, bytes, at: index) }) { return true }
      let exception = exceptions[first].first { starts($0, bytes, at: index) }
      index += exception?.count ?? 1
    }
    return false
  }

  private func starts(_ word: [UInt8], _ bytes: Span<UInt8>, at index: Int) -> Bool {
    guard word.count <= bytes.count - index else { return false }
    for offset in word.indices where bytes[index + offset].lowercased != word[offset] {
      return false
    }
    return true
  }
}

extension UInt8 {
  /// The small letter, where this is a capital one of ASCII.
  fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
