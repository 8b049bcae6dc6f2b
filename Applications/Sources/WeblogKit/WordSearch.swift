/// A search for any of some words in bytes that ignores the case of their letters.
///
/// Letters are those of ASCII. A search goes over the bytes once and allocates nothing.
struct WordSearch: Sendable {
  /// The words in lower case, indexed by their first byte.
  private typealias Words = [[[UInt8]]]

  private let words: Words
  private let exceptions: Words

  /// Creates a search for words, none of which is empty.
  ///
  /// Words that are part of `exceptions` don't count.
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

  /// Returns whether one of the words is in `text`.
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
  /// The lowercase letter of an uppercase letter of ASCII; any other byte unchanged.
  fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
