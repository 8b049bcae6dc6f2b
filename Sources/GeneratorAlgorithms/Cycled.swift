public import Generators

// `cycled()`, named as in swift-algorithms, for sequences that can be read only once.

extension Sequence {
  /// Returns the elements over and over, without an end.
  ///
  /// Reads the source once, stores its elements, and returns the stored elements after that. The counterpart
  /// of Python's `itertools.cycle`.
  ///
  /// ```swift
  /// let colours = Generator(["red", "green"]).cycled()
  /// print(Array(colours.prefix(5)))  // ["red", "green", "red", "green", "red"]
  /// ```
  ///
  /// An empty sequence stays empty. An infinite one never repeats, but its elements are stored too.
  /// swift-algorithms has the operation for collections, which it reads again instead.
  ///
  /// - Returns: The elements, without an end.
  /// - Complexity: O(1); each element is O(1), and all elements of the source are held.
  @inlinable
  public func cycled() -> CyclingSequence<Self> { CyclingSequence(base: self, times: nil) }

  /// Returns the elements over and over, a number of times.
  ///
  /// Reads the source once, stores its elements, and returns the stored elements after that. The counterpart
  /// of `ncycles` in more-itertools.
  ///
  /// ```swift
  /// print(Array(Generator(1...2).cycled(times: 3)))  // [1, 2, 1, 2, 1, 2]
  /// ```
  ///
  /// With 0 times, no element is taken. An empty sequence stays empty.
  ///
  /// - Parameter times: The number of passes.
  /// - Returns: The elements of all passes.
  /// - Precondition: `times` isn't negative.
  /// - Complexity: O(1); each element is O(1). All elements of the source are held until the last one is
  ///   returned, unless `times` is 1.
  @inlinable
  public func cycled(times: Int) -> CyclingSequence<Self> {
    guard times >= 0 else { fatalError("times must not be negative, and is \(times)") }
    return CyclingSequence(base: self, times: times)
  }
}

extension ThrowingSource {
  /// Returns the elements again and again, without an end, as Python's `itertools.cycle` does.
  ///
  /// Behaves like `cycled()` of a sequence. An error ends the result, without a repetition of the stored
  /// elements.
  ///
  /// ```swift
  /// let letters = ThrowingGenerator("ab").cycled()
  /// print(try letters.prefix(5).collect())  // ["a", "b", "a", "b", "a"]
  /// ```
  ///
  /// - Returns: A source of the elements; an empty one if there are none.
  /// - Complexity: O(1) for an element. All elements are stored.
  @_disfavoredOverload
  @inlinable
  public func cycled() -> some ThrowingSource<Element, Failure> {
    IteratedSource(CyclingIterator(base: SourceIterator(self), times: nil))
  }

  /// Returns the elements a number of times, one pass after another.
  ///
  /// Behaves like `cycled(times:)` of a sequence.
  ///
  /// ```swift
  /// print(try ThrowingGenerator("ab").cycled(times: 2).collect())  // ["a", "b", "a", "b"]
  /// ```
  ///
  /// - Parameter times: The number of passes. With 0 passes, no element is taken.
  /// - Returns: A source of the elements.
  /// - Precondition: `times` isn't negative.
  /// - Complexity: O(1) for an element. Unless there is one pass, all elements are stored.
  @_disfavoredOverload
  @inlinable
  public func cycled(times: Int) -> some ThrowingSource<Element, Failure> {
    guard times >= 0 else { fatalError("times must not be negative, and is \(times)") }
    return IteratedSource(
      CyclingIterator(base: times == 0 ? nil : SourceIterator(self), times: times))
  }
}

/// The elements of a sequence over and over: Python's `itertools.cycle`.
///
/// See `cycled()` and `cycled(times:)` of `Sequence`.
public struct CyclingSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let times: Int?

  @inlinable
  init(base: Base, times: Int?) {
    self.base = base
    self.times = times
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: CyclingIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: CyclingIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element, or `nil` after the last pass.
    ///
    /// - Returns: The element; `nil` permanently after the last.
    /// - Complexity: O(1), one element of the source in the first pass.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Returns an iterator over the elements, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      CyclingIterator(base: times == 0 ? nil : IteratorAdapter(base.makeIterator()), times: times))
  }
}

@usableFromInline
struct CyclingIterator<Base: FallibleIterator>: FallibleIterator {
  /// The source, in the first pass.
  @usableFromInline var base: Base?
  @usableFromInline var stored: [Base.Element] = []
  /// The number of stored elements that were returned in this pass.
  @usableFromInline var index = 0
  /// The passes that aren't over; `nil` if there is no end.
  @usableFromInline var passesLeft: Int?

  @inlinable
  init(base: Base?, times: Int?) {
    self.base = base
    self.passesLeft = times
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    // In the first pass, all stored elements were returned.
    guard index < stored.count else { return try nextOfSource() }
    defer { index += 1 }
    return stored[index]
  }

  @inlinable
  mutating func nextOfSource() throws(Base.Failure) -> Base.Element? {
    if let element = try base?.next() {
      if passesLeft != 1 {
        stored.append(element)
        index += 1
      }
      return element
    }
    base = nil
    // A pass is over.
    guard !stored.isEmpty, passesLeft != 1 else {
      stored = []
      index = 0
      return nil
    }
    if let left = passesLeft { passesLeft = left - 1 }
    index = 1
    return stored[0]
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension CyclingSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension CyclingSequence: Sendable where Base: Sendable {}
