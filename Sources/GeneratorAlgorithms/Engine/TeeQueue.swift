/// The elements that some readers of `tee(_:)` have taken and others haven't.
///
/// It runs no other code: it returns the elements that it no longer holds, and its owner releases them.
@usableFromInline
struct TeeQueue<Element>: ~Copyable {
  @usableFromInline var elements = Ring<Element>()
  /// For each element, the number of readers that have yet to take it.
  ///
  /// Between two calls, the oldest is never at 0.
  @usableFromInline var waiting = Ring<Int>()
  /// The number of elements before the oldest one held.
  @usableFromInline var firstPosition = 0
  @usableFromInline var readers: Int

  @inlinable
  init(readers: Int) { self.readers = readers }

  @inlinable
  deinit {}

  /// The number of elements that are held.
  @inlinable
  var count: Int { elements.count }

  /// Returns the element for a reader that has taken `position` others, or `nil` if it must be taken from the
  /// source.
  @inlinable @inline(__always)
  mutating func element(at position: Int) -> Element? {
    let offset = position - firstPosition
    guard offset < elements.count else { return nil }
    let left = waiting[offset] - 1
    // A reader that took this one took all before it, so an element that no reader waits for is the oldest.
    if left == 0 { return popFirst() }
    waiting[offset] = left
    return elements[offset]
  }

  /// Holds an element from the source for a number of readers.
  @inlinable @inline(__always)
  mutating func append(_ element: Element, for readers: Int) {
    if readers > 0 {
      elements.append(element)
      waiting.append(readers)
    } else {
      firstPosition += 1
    }
  }

  @inlinable @inline(__always)
  mutating func popFirst() -> Element? {
    _ = waiting.popFirst()
    firstPosition += 1
    return elements.popFirst()
  }

  /// Removes a reader that has taken `position` elements.
  ///
  /// The caller then calls ``popUnwanted()``.
  @inlinable
  mutating func leave(at position: Int) {
    readers -= 1
    for offset in (position - firstPosition)..<elements.count { waiting[offset] -= 1 }
  }

  /// Removes the oldest element if no reader waits for it.
  @inlinable
  mutating func popUnwanted() -> Element? {
    elements.count > 0 && waiting[0] == 0 ? popFirst() : nil
  }
}

extension TeeQueue: Sendable where Element: Sendable {}
