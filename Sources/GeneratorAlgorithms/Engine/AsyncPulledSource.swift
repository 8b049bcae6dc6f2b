public import Generators

/// An asynchronous source that several readers, or a reader with a memory, read one element at a time: the
/// asynchronous form of `PulledSource`.
///
/// It belongs to one task or actor, because a conforming class isn't `Sendable`. While a request waits,
/// another task of the same actor may make a second request, which is refused as in a `PulledSource`. A
/// request takes the iterator out, so no access to a property lasts across a suspension.
@usableFromInline
protocol AsyncPulledSource<Base>: AnyObject {
  associatedtype Base: AsyncSequence

  /// The iterator; `nil` after the end, and during a request.
  var source: Base.AsyncIterator? { get set }

  /// Whether the source has ended.
  var hasEnded: Bool { get set }
}

extension AsyncPulledSource {
  /// Returns the next element of the source, and releases the source at its end and after an error.
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

/// Returns the error of a request during another one, or traps if `Failure` can't be that error.
@inlinable
func alreadyRequested<Failure: Error>(_ type: Failure.Type) -> Failure {
  if let error = GeneratorError.alreadyExecuting as? Failure { return error }
  fatalError("an element was requested while another request was waiting for one")
}
