/// The source of a ``PeekableSequence``, and what was looked at or put back.
@usableFromInline
final class PeekBuffer<Base: Sequence>: PulledSource<Base> {
  @exclusivity(unchecked) @usableFromInline
  var ahead = Ring<Base.Element>()

  /// Whether the predicate of `next(if:)` runs, which may look ahead and not change what is there.
  @exclusivity(unchecked) @usableFromInline
  var isChoosing = false

  @inlinable
  override init(base: Base) { super.init(base: base) }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  func next() -> Base.Element? {
    // The element that a predicate is asked about is there, so that this is the only place to check.
    guard ahead.count > 0 else { return pull() }
    requireNoChoice()
    return ahead.popFirst()
  }

  @inlinable
  func next<Failure: Error>(
    if predicate: (Base.Element) throws(Failure) -> Bool
  ) throws(Failure) -> Base.Element? {
    guard let element = peek(0) else { return nil }
    let wasChoosing = isChoosing
    isChoosing = true
    let isChosen: Bool
    do throws(Failure) {
      isChosen = try predicate(element)
    } catch {
      isChoosing = wasChoosing
      throw error
    }
    isChoosing = wasChoosing
    return isChosen ? next() : nil
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
  func peek(_ distance: Int) -> Base.Element? {
    // Not `fill(distance + 1)`, which may be more than an `Int` holds.
    while ahead.count <= distance, let element = pull() { ahead.append(element) }
    return distance < ahead.count ? ahead[distance] : nil
  }

  /// Takes elements until so many are ahead, or the source ends.
  @inlinable
  func fill(_ count: Int) {
    while ahead.count < count, let element = pull() { ahead.append(element) }
  }
}
