/// Output lines, with a record of which lines belong to which key.
final class GroupedOutput: LineOutput {
  private var batch = ReducedBatch()
  private var key: ArraySlice<UInt8> = []

  override func beginGroup(_ key: ArraySlice<UInt8>) {
    endGroup()
    self.key = key
  }

  /// Takes all lines away, with their keys.
  ///
  /// The current key stays that of the next lines.
  func takeBatch() -> ReducedBatch? {
    endGroup()
    guard !batch.groups.isEmpty else { return nil }
    batch.bytes = bytes
    bytes = []
    defer { batch = ReducedBatch() }
    return batch
  }

  /// Takes all lines away, and an error for the current key.
  ///
  /// So the consumer meets the error in the order of the keys, whichever thread meets it first.
  func takeBatch(failure: any Error) -> ReducedBatch {
    // The last line may be half a line.
    bytes.removeLast(bytes.count - (batch.groups.last?.end ?? 0))
    addGroup()
    batch.failure = failure
    return takeBatch()!
  }

  private func endGroup() {
    if bytes.count > batch.groups.last?.end ?? 0 { addGroup() }
  }

  private func addGroup() {
    let keyStart = batch.keys.count
    batch.keys += key
    batch.keys.append(.tab)
    batch.groups.append(.init(key: keyStart..<batch.keys.count, end: bytes.count))
  }
}
