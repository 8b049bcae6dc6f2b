public import Generators

extension Sequence {
  /// Returns the elements with a look ahead: the consumer can look at elements before it takes them, and put
  /// others before them.
  ///
  /// Takes an element from the source when the consumer requests it or looks at it.
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
  /// The counterpart of `peekable` in more-itertools.
  ///
  /// - Returns: A sequence that reads this one, once.
  /// - Complexity: O(1), one allocation. Holds the elements that were looked at or put back, until they are
  ///   taken.
  @inlinable
  public func peekable() -> PeekableSequence<Self> {
    PeekableSequence(state: PeekBuffer(SequenceIterator(self)))
  }
}

/// A sequence with a look ahead: see ``Swift/Sequence/peekable()``.
///
/// Like a generator, it is a reference and its own iterator: `for` takes its remaining elements, and a copy
/// refers to the same sequence. The source is released at its end.
public struct PeekableSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: PeekBuffer<SequenceIterator<Base, Never>>

  @inlinable
  init(state: PeekBuffer<SequenceIterator<Base, Never>>) { self.state = state }

  /// Takes the next element, or returns `nil` at the end.
  ///
  /// - Returns: The element: one that was put back, was looked at, or comes from the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable @inline(__always) @discardableResult
  public func next() -> Base.Element? { state.next() }

  /// Takes the next element if a predicate returns `true` for it.
  ///
  /// ```swift
  /// let numbers = [1, 3, 4].peekable()
  /// while let odd = numbers.next(if: { $0 % 2 == 1 }) { print(odd) }  // 1, 3
  /// print(numbers.next()!)                                            // 4
  /// ```
  ///
  /// The element stays in its place while the predicate runs. The predicate may look ahead, and decide by the
  /// elements that follow:
  ///
  /// ```swift
  /// let text = "1,2".peekable()
  /// print(text.next(if: { _ in text.peek(1) == "," }) as Any)  // Optional("1")
  /// ```
  ///
  /// - Parameter predicate: Whether to take the element. Not called at the end.
  /// - Returns: The element if it was taken; otherwise `nil`.
  /// - Throws: The error of the predicate, in which case the element isn't taken.
  /// - Precondition: `predicate` takes no element of this sequence, and puts none back.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func next<Failure: Error>(
    if predicate: (Base.Element) throws(Failure) -> Bool
  ) throws(Failure) -> Base.Element? {
    guard let element = state.peek(0) else { return nil }
    return try state.choose(element, predicate) ? state.next() : nil
  }

  /// Returns the next element without taking it.
  ///
  /// ```swift
  /// let letters = "ab".peekable()
  /// print(letters.peek()!, letters.peek()!, letters.next()!)  // a a a
  /// ```
  ///
  /// - Returns: The element that ``next()`` will return.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func peek() -> Base.Element? { state.peek(0) }

  /// Returns the element that is `distance` further than the next one, without taking it.
  ///
  /// ```swift
  /// let letters = "abc".peekable()
  /// print(letters.peek(2)!, letters.next()!, letters.peek(2) as Any)  // c a nil
  /// ```
  ///
  /// - Parameter distance: The number of elements to look past; 0 is the next.
  /// - Returns: The element, or `nil` if the source ends before it.
  /// - Precondition: `distance` isn't negative.
  /// - Complexity: O(`distance`) for elements that are seen for the first time, which are taken from the
  ///   source and held; O(1) for others.
  @inlinable
  public func peek(_ distance: Int) -> Base.Element? {
    guard distance >= 0 else { fatalError("the distance to look ahead must not be negative") }
    return state.peek(distance)
  }

  /// Returns the next elements without taking them.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }.peekable()
  /// print(naturals.peek(first: 3), naturals.next()!)  // [0, 1, 2] 0
  /// ```
  ///
  /// - Parameter maxLength: The number of elements to look at.
  /// - Returns: The elements; fewer if the source ends before.
  /// - Precondition: `maxLength` isn't negative.
  /// - Complexity: O(`maxLength`). Elements that are seen for the first time are taken from the source and
  ///   held.
  @inlinable
  public func peek(first maxLength: Int) -> [Base.Element] {
    guard maxLength >= 0 else { fatalError("the count to look ahead must not be negative") }
    state.fill(maxLength)
    return state.ahead.prefix(maxLength)
  }

  /// Returns whether there is another element, which it takes from the source to find out.
  ///
  /// ```swift
  /// let numbers = [1].peekable()
  /// print(numbers.hasNext(), numbers.next()!, numbers.hasNext())  // true 1 false
  /// ```
  ///
  /// - Returns: Whether ``next()`` will return an element.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func hasNext() -> Bool { state.peek(0) != nil }

  /// Puts an element before the next one, also after the end.
  ///
  /// ```swift
  /// let numbers = [2, 3].peekable()
  /// numbers.prepend(1)
  /// print(Array(numbers))  // [1, 2, 3]
  /// ```
  ///
  /// - Parameter element: The element that ``next()`` will return.
  /// - Complexity: Amortised O(1); takes nothing.
  @inlinable
  public func prepend(_ element: Base.Element) { state.prepend(element) }

  /// Puts elements before the next one, in their order.
  ///
  /// ```swift
  /// let numbers = [3, 4].peekable()
  /// numbers.prepend(contentsOf: [1, 2])
  /// print(Array(numbers))  // [1, 2, 3, 4]
  /// ```
  ///
  /// - Parameter elements: The elements that ``next()`` will return. All are taken at once.
  /// - Complexity: O(*n*) for *n* elements.
  @inlinable
  public func prepend(contentsOf elements: some Sequence<Base.Element>) {
    for element in Array(elements).reversed() { state.prepend(element) }
  }
}

