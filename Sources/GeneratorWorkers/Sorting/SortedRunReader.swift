/// The lines of a bucket of a run in memory.
final class SortedRunReader: SortedLines {
  private let run: SortedRun
  private let bucket: Int
  private var index = 0

  init(_ run: SortedRun, bucket: Int) { (self.run, self.bucket) = (run, bucket) }

  func next() -> ArraySlice<UInt8>? {
    guard index < run.buckets[bucket].count else { return nil }
    defer { index += 1 }
    return run.bytes[run.buckets[bucket][index].range]
  }
}
