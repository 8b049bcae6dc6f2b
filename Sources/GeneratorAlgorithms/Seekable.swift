public import Generators

extension Sequence {
  /// This sequence with a way back: its last elements can be read again.
  ///
  /// An element is taken from the source when it is asked for the first time, and is held until
  /// `window` others were taken after it.
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
  /// more-itertools' `seekable`, where `window` is `maxlen`.
  ///
  /// - Parameter window: how many of the last elements to hold; all, if it is not given.
  /// - Returns: a sequence that reads this one, once.
  /// - Precondition: `window` is positive.
  /// - Complexity: O(1), one allocation. It holds at most `window` elements.
  @inlinable
  public func seekable(window: Int = .max) -> SeekableSequence<Self> {
    SeekableSequence(state: SeekBuffer(SequenceIterator(self), window: checked(window: window)))
  }
}

/// A sequence with a way back: see ``Swift/Sequence/seekable(window:)``.
///
/// It is a reference and its own iterator, as a generator is: `for` takes what is left of it, and a
/// copy is another name for the same sequence. The source is released at its end; the last elements
/// can be read again after it.
public struct SeekableSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: SeekBuffer<SequenceIterator<Base, Never>>

  @inlinable
  init(state: SeekBuffer<SequenceIterator<Base, Never>>) { self.state = state }

  /// The element at ``position``, or `nil` at the end.
  ///
  /// - Returns: an element that is held, or the next of the source.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable @discardableResult
  public func next() -> Base.Element? { state.next() }

  /// How many elements of the source come before the one that is next.
  @inlinable
  public var position: Int { state.position }

  /// The least position to which one can go back.
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
  /// Forwards, elements are taken from the source. If it ends before, this is its end.
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
  /// - Parameter position: how many elements to be before the next.
  /// - Precondition: `position` is not less than ``earliest``.
  /// - Complexity: O(1) back; forwards it takes each element in between.
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
  /// - Parameter distance: how many elements.
  /// - Precondition: it does not lead to before ``earliest``.
  /// - Complexity: O(1) back; forwards it takes each element in between.
  @inlinable
  public func seek(by distance: Int) {
    state.seek(by: distance)
  }
}

extension SeekableSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns the elements with a position that can be set back: more-itertools' `seekable`.
  ///
  /// As `seekable(window:)` of a sequence. An error is thrown by the call that met it, and closes the source.
  /// The elements before it can still be returned to.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(0..<5).seekable()
  /// _ = try numbers.prefix(3).collect()
  /// try numbers.seek(to: 1)
  /// print(try numbers.collect())  // [1, 2, 3, 4]
  /// ```
  ///
  /// - Parameter window: The number of elements to hold.
  /// - Returns: A source that reads this one.
  /// - Precondition: `window` is positive.
  /// - Complexity: O(1), one allocation.
  @_disfavoredOverload
  @inlinable
  public func seekable(window: Int = .max) -> SeekableSource<Self> {
    SeekableSource(state: SeekBuffer(SourceIterator(self), window: checked(window: window)))
  }
}

/// A source whose position can be set back: see ``Generators/ThrowingSource/seekable(window:)``.
///
/// It is a reference: a copy is another name for the same source.
public struct SeekableSource<Base: ThrowingSource>: ThrowingSource {
  @usableFromInline let state: SeekBuffer<SourceIterator<Base>>

  @inlinable
  init(state: SeekBuffer<SourceIterator<Base>>) { self.state = state }

  /// Returns the element at ``position``, and moves on.
  ///
  /// - Returns: The element, or `nil` at the end of the source.
  /// - Throws: The error of the source.
  /// - Complexity: O(1), and at most one element of the source.
  @inlinable @discardableResult
  public func next() throws(Base.Failure) -> Base.Element? { try state.next() }

  /// The number of elements before the next one, counted from where the source stood.
  @inlinable
  public var position: Int { state.position }

  /// The position of the earliest element that is still held.
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
  /// - Precondition: `position` is not less than ``earliest``.
  /// - Complexity: O(1) backwards. Forwards, takes the elements up to the position.
  @inlinable
  public func seek(to position: Int) throws(Base.Failure) { try state.seek(to: position) }

  /// Goes to a position relative to this one.
  ///
  /// - Parameter distance: The distance; negative backwards.
  /// - Throws: The error of the source, among the elements up to the position.
  /// - Precondition: The position is not less than ``earliest``.
  /// - Complexity: As ``seek(to:)``.
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
