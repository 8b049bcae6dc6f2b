public import Generators

// `chunked(on:)`: swift-algorithms' name, for what can be read only once.

extension Sequence {
  /// The runs of neighbours with the same key, each a pair of the key and a reader of the elements.
  ///
  /// Nothing is stored: the groups take their elements from the one source. To ask for the next
  /// group skips what is left of the one before, whose reader then is at its end. Python's
  /// `itertools.groupby`, where the reader of a group that was passed is empty, too.
  ///
  /// ```swift
  /// let words = Generator(["apple", "ant", "bee", "bear", "auk"])
  /// for (letter, group) in words.chunked(on: \.first!) { print(letter, Array(group)) }
  /// // a ["apple", "ant"]
  /// // b ["bee", "bear"]
  /// // a ["auk"]
  /// ```
  ///
  /// To ask for a group takes its first element, which the reader gives first. It works on what has
  /// no end, and on groups that have none. An empty sequence has no groups. To keep a group, make
  /// an array of it before the next is asked for. It is a trap to ask for a group or an element
  /// from inside of the source. swift-algorithms has the same for collections, whose groups are
  /// slices.
  ///
  /// - Parameter key: the key of an element; it is asked once for each.
  /// - Returns: the pairs of key and group, found one at a time.
  /// - Complexity: O(1), and one allocation for each iterator; a group is asked for in time linear
  ///   in what is left of the one before. One element and two keys are held.
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

  /// Finds the groups, each when it is asked for.
  ///
  /// A copy is another name for the same iterator.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let state: GroupsState<SequenceIterator<Base, Never>, Key>

    @inlinable
    init(state: GroupsState<SequenceIterator<Base, Never>, Key>) { self.state = state }

    /// The next group, or `nil` after the last.
    ///
    /// What is left of the group before is taken from the source and released.
    ///
    /// - Returns: the key and the reader of the group; `nil` when the source has no more.
    /// - Complexity: linear in what is left of the group before.
    @inlinable
    public mutating func next() -> (key: Key, group: Group)? {
      guard let (key, number) = state.nextGroup() else { return nil }
      return (key, Group(state: state, number: number))
    }
  }

  /// Reads the elements of a group; at its end when the next group has been asked for.
  ///
  /// It is a reference and its own iterator, and keeps the source while it is kept.
  public struct Group: SinglePassSequence {
    @usableFromInline let state: GroupsState<SequenceIterator<Base, Never>, Key>
    @usableFromInline let number: Int

    @inlinable
    init(state: GroupsState<SequenceIterator<Base, Never>, Key>, number: Int) {
      self.state = state
      self.number = number
    }

    /// The next element of the group, or `nil` after its last.
    ///
    /// - Returns: the element; `nil` permanently when the group has no more or was passed.
    /// - Complexity: O(1), one element of the source at most.
    @inlinable
    public mutating func next() -> Base.Element? { state.next(of: number) }
  }

  /// Makes an iterator over the groups, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(state: GroupsState(SequenceIterator(base), keyForElement: keyForElement))
  }
}

extension ChunkedOnSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns the runs of neighbours that have the same key: Python's `itertools.groupby`.
  ///
  /// As `chunked(on:)` of a sequence: a run's elements are taken when they are asked for, and asking for the
  /// next run skips those that are left. An error, also of the closure, is thrown by the `next()` that meets
  /// it, of a group or of the groups, and closes the source.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["apple", "avocado", "banana"]).chunked(on: \.first!)
  /// while let (letter, group) = try words.next() { print(letter, try group.collect()) }
  /// // a ["apple", "avocado"]
  /// // b ["banana"]
  /// ```
  ///
  /// To keep a group, make an array of it with `collect()` before the next is requested. A function returns the
  /// groups of a generator as a ``ChunkedOnSource`` of it. Put a `ThrowingGenerator` around the result of another
  /// operation:
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
  /// - Parameter key: Returns an element's key. It is called once for each element.
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
/// It is a reference: a copy is another name for the same groups.
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

  /// Returns the next group with its key, and skips what is left of the one before.
  ///
  /// - Returns: The key and the group; `nil` at the end of the source.
  /// - Throws: The error of the source or of the closure.
  /// - Complexity: Takes the elements that are left of the group before, and one more.
  @inlinable
  public func next() throws(Base.Failure) -> (key: Key, group: Group)? {
    guard let (key, number) = try state.nextGroup() else { return nil }
    return (key, Group(state: state, number: number))
  }

  /// Closes the source, because an operation on the groups has failed.
  @inlinable
  public func abandon() { state.abandon() }

  /// The elements of one group, which can be read until the next group is asked for.
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
    /// - Returns: The element; `nil` at the end of the group, and when the next group was asked for.
    /// - Throws: The error of the source or of the closure.
    /// - Complexity: One element of the source.
    @inlinable
    public func next() throws(Base.Failure) -> Base.Element? { try state.next(of: number) }

    /// Closes the source of all groups, because an operation on the elements has failed.
    @inlinable
    public func abandon() { state.abandon() }
  }
}
