public import Generators

extension Sequence {
  /// This sequence with a look ahead: any number of its elements can be seen before they are taken,
  /// and others put before them.
  ///
  /// An element is taken from the source when it is asked for or looked at.
  ///
  /// ```swift
  /// func number(_ digits: PeekableSequence<Generator<Character>>) -> Int {
  ///   var n = 0
  ///   while let digit = digits.peek()?.wholeNumberValue {
  ///     n = n * 10 + digit
  ///     _ = digits.next()
  ///   }
  ///   return n
  /// }
  /// let text = Generator("12+34").peekable()
  /// print(number(text), text.next()!, number(text))  // 12 + 34
  /// ```
  ///
  /// more-itertools' `peekable`.
  ///
  /// - Returns: a sequence that reads this one, once.
  /// - Complexity: O(1), one allocation. It holds the elements that were looked at or put back and
  ///   not taken.
  @inlinable
  public func peekable() -> PeekableSequence<Self> {
    PeekableSequence(state: PeekBuffer(SequenceIterator(self)))
  }
}

/// A sequence with a look ahead: see ``Swift/Sequence/peekable()``.
///
/// It is a reference and its own iterator, as a generator is: `for` takes what is left of it, and a
/// copy is another name for the same sequence. The source is released at its end.
public struct PeekableSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: PeekBuffer<SequenceIterator<Base, Never>>

  @inlinable
  init(state: PeekBuffer<SequenceIterator<Base, Never>>) { self.state = state }

  /// Takes the next element, or gives `nil` at the end.
  ///
  /// - Returns: the element: what was put back, what was looked at, or one from the source.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable @inline(__always) @discardableResult
  public func next() -> Base.Element? { state.next() }

  /// Takes the next element if `predicate` says so.
  ///
  /// ```swift
  /// let numbers = [1, 3, 4].peekable()
  /// while let odd = numbers.next(if: { $0 % 2 == 1 }) { print(odd) }  // 1, 3
  /// print(numbers.next()!)                                            // 4
  /// ```
  ///
  /// The element stays in its place while `predicate` runs, which may look ahead, and so decide by what
  /// follows:
  ///
  /// ```swift
  /// let text = "1,2".peekable()
  /// print(text.next(if: { _ in text.peek(1) == "," }) as Any)  // Optional("1")
  /// ```
  ///
  /// - Parameter predicate: whether to take the element. It is not asked at the end.
  /// - Returns: the element if it was taken; `nil` if it was not, or if there is none.
  /// - Throws: what `predicate` throws; the element is not taken then.
  /// - Precondition: `predicate` takes no element of this sequence, and puts none back.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable
  public func next<Failure: Error>(
    if predicate: (Base.Element) throws(Failure) -> Bool
  ) throws(Failure) -> Base.Element? {
    guard let element = state.peek(0) else { return nil }
    return try state.choose(element, predicate) ? state.next() : nil
  }

  /// The next element, which stays.
  ///
  /// ```swift
  /// let letters = "ab".peekable()
  /// print(letters.peek()!, letters.peek()!, letters.next()!)  // a a a
  /// ```
  ///
  /// - Returns: what ``next()`` will give.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable
  public func peek() -> Base.Element? { state.peek(0) }

  /// The element that is `distance` further than the next, which stays with all before it.
  ///
  /// ```swift
  /// let letters = "abc".peekable()
  /// print(letters.peek(2)!, letters.next()!, letters.peek(2) as Any)  // c a nil
  /// ```
  ///
  /// - Parameter distance: how many elements to look past; 0 is the next.
  /// - Returns: the element, or `nil` if the source ends before it.
  /// - Precondition: `distance` is not negative.
  /// - Complexity: O(`distance`) for those that are seen for the first time, which are taken from the
  ///   source and held; O(1) for others.
  @inlinable
  public func peek(_ distance: Int) -> Base.Element? {
    guard distance >= 0 else { fatalError("the distance to look ahead must not be negative") }
    return state.peek(distance)
  }

  /// The next elements, which stay.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }.peekable()
  /// print(naturals.peek(first: 3), naturals.next()!)  // [0, 1, 2] 0
  /// ```
  ///
  /// - Parameter maxLength: how many elements to look at.
  /// - Returns: as many, or fewer where the source ends before.
  /// - Precondition: `maxLength` is not negative.
  /// - Complexity: O(`maxLength`), of which those that are seen for the first time are taken from the
  ///   source and held.
  @inlinable
  public func peek(first maxLength: Int) -> [Base.Element] {
    guard maxLength >= 0 else { fatalError("the count to look ahead must not be negative") }
    state.fill(maxLength)
    return state.ahead.prefix(maxLength)
  }

  /// Whether there is another element, which is taken from the source to know.
  ///
  /// ```swift
  /// let numbers = [1].peekable()
  /// print(numbers.hasNext(), numbers.next()!, numbers.hasNext())  // true 1 false
  /// ```
  ///
  /// - Returns: whether ``next()`` will give an element.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable
  public func hasNext() -> Bool { state.peek(0) != nil }

  /// Puts an element before the next, also after the end.
  ///
  /// ```swift
  /// let numbers = [2, 3].peekable()
  /// numbers.prepend(1)
  /// print(Array(numbers))  // [1, 2, 3]
  /// ```
  ///
  /// - Parameter element: what ``next()`` will give.
  /// - Complexity: amortised O(1); takes nothing.
  @inlinable
  public func prepend(_ element: Base.Element) { state.prepend(element) }

  /// Puts elements before the next, in their order.
  ///
  /// ```swift
  /// let numbers = [3, 4].peekable()
  /// numbers.prepend(contentsOf: [1, 2])
  /// print(Array(numbers))  // [1, 2, 3, 4]
  /// ```
  ///
  /// - Parameter elements: what ``next()`` will give; all are taken at once.
  /// - Complexity: O(*n*) for *n* elements.
  @inlinable
  public func prepend(contentsOf elements: some Sequence<Base.Element>) {
    for element in Array(elements).reversed() { state.prepend(element) }
  }
}

