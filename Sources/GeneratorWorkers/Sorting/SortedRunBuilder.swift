/// A collector of the pairs of a partition, which passes them on as a sorted run when there are many.
final class SortedRunBuilder: PairOutput {
  /// The memory that a line takes besides its bytes, including that for sorting.
  private static let entrySize = MemoryLayout<SortedRun.Entry>.stride * 3 / 2

  private let budget: Int
  private let store: (SortedRun) throws -> Void
  private var buckets: [[SortedRun.Entry]]
  private var count = 0

  /// Creates a builder without pairs.
  ///
  /// - Parameters:
  ///   - buckets: The number of buckets into which keys are distributed.
  ///   - budget: The approximate number of bytes of memory for the lines.
  ///   - store: Takes a run.
  init(buckets: Int, budget: Int, store: @escaping (SortedRun) throws -> Void) {
    self.buckets = Array(repeating: [], count: buckets)
    self.budget = budget
    self.store = store
    super.init()
  }

  override func endPair(_ line: Range<Int>, keyEnd: Int) throws {
    let bucket =
      buckets.count == 1
      ? 0 : Int(bytes.keyHash(line.lowerBound..<keyEnd) % UInt64(buckets.count))
    let content = line.dropLast()
    buckets[bucket].append(
      SortedRun.Entry(
        prefix: bytes.orderPrefix(content), start: content.lowerBound, count: content.count))
    count += 1
    if bytes.count + count * Self.entrySize >= budget { try finish() }
  }

  /// Passes on the pairs that were collected since the last run.
  func finish() throws {
    if count == 0 { return }
    let (taken, entries) = (bytes, buckets)
    bytes = []
    buckets = Array(repeating: [], count: buckets.count)
    count = 0
    try store(SortedRun(sorting: entries, of: taken))
  }
}
