/// The number of occurrences of each word.
///
/// A word is bytes. A look-up creates no object, unless the word is longer than most.
struct WordTable: Sendable, Equatable {
  /// The maximum length in bytes of words that are told apart.
  static let longestWord = 255

  /// Sixteen bytes of a word as two numbers, after zeros, with which no word begins.
  private struct ShortWord: Hashable {
    var high: UInt64 = 0
    var low: UInt64 = 0

    var bytes: [UInt8] {
      let all = [high, low].flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
      }
      return Array(all.drop { $0 == 0 })
    }
  }

  private var shortWords: [ShortWord: Int] = [:]
  private var longWords: [[UInt8]: Int] = [:]

  /// The number of different words.
  var count: Int { shortWords.count + longWords.count }

  /// Counts a word.
  @inline(__always)
  mutating func add(_ word: Span<UInt8>, isLowercasing: Bool = false) {
    if word.count > 16 {
      addLong(word, isLowercasing: isLowercasing)
      return
    }
    var key = ShortWord()
    for index in word.indices {
      let byte = word[index]
      key.high = key.high &<< 8 | key.low &>> 56
      key.low = key.low &<< 8 | UInt64(isLowercasing ? byte.lowercased : byte)
    }
    shortWords[key, default: 0] += 1
  }

  private mutating func addLong(_ word: Span<UInt8>, isLowercasing: Bool) {
    let key = [UInt8](capacity: word.count) { key in
      for index in word.indices {
        key.append(isLowercasing ? word[index].lowercased : word[index])
      }
    }
    longWords[key, default: 0] += 1
  }

  /// Counts a word.
  mutating func add(_ word: String.UTF8View, isLowercasing: Bool = false) {
    add(word.span, isLowercasing: isLowercasing)
  }

  /// Adds another table.
  mutating func add(_ other: WordTable) {
    shortWords.merge(other.shortWords, uniquingKeysWith: +)
    longWords.merge(other.longWords, uniquingKeysWith: +)
  }

  /// Returns the most frequent words, at most `limit` of them, and those of equal frequency in the order of
  /// their bytes.
  func top(_ limit: Int) -> [(word: [UInt8], count: Int)] {
    var best: [(word: [UInt8], count: Int)] = []
    var least = 0
    func cut() {
      best.sort { first, second in
        if first.count != second.count { return first.count > second.count }
        return first.word.lexicographicallyPrecedes(second.word)
      }
      best.removeLast(max(0, best.count - limit))
      least = best.count == limit ? best.last?.count ?? 0 : 0
    }
    // Reduced now and then, so that a short list needs no sort of everything.
    let most = limit + max(limit, 1_000)
    for (key, count) in shortWords where count >= least {
      best.append((key.bytes, count))
      if best.count >= most { cut() }
    }
    for (word, count) in longWords where count >= least {
      best.append((word, count))
      if best.count >= most { cut() }
    }
    cut()
    return best
  }
}

extension UInt8 {
  /// The lowercase letter of an uppercase letter of ASCII; any other byte unchanged.
  @inline(__always)
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
