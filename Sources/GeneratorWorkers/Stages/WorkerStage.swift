/// A ``Stage`` or a ``KeyedStage``: what a ``Job`` is made of.
///
/// Only types that conform to one of the two conform.
public protocol WorkerStage: Sendable {
  /// The work of the stage, whatever kind it is.
  var _work: StageWork { get }
}
