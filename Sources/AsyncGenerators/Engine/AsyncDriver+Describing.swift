internal import Generators

extension AsyncDriver {
  final func describe(as type: Any.Type) -> String { "<\(type) \(state), made at \(origin)>" }
}

extension AsyncHandle {
  /// Ends a call that can't throw: accepts an exit or a cancellation as the end, and traps on other errors.
  @usableFromInline @inline(never)
  func end(with error: any Error, in call: String) {
    guard core.hasEnded, !(error is GeneratorError) else { fatalError("\(error)") }
    if error is GeneratorExit || error is CancellationError && core.isBodyCancelled { return }
    fatalError(
      "an error left the body of an async generator, and \(call) can't throw: \(error) (generator made at "
        + "\(core.origin)); use AsyncThrowingGenerator for a body that may fail")
  }
}
