/// Counts how often byte strings occur.
struct KeyCounter {
  private var table = KeyTable<Int>()

  /// How many different keys were counted.
  var distinctCount: Int { table.count }

  /// Counts `key` once more.
  mutating func add(_ key: ArraySlice<UInt8>) {
    table.update(key, from: 0) { $0 += 1 }
  }

  /// Adds the counts of another.
  mutating func merge(_ other: KeyCounter) { table.merge(other.table, +=) }

  /// The keys that were counted most, at most `limit`: by falling count, and those of the same
  /// count by their bytes.
  func top(_ limit: Int) -> [(key: [UInt8], count: Int)] {
    table.top(limit, by: >).map { ($0.key, $0.value) }
  }
}
