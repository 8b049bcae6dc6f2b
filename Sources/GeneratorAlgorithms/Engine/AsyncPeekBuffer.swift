/// The source of an ``AsyncPeekableSequence``, and the elements that were looked at or put back.
///
/// Other tasks of its actor may make requests while one request waits for an element. These requests succeed
/// if the elements ahead are enough, and are refused otherwise.
@usableFromInline
final class AsyncPeekBuffer<Base: AsyncSequence>: AsyncPulledSource {
  @usableFromInline var source: Base.AsyncIterator?
  @usableFromInline var hasEnded = false
  @usableFromInline var ahead = Ring<Base.Element>()
  /// Whether the predicate of `next(if:)` runs, which must not change the elements ahead.
  @usableFromInline var isChoosing = false

  @inlinable
  init(_ source: Base.AsyncIterator) { self.source = source }

  @inlinable
  deinit {}

  @inlinable
  func next(isolation actor: isolated (any Actor)?) async throws(Base.Failure) -> Base.Element? {
    if let element = ahead.popFirst() { return element }
    return try await pull(isolation: actor)
  }

  /// Takes the next element, which was looked at, if the predicate returns `true` for it.
  @inlinable
  func next(if predicate: (Base.Element) -> Bool) -> Base.Element? {
    guard ahead.count > 0 else { return nil }
    isChoosing = true
    defer { isChoosing = false }
    return predicate(ahead[0]) ? ahead.popFirst() : nil
  }

  @inlinable
  func peek(
    _ distance: Int, isolation actor: isolated (any Actor)?
  ) async throws(Base.Failure) -> Base.Element? {
    // Not `fill(distance + 1)`, which may be more than an `Int` holds.
    while ahead.count <= distance, let element = try await pull(isolation: actor) {
      ahead.append(element)
    }
    return distance < ahead.count ? ahead[distance] : nil
  }

  /// Takes elements until `count` are ahead, or the source ends.
  @inlinable
  func fill(_ count: Int, isolation actor: isolated (any Actor)?) async throws(Base.Failure) {
    while ahead.count < count, let element = try await pull(isolation: actor) {
      ahead.append(element)
    }
  }

  @inlinable
  func prepend(_ element: Base.Element) {
    guard !isChoosing else {
      fatalError("the predicate of next(if:) put an element back: it may only look at its element")
    }
    ahead.prepend(element)
  }
}
