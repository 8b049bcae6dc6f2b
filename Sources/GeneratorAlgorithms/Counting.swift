// `count(from:by:)`, of what can be added and of what can be strode over.

/// The values from `start`, each `step` after the one before, without an end.
///
/// Python's `itertools.count`, of anything that can be added: numbers, durations, vectors.
///
/// ```swift
/// let offsets = count(from: Duration.zero, by: .milliseconds(250))
/// print(Array(offsets.prefix(3)))  // [0.0 seconds, 0.25 seconds, 0.5 seconds]
/// ```
///
/// A value is added up when it is asked for; it is a trap to ask for one that its type can't hold.
/// The errors of floating-point numbers add up, as they do in Python.
///
/// - Parameters:
///   - start: the first value.
///   - step: what is added to a value to get the next.
/// - Returns: the values, without an end.
/// - Complexity: O(1) for each value; one is held.
@inlinable
public func count<Value: AdditiveArithmetic>(
  from start: Value, by step: Value
) -> CountingSequence<Value> {
  CountingSequence(start: start, step: step)
}

/// The values from `start`, each `step` after the one before, without an end.
///
/// Python's `itertools.count`, of anything that has a distance: dates, code units, indices.
///
/// ```swift
/// let scalars = count(from: UInt8(ascii: "a"))
/// print(String(decoding: Array(scalars.prefix(3)), as: UTF8.self))  // abc
/// ```
///
/// A value is found when it is asked for; it is a trap to ask for one that its type can't hold.
///
/// - Parameters:
///   - start: the first value.
///   - step: the distance from a value to the next.
/// - Returns: the values, without an end.
/// - Complexity: O(1) for each value; one is held.
@inlinable
public func count<Value: Strideable>(
  from start: Value, by step: Value.Stride = 1
) -> StridingCountSequence<Value> {
  StridingCountSequence(start: start, step: step)
}

/// The numbers from `start`, each `step` after the one before, without an end.
///
/// Python's `itertools.count`.
///
/// ```swift
/// print(Array(count(from: 10, by: -5).prefix(4)))  // [10, 5, 0, -5]
/// print(Array(zip(count(from: 1), "ab")).map { "\($0)\($1)" })  // ["1a", "2b"]
/// ```
///
/// A number is added up when it is asked for; it is a trap to ask for one that its type can't hold.
/// The errors of floating-point numbers add up, as they do in Python.
///
/// - Parameters:
///   - start: the first number.
///   - step: what is added to a number to get the next.
/// - Returns: the numbers, without an end.
/// - Complexity: O(1) for each number; one is held.
@inlinable
public func count<Value: AdditiveArithmetic & Strideable>(
  from start: Value, by step: Value = 1
) -> CountingSequence<Value> where Value.Stride == Value {
  CountingSequence(start: start, step: step)
}

/// Values that are added up, without an end: Python's `itertools.count`.
///
/// See `count(from:by:)`.
public struct CountingSequence<Element: AdditiveArithmetic>: LazySequenceProtocol {
  @usableFromInline let start: Element
  @usableFromInline let step: Element

  @inlinable
  init(start: Element, step: Element) {
    self.start = start
    self.step = step
  }

  /// Adds the values up, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let start: Element
    @usableFromInline let step: Element
    /// Not the next one, which may be more than the type can hold.
    @usableFromInline var last: Element?

    @inlinable
    init(start: Element, step: Element) {
      self.start = start
      self.step = step
    }

    /// The next value.
    ///
    /// - Returns: the value, never `nil`.
    /// - Complexity: O(1).
    @inlinable
    public mutating func next() -> Element? {
      let value = if let last { last + step } else { start }
      last = value
      return value
    }
  }

  /// Makes an iterator that begins with the first value.
  ///
  /// - Returns: the iterator.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(start: start, step: step) }
}

/// Values at one distance from each other, without an end: Python's `itertools.count`.
///
/// See ``count(from:by:)-(Value,Value.Stride)``.
public struct StridingCountSequence<Element: Strideable>: LazySequenceProtocol {
  @usableFromInline let start: Element
  @usableFromInline let step: Element.Stride

  @inlinable
  init(start: Element, step: Element.Stride) {
    self.start = start
    self.step = step
  }

  /// Finds the values, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let start: Element
    @usableFromInline let step: Element.Stride
    /// Not the next one, which may be more than the type can hold.
    @usableFromInline var last: Element?

    @inlinable
    init(start: Element, step: Element.Stride) {
      self.start = start
      self.step = step
    }

    /// The next value.
    ///
    /// - Returns: the value, never `nil`.
    /// - Complexity: O(1).
    @inlinable
    public mutating func next() -> Element? {
      let value = if let last { last.advanced(by: step) } else { start }
      last = value
      return value
    }
  }

  /// Makes an iterator that begins with the first value.
  ///
  /// - Returns: the iterator.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(start: start, step: step) }
}

extension CountingSequence: Sendable where Element: Sendable {}
extension StridingCountSequence: Sendable where Element: Sendable, Element.Stride: Sendable {}
