/// A counter of byte strings.
struct KeyCounter {
  private var table = KeyTable<Int>()

  /// The number of different keys.
  var distinctCount: Int { table.count }

  /// Counts `key` once more.
  mutating func add(_ key: ArraySlice<UInt8>) {
    table.update(key, from: 0) { $0 += 1 }
  }

  /// Adds the counts of another.
  mutating func merge(_ other: KeyCounter) { table.merge(other.table, +=) }

  /// Returns the most frequent keys, at most `limit`: by falling count, and those with equal counts by their
  /// bytes.
  func top(_ limit: Int) -> [(key: [UInt8], count: Int)] {
    table.top(limit, by: >).map { ($0.key, $0.value) }
  }
}
