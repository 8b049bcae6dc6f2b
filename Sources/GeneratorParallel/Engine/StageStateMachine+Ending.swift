// Ends the list before the sources end: with an error, or because no reader is left.

extension StageStateMachine {
  /// Ends the list with an error, which replaces one that may already be there.
  mutating func fail(with origin: FailureOrigin) {
    effects.list.append(.takeFailure(origin))
    cut(.failed)
  }

  /// Ends the list with an error at once.
  mutating func failAtOnce(with origin: FailureOrigin) {
    effects.list.append(.takeFailure(origin))
    discardAll(hasFailed: true)
  }

  /// Discards all batches that readers haven't got yet; those in process become unwanted.
  mutating func discardAll(hasFailed: Bool) {
    for reader in readers.indices where readers[reader].phase != .left {
      drop(after: readers[reader].place)
    }
    for batch in queue { discardUnprocessed(batch) }
    queue = []
    for batch in batches.indices where batches[batch].phase == .inProcess { refuse(batch) }
    cut(.discarding(hasFailed: hasFailed || self.hasFailed))
  }

  /// Stops pulling.
  private mutating func cut(_ phase: Phase) {
    if isFinished { return }
    self.phase = phase
    for lane in lanes.indices where lanes[lane].phase == .failing { lanes[lane].phase = .ended }
    if lanes.contains(where: { $0.open != nil }) { effects.flags.insert(.hurrySources) }
  }

  /// Removes all batches after a given one from the list.
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

  /// Discards a batch that is queued.
  private mutating func discardUnprocessed(_ batch: BatchID) {
    unfinished -= 1
    lanes[batches[batch].lane!].unfinished -= 1
    discard(batch)
  }

  /// Releases the sources and closures, because the last thread leaves or there was none.
  mutating func release() { effects.flags.insert(.release) }
}
