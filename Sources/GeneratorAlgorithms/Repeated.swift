// `repeated(_:)`. The one with an end is the standard library's `repeatElement(_:count:)`.

/// One value over and over, without an end.
///
/// Python's `itertools.repeat` without a number of times; with one it is the standard library's
/// `repeatElement(_:count:)`.
///
/// ```swift
/// print(Array(zip("abc", repeated(0))).map { "\($0)\($1)" })  // ["a0", "b0", "c0"]
/// ```
///
/// - Parameter value: the value.
/// - Returns: the value, without an end.
/// - Complexity: O(1) for each element; one is held.
@inlinable
public func repeated<Value>(_ value: Value) -> RepeatingSequence<Value> {
  RepeatingSequence(value: value)
}

/// One value over and over, without an end: Python's `itertools.repeat`.
///
/// See ``repeated(_:)``.
public struct RepeatingSequence<Element>: LazySequenceProtocol, IteratorProtocol {
  @usableFromInline let value: Element

  @inlinable
  init(value: Element) { self.value = value }

  /// The value.
  ///
  /// - Returns: the value, never `nil`.
  /// - Complexity: O(1).
  @inlinable
  public func next() -> Element? { .some(value) }
}

extension RepeatingSequence: Sendable where Element: Sendable {}
