/// A reader of batches, group by group.
final class BatchReader {
  private let pull: () throws -> ReducedBatch?
  private var batch = ReducedBatch()
  private var index = -1

  init(_ pull: @escaping () throws -> ReducedBatch?) { self.pull = pull }

  /// Returns the output of the group.
  ///
  /// - Throws: The error for its key.
  func output() throws -> ArraySlice<UInt8> {
    if let failure = batch.failure, index == batch.groups.count - 1 { throw failure }
    return batch.bytes[(index == 0 ? 0 : batch.groups[index - 1].end)..<batch.groups[index].end]
  }

  /// Moves to the next group, and returns its key with a TAB behind; `nil` after the last one.
  func advance() throws -> ArraySlice<UInt8>? {
    index += 1
    if index == batch.groups.count {
      guard let next = try pull() else { return nil }
      (batch, index) = (next, 0)
    }
    return batch.keys[batch.groups[index].key]
  }
}
