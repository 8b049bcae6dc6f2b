/// Counts how often byte strings occur.
///
/// A dictionary of strings would make a string for each look-up, and take bytes for equal that
/// Unicode takes for equal. Here a look-up allocates nothing, and keys lie one after another in one
/// array, eight bytes to a word, the last word filled up with zeros.
struct KeyCounter {
  private struct Entry {
    /// Where the key starts in `words`.
    let start: Int
    /// The length of the key in bytes.
    let length: Int
    let hash: UInt64
    var count: Int
  }

  private var entries: [Entry] = []
  private var words: [UInt64] = []
  /// Open addressing: one more than the index of an entry, or 0.
  ///
  /// The number of slots is a power of two, and less than three in four are taken.
  private var slots = [UInt32](repeating: 0, count: 64)
  // Clients choose what stands in a log. That nobody can choose keys of one hash, it starts from
  // numbers that nobody knows.
  private let seed = UInt64.random(in: .min ... .max)
  private let factor = UInt64.random(in: .min ... .max) | 1

  /// How many different keys were counted.
  var distinctCount: Int { entries.count }

  /// Counts `key` once more.
  mutating func add(_ key: ArraySlice<UInt8>) {
    let bytes = key.span
    let hash = hash(bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].hash == hash, isKey(entries[index], bytes) {
        entries[index].count += 1
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    entries.append(Entry(start: words.count, length: bytes.count, hash: hash, count: 1))
    for index in 0..<bytes.wordCount { words.append(bytes.paddedWord(index)) }
    slots[slot] = UInt32(entries.count)
    if entries.count * 4 >= slots.count * 3 { grow() }
  }

  /// The keys that were counted most, at most `limit`: by falling count, and those of the same
  /// count by their bytes.
  func top(_ limit: Int) -> [(key: [UInt8], count: Int)] {
    let limit = min(limit, entries.count)
    guard limit > 0 else { return [] }
    var best: [Int] = []
    for index in entries.indices {
      best.append(index)
      // Sorted out every so often, so that a short list needs no sort of everything.
      if best.count == limit * 2 {
        best.sort(by: precedes)
        best.removeLast(limit)
      }
    }
    best.sort(by: precedes)
    return best.prefix(limit).map { (key(of: entries[$0]), entries[$0].count) }
  }

  private func precedes(_ first: Int, _ second: Int) -> Bool {
    let (first, second) = (entries[first], entries[second])
    if first.count != second.count { return first.count > second.count }
    for offset in 0..<min(wordCount(first), wordCount(second)) {
      let (a, b) = (words[first.start + offset], words[second.start + offset])
      // The first byte of a word is its lowest, and must weigh most.
      if a != b { return a.byteSwapped < b.byteSwapped }
    }
    return first.length < second.length
  }

  private func wordCount(_ entry: Entry) -> Int { (entry.length + 7) / 8 }

  private func key(of entry: Entry) -> [UInt8] {
    (0..<entry.length).map {
      UInt8(truncatingIfNeeded: words[entry.start + $0 / 8] >> UInt64($0 % 8 * 8))
    }
  }

  @inline(__always)
  private func isKey(_ entry: Entry, _ bytes: Span<UInt8>) -> Bool {
    guard entry.length == bytes.count else { return false }
    for index in 0..<bytes.wordCount where words[entry.start &+ index] != bytes.paddedWord(index) {
      return false
    }
    return true
  }

  /// Multiplies the words into each other and folds the product, as wyhash does.
  @inline(__always)
  private func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count)
    for index in 0..<bytes.wordCount {
      let product = (hash ^ bytes.paddedWord(index)).multipliedFullWidth(by: factor)
      hash = (product.high ^ product.low) &+ factor
    }
    let product = hash.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }
}

extension Span where Element == UInt8 {
  /// How many words of eight bytes the bytes fill.
  @inline(__always)
  fileprivate var wordCount: Int { (count &+ 7) &>> 3 }

  /// The bytes from eight times `index` on, with zeros where there are no more.
  @inline(__always)
  fileprivate func paddedWord(_ index: Int) -> UInt64 {
    let start = index &* 8
    if start &+ 8 <= count { return word(at: start) }
    // The last eight bytes hold what is left, where there are eight.
    if count >= 8 { return word(at: count &- 8) &>> UInt64((start &+ 8 &- count) &* 8) }
    var word: UInt64 = 0
    for offset in start..<count { word |= UInt64(self[offset]) &<< UInt64((offset &- start) &* 8) }
    return word
  }
}
