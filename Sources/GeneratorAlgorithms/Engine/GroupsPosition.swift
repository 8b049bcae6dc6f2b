/// The rules of `chunked(on:)`: the group that may be read, and the element that was taken ahead of it.
///
/// As in CPython, only the group that was returned last may be read, and of two elements that were read and
/// not returned the later one is kept. A conforming class takes the elements from its source. No access to a
/// property lasts while other code runs: an element or key is moved out before it is used, compared or
/// released.
@usableFromInline
protocol GroupsPosition<Element, Key>: AnyObject {
  associatedtype Element
  associatedtype Key: Equatable

  /// The key of the group that is being read; `nil` before the first and after the end.
  var key: Key? { get set }

  /// An element that was taken and not returned.
  var pending: Element? { get set }

  /// The key of `pending` if it is the first of a group that wasn't requested.
  var pendingKey: Key? { get set }

  /// The number of the group that may be read.
  var group: Int { get set }
}

extension GroupsPosition {
  /// Begins a group of the key, the only one that may be read from now on, and returns its number.
  @inlinable
  func begin(_ next: Key) -> Int {
    var former: Key? = .some(next)
    swap(&former, &key)
    // The closure may have requested a group, which ends here.
    group += 1
    return group
  }

  /// Replaces the element that was read and not returned.
  @inlinable
  func keep(_ element: Element?, startingGroup next: Key?) {
    var (formerKey, former) = (next, element)
    swap(&formerKey, &pendingKey)
    swap(&former, &pending)
  }

  /// Returns whether the group of a number may have another element: a pending one, or one of the source.
  @inlinable @inline(__always)
  func isReadable(_ number: Int) -> Bool { number == group && pendingKey == nil }
}
