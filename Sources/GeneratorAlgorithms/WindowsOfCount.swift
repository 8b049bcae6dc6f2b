public import Generators

// `windows(ofCount:)`: swift-algorithms' name, for what can be read only once, with a step.

extension Sequence {
  /// The runs of `count` neighbours, as arrays: each begins one element after the one before.
  ///
  /// The first window takes `count` elements when it is asked for, each further one takes one.
  ///
  /// ```swift
  /// let g = Generator(1...5)
  /// print(Array(g.windows(ofCount: 3)))  // [[1, 2, 3], [2, 3, 4], [3, 4, 5]]
  /// ```
  ///
  /// A sequence of fewer elements has no windows. It works on what has no end. swift-algorithms
  /// has the same for collections, whose windows are slices. more-itertools' `sliding_window`.
  ///
  /// - Parameter count: how many elements a window has.
  /// - Returns: the windows, made one at a time.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1); each window is O(`count`), and `count` elements are held between two.
  @inlinable
  public func windows(ofCount count: Int) -> WindowsOfCountSequence<Self> {
    WindowsOfCountSequence(base: self, count: count, step: 1, padding: nil)
  }

  /// The runs of `count` neighbours, as arrays: each begins `step` elements after the one before.
  ///
  /// Elements that lie between two windows are taken, and released, when the second is asked for.
  ///
  /// ```swift
  /// let g = Generator(1...8)
  /// print(Array(g.windows(ofCount: 3, by: 2)))  // [[1, 2, 3], [3, 4, 5], [5, 6, 7]]
  /// ```
  ///
  /// Windows are whole: elements that are too few for one are taken and left out.
  ///
  /// - Parameters:
  ///   - count: how many elements a window has.
  ///   - step: how far a window's beginning is from the one before.
  /// - Returns: the windows, made one at a time.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(1); each window is O(`count` + `step`), and takes `step` elements. Between two
  ///   `count` elements are held, or none if the windows do not overlap.
  @inlinable
  public func windows(ofCount count: Int, by step: Int) -> WindowsOfCountSequence<Self> {
    WindowsOfCountSequence(base: self, count: count, step: step, padding: nil)
  }

  /// The runs of `count` neighbours, as arrays, the last of them filled up with `padding`.
  ///
  /// There is a window as long as it has an element that none before it had, so that each element
  /// which no step leaves out is in one. more-itertools' `windowed`.
  ///
  /// ```swift
  /// let g = Generator(1...6)
  /// print(Array(g.windows(ofCount: 3, by: 2, padding: 0)))  // [[1, 2, 3], [3, 4, 5], [5, 6, 0]]
  /// ```
  ///
  /// A sequence of fewer elements has one window, an empty sequence has none.
  ///
  /// - Parameters:
  ///   - count: how many elements a window has.
  ///   - step: how far a window's beginning is from the one before.
  ///   - padding: what the last window is filled up with.
  /// - Returns: the windows, made one at a time.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(1); each window is O(`count` + `step`), and takes `step` elements. Between two
  ///   `count` elements are held, or none if the windows do not overlap.
  @inlinable
  public func windows(
    ofCount count: Int, by step: Int = 1, padding: Element
  ) -> WindowsOfCountSequence<Self> {
    WindowsOfCountSequence(base: self, count: count, step: step, padding: .some(padding))
  }
}

extension ThrowingSource {
  /// Returns arrays of `count` neighbours, each beginning `step` elements after the one before.
  ///
  /// As `windows(ofCount:by:)` of a sequence: more-itertools' `windowed`.
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

  /// Returns arrays of `count` neighbours, of which the last is filled up with a padding.
  ///
  /// As `windows(ofCount:by:padding:)` of a sequence.
  ///
  /// ```swift
  /// let pairs = ThrowingGenerator(1...3).windows(ofCount: 2, by: 2, padding: 0)
  /// print(try pairs.collect())  // [[1, 2], [3, 0]]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  ///   - padding: Takes the place of elements that the last window lacks.
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

/// The runs of so many neighbours in a sequence, as arrays: more-itertools' `windowed`.
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

  /// Makes the windows, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: WindowsOfCountIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: WindowsOfCountIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next window, or `nil` after the last.
    ///
    /// - Returns: the window; `nil` permanently when the source has too few elements for another.
    /// - Complexity: O(*count* + *step*); *step* elements of the source, *count* for the first.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Makes an iterator over the windows, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
    machine.begin()
    while let element = try base?.next() {
      if let window = machine.add(element) { return window }
    }
    base = nil
    return machine.end()
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
