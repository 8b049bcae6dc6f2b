import Generators

/// Output lines of some keys, in the order of the keys.
struct ReducedBatch: Sendable {
  /// The output of a key, or a part of it.
  struct Group: Sendable {
    /// Where the key is in `keys`, with a TAB behind, so that keys compare as their lines do.
    let key: Range<Int>
    /// Where its output ends in `bytes`.
    var end: Int
  }

  var keys: [UInt8] = []
  var groups: [Group] = []
  var bytes: [UInt8] = []
  /// The error for the last group, which has no output.
  var failure: (any Error)?
}

/// Notes which lines belong to which key.
final class GroupedOutput: LineOutput {
  private var batch = ReducedBatch()
  private var key: ArraySlice<UInt8> = []

  override func beginGroup(_ key: ArraySlice<UInt8>) {
    endGroup()
    self.key = key
  }

  /// Takes all lines away, with their keys; the key goes on.
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

/// The output for the keys of a bucket, batch by batch.
final class ReducedBatches: ThrowingSource {
  private let begin: (GroupedOutput) throws -> StageWork.Step
  private let output = GroupedOutput()
  private var step: StageWork.Step?
  private var hasEnded = false

  /// - Parameter begin: starts to reduce, when the first batch is requested.
  init(_ begin: @escaping (GroupedOutput) throws -> StageWork.Step) { self.begin = begin }

  func next() -> ReducedBatch? {
    while !hasEnded {
      do {
        if step == nil { step = try begin(output) }
        if try !step!() { abandon() }
      } catch {
        abandon()
        return output.takeBatch(failure: error)
      }
      if let batch = output.takeBatch() { return batch }
    }
    return nil
  }

  func abandon() { (step, hasEnded) = (nil, true) }
}

/// Reads batches group by group.
final class BatchReader {
  private let pull: () throws -> ReducedBatch?
  private var batch = ReducedBatch()
  private var index = -1

  init(_ pull: @escaping () throws -> ReducedBatch?) { self.pull = pull }

  /// Returns the output of the group.
  ///
  /// - Throws: the error for its key.
  func output() throws -> ArraySlice<UInt8> {
    if let failure = batch.failure, index == batch.groups.count - 1 { throw failure }
    return batch.bytes[(index == 0 ? 0 : batch.groups[index - 1].end)..<batch.groups[index].end]
  }

  /// Goes to the next group, and returns its key with a TAB behind; `nil` after the last one.
  func advance() throws -> ArraySlice<UInt8>? {
    index += 1
    if index == batch.groups.count {
      guard let next = try pull() else { return nil }
      (batch, index) = (next, 0)
    }
    return batch.keys[batch.groups[index].key]
  }
}
