// `repeated(_:)`, without an end. The standard library has `repeatElement(_:count:)`.

/// Returns one value over and over, without an end.
///
/// The counterpart of Python's `itertools.repeat` without a number of times. With a number, use the standard
/// library's `repeatElement(_:count:)`.
///
/// ```swift
/// print(Array(zip("abc", repeated(0))).map { "\($0)\($1)" })  // ["a0", "b0", "c0"]
/// ```
///
/// - Parameter value: The value.
/// - Returns: The value, without an end.
/// - Complexity: O(1) for each element; one is held.
@inlinable
public func repeated<Value>(_ value: Value) -> RepeatingSequence<Value> {
  RepeatingSequence(value: value)
}

/// The infinite sequence of one value: Python's `itertools.repeat`.
///
/// See ``repeated(_:)``.
public struct RepeatingSequence<Element>: LazySequenceProtocol, IteratorProtocol {
  @usableFromInline let value: Element

  @inlinable
  init(value: Element) { self.value = value }

  /// Returns the value.
  ///
  /// - Returns: The value, never `nil`.
  /// - Complexity: O(1).
  @inlinable
  public func next() -> Element? { .some(value) }
}

extension RepeatingSequence: Sendable where Element: Sendable {}
