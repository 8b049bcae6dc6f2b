public import Generators

extension ThrowingSource {
  /// Returns the least of the remaining elements, sorted by a predicate, as Python's `heapq.nsmallest` does.
  ///
  /// Behaves like `min(count:sortedBy:)` of swift-algorithms. Takes all elements. Of equal elements, those
  /// that come first are returned first.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["three", "one", "seven", "two"])
  /// print(try words.min(count: 2) { $0.count < $1.count })  // ["one", "two"]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements to return.
  ///   - areInIncreasingOrder: Whether the first element is less than the second.
  /// - Returns: The elements; all if there are no more than `count`.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(*n* log `count` + *k*), where *k* is the cost of moving elements: `count` for each
  ///   element that is among the least so far. `count` elements are held.
  @_disfavoredOverload
  @inlinable
  public func min(
    count: Int, sortedBy areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> [Element] {
    guard count >= 0 else { fatalError("the count of elements must not be negative") }
    return try closingAtFailure { () throws(Failure) in
      var least: [Element] = []
      while let element = try next() {
        if least.count == count {
          guard let last = least.last, try areInIncreasingOrder(element, last) else { continue }
          least.removeLast()
        }
        try least.insert(element, sortedBy: areInIncreasingOrder)
      }
      return least
    }
  }

  /// Returns the greatest of the remaining elements, the greatest last, as Python's `heapq.nlargest` does in
  /// reverse.
  ///
  /// Behaves like `max(count:sortedBy:)` of swift-algorithms. Takes all elements. Of equal elements, those
  /// that come last are returned.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["three", "one", "seven", "two"])
  /// print(try words.max(count: 2) { $0.count < $1.count })  // ["three", "seven"]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements to return.
  ///   - areInIncreasingOrder: Whether the first element is less than the second.
  /// - Returns: The elements; all if there are no more than `count`.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: That of `min(count:sortedBy:)`.
  @_disfavoredOverload
  @inlinable
  public func max(
    count: Int, sortedBy areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> [Element] {
    guard count >= 0 else { fatalError("the count of elements must not be negative") }
    return try closingAtFailure { () throws(Failure) in
      var greatest: [Element] = []
      while let element = try next() {
        if greatest.count == count {
          guard let first = greatest.first, try !areInIncreasingOrder(element, first) else {
            continue
          }
          greatest.removeFirst()
        }
        try greatest.insert(element, sortedBy: areInIncreasingOrder)
      }
      return greatest
    }
  }
}

extension ThrowingSource where Element: Comparable {
  /// Returns the least of the remaining elements, sorted, as Python's `heapq.nsmallest` does.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([3, 1, 2]).min(count: 2))  // [1, 2]
  /// ```
  ///
  /// - Parameter count: The number of elements to return.
  /// - Returns: The elements; all if there are no more than `count`.
  /// - Throws: The error of the source.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: That of `min(count:sortedBy:)`.
  @_disfavoredOverload
  @inlinable
  public func min(count: Int) throws(Failure) -> [Element] { try min(count: count, sortedBy: <) }

  /// Returns the greatest of the remaining elements, the greatest last, as Python's `heapq.nlargest` does in
  /// reverse.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([3, 1, 2]).max(count: 2))  // [2, 3]
  /// ```
  ///
  /// - Parameter count: The number of elements to return.
  /// - Returns: The elements; all if there are no more than `count`.
  /// - Throws: The error of the source.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: That of `max(count:sortedBy:)`.
  @_disfavoredOverload
  @inlinable
  public func max(count: Int) throws(Failure) -> [Element] { try max(count: count, sortedBy: <) }
}

extension Array {
  /// Inserts an element into a sorted array, after those that are equal to it.
  @inlinable
  mutating func insert<Failure: Error>(
    _ element: Element, sortedBy areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if try areInIncreasingOrder(element, self[middle]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    insert(element, at: low)
  }
}
