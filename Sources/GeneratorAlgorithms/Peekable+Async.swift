extension AsyncSequence {
  /// Returns the elements with a look ahead: the consumer can look at elements before it takes them, and put
  /// others before them.
  ///
  /// Takes an element from the source when the consumer requests it or looks at it.
  ///
  /// ```swift
  /// let words = ["SELECT", "name", ";", "QUIT"].async.peekable()
  /// while let word = await words.next(if: { $0 != ";" }) { print(word) }  // SELECT, name
  /// print(await words.peek() ?? "", await words.peek(1) ?? "")            // ; QUIT
  /// ```
  ///
  /// The call that meets an error of the source, taking or looking, throws it and releases the source.
  /// Elements that the consumer looked at before are still there. The counterpart of `peekable` in
  /// more-itertools.
  ///
  /// - Returns: A sequence that reads this one, once.
  /// - Complexity: O(1), one allocation. Holds the elements that were looked at or put back, until they are
  ///   taken.
  @inlinable
  public func peekable() -> AsyncPeekableSequence<Self> {
    AsyncPeekableSequence(state: AsyncPeekBuffer(makeAsyncIterator()))
  }
}

/// An asynchronous sequence with a look ahead: see `peekable()` of `AsyncSequence`.
///
/// It is a reference and its own iterator: `for await` takes its remaining elements, and a copy refers to the
/// same sequence. It belongs to one task or actor, and can be sent to another one. The source is released at
/// its end.
///
/// While one call waits for an element, another task of the same actor may make a second call. The second
/// call succeeds if the elements ahead are enough for it. Otherwise it throws
/// `GeneratorError.alreadyExecuting`, or traps if `Failure` can't be that error.
public struct AsyncPeekableSequence<Base: AsyncSequence>: AsyncSequence, AsyncIteratorProtocol {
  /// The elements of the source.
  public typealias Element = Base.Element
  /// The errors of the source.
  public typealias Failure = Base.Failure

  @usableFromInline let state: AsyncPeekBuffer<Base>

  @inlinable
  init(state: AsyncPeekBuffer<Base>) { self.state = state }

  /// Takes the next element, or returns `nil` at the end.
  ///
  /// - Parameter actor: The actor on which the caller runs.
  /// - Returns: The element: one that was put back, was looked at, or comes from the source.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable @discardableResult
  public func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    try await state.next(isolation: actor)
  }

  /// Takes the next element if a predicate returns `true` for it.
  ///
  /// ```swift
  /// let numbers = [1, 3, 4].async.peekable()
  /// while let odd = await numbers.next(if: { $0 % 2 == 1 }) { print(odd) }  // 1, 3
  /// ```
  ///
  /// - Parameters:
  ///   - actor: The actor on which the caller runs.
  ///   - predicate: Whether to take the element. Not called at the end.
  /// - Returns: The element if it was taken.
  /// - Throws: The error of the source.
  /// - Precondition: The predicate puts no element back.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func next(
    isolation actor: isolated (any Actor)? = #isolation,
    if predicate: (Base.Element) -> Bool
  ) async throws(Base.Failure) -> Base.Element? {
    try await state.fill(1, isolation: actor)
    return state.next(if: predicate)
  }

  /// Returns the next element without taking it.
  ///
  /// - Parameter actor: The actor on which the caller runs.
  /// - Returns: The element, or `nil` at the end.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func peek(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    try await state.peek(0, isolation: actor)
  }

  /// Returns the element that is `distance` further than the next one, without taking it.
  ///
  /// - Parameters:
  ///   - distance: The number of elements to look past; 0 is the next.
  ///   - actor: The actor on which the caller runs.
  /// - Returns: The element, or `nil` if the source ends before it.
  /// - Throws: The error of the source.
  /// - Precondition: `distance` isn't negative.
  /// - Complexity: O(`distance`) for elements that are seen for the first time; O(1) for others.
  @inlinable
  public func peek(
    _ distance: Int, isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    guard distance >= 0 else { fatalError("the distance to look ahead must not be negative") }
    return try await state.peek(distance, isolation: actor)
  }

  /// Returns the next elements without taking them.
  ///
  /// - Parameters:
  ///   - maxLength: The number of elements to look at.
  ///   - actor: The actor on which the caller runs.
  /// - Returns: The elements; fewer if the source ends before.
  /// - Throws: The error of the source.
  /// - Precondition: `maxLength` isn't negative.
  /// - Complexity: O(`maxLength`).
  @inlinable
  public func peek(
    first maxLength: Int, isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> [Base.Element] {
    guard maxLength >= 0 else { fatalError("the count to look ahead must not be negative") }
    try await state.fill(maxLength, isolation: actor)
    return state.ahead.prefix(maxLength)
  }

  /// Returns whether there is another element, which it takes from the source to find out.
  ///
  /// - Parameter actor: The actor on which the caller runs.
  /// - Returns: Whether ``next(isolation:)`` will return an element.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func hasNext(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Bool {
    try await state.peek(0, isolation: actor) != nil
  }

  /// Puts an element before the next one, also after the end.
  ///
  /// - Parameter element: The element that ``next(isolation:)`` will return.
  /// - Complexity: Amortised O(1).
  @inlinable
  public func prepend(_ element: Base.Element) { state.prepend(element) }

  /// Puts elements before the next one, in their order.
  ///
  /// ```swift
  /// let numbers = [3, 4].async.peekable()
  /// numbers.prepend(contentsOf: [1, 2])
  /// for await n in numbers { print(n) }  // 1, 2, 3, 4
  /// ```
  ///
  /// - Parameter elements: The elements that ``next(isolation:)`` will return.
  /// - Complexity: O(*n*) for *n* elements.
  @inlinable
  public func prepend(contentsOf elements: some Sequence<Base.Element>) {
    for element in Array(elements).reversed() { state.prepend(element) }
  }

  /// Returns this sequence.
  @inlinable
  public func makeAsyncIterator() -> Self { self }
}

@available(*, unavailable)
extension AsyncPeekableSequence: Sendable {}
