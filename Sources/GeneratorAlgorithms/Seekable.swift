public import Generators

extension Sequence {
  /// Returns the elements with a way back: the consumer can read the last elements again.
  ///
  /// Takes an element from the source when it is first requested, and holds it until `window` others were
  /// taken after it.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }.seekable(window: 3)
  /// print(Array(naturals.prefix(5)), naturals.elements)  // [0, 1, 2, 3, 4] [2, 3, 4]
  /// naturals.seek(to: 3)
  /// print(naturals.next()!)  // 3
  /// naturals.seek(to: 10)
  /// print(naturals.next()!)  // 10
  /// ```
  ///
  /// The counterpart of `seekable` in more-itertools, where `window` is `maxlen`.
  ///
  /// - Parameter window: The number of last elements to hold; by default all.
  /// - Returns: A sequence that reads this one, once.
  /// - Precondition: `window` is positive.
  /// - Complexity: O(1), one allocation. Holds at most `window` elements.
  @inlinable
  public func seekable(window: Int = .max) -> SeekableSequence<Self> {
    SeekableSequence(state: SeekBuffer(SequenceIterator(self), window: checked(window: window)))
  }
}

/// A sequence with a way back: see ``Swift/Sequence/seekable(window:)``.
///
/// Like a generator, it is a reference and its own iterator: `for` takes its remaining elements, and a copy
/// refers to the same sequence. The source is released at its end, after which the last elements can still be
/// read again.
public struct SeekableSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: SeekBuffer<SequenceIterator<Base, Never>>

  @inlinable
  init(state: SeekBuffer<SequenceIterator<Base, Never>>) { self.state = state }

  /// Returns the element at ``position``, or `nil` at the end.
  ///
  /// - Returns: An element that is held, or the next of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable @discardableResult
  public func next() -> Base.Element? { state.next() }

  /// The number of elements of the source before the next one.
  @inlinable
  public var position: Int { state.position }

  /// The least position that the consumer can go back to.
  @inlinable
  public var earliest: Int { state.earliest }

  /// The elements that are held: those from ``earliest``.
  ///
  /// ```swift
  /// let numbers = [1, 2, 3].seekable()
  /// _ = numbers.next()
  /// print(numbers.elements)  // [1]
  /// ```
  ///
  /// - Complexity: O(*n*) for *n* elements; takes nothing.
  @inlinable
  public var elements: [Base.Element] { state.held.prefix(state.held.count) }

  /// Goes to the element that has `position` others before it.
  ///
  /// Going forwards takes elements from the source. If the source ends before the position, goes to its end.
  ///
  /// ```swift
  /// let letters = "abcdef".seekable(window: 4)
  /// print(letters.next()!, letters.next()!)  // a b
  /// letters.seek(to: 0)
  /// print(String(letters))                   // abcdef
  /// letters.seek(to: letters.earliest)
  /// print(String(letters))                   // cdef
  /// ```
  ///
  /// - Parameter position: The number of elements before the next one.
  /// - Precondition: `position` isn't less than ``earliest``.
  /// - Complexity: O(1) backwards. Forwards, takes each element in between.
  @inlinable
  public func seek(to position: Int) { state.seek(to: position) }

  /// Goes `distance` elements on, or back if it is negative.
  ///
  /// ```swift
  /// let numbers = (0...).seekable(window: 10)
  /// numbers.seek(by: 5)
  /// print(numbers.next()!)  // 5
  /// numbers.seek(by: -2)
  /// print(numbers.next()!)  // 4
  /// ```
  ///
  /// - Parameter distance: The number of elements; negative backwards.
  /// - Precondition: The new position isn't less than ``earliest``.
  /// - Complexity: O(1) backwards. Forwards, takes each element in between.
  @inlinable
  public func seek(by distance: Int) {
    state.seek(by: distance)
  }
}

extension SeekableSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns the elements with a way back, as more-itertools' `seekable` does.
  ///
  /// Behaves like `seekable(window:)` of a sequence. The call that meets an error throws it and closes the
  /// source. The consumer can still go back to the elements before the error.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(0..<5).seekable()
  /// _ = try numbers.prefix(3).collect()
  /// try numbers.seek(to: 1)
  /// print(try numbers.collect())  // [1, 2, 3, 4]
  /// ```
  ///
  /// - Parameter window: The number of last elements to hold; by default all.
  /// - Returns: A source that reads this one.
  /// - Precondition: `window` is positive.
  /// - Complexity: O(1), one allocation.
  @_disfavoredOverload
  @inlinable
  public func seekable(window: Int = .max) -> SeekableSource<Self> {
    SeekableSource(state: SeekBuffer(SourceIterator(self), window: checked(window: window)))
  }
}

/// A source with a way back: see ``Generators/ThrowingSource/seekable(window:)``.
///
/// It is a reference: a copy refers to the same source.
public struct SeekableSource<Base: ThrowingSource>: ThrowingSource {
  @usableFromInline let state: SeekBuffer<SourceIterator<Base>>

  @inlinable
  init(state: SeekBuffer<SourceIterator<Base>>) { self.state = state }

  /// Returns the element at ``position``, and moves to the next.
  ///
  /// - Returns: The element, or `nil` at the end of the source.
  /// - Throws: The error of the source.
  /// - Complexity: O(1), and at most one element of the source.
  @inlinable @discardableResult
  public func next() throws(Base.Failure) -> Base.Element? { try state.next() }

  /// The number of elements before the next one, counted from the call of `seekable(window:)`.
  @inlinable
  public var position: Int { state.position }

  /// The least position that the consumer can go back to.
  @inlinable
  public var earliest: Int { state.earliest }

  /// The elements that are held, from ``earliest`` on.
  ///
  /// - Complexity: O(*n*) for *n* elements.
  @inlinable
  public var elements: [Base.Element] { state.held.prefix(state.held.count) }

  /// Goes to a position, or to the end if the source ends before it.
  ///
  /// - Parameter position: The position, from 0.
  /// - Throws: The error of the source, among the elements up to the position.
  /// - Precondition: `position` isn't less than ``earliest``.
  /// - Complexity: O(1) backwards. Forwards, takes the elements up to the position.
  @inlinable
  public func seek(to position: Int) throws(Base.Failure) { try state.seek(to: position) }

  /// Goes to a position relative to this one.
  ///
  /// - Parameter distance: The distance; negative backwards.
  /// - Throws: The error of the source, among the elements up to the position.
  /// - Precondition: The position isn't less than ``earliest``.
  /// - Complexity: That of ``seek(to:)``.
  @inlinable
  public func seek(by distance: Int) throws(Base.Failure) { try state.seek(by: distance) }

  /// Closes the source, because an operation on its elements has failed.
  @inlinable
  public func abandon() { state.abandon() }
}

@inlinable
func checked(window: Int) -> Int {
  guard window > 0 else { fatalError("the window of elements to hold must be positive") }
  return window
}
