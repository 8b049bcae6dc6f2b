import GeneratorSources

/// A reader that may be absent.
final class BlockReader {
  private var reader: RecordBlockReader

  init(_ reader: consuming RecordBlockReader) { self.reader = reader }

  func next() throws -> RecordBlock? { try reader.next() }
}
