public import Generators

/// The position of a reader of groups, shared by the reader and its groups.
///
/// The closure may itself request a group or an element, which reads the source at once.
@usableFromInline
final class GroupsState<Base: FallibleIterator, Key: Equatable>: PulledSource, GroupsPosition {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  @usableFromInline
  let keyForElement: (Base.Element) throws(Base.Failure) -> Key

  @exclusivity(unchecked) @usableFromInline
  var key: Key?

  @exclusivity(unchecked) @usableFromInline
  var pending: Base.Element?

  @exclusivity(unchecked) @usableFromInline
  var pendingKey: Key?

  @exclusivity(unchecked) @usableFromInline
  var group = 0

  @inlinable
  init(_ source: Base, keyForElement: @escaping (Base.Element) throws(Base.Failure) -> Key) {
    self.keyForElement = keyForElement
    self.source = source
  }

  @inlinable
  deinit {}

  /// Returns the key and the number of the next group, and skips the rest of the current one.
  @inlinable
  func nextGroup() throws(Base.Failure) -> (key: Key, number: Int)? {
    group += 1
    let number = group
    if let next = pendingKey.take() { return (next, begin(next)) }
    // An element of the current group that wasn't read.
    _ = pending.take()
    let before = key
    while let element = try pull() {
      let next = try key(of: element)
      // If the closure has read on to the end, there is no key any more.
      let former = key ?? before
      if let former, former == next {
        // The element belongs to a group that the closure has requested, or is skipped.
        if group != number { keep(element, startingGroup: nil) }
        continue
      }
      keep(element, startingGroup: nil)
      return (next, begin(next))
    }
    _ = key.take()
    return nil
  }

  /// Returns an element's key.
  ///
  /// If that fails, closes the source.
  @inlinable @inline(__always)
  func key(of element: Base.Element) throws(Base.Failure) -> Key {
    do throws(Base.Failure) {
      return try keyForElement(element)
    } catch {
      abandon()
      throw error
    }
  }

  /// Returns the next element of the group of the number `group`.
  @inlinable
  func next(of group: Int) throws(Base.Failure) -> Base.Element? {
    guard isReadable(group) else { return nil }
    if let element = pending.take() { return element }
    let own = key
    guard let element = try pull() else {
      _ = key.take()
      return nil
    }
    let next = try key(of: element)
    guard let own else { return nil }
    if own == next {
      // The closure may have read elements of this group, and beyond its end.
      if pendingKey != nil { keep(nil, startingGroup: nil) }
      return element
    }
    // The closure may have requested the next group, to which this element may belong.
    let current = key
    let isOfCurrent = group != self.group && current == next
    keep(element, startingGroup: isOfCurrent ? nil : next)
    return nil
  }
}
