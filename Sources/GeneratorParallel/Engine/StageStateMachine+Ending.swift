// How the list ends before the sources do: with an error, or because no reader is left.

extension StageStateMachine {
  /// Ends the list with an error, instead of one that may already be at its end.
  mutating func fail(with origin: FailureOrigin) {
    effects.list.append(.takeFailure(origin))
    cut(.failed)
  }

  /// Ends the list with an error at once.
  mutating func failAtOnce(with origin: FailureOrigin) {
    effects.list.append(.takeFailure(origin))
    discardAll(hasFailed: true)
  }

  /// Ends the list without what readers have not got yet, and wants nothing that is in process.
  mutating func discardAll(hasFailed: Bool) {
    for reader in readers.indices where readers[reader].phase != .left {
      drop(after: readers[reader].place)
    }
    for batch in queue { discardUnprocessed(batch) }
    queue = []
    for batch in batches.indices where batches[batch].phase == .inProcess { refuse(batch) }
    cut(.discarding(hasFailed: hasFailed || self.hasFailed))
  }

  /// Pulls nothing more.
  private mutating func cut(_ phase: Phase) {
    if isFinished { return }
    self.phase = phase
    for lane in lanes.indices where lanes[lane].phase == .failing { lanes[lane].phase = .ended }
    if lanes.contains(where: { $0.open != nil }) { effects.flags.insert(.hurrySources) }
  }

  /// Removes all batches after one from the list.
  mutating func drop(after batch: BatchID) {
    var next = batches[batch].next
    batches[batch].next = nil
    tail = batch
    var isAnyQueued = false
    while let dropped = next {
      next = batches[dropped].next
      switch batches[dropped].phase {
      case .inProcess:
        refuse(dropped)
      case .queued:
        discardUnprocessed(dropped)
        isAnyQueued = true
      default:
        discard(dropped)
      }
    }
    if isAnyQueued { queue.removeAll { batches[$0].phase == .free } }
  }

  private mutating func refuse(_ batch: BatchID) {
    batches[batch].phase = .unwanted
    effects.list.append(.stop(batch))
  }

  /// Discards a batch of the queue.
  private mutating func discardUnprocessed(_ batch: BatchID) {
    unfinished -= 1
    lanes[batches[batch].lane!].unfinished -= 1
    discard(batch)
  }

  /// Releases the sources and closures, as the last thread or because there were none.
  mutating func release() { effects.flags.insert(.release) }
}
