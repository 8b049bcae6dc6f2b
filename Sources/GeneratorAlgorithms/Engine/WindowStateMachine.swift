/// The rules of `windows(ofCount:by:padding:)`: which elements a window gets, and when it is complete.
///
/// For each window its owner calls ``begin()``, and then ``add(_:to:)`` with the next elements of the source
/// until that returns `true`. Then ``complete()`` returns the window. When the source has ended, the owner calls
/// ``end(_:)``.
///
/// In a loop that doesn't keep its windows, the compiler removes the retain and the release of each window. They
/// took more than half of the time. The compiler does this only for iterators of at most six fields. An array's
/// iterator has two of them. So the state of a request is not in fields, but in a ``Request`` of the owner's.
@usableFromInline
struct WindowStateMachine<Element> {
  @usableFromInline let count: Int
  @usableFromInline let step: Int
  @usableFromInline let padding: Element?
  /// The current window; between two windows, the previous one if the next one overlaps it.
  ///
  /// After the first window it always has a buffer.
  @usableFromInline var window: [Element] = []

  /// A request for a window.
  @usableFromInline
  struct Request {
    /// The number of elements that the window shares with the previous one.
    ///
    /// If it is negative, that many elements between the two windows are yet to be skipped.
    @usableFromInline var overlap: Int

    @inlinable
    init(overlap: Int) { self.overlap = overlap }
  }

  @inlinable
  init(count: Int, step: Int, padding: Element?) {
    self.count = count
    self.step = step
    self.padding = padding
  }

  /// Begins a window that is requested.
  @inlinable @inline(__always)
  mutating func begin() -> Request {
    // In place, unless the consumer has kept the previous window.
    if !window.isEmpty { window.removeFirst(step) }
    let isFirst = window.capacity == 0
    return Request(overlap: isFirst ? 0 : count - step)
  }

  /// Adds another element of the source.
  ///
  /// - Returns: Whether the window is complete.
  @inlinable @inline(__always)
  mutating func add(_ element: Element, to request: inout Request) -> Bool {
    if request.overlap < 0 {
      request.overlap += 1
      return false
    }
    window.append(element)
    return window.count == count
  }

  /// Returns the window, which is complete.
  @inlinable @inline(__always)
  mutating func complete() -> [Element] {
    if step < count { return window }
    // Keeps only elements that a later window needs, and a buffer, which `begin()` looks for.
    let complete = window
    window = []
    window.reserveCapacity(count)
    return complete
  }

  /// Ends the last window, because the source has ended.
  ///
  /// - Returns: The last window, filled up, if it has an element that no earlier window has.
  @inlinable @inline(__always)
  mutating func end(_ request: Request) -> [Element]? {
    let last = window
    clear()
    guard let padding, last.count > max(request.overlap, 0) else { return nil }
    requireRoom(for: count, of: Element.self, in: "a window")
    return last + repeatElement(padding, count: count - last.count)
  }

  /// Releases all elements, because the source has failed or has ended.
  @inlinable
  mutating func clear() { window = [] }
}

extension WindowStateMachine: Sendable where Element: Sendable {}
