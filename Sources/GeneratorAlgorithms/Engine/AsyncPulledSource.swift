public import Generators

/// An asynchronous source that several readers, or one with a memory, ask for its elements one at a time:
/// `PulledSource` for sources that suspend.
///
/// It belongs to one task or actor, since a conforming class is not `Sendable`. While a request waits, another
/// task of the same actor may make one: that is refused, as in a `PulledSource`. The iterator is taken out while
/// it is asked, so that no access to a property lasts across a suspension.
@usableFromInline
protocol AsyncPulledSource<Base>: AnyObject {
  associatedtype Base: AsyncSequence

  /// `nil` after the end, and while the source is asked.
  var source: Base.AsyncIterator? { get set }

  /// Whether no further element may be asked for.
  var hasEnded: Bool { get set }
}

extension AsyncPulledSource {
  /// Returns the next element of the source, which is released at its end and by an error.
  @inlinable
  func pull(
    isolation actor: isolated (any Actor)?
  ) async throws(Base.Failure) -> Base.Element? {
    try refuseWhileWaiting()
    guard var source = source.take() else { return nil }
    let element: Base.Element?
    do throws(Base.Failure) {
      element = try await source.next(isolation: actor)
    } catch {
      hasEnded = true
      throw error
    }
    if element == nil { hasEnded = true } else { self.source = source }
    return element
  }

  /// Throws if another request waits for the source.
  @inlinable
  func refuseWhileWaiting() throws(Base.Failure) {
    if source == nil, !hasEnded { throw alreadyRequested(Base.Failure.self) }
  }
}

/// Returns the error of a request that is made while another one waits, or traps where `Failure` can't be it.
@inlinable
func alreadyRequested<Failure: Error>(_ type: Failure.Type) -> Failure {
  if let error = GeneratorError.alreadyExecuting as? Failure { return error }
  fatalError("an element was requested while another request was waiting for one")
}
