public import Generators

// `windows(ofCount:)`, named as in swift-algorithms, for sequences that can be read only once, with a step.

extension Sequence {
  /// Returns arrays of `count` neighbours, each beginning one element after the previous one.
  ///
  /// The first request takes `count` elements, each further one takes one.
  ///
  /// ```swift
  /// let g = Generator(1...5)
  /// print(Array(g.windows(ofCount: 3)))  // [[1, 2, 3], [2, 3, 4], [3, 4, 5]]
  /// ```
  ///
  /// A sequence of fewer elements has no windows. The sequence may be infinite. swift-algorithms has the
  /// operation for collections, whose windows are slices. The counterpart of `sliding_window` in
  /// more-itertools.
  ///
  /// - Parameter count: The number of elements in a window.
  /// - Returns: The windows, made one at a time.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1); each window is O(`count`), and `count` elements are held between two.
  @inlinable
  public func windows(ofCount count: Int) -> WindowsOfCountSequence<Self> {
    WindowsOfCountSequence(base: self, count: count, step: 1, padding: nil)
  }

  /// Returns arrays of `count` neighbours, each beginning `step` elements after the previous one.
  ///
  /// A request takes and releases the elements between two windows.
  ///
  /// ```swift
  /// let g = Generator(1...8)
  /// print(Array(g.windows(ofCount: 3, by: 2)))  // [[1, 2, 3], [3, 4, 5], [5, 6, 7]]
  /// ```
  ///
  /// Windows are complete: elements that are too few for one are taken and left out.
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  /// - Returns: The windows, made one at a time.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(1); each window is O(`count` + `step`), and takes `step` elements. Between two
  ///   `count` elements are held, or none if the windows don't overlap.
  @inlinable
  public func windows(ofCount count: Int, by step: Int) -> WindowsOfCountSequence<Self> {
    WindowsOfCountSequence(base: self, count: count, step: step, padding: nil)
  }

  /// Returns arrays of `count` neighbours, the last of them filled up with `padding`.
  ///
  /// Every window has an element that no earlier one has. Each element that no step skips is in a window. The
  /// counterpart of `windowed` in more-itertools.
  ///
  /// ```swift
  /// let g = Generator(1...6)
  /// print(Array(g.windows(ofCount: 3, by: 2, padding: 0)))  // [[1, 2, 3], [3, 4, 5], [5, 6, 0]]
  /// ```
  ///
  /// A sequence of fewer elements has one window. An empty sequence has none.
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  ///   - padding: The value for elements that the last window lacks.
  /// - Returns: The windows, made one at a time.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(1); each window is O(`count` + `step`), and takes `step` elements. Between two
  ///   `count` elements are held, or none if the windows don't overlap.
  @inlinable
  public func windows(
    ofCount count: Int, by step: Int = 1, padding: Element
  ) -> WindowsOfCountSequence<Self> {
    WindowsOfCountSequence(base: self, count: count, step: step, padding: .some(padding))
  }
}

extension ThrowingSource {
  /// Returns arrays of `count` neighbours, each beginning `step` elements after the previous one.
  ///
  /// Behaves like `windows(ofCount:by:)` of a sequence. The counterpart of `windowed` in more-itertools.
  ///
  /// ```swift
  /// print(try ThrowingGenerator(1...4).windows(ofCount: 3).collect())  // [[1, 2, 3], [2, 3, 4]]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  /// - Returns: A source of the windows.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(`count`) for a window.
  @_disfavoredOverload
  @inlinable
  public func windows(
    ofCount count: Int, by step: Int = 1
  ) -> some ThrowingSource<[Element], Failure> {
    checkWindow(count: count, step: step)
    return IteratedSource(
      WindowsOfCountIterator(base: SourceIterator(self), count: count, step: step, padding: nil))
  }

  /// Returns arrays of `count` neighbours, the last of them filled up with `padding`.
  ///
  /// Behaves like `windows(ofCount:by:padding:)` of a sequence.
  ///
  /// ```swift
  /// let pairs = ThrowingGenerator(1...3).windows(ofCount: 2, by: 2, padding: 0)
  /// print(try pairs.collect())  // [[1, 2], [3, 0]]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  ///   - padding: The value for elements that the last window lacks.
  /// - Returns: A source of the windows.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(`count`) for a window.
  @_disfavoredOverload
  @inlinable
  public func windows(
    ofCount count: Int, by step: Int = 1, padding: Element
  ) -> some ThrowingSource<[Element], Failure> {
    checkWindow(count: count, step: step)
    return IteratedSource(
      WindowsOfCountIterator(
        base: SourceIterator(self), count: count, step: step, padding: .some(padding)))
  }
}

/// The windows of a sequence, as arrays: more-itertools' `windowed`.
///
/// See `windows(ofCount:by:padding:)` of `Sequence`.
public struct WindowsOfCountSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let count: Int
  @usableFromInline let step: Int
  @usableFromInline let padding: Base.Element?

  @inlinable
  init(base: Base, count: Int, step: Int, padding: Base.Element?) {
    checkWindow(count: count, step: step)
    self.base = base
    self.count = count
    self.step = step
    self.padding = padding
  }

  /// An iterator over the windows.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: WindowsOfCountIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: WindowsOfCountIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next window, or `nil` after the last.
    ///
    /// - Returns: The window; `nil` permanently when the source has too few elements for another.
    /// - Complexity: O(*count* + *step*); *step* elements of the source, *count* for the first.
    @inlinable @inline(__always)
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the windows, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      WindowsOfCountIterator(
        base: IteratorAdapter(base.makeIterator()), count: count, step: step, padding: padding))
  }
}

@usableFromInline
struct WindowsOfCountIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var machine: WindowStateMachine<Base.Element>

  @inlinable
  init(base: Base, count: Int, step: Int, padding: Base.Element?) {
    self.base = base
    machine = WindowStateMachine(count: count, step: step, padding: padding)
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    var request = machine.begin()
    while let element = try base?.next() {
      if machine.add(element, to: &request) { return machine.complete() }
    }
    base = nil
    return machine.end(request)
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension WindowsOfCountSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension WindowsOfCountSequence: Sendable where Base: Sendable, Base.Element: Sendable {}

@inlinable
func checkWindow(count: Int, step: Int) {
  guard count > 0 else { fatalError("the count of a window must be positive, and is \(count)") }
  guard step > 0 else { fatalError("the step of windows must be positive, and is \(step)") }
}
