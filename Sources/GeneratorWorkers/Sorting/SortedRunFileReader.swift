import GeneratorSources

/// The lines of a bucket of a run in a file.
final class SortedRunFileReader: SortedLines {
  private var reader: RecordBlockReader
  private var records: RecordBlock.Iterator?

  init(_ file: SortedRunFile, bucket: Int, blockSize: Int) throws {
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
