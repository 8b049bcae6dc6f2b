import GeneratorPlatform

/// A reader of a ``StageStorage``, and the means to wake it.
///
/// Sound as `Sendable`, since the stage's lock protects its variable.
@usableFromInline
final class ReaderPlace: @unchecked Sendable {
  let reader: StageStateMachine.ReaderID
  /// The condition on which a blocked reader waits.
  let arrived: Monitor.Condition
  /// Resumes a suspended reader.
  var continuation: UnsafeContinuation<Void, Never>?

  init(_ reader: StageStateMachine.ReaderID, in monitor: Monitor) {
    self.reader = reader
    arrived = Monitor.Condition(of: monitor)
  }
}

/// The answer of a stage to a reader that asks for outputs.
@usableFromInline
enum Taken {
  /// A batch with at least one output.
  case batch(Batch)
  /// The error that ends the stage.
  case failure(any Error)
  case end
  /// The reader's task was cancelled.
  case cancelled
  /// The stage would wait for itself.
  case refused
}
