/// The position of an asynchronous reader of groups, shared by the reader and its groups.
///
/// While a request waits for an element, requests of other tasks of the actor are refused and change nothing.
@usableFromInline
final class AsyncGroupsState<Base: AsyncSequence, Key: Equatable>: AsyncPulledSource, GroupsPosition
{
  @usableFromInline var source: Base.AsyncIterator?
  @usableFromInline var hasEnded = false
  @usableFromInline var key: Key?
  @usableFromInline var pending: Base.Element?
  @usableFromInline var pendingKey: Key?
  @usableFromInline var group = 0
  @usableFromInline let keyForElement: @Sendable (Base.Element) -> Key

  @inlinable
  init(
    _ source: Base.AsyncIterator,
    keyForElement: @escaping @Sendable (Base.Element) -> Key
  ) {
    self.source = source
    self.keyForElement = keyForElement
  }

  @inlinable
  deinit {}

  /// Returns the key and the number of the next group, and skips the rest of the current one.
  @inlinable
  func nextGroup(
    isolation actor: isolated (any Actor)?
  ) async throws(Base.Failure) -> (key: Key, number: Int)? {
    // Checked before the current group ends.
    if pendingKey == nil { try refuseWhileWaiting() }
    group += 1
    if let next = pendingKey.take() { return (next, begin(next)) }
    // An element of the current group that wasn't read.
    pending = nil
    while let element = try await pull(isolation: actor) {
      let next = keyForElement(element)
      if let key, key == next { continue }
      keep(element, startingGroup: nil)
      return (next, begin(next))
    }
    key = nil
    return nil
  }

  /// Returns the next element of the group of the number `group`.
  @inlinable
  func next(
    of group: Int, isolation actor: isolated (any Actor)?
  ) async throws(Base.Failure) -> Base.Element? {
    guard isReadable(group) else { return nil }
    if let element = pending.take() { return element }
    guard let element = try await pull(isolation: actor) else {
      key = nil
      return nil
    }
    let next = keyForElement(element)
    if key == next { return element }
    keep(element, startingGroup: next)
    return nil
  }
}
