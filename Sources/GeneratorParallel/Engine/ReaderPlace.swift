import GeneratorPlatform

/// A reader of a ``StageStorage``, and how it waits.
///
/// Sound as `Sendable`, since all that changes is under the stage's lock.
@usableFromInline
final class ReaderPlace: @unchecked Sendable {
  let reader: StageStateMachine.ReaderID
  /// A blocked reader waits for it.
  let arrived: Monitor.Condition
  /// How a suspended reader is resumed.
  var continuation: UnsafeContinuation<Void, Never>?

  init(_ reader: StageStateMachine.ReaderID, in monitor: Monitor) {
    self.reader = reader
    arrived = Monitor.Condition(of: monitor)
  }
}

/// What a reader gets.
@usableFromInline
enum Taken {
  /// Outputs, of which there is at least one.
  case batch(Batch)
  /// The error that ends the stage.
  case failure(any Error)
  case end
  /// The reader's task was cancelled.
  case cancelled
  /// The stage would wait for itself.
  case refused
}
