public import Generators

/// The source of a ``PeekableSequence`` or ``PeekableSource``, and the elements that were looked at or put
/// back.
@usableFromInline
final class PeekBuffer<Base: FallibleIterator>: PulledSource {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  @exclusivity(unchecked) @usableFromInline
  var ahead = Ring<Base.Element>()

  /// Whether the predicate of `next(if:)` runs, which may look ahead but must not change the elements ahead.
  @exclusivity(unchecked) @usableFromInline
  var isChoosing = false

  @inlinable
  init(_ source: Base) { self.source = source }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  func next() throws(Base.Failure) -> Base.Element? {
    // During a predicate its element is ahead, so this is the only place to check.
    guard ahead.count > 0 else { return try pull() }
    requireNoChoice()
    return ahead.popFirst()
  }

  /// Takes the next element if the predicate, which may look ahead, returns `true` for it.
  @inlinable
  func next(
    if predicate: (Base.Element) throws(Base.Failure) -> Bool
  ) throws(Base.Failure) -> Base.Element? {
    guard let element = try peek(0) else { return nil }
    return try choose(element, predicate) ? next() : nil
  }

  /// Calls a predicate, which may look ahead but must not change the elements ahead.
  @inlinable
  func choose<PredicateFailure: Error>(
    _ element: Base.Element, _ predicate: (Base.Element) throws(PredicateFailure) -> Bool
  ) throws(PredicateFailure) -> Bool {
    let wasChoosing = isChoosing
    isChoosing = true
    let isChosen: Bool
    do throws(PredicateFailure) {
      isChosen = try predicate(element)
    } catch {
      isChoosing = wasChoosing
      throw error
    }
    isChoosing = wasChoosing
    return isChosen
  }

  @inlinable
  func prepend(_ element: Base.Element) {
    requireNoChoice()
    ahead.prepend(element)
  }

  @inlinable @inline(__always)
  func requireNoChoice() {
    guard !isChoosing else {
      fatalError(
        "the predicate of next(if:) took an element or put one back: it may only look ahead")
    }
  }

  @inlinable
  func peek(_ distance: Int) throws(Base.Failure) -> Base.Element? {
    // Not `fill(distance + 1)`, which may be more than an `Int` holds.
    while ahead.count <= distance, let element = try pull() { ahead.append(element) }
    return distance < ahead.count ? ahead[distance] : nil
  }

  /// Takes elements until `count` are ahead, or the source ends.
  @inlinable
  func fill(_ count: Int) throws(Base.Failure) {
    while ahead.count < count, let element = try pull() { ahead.append(element) }
  }
}
