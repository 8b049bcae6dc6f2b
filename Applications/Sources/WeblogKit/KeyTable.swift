/// A value for each of many byte strings, or for each pair of them.
///
/// A dictionary of strings would create a string for each look-up, and treat different bytes as equal if
/// Unicode does. Here a look-up allocates nothing. Keys are stored one after another in one array, eight bytes
/// to a word, with the last word filled up with zeros.
struct KeyTable<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    /// The start of the key in `words`: its first part, and then its second one in words of its own.
    let start: Int
    /// The lengths of the parts in bytes.
    let firstLength: UInt32
    let secondLength: UInt32
    let hash: UInt64
    var value: Value
  }

  private var entries: [Entry] = []
  private var words: [UInt64] = []
  /// The slots of open addressing: the index of an entry plus one, or 0.
  ///
  /// The number of slots is a power of two, and less than three in four are taken.
  private var slots = [UInt32](repeating: 0, count: 64)
  // Clients choose the text in a log. The hash starts from secret numbers, so that a client can't choose
  // keys with equal hashes.
  private let seed = UInt64.random(in: .min ... .max)
  private let factor = UInt64.random(in: .min ... .max) | 1

  /// The number of different keys.
  var count: Int { entries.count }

  /// Changes the value of `key`, which starts as `new`.
  @inline(__always)
  mutating func update(
    _ key: ArraySlice<UInt8>, from new: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) {
    let index = index(of: key.span, Span(), from: new)
    change(&entries[index].value)
  }

  /// Changes the value of the key of two parts, which starts as `new`.
  @inline(__always)
  mutating func update(
    _ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>, from new: @autoclosure () -> Value,
    _ change: (inout Value) -> Void
  ) {
    let index = index(of: first.span, second.span, from: new)
    change(&entries[index].value)
  }

  @inline(__always)
  private mutating func index(
    of first: Span<UInt8>, _ second: Span<UInt8>, from new: () -> Value
  ) -> Int {
    let hash = hash(first, second)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].hash == hash, isKey(entries[index], first, second) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    let start = words.count
    for index in 0..<first.wordCount { words.append(first.paddedWord(index)) }
    for index in 0..<second.wordCount { words.append(second.paddedWord(index)) }
    add(
      Entry(
        start: start, firstLength: UInt32(first.count), secondLength: UInt32(second.count),
        hash: hash, value: new()), at: slot)
    return entries.count - 1
  }

  /// Adds an entry in a free slot.
  ///
  /// Its key is in `words`.
  @inline(__always)
  private mutating func add(_ entry: Entry, at slot: Int) {
    entries.append(entry)
    slots[slot] = UInt32(entries.count)
    if entries.count * 4 >= slots.count * 3 { grow() }
  }

  // MARK: Other tables

  /// Adds the entries of another table.
  ///
  /// For a key of both, `combine` computes the value from two.
  mutating func merge(_ other: KeyTable, _ combine: (inout Value, Value) -> Void) {
    if entries.isEmpty {
      self = other
      return
    }
    for entry in other.entries {
      let key = other.words[other.firstWords(of: entry).lowerBound..<other.end(of: entry)]
      // The other table may use another hash.
      let hash = hash(key, entry.firstLength, entry.secondLength)
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0, !isKey(entries[Int(slots[slot]) - 1], hash, key, like: entry) {
        slot = (slot + 1) & (slots.count - 1)
      }
      if slots[slot] != 0 {
        combine(&entries[Int(slots[slot]) - 1].value, entry.value)
      } else {
        let start = words.count
        words.append(contentsOf: key)
        add(
          Entry(
            start: start, firstLength: entry.firstLength, secondLength: entry.secondLength,
            hash: hash, value: entry.value), at: slot)
      }
    }
  }

  /// Returns whether an entry has the key with this hash, these words, and the lengths of `other`.
  private func isKey(
    _ entry: Entry, _ hash: UInt64, _ key: ArraySlice<UInt64>, like other: Entry
  ) -> Bool {
    entry.hash == hash && entry.firstLength == other.firstLength
      && entry.secondLength == other.secondLength
      && words[entry.start..<end(of: entry)].elementsEqual(key)
  }

  /// Calls `body` with each key and its value, in the order in which the keys were added.
  func forEach(_ body: (Item) -> Void) {
    for entry in entries { body(item(entry)) }
  }

  // MARK: What comes first

  /// A key, whose second part is empty if it has only one part, and its value.
  typealias Item = (key: [UInt8], second: [UInt8], value: Value)

  /// Returns at most `limit` of the keys whose values count, sorted by their values, and those with equal
  /// values by their bytes.
  func top(
    _ limit: Int, where counts: (Value) -> Bool = { _ in true },
    by comesFirst: (Value, Value) -> Bool
  ) -> [Item] {
    let limit = min(limit, entries.count)
    guard limit > 0 else { return [] }
    func precedes(_ first: Int, _ second: Int) -> Bool {
      let (a, b) = (entries[first], entries[second])
      if comesFirst(a.value, b.value) { return true }
      return !comesFirst(b.value, a.value) && hasSmallerKey(a, b)
    }
    var best: [Int] = []
    for index in entries.indices where counts(entries[index].value) {
      best.append(index)
      // Reduced now and then, so that a short list needs no sort of everything.
      if best.count == limit * 2 {
        best.sort(by: precedes)
        best.removeLast(limit)
      }
    }
    best.sort(by: precedes)
    return best.prefix(limit).map { item(entries[$0]) }
  }

  private func item(_ entry: Entry) -> Item {
    (
      bytes(firstWords(of: entry), Int(entry.firstLength)),
      bytes(secondWords(of: entry), Int(entry.secondLength)), entry.value
    )
  }

  private func hasSmallerKey(_ a: Entry, _ b: Entry) -> Bool {
    compare(firstWords(of: a), a.firstLength, firstWords(of: b), b.firstLength)
      ?? compare(secondWords(of: a), a.secondLength, secondWords(of: b), b.secondLength) ?? false
  }

  /// Returns whether the bytes of one part come before those of another; `nil` if they are the same.
  private func compare(
    _ first: Range<Int>, _ firstLength: UInt32, _ second: Range<Int>, _ secondLength: UInt32
  ) -> Bool? {
    for (index, other) in zip(first, second) where words[index] != words[other] {
      // The first byte of a word is its lowest, and must be the most significant.
      return words[index].byteSwapped < words[other].byteSwapped
    }
    return firstLength == secondLength ? nil : firstLength < secondLength
  }

  private func firstWords(of entry: Entry) -> Range<Int> {
    entry.start..<(entry.start + (Int(entry.firstLength) + 7) / 8)
  }

  private func secondWords(of entry: Entry) -> Range<Int> {
    let start = firstWords(of: entry).upperBound
    return start..<(start + (Int(entry.secondLength) + 7) / 8)
  }

  private func end(of entry: Entry) -> Int { secondWords(of: entry).upperBound }

  private func bytes(_ range: Range<Int>, _ length: Int) -> [UInt8] {
    (0..<length).map {
      UInt8(truncatingIfNeeded: words[range.lowerBound + $0 / 8] >> UInt64($0 % 8 * 8))
    }
  }

  @inline(__always)
  private func isKey(_ entry: Entry, _ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard entry.firstLength == first.count, entry.secondLength == second.count else {
      return false
    }
    var position = entry.start
    for index in 0..<first.wordCount {
      if words[position] != first.paddedWord(index) { return false }
      position &+= 1
    }
    for index in 0..<second.wordCount {
      if words[position] != second.paddedWord(index) { return false }
      position &+= 1
    }
    return true
  }

  /// Multiplies the words into each other and folds the product, as wyhash does.
  @inline(__always)
  private func hash(_ first: Span<UInt8>, _ second: Span<UInt8>) -> UInt64 {
    var hash = seed ^ lengths(first.count, second.count)
    for index in 0..<first.wordCount { hash = mixed(hash ^ first.paddedWord(index)) &+ factor }
    for index in 0..<second.wordCount { hash = mixed(hash ^ second.paddedWord(index)) &+ factor }
    return mixed(hash)
  }

  /// Returns the same hash of the words of both parts, one after the other.
  private func hash(
    _ key: ArraySlice<UInt64>, _ firstLength: UInt32, _ secondLength: UInt32
  ) -> UInt64 {
    var hash = seed ^ lengths(Int(firstLength), Int(secondLength))
    for word in key { hash = mixed(hash ^ word) &+ factor }
    return mixed(hash)
  }

  /// Returns the lengths of both parts in one number, so that moving bytes from one part to the other changes the hash.
  @inline(__always)
  private func lengths(_ first: Int, _ second: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: first) | UInt64(truncatingIfNeeded: second) &<< 32
  }

  @inline(__always)
  private func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: factor)
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
  /// The number of words of eight bytes that the bytes fill.
  @inline(__always)
  fileprivate var wordCount: Int { (count &+ 7) &>> 3 }

  /// Returns the bytes from eight times `index` on, with zeros after the end.
  @inline(__always)
  fileprivate func paddedWord(_ index: Int) -> UInt64 {
    let start = index &* 8
    if start &+ 8 <= count { return word(at: start) }
    // The last eight bytes contain the rest, if there are eight.
    if count >= 8 { return word(at: count &- 8) &>> UInt64((start &+ 8 &- count) &* 8) }
    var word: UInt64 = 0
    for offset in start..<count { word |= UInt64(self[offset]) &<< UInt64((offset &- start) &* 8) }
    return word
  }
}
