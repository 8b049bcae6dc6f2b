import GeneratorSources

/// Reads the lines of a sorted run.
protocol SortedLines {
  /// Returns the next line, or `nil` after the last one.
  func next() throws -> ArraySlice<UInt8>?
}

/// The lines of several sorted runs, sorted.
final class SortedMerge {
  private let inputs: [any SortedLines]
  private var tree: MergeTree
  /// Whether the winner's line was returned.
  private var isTaken = false

  init(_ inputs: [any SortedLines]) throws {
    self.inputs = inputs
    tree = MergeTree(try inputs.map { try $0.next() })
  }

  /// Returns the next line, or `nil` after the last one.
  func next() throws -> ArraySlice<UInt8>? {
    if isTaken, let winner = tree.winner {
      tree.replaceWinner(with: try inputs[winner.input].next())
    }
    isTaken = true
    return tree.winner?.line
  }
}

/// The lines of a bucket of a run in memory.
final class MemoryRunReader: SortedLines {
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

/// The lines of a bucket of a run in a file.
final class RunReader: SortedLines {
  private var reader: RecordBlockReader
  private var records: RecordBlock.Iterator?

  init(_ file: RunFile, bucket: Int, blockSize: Int) throws {
    reader = try RecordBlockReader(
      of: file.input(ofBucket: bucket), delimiter: .lineFeed, blockSize: blockSize, limit: .max)
  }

  func next() throws -> ArraySlice<UInt8>? {
    while true {
      if let record = records?.next() { return record.bytes }
      do {
        records = try reader.next()?.makeIterator()
      } catch let error as SourceError {
        throw WorkerError("\(error)")
      }
      if records == nil { return nil }
    }
  }
}
