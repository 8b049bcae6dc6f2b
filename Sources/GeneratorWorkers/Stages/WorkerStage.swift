/// A ``Stage`` or a ``KeyedStage``, of which a ``Job`` is made.
///
/// Conform to one of these two, not to this protocol itself.
public protocol WorkerStage: Sendable {
  /// The work of the stage, whatever kind it is.
  var _work: StageWork { get }
}