extension PeekableSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns the elements with a look ahead: more-itertools' `peekable`.
  ///
  /// As `peekable()` of a sequence. An error is thrown by the call that takes or looks at an element and met
  /// it, and it closes the source. Elements that were looked at before are still there.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(1...3).peekable()
  /// print(try numbers.peek()!, try numbers.peek(1)!, try numbers.next()!)  // 1 2 1
  /// ```
  ///
  /// - Returns: A source that reads this one.
  /// - Complexity: O(1), one allocation. It holds the elements that were looked at or put back and not taken.
  @_disfavoredOverload
  @inlinable
  public func peekable() -> PeekableSource<Self> {
    PeekableSource(state: PeekBuffer(SourceIterator(self)))
  }
}

/// A source with a look ahead: see ``Generators/ThrowingSource/peekable()``.
///
/// It is a reference: a copy is another name for the same source. Its own source is released at its end.
public struct PeekableSource<Base: ThrowingSource>: ThrowingSource {
  @usableFromInline let state: PeekBuffer<SourceIterator<Base>>

  @inlinable
  init(state: PeekBuffer<SourceIterator<Base>>) { self.state = state }

  /// Takes the next element, or returns `nil` at the end.
  ///
  /// - Returns: The element: one that was put back, was looked at, or comes from the source.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable @discardableResult
  public func next() throws(Base.Failure) -> Base.Element? { try state.next() }

  /// Takes the next element if a predicate returns `true` for it.
  ///
  /// The element stays in its place while the predicate runs, which may look ahead.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator([1, 3, 4]).peekable()
  /// while let odd = try numbers.next(if: { $0 % 2 == 1 }) { print(odd) }  // 1, 3
  /// ```
  ///
  /// - Parameter predicate: Whether to take the element. It is not called at the end.
  /// - Returns: The element if it was taken.
  /// - Throws: The error of the source or of the predicate; the element is not taken then.
  /// - Precondition: The predicate takes no element of this source, and puts none back.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func next(
    if predicate: (Base.Element) throws(Base.Failure) -> Bool
  ) throws(Base.Failure) -> Base.Element? {
    try state.next(if: predicate)
  }

  /// Returns the next element, which stays.
  ///
  /// - Returns: The element, or `nil` at the end.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func peek() throws(Base.Failure) -> Base.Element? { try state.peek(0) }

  /// Returns the element that is `distance` further than the next, which stays with all before it.
  ///
  /// - Parameter distance: The number of elements to look past; 0 is the next.
  /// - Returns: The element, or `nil` if the source ends before it.
  /// - Throws: The error of the source.
  /// - Precondition: `distance` is not negative.
  /// - Complexity: O(`distance`) for elements that are seen for the first time; O(1) for others.
  @inlinable
  public func peek(_ distance: Int) throws(Base.Failure) -> Base.Element? {
    guard distance >= 0 else { fatalError("the distance to look ahead must not be negative") }
    return try state.peek(distance)
  }

  /// Returns the next elements, which stay.
  ///
  /// - Parameter maxLength: The number of elements to look at.
  /// - Returns: The elements; fewer if the source ends before.
  /// - Throws: The error of the source.
  /// - Precondition: `maxLength` is not negative.
  /// - Complexity: O(`maxLength`).
  @inlinable
  public func peek(first maxLength: Int) throws(Base.Failure) -> [Base.Element] {
    guard maxLength >= 0 else { fatalError("the count to look ahead must not be negative") }
    try state.fill(maxLength)
    return state.ahead.prefix(maxLength)
  }

  /// Returns whether there is another element, which is taken from the source to find out.
  ///
  /// - Returns: Whether ``next()`` will return an element.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func hasNext() throws(Base.Failure) -> Bool { try state.peek(0) != nil }

  /// Puts an element before the next, also after the end.
  ///
  /// - Parameter element: The element that ``next()`` will return.
  /// - Complexity: Amortised O(1).
  @inlinable
  public func prepend(_ element: Base.Element) { state.prepend(element) }

  /// Puts elements before the next, in their order.
  ///
  /// - Parameter elements: The elements that ``next()`` will return.
  /// - Complexity: O(*n*) for *n* elements.
  @inlinable
  public func prepend(contentsOf elements: some Sequence<Base.Element>) {
    for element in Array(elements).reversed() { state.prepend(element) }
  }

  /// Closes the source, because an operation on its elements has failed.
  @inlinable
  public func abandon() { state.abandon() }
}
