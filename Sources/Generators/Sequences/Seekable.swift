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
    guard window > 0 else { fatalError("the window of elements to hold must be positive") }
    return SeekableSequence(state: SeekBuffer(base: self, window: window))
  }
}

/// A sequence with a way back: see ``Swift/Sequence/seekable(window:)``.
///
/// It is a reference and its own iterator, as a generator is: `for` takes what is left of it, and a
/// copy is another name for the same sequence. The source is let go of at its end; the last elements
/// can be read again after it.
public struct SeekableSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: SeekBuffer<Base>

  @inlinable
  init(state: SeekBuffer<Base>) { self.state = state }

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
    let (target, overflow) = state.position.addingReportingOverflow(distance)
    state.seek(to: overflow ? (distance < 0 ? .min : .max) : target)
  }
}

extension SeekableSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
