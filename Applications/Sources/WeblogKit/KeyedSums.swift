/// The number of requests, and the sum of the sizes of their responses.
struct Tally: Hashable {
  /// The number of requests.
  private(set) var requests = 0

  /// The sum of the sizes of all responses.
  ///
  /// No log can make it overflow.
  private(set) var bytes: UInt128 = 0

  /// Counts a request.
  @inline(__always)
  mutating func add(size: Int) {
    requests += 1
    bytes += UInt128(size)
  }

  static func += (tally: inout Tally, other: Tally) {
    tally.requests += other.requests
    tally.bytes += other.bytes
  }
}

/// The requests and bytes of byte strings.
struct KeyedSums {
  private var table = KeyTable<Tally>()

  /// The requests and bytes of all keys together.
  private(set) var total = Tally()

  /// The number of different keys.
  var distinctCount: Int { table.count }

  /// Counts a request.
  mutating func add(_ key: ArraySlice<UInt8>, size: Int) {
    total.add(size: size)
    table.update(key, from: Tally()) { $0.add(size: size) }
  }

  /// Adds the counts of another.
  mutating func merge(_ other: KeyedSums) {
    total += other.total
    table.merge(other.table, +=)
  }

  /// Returns at most `limit` keys: by falling requests, and those with equal requests by their bytes.
  func topByRequests(_ limit: Int) -> [(key: [UInt8], tally: Tally)] {
    table.top(limit) { $0.requests > $1.requests }.map { ($0.key, $0.value) }
  }

  /// Returns at most `limit` keys: by falling sums of bytes, and those with equal sums by their bytes.
  func topByBytes(_ limit: Int) -> [(key: [UInt8], tally: Tally)] {
    table.top(limit) { $0.bytes > $1.bytes }.map { ($0.key, $0.value) }
  }
}
