/// The rules of `windows(ofCount:by:padding:)`: what becomes of an element, and when a window is complete.
///
/// For each window its owner calls ``begin()``, and then ``add(_:)`` with one element of the source after
/// another until a window is returned. When the source has ended, the owner calls ``end()``.
@usableFromInline
struct WindowStateMachine<Element> {
  @usableFromInline let count: Int
  @usableFromInline let step: Int
  @usableFromInline let padding: Element?
  /// The window that is being filled; between two, the one before if the next has a part of it.
  @usableFromInline var window: [Element] = []
  /// How many elements of `window` the window before had, too.
  @usableFromInline var kept = 0
  /// How many elements lie between the window before and the next.
  @usableFromInline var toSkip = 0

  @inlinable
  init(count: Int, step: Int, padding: Element?) {
    self.count = count
    self.step = step
    self.padding = padding
  }

  /// Another window is requested.
  @inlinable @inline(__always)
  mutating func begin() {
    // In place, unless the consumer has kept the window before.
    if window.count > step { window.removeFirst(step) } else { window.removeAll() }
    kept = window.count
  }

  /// The source had another element.
  ///
  /// - Returns: The window if it is complete.
  @inlinable @inline(__always)
  mutating func add(_ element: Element) -> [Element]? {
    if toSkip > 0 {
      toSkip -= 1
      return nil
    }
    window.append(element)
    guard window.count == count else { return nil }
    if step < count { return window }
    // No element is held that no further window has.
    toSkip = step - count
    var complete: [Element] = []
    swap(&complete, &window)
    return complete
  }

  /// The source has ended.
  ///
  /// - Returns: The last window, filled up. There is one if it has an element that no window before it had.
  @inlinable
  mutating func end() -> [Element]? {
    let (last, kept) = (window, kept)
    clear()
    guard let padding, last.count > kept else { return nil }
    requireRoom(for: count, of: Element.self, in: "a window")
    return last + repeatElement(padding, count: count - last.count)
  }

  /// The source has failed, or has ended.
  @inlinable
  mutating func clear() {
    window = []
    (kept, toSkip) = (0, 0)
  }
}

extension WindowStateMachine: Sendable where Element: Sendable {}
