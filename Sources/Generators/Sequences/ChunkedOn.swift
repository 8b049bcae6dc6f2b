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
    @usableFromInline let state: GroupsState<Base, Key>

    @inlinable
    init(state: GroupsState<Base, Key>) { self.state = state }

    /// The next group, or `nil` after the last.
    ///
    /// What is left of the group before is taken from the source and let go of.
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
    @usableFromInline let state: GroupsState<Base, Key>
    @usableFromInline let number: Int

    @inlinable
    init(state: GroupsState<Base, Key>, number: Int) {
      self.state = state
      self.number = number
    }

    /// The next element of the group, or `nil` after its last.
    ///
    /// - Returns: the element; `nil` for ever when the group has no more or was passed.
    /// - Complexity: O(1), one element of the source at most.
    @inlinable
    public mutating func next() -> Base.Element? { state.next(of: number) }
  }

  /// Makes an iterator over the groups, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(state: GroupsState(base: base, keyForElement: keyForElement))
  }
}

extension ChunkedOnSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
