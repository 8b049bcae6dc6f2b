import GeneratorPlatform

/// Where a reader of a ``Stage`` is.
///
/// Sound as `Sendable`, since all of it is under the stage's lock.
@usableFromInline
final class ReaderPlace: @unchecked Sendable {
  /// The batch that it was given last; at first, one that stands before all others.
  var cursor: Batch
  /// Whether it has outputs of that batch to give.
  var isGiving = false
  var hasLeft = false
  let arrived: Monitor.Condition
  var isWaiting = false
  /// Since when it does, or is parked.
  var waitingSince = 0
  /// How an asynchronous reader waits.
  var continuation: UnsafeContinuation<Void, Never>?
  /// How often it has done so.
  var parkings = 0
  /// Whether the task in which it waited was cancelled.
  var isCancelled = false

  init(at cursor: Batch, in monitor: Monitor) {
    self.cursor = cursor
    arrived = Monitor.Condition(of: monitor)
  }
}

/// What a reader gets.
@usableFromInline
enum Taken {
  /// Outputs, which may be none, and then a failure, where the batch has one.
  case batch(Batch)
  case end
  /// The reader's task was cancelled.
  case cancelled
  /// The stage would wait for itself.
  case refused
}
