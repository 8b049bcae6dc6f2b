public import Generators

// `chunked(on:)`, named as in swift-algorithms, for sequences that can be read only once.

extension Sequence {
  /// Returns the runs of neighbours with the same key, each as a pair of the key and a reader of its
  /// elements.
  ///
  /// Stores no groups: each group takes its elements from the source on demand. A request for the next group
  /// skips the rest of the current one, whose reader has then ended. The counterpart of Python's
  /// `itertools.groupby`, where the reader of an earlier group is empty too.
  ///
  /// ```swift
  /// let words = Generator(["apple", "ant", "bee", "bear", "auk"])
  /// for (letter, group) in words.chunked(on: \.first!) { print(letter, Array(group)) }
  /// // a ["apple", "ant"]
  /// // b ["bee", "bear"]
  /// // a ["auk"]
  /// ```
  ///
  /// A request for a group takes its first element, which the group's reader returns first. The sequence and
  /// its groups may be infinite. An empty sequence has no groups. To keep a group, make an array of it before
  /// you request the next one. A request for a group or an element from inside of the source traps.
  /// swift-algorithms has the operation for collections, whose groups are slices.
  ///
  /// - Parameter key: Returns an element's key. Called once for each element.
  /// - Returns: The pairs of key and group, found one at a time.
  /// - Complexity: O(1), and one allocation for each iterator. A request for a group is linear in the rest of
  ///   the current one. One element and two keys are held.
  @inlinable
  public func chunked<Key: Equatable>(
    on key: @escaping (Element) -> Key
  ) -> ChunkedOnSequence<Self, Key> {
    ChunkedOnSequence(base: self, keyForElement: key)
  }
}

/// The runs of neighbours with the same key: Python's `itertools.groupby`.
///
/// See `chunked(on:)` of `Sequence`.
public struct ChunkedOnSequence<Base: Sequence, Key: Equatable>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let keyForElement: (Base.Element) -> Key

  @inlinable
  init(base: Base, keyForElement: @escaping (Base.Element) -> Key) {
    self.base = base
    self.keyForElement = keyForElement
  }

  /// An iterator over the groups.
  ///
  /// A copy refers to the same iterator.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let state: GroupsState<SequenceIterator<Base, Never>, Key>

    @inlinable
    init(state: GroupsState<SequenceIterator<Base, Never>, Key>) { self.state = state }

    /// Returns the next group, or `nil` after the last.
    ///
    /// Takes the rest of the current group from the source and releases it.
    ///
    /// - Returns: The key and the reader of the group; `nil` at the end of the source.
    /// - Complexity: Linear in the rest of the current group.
    @inlinable
    public mutating func next() -> (key: Key, group: Group)? {
      guard let (key, number) = state.nextGroup() else { return nil }
      return (key, Group(state: state, number: number))
    }
  }

  /// A reader of the elements of a group, which ends when the next group is requested.
  ///
  /// It is a reference and its own iterator, and refers to the source.
  public struct Group: SinglePassSequence {
    @usableFromInline let state: GroupsState<SequenceIterator<Base, Never>, Key>
    @usableFromInline let number: Int

    @inlinable
    init(state: GroupsState<SequenceIterator<Base, Never>, Key>, number: Int) {
      self.state = state
      self.number = number
    }

    /// Returns the next element of the group, or `nil` after its last.
    ///
    /// - Returns: The element; `nil` permanently when the group has no more or was passed.
    /// - Complexity: O(1), one element of the source at most.
    @inlinable
    public mutating func next() -> Base.Element? { state.next(of: number) }
  }

  /// Returns an iterator over the groups, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(state: GroupsState(SequenceIterator(base), keyForElement: keyForElement))
  }
}

