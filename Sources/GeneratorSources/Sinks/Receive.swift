public import Generators

extension Yield where Element == Void {
  /// Waits for the next element that is sent, and returns it, or `nil` if there are no more.
  ///
  /// Control leaves the body here. It comes back when an element is sent, an error is thrown in, or the sink
  /// is closed. It does what `try yield()` does, except that it returns `nil` where that throws
  /// `GeneratorExit`, the error that ends a generator's body:
  ///
  /// ```swift
  /// let mean = Sink<Double, Double> { yield in
  ///   var sum = 0.0, count = 0.0
  ///   while let value = try yield.receive() {
  ///     sum += value
  ///     count += 1
  ///   }
  ///   return sum / count
  /// }
  /// print(try push([1, 2, 6], into: mean))  // 3.0
  /// ```
  ///
  /// If the sink is dropped it also returns `nil`, so that the body can finish its work. After `nil`, the body
  /// must return without receiving again.
  ///
  /// - Returns: The element, or `nil`.
  /// - Throws: The error that is thrown into the sink, unless it is `GeneratorExit`.
  /// - Complexity: O(1), without an allocation.
  @inlinable
  public func receive() throws -> Input? {
    do {
      return try self()
    } catch is GeneratorExit {
      return nil
    }
  }
}