extension PeekableSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns the elements with a look ahead, as more-itertools' `peekable` does.
  ///
  /// Behaves like `peekable()` of a sequence. The call that meets an error, taking or looking, throws it and
  /// closes the source. Elements that the consumer looked at before are still there.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(1...3).peekable()
  /// print(try numbers.peek()!, try numbers.peek(1)!, try numbers.next()!)  // 1 2 1
  /// ```
  ///
  /// - Returns: A source that reads this one.
  /// - Complexity: O(1), one allocation. Holds the elements that were looked at or put back, until they are
  ///   taken.
  @_disfavoredOverload
  @inlinable
  public func peekable() -> PeekableSource<Self> {
    PeekableSource(state: PeekBuffer(SourceIterator(self)))
  }
}

/// A source with a look ahead: see ``Generators/ThrowingSource/peekable()``.
///
/// It is a reference: a copy refers to the same source. Its own source is released at its end.
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
  /// The element stays in its place while the predicate runs. The predicate may look ahead.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator([1, 3, 4]).peekable()
  /// while let odd = try numbers.next(if: { $0 % 2 == 1 }) { print(odd) }  // 1, 3
  /// ```
  ///
  /// - Parameter predicate: Whether to take the element. Not called at the end.
  /// - Returns: The element if it was taken.
  /// - Throws: The error of the source or of the predicate, in which case the element isn't taken.
  /// - Precondition: The predicate takes no element of this source, and puts none back.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func next(
    if predicate: (Base.Element) throws(Base.Failure) -> Bool
  ) throws(Base.Failure) -> Base.Element? {
    try state.next(if: predicate)
  }

  /// Returns the next element without taking it.
  ///
  /// - Returns: The element, or `nil` at the end.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func peek() throws(Base.Failure) -> Base.Element? { try state.peek(0) }

  /// Returns the element that is `distance` further than the next one, without taking it.
  ///
  /// - Parameter distance: The number of elements to look past; 0 is the next.
  /// - Returns: The element, or `nil` if the source ends before it.
  /// - Throws: The error of the source.
  /// - Precondition: `distance` isn't negative.
  /// - Complexity: O(`distance`) for elements that are seen for the first time; O(1) for others.
  @inlinable
  public func peek(_ distance: Int) throws(Base.Failure) -> Base.Element? {
    guard distance >= 0 else { fatalError("the distance to look ahead must not be negative") }
    return try state.peek(distance)
  }

  /// Returns the next elements without taking them.
  ///
  /// - Parameter maxLength: The number of elements to look at.
  /// - Returns: The elements; fewer if the source ends before.
  /// - Throws: The error of the source.
  /// - Precondition: `maxLength` isn't negative.
  /// - Complexity: O(`maxLength`).
  @inlinable
  public func peek(first maxLength: Int) throws(Base.Failure) -> [Base.Element] {
    guard maxLength >= 0 else { fatalError("the count to look ahead must not be negative") }
    try state.fill(maxLength)
    return state.ahead.prefix(maxLength)
  }

  /// Returns whether there is another element, which it takes from the source to find out.
  ///
  /// - Returns: Whether ``next()`` will return an element.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func hasNext() throws(Base.Failure) -> Bool { try state.peek(0) != nil }

  /// Puts an element before the next one, also after the end.
  ///
  /// - Parameter element: The element that ``next()`` will return.
  /// - Complexity: Amortised O(1).
  @inlinable
  public func prepend(_ element: Base.Element) { state.prepend(element) }

  /// Puts elements before the next one, in their order.
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
