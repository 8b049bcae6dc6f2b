// `count(from:by:)`, for values that can be added and for values that can be strided over.

/// Returns the values from `start`, each `step` after the previous one, without an end.
///
/// The counterpart of Python's `itertools.count`, of anything that can be added: numbers, durations, vectors.
///
/// ```swift
/// let offsets = count(from: Duration.zero, by: .milliseconds(250))
/// print(Array(offsets.prefix(3)))  // [0.0 seconds, 0.25 seconds, 0.5 seconds]
/// ```
///
/// Computes each value by an addition when it is requested. A request for a value that the type can't hold
/// traps. Rounding errors of floating-point numbers add up, as they do in Python.
///
/// - Parameters:
///   - start: The first value.
///   - step: The difference between a value and the next.
/// - Returns: The values, without an end.
/// - Complexity: O(1) for each value; one is held.
@inlinable
public func count<Value: AdditiveArithmetic>(
  from start: Value, by step: Value
) -> CountingSequence<Value> {
  CountingSequence(start: start, step: step)
}

/// Returns the values from `start`, each `step` after the previous one, without an end.
///
/// The counterpart of Python's `itertools.count`, of anything that has a distance: dates, code units,
/// indices.
///
/// ```swift
/// let scalars = count(from: UInt8(ascii: "a"))
/// print(String(decoding: Array(scalars.prefix(3)), as: UTF8.self))  // abc
/// ```
///
/// Computes each value when it is requested. A request for a value that the type can't hold traps.
///
/// - Parameters:
///   - start: The first value.
///   - step: The distance from a value to the next.
/// - Returns: The values, without an end.
/// - Complexity: O(1) for each value; one is held.
@inlinable
public func count<Value: Strideable>(
  from start: Value, by step: Value.Stride = 1
) -> StridingCountSequence<Value> {
  StridingCountSequence(start: start, step: step)
}

/// Returns the numbers from `start`, each `step` after the previous one, without an end.
///
/// The counterpart of Python's `itertools.count`.
///
/// ```swift
/// print(Array(count(from: 10, by: -5).prefix(4)))  // [10, 5, 0, -5]
/// print(Array(zip(count(from: 1), "ab")).map { "\($0)\($1)" })  // ["1a", "2b"]
/// ```
///
/// Computes each number by an addition when it is requested. A request for a number that the type can't hold
/// traps. Rounding errors of floating-point numbers add up, as they do in Python.
///
/// - Parameters:
///   - start: The first number.
///   - step: The difference between a number and the next.
/// - Returns: The numbers, without an end.
/// - Complexity: O(1) for each number; one is held.
@inlinable
public func count<Value: AdditiveArithmetic & Strideable>(
  from start: Value, by step: Value = 1
) -> CountingSequence<Value> where Value.Stride == Value {
  CountingSequence(start: start, step: step)
}

/// The infinite sequence of values that begin at a start and increase by a step: Python's `itertools.count`.
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

  /// An iterator over the values.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let start: Element
    @usableFromInline let step: Element
    /// The last returned value.
    ///
    /// Not the next one, which may be more than the type can hold.
    @usableFromInline var last: Element?

    @inlinable
    init(start: Element, step: Element) {
      self.start = start
      self.step = step
    }

    /// Returns the next value.
    ///
    /// - Returns: The value, never `nil`.
    /// - Complexity: O(1).
    @inlinable
    public mutating func next() -> Element? {
      let value = if let last { last + step } else { start }
      last = value
      return value
    }
  }

  /// Returns an iterator that begins with the first value.
  ///
  /// - Returns: The iterator.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(start: start, step: step) }
}

/// The infinite sequence of values that follow each other at one distance: Python's `itertools.count`.
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

  /// An iterator over the values.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let start: Element
    @usableFromInline let step: Element.Stride
    /// The last returned value.
    ///
    /// Not the next one, which may be more than the type can hold.
    @usableFromInline var last: Element?

    @inlinable
    init(start: Element, step: Element.Stride) {
      self.start = start
      self.step = step
    }

    /// Returns the next value.
    ///
    /// - Returns: The value, never `nil`.
    /// - Complexity: O(1).
    @inlinable
    public mutating func next() -> Element? {
      let value = if let last { last.advanced(by: step) } else { start }
      last = value
      return value
    }
  }

  /// Returns an iterator that begins with the first value.
  ///
  /// - Returns: The iterator.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(start: start, step: step) }
}

extension CountingSequence: Sendable where Element: Sendable {}
extension StridingCountSequence: Sendable where Element: Sendable, Element.Stride: Sendable {}
