// `first(default:)`, `last(default:)` and `nth(_:)`: elements by where they are.

extension Sequence {
  /// The first element, or another value where there is none.
  ///
  /// It takes one element.
  ///
  /// ```swift
  /// let g = Generator { yield in for n in 1...2 { try yield(n) } }
  /// print(g.first(default: 0), g.first(default: 0), g.first(default: 0))  // 1 2 0
  /// ```
  ///
  /// more-itertools' `first`.
  ///
  /// - Parameter value: what there is instead of an element.
  /// - Returns: the first element of those that are left, or `value`.
  /// - Complexity: O(1); takes one element.
  @inlinable
  public func first(default value: @autoclosure () -> Element) -> Element {
    var elements = makeIterator()
    return elements.next() ?? value()
  }

  /// The last element, or another value where there is none.
  ///
  /// It takes all elements; of an infinite sequence it never returns.
  ///
  /// ```swift
  /// let g = Generator { yield in for n in 1...3 { try yield(n) } }
  /// print(g.last(default: 0), g.last(default: 0))  // 3 0
  /// ```
  ///
  /// more-itertools' `last`.
  ///
  /// - Parameter value: what there is instead of an element.
  /// - Returns: the last element, or `value`.
  /// - Complexity: O(*n*); takes all elements and holds one.
  @inlinable
  public consuming func last(default value: @autoclosure () -> Element) -> Element {
    var last: Element?
    var elements = (consume self).makeIterator()
    while let element = elements.next() { last = element }
    return last ?? value()
  }

  /// The element that has `index` others before it.
  ///
  /// It takes the element and those before it.
  ///
  /// ```swift
  /// let squares = Generator { yield in for n in 0... { try yield(n * n) } }
  /// print(squares.nth(3)!, squares.nth(0)!, ["a"].nth(1) as Any)  // 9 16 nil
  /// ```
  ///
  /// more-itertools' `nth`.
  ///
  /// - Parameter index: how many elements to leave out.
  /// - Returns: the element, or `nil` where there are not as many.
  /// - Precondition: `index` is not negative.
  /// - Complexity: O(`index`); takes as many elements and one more, and holds one.
  @inlinable
  public consuming func nth(_ index: Int) -> Element? {
    guard index >= 0 else { fatalError("the index of an element must not be negative") }
    var elements = (consume self).makeIterator()
    for _ in 0..<index where elements.next() == nil { return nil }
    return elements.next()
  }

  /// The element that has `index` others before it, or another value where there are not as many.
  ///
  /// It takes the element and those before it.
  ///
  /// ```swift
  /// print("abc".nth(1, default: "-"), "abc".nth(3, default: "-"))  // b -
  /// ```
  ///
  /// more-itertools' `nth` with a `default`.
  ///
  /// - Parameters:
  ///   - index: how many elements to leave out.
  ///   - value: what there is instead of an element.
  /// - Returns: the element, or `value`.
  /// - Precondition: `index` is not negative.
  /// - Complexity: O(`index`); takes as many elements and one more, and holds one.
  @inlinable
  public consuming func nth(_ index: Int, default value: @autoclosure () -> Element) -> Element {
    nth(index) ?? value()
  }
}
