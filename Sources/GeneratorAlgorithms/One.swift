public import Generators

extension Sequence {
  /// Returns the one element of a sequence that must have exactly one.
  ///
  /// Takes a second element, to find that there is none.
  ///
  /// ```swift
  /// print(try [7].one())  // 7
  /// do {
  ///   _ = try [7, 8, 9].one()
  /// } catch {
  ///   print(error)  // expected one element and found 7, 8 and perhaps more
  /// }
  /// ```
  ///
  /// The counterpart of `one` in more-itertools.
  ///
  /// - Returns: The element.
  /// - Throws: ``UnexpectedCount`` when there is none, or more than one.
  /// - Complexity: O(1); takes at most two elements.
  @inlinable
  public func one() throws(UnexpectedCount) -> Element {
    guard let element = try only() else { throw .none }
    return element
  }

  /// Returns the one element of a sequence that must have at most one.
  ///
  /// Takes a second element, to find that there is none.
  ///
  /// ```swift
  /// let noughts = Generator { yield in for n in 0..<3 where n == 1 { try yield(n) } }
  /// print(try noughts.only() ?? -1, try noughts.only() ?? -1)  // 1 -1
  /// ```
  ///
  /// The counterpart of `only` in more-itertools.
  ///
  /// - Returns: The element, or `nil` if there is none.
  /// - Throws: ``UnexpectedCount/several(_:_:)`` when there is more than one.
  /// - Complexity: O(1); takes at most two elements.
  @inlinable
  public func only() throws(UnexpectedCount) -> Element? {
    var elements = IteratorAdapter<Iterator, UnexpectedCount>(makeIterator())
    return try elements.only()
  }

  /// Returns the one element of a sequence that must have at most one, or another value.
  ///
  /// Takes a second element, to find that there is none.
  ///
  /// ```swift
  /// print(try [Int]().only(default: -1))  // -1
  /// ```
  ///
  /// The counterpart of `only` with a `default` in more-itertools.
  ///
  /// - Parameter value: The result if there is no element.
  /// - Returns: The element, or `value` if there is none.
  /// - Throws: ``UnexpectedCount/several(_:_:)`` when there is more than one.
  /// - Complexity: O(1); takes at most two elements.
  @inlinable
  public func only(default value: @autoclosure () -> Element) throws(UnexpectedCount) -> Element {
    try only() ?? value()
  }
}

extension ThrowingSource {
  /// Returns the one element of a source that must have exactly one left.
  ///
  /// Takes a second element, to find that there is none.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([7]).one())  // 7
  /// ```
  ///
  /// - Returns: The element.
  /// - Throws: ``UnexpectedCount`` if there is none or more than one; the error of the source.
  /// - Complexity: Takes at most two elements.
  @_disfavoredOverload
  @inlinable
  public func one() throws -> Element {
    guard let element = try only() else { throw UnexpectedCount.none }
    return element
  }

  /// Returns the one element of a source that must have at most one left.
  ///
  /// Takes a second element, to find that there is none.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([Int]()).only() as Any)  // nil
  /// ```
  ///
  /// - Returns: The element, or `nil` if there is none.
  /// - Throws: ``UnexpectedCount/several(_:_:)`` if there is more than one; the error of the source.
  /// - Complexity: Takes at most two elements.
  @_disfavoredOverload
  @inlinable
  public func only() throws -> Element? {
    var elements = ErasingIterator(SourceIterator(self))
    return try elements.only()
  }

  /// Returns the one element of a source that must have at most one left, or another value.
  ///
  /// Takes a second element, to find that there is none.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([Int]()).only(default: -1))  // -1
  /// ```
  ///
  /// - Parameter value: The result if there is no element.
  /// - Returns: The element or the value.
  /// - Throws: ``UnexpectedCount/several(_:_:)`` if there is more than one; the error of the source.
  /// - Complexity: Takes at most two elements.
  @_disfavoredOverload
  @inlinable
  public func only(default value: @autoclosure () -> Element) throws -> Element {
    if let element = try only() { return element }
    return value()
  }
}

extension FallibleIterator {
  @inlinable
  mutating func only() throws(Failure) -> Element? {
    guard let element = try next() else { return nil }
    if let another = try next() {
      throw failure(
        UnexpectedCount.several(String(describing: element), String(describing: another)),
        Failure.self)
    }
    return .some(element)
  }
}

/// The error of `one()` and `only()` of a sequence with another number of elements.
public enum UnexpectedCount: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no element.
  case none

  /// There is more than one element. The associated values describe the first two.
  case several(String, String)

  /// A description of the elements that were found.
  public var description: String {
    switch self {
    case .none: "expected one element and found none"
    case .several(let first, let second):
      "expected one element and found \(first), \(second) and perhaps more"
    }
  }
}