extension ChunkedOnSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns the runs of neighbours that have the same key, as Python's `itertools.groupby` does.
  ///
  /// Behaves like `chunked(on:)` of a sequence. The `next()` that meets an error of the source or of the
  /// closure throws it, whether it is the `next()` of a group or that of the groups. The error closes the
  /// source.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["apple", "avocado", "banana"]).chunked(on: \.first!)
  /// while let (letter, group) = try words.next() { print(letter, try group.collect()) }
  /// // a ["apple", "avocado"]
  /// // b ["banana"]
  /// ```
  ///
  /// To keep a group, make an array of it with `collect()` before you request the next one. A function that
  /// returns the groups of a generator has the result type ``ChunkedOnSource``. If the groups are those of
  /// another operation's result, put a `ThrowingGenerator` around that:
  ///
  /// ```swift
  /// typealias Rows = ThrowingGenerator<[String]>
  /// func byFirst(_ rows: Rows) -> ChunkedOnSource<Rows, String> {
  ///   ThrowingGenerator(rows.dropFirst()).chunked(on: \.[0])
  /// }
  /// let groups = byFirst(ThrowingGenerator([["make", "model"], ["Ford", "E350"], ["Ford", "Focus"]]))
  /// while let (make, rows) = try groups.next() { print(make, try rows.elementCount()) }  // Ford 2
  /// ```
  ///
  /// - Parameter key: Returns an element's key. Called once for each element.
  /// - Returns: A source of pairs of a key and a group.
  /// - Complexity: O(1) for an element; one is held.
  @_disfavoredOverload
  @inlinable
  public func chunked<Key: Equatable>(
    on key: @escaping (Element) throws(Failure) -> Key
  ) -> ChunkedOnSource<Self, Key> {
    ChunkedOnSource(state: GroupsState(SourceIterator(self), keyForElement: key))
  }
}

/// The groups of a source: see ``Generators/ThrowingSource/chunked(on:)``.
///
/// It is a reference: a copy refers to the same groups.
///
/// ```swift
/// func byLength(_ words: ThrowingGenerator<String>) -> ChunkedOnSource<ThrowingGenerator<String>, Int> {
///   words.chunked { $0.count }
/// }
/// let groups = byLength(ThrowingGenerator(["a", "b", "cc"]))
/// while let (length, group) = try groups.next() { print(length, try group.collect()) }
/// // 1 ["a", "b"]
/// // 2 ["cc"]
/// ```
public struct ChunkedOnSource<Base: ThrowingSource, Key: Equatable>: ThrowingSource {
  @usableFromInline let state: GroupsState<SourceIterator<Base>, Key>

  @inlinable
  init(state: GroupsState<SourceIterator<Base>, Key>) { self.state = state }

  /// Returns the next group with its key, and skips the rest of the current one.
  ///
  /// - Returns: The key and the group; `nil` at the end of the source.
  /// - Throws: The error of the source or of the closure.
  /// - Complexity: Takes the rest of the current group, and one more element.
  @inlinable
  public func next() throws(Base.Failure) -> (key: Key, group: Group)? {
    guard let (key, number) = try state.nextGroup() else { return nil }
    return (key, Group(state: state, number: number))
  }

  /// Closes the source, because an operation on the groups has failed.
  @inlinable
  public func abandon() { state.abandon() }

  /// The elements of one group, which can be read until the next group is requested.
  public struct Group: ThrowingSource {
    @usableFromInline let state: GroupsState<SourceIterator<Base>, Key>
    @usableFromInline let number: Int

    @inlinable
    init(state: GroupsState<SourceIterator<Base>, Key>, number: Int) {
      self.state = state
      self.number = number
    }

    /// Returns the next element of the group.
    ///
    /// - Returns: The element; `nil` at the end of the group, and when the next group was requested.
    /// - Throws: The error of the source or of the closure.
    /// - Complexity: One element of the source.
    @inlinable
    public func next() throws(Base.Failure) -> Base.Element? { try state.next(of: number) }

    /// Closes the source of all groups, because an operation on the elements has failed.
    @inlinable
    public func abandon() { state.abandon() }
  }
}
