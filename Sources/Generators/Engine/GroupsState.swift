/// Where the groups of a sequence stand, in one place for the reader of the groups and for theirs.
///
/// Of its own properties, too, no access lasts while other code runs: an element or key is moved
/// out before it is used, compared or let go of. The closure may ask for the next group, or an element.
@usableFromInline
final class GroupsState<Base: Sequence, Key: Equatable>: PulledSource<Base> {
  @usableFromInline
  let keyForElement: (Base.Element) -> Key

  /// The key of the group that is being read; `nil` before the first.
  @exclusivity(unchecked) @usableFromInline
  var key: Key?

  /// An element that was taken and not given.
  @exclusivity(unchecked) @usableFromInline
  var pending: Base.Element?

  /// The key of `pending` if it is the first of a group that nobody has asked for.
  @exclusivity(unchecked) @usableFromInline
  var pendingKey: Key?

  /// How many groups were asked for: the number of the one that may be read.
  @exclusivity(unchecked) @usableFromInline
  var group = 0

  @inlinable
  init(base: Base, keyForElement: @escaping (Base.Element) -> Key) {
    self.keyForElement = keyForElement
    super.init(base: base)
  }

  @inlinable
  deinit {}

  /// The key of the next group; what is left of the one before is skipped.
  @inlinable
  func nextGroup() -> Key? {
    group += 1
    let pendingKey = pendingKey.take()
    if let pendingKey {
      key = .some(pendingKey)
      return pendingKey
    }
    // An element of the group before that nobody has read.
    _ = pending.take()
    let former = key
    while let element = pull() {
      let next = keyForElement(element)
      if let former, former == next { continue }
      key = .some(next)
      pending = .some(element)
      return next
    }
    _ = key.take()
    return nil
  }

  /// The next element of the group of the number `group`.
  @inlinable
  func next(of group: Int) -> Base.Element? {
    guard group == self.group, pendingKey == nil else { return nil }
    if let element = pending.take() { return element }
    guard let element = pull() else {
      _ = key.take()
      return nil
    }
    let next = keyForElement(element)
    let former = key
    // The closure may have asked for the next group, which this element then is not of.
    guard group == self.group, let former else { return nil }
    if former == next { return element }
    pending = .some(element)
    pendingKey = .some(next)
    return nil
  }
}
