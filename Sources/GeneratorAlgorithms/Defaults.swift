public import Generators

// `first(default:)`, `last(default:)` and `nth(_:)`: elements by their position.

extension Sequence {
  /// Returns the first element, or another value if there is none.
  ///
  /// Takes one element.
  ///
  /// ```swift
  /// let g = Generator { yield in for n in 1...2 { try yield(n) } }
  /// print(g.first(default: 0), g.first(default: 0), g.first(default: 0))  // 1 2 0
  /// ```
  ///
  /// The counterpart of `first` in more-itertools.
  ///
  /// - Parameter value: The result if there is no element.
  /// - Returns: The first element of the remaining ones, or `value`.
  /// - Complexity: O(1); takes one element.
  @inlinable
  public func first(default value: @autoclosure () -> Element) -> Element {
    var elements = IteratorAdapter<Iterator, Never>(makeIterator())
    return elements.next() ?? value()
  }

  /// Returns the last element, or another value if there is none.
  ///
  /// Takes all elements. On an infinite sequence it never returns.
  ///
  /// ```swift
  /// let g = Generator { yield in for n in 1...3 { try yield(n) } }
  /// print(g.last(default: 0), g.last(default: 0))  // 3 0
  /// ```
  ///
  /// The counterpart of `last` in more-itertools.
  ///
  /// - Parameter value: The result if there is no element.
  /// - Returns: The last element, or `value`.
  /// - Complexity: O(*n*); takes all elements and holds one.
  @inlinable
  public consuming func last(default value: @autoclosure () -> Element) -> Element {
    var elements = IteratorAdapter<Iterator, Never>((consume self).makeIterator())
    return elements.last() ?? value()
  }

  /// Returns the element that has `index` others before it.
  ///
  /// Takes the element and those before it.
  ///
  /// ```swift
  /// let squares = Generator { yield in for n in 0... { try yield(n * n) } }
  /// print(squares.nth(3)!, squares.nth(0)!, ["a"].nth(1) as Any)  // 9 16 nil
  /// ```
  ///
  /// The counterpart of `nth` in more-itertools.
  ///
  /// - Parameter index: The number of elements to skip.
  /// - Returns: The element, or `nil` if there aren't as many.
  /// - Precondition: `index` isn't negative.
  /// - Complexity: O(`index`). Takes `index` elements and one more, and holds one.
  @inlinable
  public consuming func nth(_ index: Int) -> Element? {
    var elements = IteratorAdapter<Iterator, Never>((consume self).makeIterator())
    return elements.nth(index)
  }

  /// Returns the element that has `index` others before it, or another value if there aren't as many.
  ///
  /// Takes the element and those before it.
  ///
  /// ```swift
  /// print("abc".nth(1, default: "-"), "abc".nth(3, default: "-"))  // b -
  /// ```
  ///
  /// The counterpart of `nth` with a `default` in more-itertools.
  ///
  /// - Parameters:
  ///   - index: The number of elements to skip.
  ///   - value: The result if there is no element.
  /// - Returns: The element, or `value`.
  /// - Precondition: `index` isn't negative.
  /// - Complexity: O(`index`). Takes `index` elements and one more, and holds one.
  @inlinable
  public consuming func nth(_ index: Int, default value: @autoclosure () -> Element) -> Element {
    nth(index) ?? value()
  }
}

extension ThrowingSource {
  /// Returns the next element, or another value if there is none.
  ///
  /// Takes one element.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([Int]()).first(default: -1))  // -1
  /// ```
  ///
  /// - Parameter value: The result if there is no element.
  /// - Returns: The element or the value.
  /// - Throws: The error of the source.
  /// - Complexity: One `next()`.
  @_disfavoredOverload
  @inlinable
  public func first(default value: @autoclosure () -> Element) throws(Failure) -> Element {
    if let element = try next() { return element }
    return value()
  }

  /// Returns the last element, or another value if there is none.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// print(try ThrowingGenerator(1...3).last(default: -1))  // 3
  /// ```
  ///
  /// - Parameter value: The result if there is no element.
  /// - Returns: The element or the value.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*); one element is held.
  @_disfavoredOverload
  @inlinable
  public func last(default value: @autoclosure () -> Element) throws(Failure) -> Element {
    var elements = SourceIterator(self)
    if let element = try elements.last() { return element }
    return value()
  }

  /// Returns the element that has `index` others before it, counted from the next element.
  ///
  /// Takes elements up to that one.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.nth(2)!, try naturals.nth(2)!)  // 2 5
  /// ```
  ///
  /// - Parameter index: The number of elements to skip.
  /// - Returns: The element, or `nil` if the source ends before it.
  /// - Throws: The error of the source.
  /// - Precondition: `index` isn't negative.
  /// - Complexity: O(`index`).
  @_disfavoredOverload
  @inlinable
  public func nth(_ index: Int) throws(Failure) -> Element? {
    var elements = SourceIterator(self)
    return try elements.nth(index)
  }

  /// Returns the element that has `index` others before it, or another value if there is none.
  ///
  /// Takes elements up to that one.
  ///
  /// ```swift
  /// print(try ThrowingGenerator(0..<3).nth(7, default: -1))  // -1
  /// ```
  ///
  /// - Parameters:
  ///   - index: The number of elements to skip.
  ///   - value: The result if the source ends before the element.
  /// - Returns: The element or the value.
  /// - Throws: The error of the source.
  /// - Precondition: `index` isn't negative.
  /// - Complexity: O(`index`).
  @_disfavoredOverload
  @inlinable
  public func nth(
    _ index: Int, default value: @autoclosure () -> Element
  ) throws(Failure) -> Element {
    if let element = try nth(index) { return element }
    return value()
  }
}

extension FallibleIterator {
  @inlinable
  mutating func last() throws(Failure) -> Element? {
    var last: Element?
    while let element = try next() { last = element }
    return last
  }

  @inlinable
  mutating func nth(_ index: Int) throws(Failure) -> Element? {
    guard index >= 0 else { fatalError("the index of an element must not be negative") }
    for _ in 0..<index {
      if try next() == nil { return nil }
    }
    return try next()
  }
}
