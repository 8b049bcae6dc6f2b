/// The source of a ``PeekableSequence``, and what was looked at or put back.
@usableFromInline
final class PeekBuffer<Base: Sequence>: PulledSource<Base> {
  @exclusivity(unchecked) @usableFromInline
  var ahead = Ring<Base.Element>()

  @inlinable
  override init(base: Base) { super.init(base: base) }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  func next() -> Base.Element? {
    if let element = ahead.popFirst() { return element }
    return pull()
  }

  @inlinable
  func peek(_ distance: Int) -> Base.Element? {
    fill(distance + 1)
    return distance < ahead.count ? ahead[distance] : nil
  }

  /// Takes elements until so many are ahead, or the source ends.
  @inlinable
  func fill(_ count: Int) {
    while ahead.count < count, let element = pull() { ahead.append(element) }
  }
}
