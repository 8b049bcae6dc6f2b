extension AsyncSequence {
  /// Returns the runs of neighbours with the same key, each as a pair of the key and a reader of its
  /// elements.
  ///
  /// Stores no groups: each group takes its elements from the source on demand. A request for the next group
  /// skips the rest of the current one, whose reader has then ended. The counterpart of Python's
  /// `itertools.groupby`.
  ///
  /// ```swift
  /// let words = ["apple", "ant", "bee", "bear", "auk"].async
  /// for await (letter, group) in words.chunked(on: \.first!) {
  ///   var count = 0
  ///   for await _ in group { count += 1 }
  ///   print(letter, count)
  /// }
  /// // prints "a 2", "b 2", "a 1"
  /// ```
  ///
  /// A request for a group takes its first element, which the group's reader returns first. The source and
  /// its groups may be infinite. An empty source has no groups. The `next()` that meets an error of the
  /// source throws it, whether it is the `next()` of a group or that of the groups. The error releases the
  /// source, and ends the groups and their readers.
  ///
  /// swift-async-algorithms has an operation of the same name, which collects each group in an array. If a
  /// file imports both libraries, the compiler chooses that one. To choose this one, write its type or, from
  /// Swift 6.3, the module's name as in `words.GeneratorAlgorithms::chunked(on:)`:
  ///
  /// ```swift
  /// let words = ["apple", "ant", "bee"].async
  /// let groups = words.chunked(on: \.first!) as AsyncChunkedOnSequence
  /// for await group in groups { print(group.key) }  // a, b
  /// ```
  ///
  /// - Parameter key: Returns an element's key. Called once for each element.
  /// - Returns: The pairs of a key and a group.
  /// - Complexity: O(1) for an element, one of which is held. A request for a group takes the rest of the
  ///   current one.
  @_disfavoredOverload
  @inlinable
  public func chunked<Key: Equatable>(
    on key: @escaping @Sendable (Element) -> Key
  ) -> AsyncChunkedOnSequence<Self, Key> {
    AsyncChunkedOnSequence(base: self, keyForElement: key)
  }
}

/// The runs of neighbours with the same key in an asynchronous sequence: Python's `itertools.groupby`.
///
/// See `chunked(on:)` of `AsyncSequence`.
public struct AsyncChunkedOnSequence<Base: AsyncSequence, Key: Equatable>: AsyncSequence {
  /// The key and the reader of a group.
  public typealias Element = (key: Key, group: Group)
  /// The errors of the source.
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let keyForElement: @Sendable (Base.Element) -> Key

  @inlinable
  init(
    base: Base, keyForElement: @escaping @Sendable (Base.Element) -> Key
  ) {
    self.base = base
    self.keyForElement = keyForElement
  }

  /// An iterator over the groups.
  ///
  /// A copy refers to the same iterator. It and its groups belong to one task or actor.
  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let state: AsyncGroupsState<Base, Key>

    @inlinable
    init(state: AsyncGroupsState<Base, Key>) { self.state = state }

    /// Returns the next group with its key, and skips the rest of the current one.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The key and the group; `nil` after the last.
    /// - Throws: The error of the source.
    /// - Complexity: Takes the rest of the current group, and one more element.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> (key: Key, group: Group)? {
      guard let (key, number) = try await state.nextGroup(isolation: actor) else { return nil }
      return (key, Group(state: state, number: number))
    }
  }

  /// The elements of one group, which can be read until the next group is requested.
  ///
  /// It is a reference and its own iterator, and refers to the source.
  public struct Group: AsyncSequence, AsyncIteratorProtocol {
    /// The elements of the source.
    public typealias Element = Base.Element
    /// The errors of the source.
    public typealias Failure = Base.Failure

    @usableFromInline let state: AsyncGroupsState<Base, Key>
    @usableFromInline let number: Int

    @inlinable
    init(state: AsyncGroupsState<Base, Key>, number: Int) {
      self.state = state
      self.number = number
    }

    /// Returns the next element of the group.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The element; `nil` permanently when the group has no more or the next one was requested.
    /// - Throws: The error of the source.
    /// - Complexity: O(1), one element of the source at most.
    @inlinable
    public func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Base.Element? {
      try await state.next(of: number, isolation: actor)
    }

    /// Returns this group.
    @inlinable
    public func makeAsyncIterator() -> Self { self }
  }

  /// Returns an iterator over the groups, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(
      state: AsyncGroupsState(base.makeAsyncIterator(), keyForElement: keyForElement))
  }
}

extension AsyncChunkedOnSequence: Sendable where Base: Sendable {}

@available(*, unavailable)
extension AsyncChunkedOnSequence.AsyncIterator: Sendable {}

@available(*, unavailable)
extension AsyncChunkedOnSequence.Group: Sendable {}
