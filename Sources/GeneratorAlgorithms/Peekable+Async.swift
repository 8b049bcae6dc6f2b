extension AsyncSequence {
  /// Returns the elements with a look ahead: any number of them can be seen before they are taken, and others
  /// put before them.
  ///
  /// An element is taken from the source when it is requested or looked at.
  ///
  /// ```swift
  /// let words = ["SELECT", "name", ";", "QUIT"].async.peekable()
  /// while let word = await words.next(if: { $0 != ";" }) { print(word) }  // SELECT, name
  /// print(await words.peek() ?? "", await words.peek(1) ?? "")            // ; QUIT
  /// ```
  ///
  /// The call that meets an error of the source, taking or looking, throws it and releases the source.
  /// Elements that were looked at before are still there. more-itertools' `peekable`.
  ///
  /// - Returns: A sequence that reads this one, once.
  /// - Complexity: O(1), one allocation. It holds the elements that were looked at or put back and not taken.
  @inlinable
  public func peekable() -> AsyncPeekableSequence<Self> {
    AsyncPeekableSequence(state: AsyncPeekBuffer(makeAsyncIterator()))
  }
}

/// An asynchronous sequence with a look ahead: see `peekable()` of `AsyncSequence`.
///
/// It is a reference and its own iterator: `for await` takes what is left of it, and a copy is another name for
/// the same sequence. It belongs to one task or actor, and can be sent to another one. The source is released at
/// its end.
///
/// While one call waits for an element, another task of the same actor may make another call. It is answered
/// from what was looked at before. If that isn't enough, it throws `GeneratorError.alreadyExecuting`, or traps
/// where `Failure` can't be that error.
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
  /// - Parameter actor: Where the caller runs.
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
  ///   - actor: Where the caller runs.
  ///   - predicate: Whether to take the element. It is not called at the end.
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

  /// Returns the next element, which stays.
  ///
  /// - Parameter actor: Where the caller runs.
  /// - Returns: The element, or `nil` at the end.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func peek(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    try await state.peek(0, isolation: actor)
  }

  /// Returns the element that is `distance` further than the next, which stays with all before it.
  ///
  /// - Parameters:
  ///   - distance: The number of elements to look past; 0 is the next.
  ///   - actor: Where the caller runs.
  /// - Returns: The element, or `nil` if the source ends before it.
  /// - Throws: The error of the source.
  /// - Precondition: `distance` is not negative.
  /// - Complexity: O(`distance`) for elements that are seen for the first time; O(1) for others.
  @inlinable
  public func peek(
    _ distance: Int, isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    guard distance >= 0 else { fatalError("the distance to look ahead must not be negative") }
    return try await state.peek(distance, isolation: actor)
  }

  /// Returns the next elements, which stay.
  ///
  /// - Parameters:
  ///   - maxLength: The number of elements to look at.
  ///   - actor: Where the caller runs.
  /// - Returns: The elements; fewer if the source ends before.
  /// - Throws: The error of the source.
  /// - Precondition: `maxLength` is not negative.
  /// - Complexity: O(`maxLength`).
  @inlinable
  public func peek(
    first maxLength: Int, isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> [Base.Element] {
    guard maxLength >= 0 else { fatalError("the count to look ahead must not be negative") }
    try await state.fill(maxLength, isolation: actor)
    return state.ahead.prefix(maxLength)
  }

  /// Returns whether there is another element, which is taken from the source to find out.
  ///
  /// - Parameter actor: Where the caller runs.
  /// - Returns: Whether ``next(isolation:)`` will return an element.
  /// - Throws: The error of the source.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func hasNext(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Bool {
    try await state.peek(0, isolation: actor) != nil
  }

  /// Puts an element before the next, also after the end.
  ///
  /// - Parameter element: The element that ``next(isolation:)`` will return.
  /// - Complexity: Amortised O(1).
  @inlinable
  public func prepend(_ element: Base.Element) { state.prepend(element) }

  /// Puts elements before the next, in their order.
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
