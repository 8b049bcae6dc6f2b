/// The rules of `windows(ofCount:by:padding:)`: which elements a window gets, and when it is complete.
///
/// For each window its owner calls ``begin()``, and then ``add(_:)`` with the next elements of the source
/// until that returns a window. When the source has ended, the owner calls ``end()``.
@usableFromInline
struct WindowStateMachine<Element> {
  @usableFromInline let count: Int
  @usableFromInline let step: Int
  @usableFromInline let padding: Element?
  /// The current window; between two windows, the previous one if the next one overlaps it.
  @usableFromInline var window: [Element] = []
  /// The number of elements of `window` that the previous window had too.
  @usableFromInline var kept = 0
  /// The number of elements between the previous window and the next.
  @usableFromInline var toSkip = 0

  @inlinable
  init(count: Int, step: Int, padding: Element?) {
    self.count = count
    self.step = step
    self.padding = padding
  }

  /// Begins a window that is requested.
  @inlinable @inline(__always)
  mutating func begin() {
    // In place, unless the consumer has kept the previous window.
    if window.count > step { window.removeFirst(step) } else { window.removeAll() }
    kept = window.count
  }

  /// Adds another element of the source.
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
    // Holds only elements that a later window needs.
    toSkip = step - count
    var complete: [Element] = []
    swap(&complete, &window)
    return complete
  }

  /// Ends the last window, because the source has ended.
  ///
  /// - Returns: The last window, filled up, if it has an element that no earlier window has.
  @inlinable
  mutating func end() -> [Element]? {
    let (last, kept) = (window, kept)
    clear()
    guard let padding, last.count > kept else { return nil }
    requireRoom(for: count, of: Element.self, in: "a window")
    return last + repeatElement(padding, count: count - last.count)
  }

  /// Releases all elements, because the source has failed or has ended.
  @inlinable
  mutating func clear() {
    window = []
    (kept, toSkip) = (0, 0)
  }
}

extension WindowStateMachine: Sendable where Element: Sendable {}
