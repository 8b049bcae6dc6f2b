public import Generators

extension Yield where Element == Void {
  /// Waits to be sent an element: `nil` when there are no more.
  ///
  /// Control leaves the body here and comes back when the sink is sent an element, is thrown an error,
  /// or is closed. It is what `try yield()` is, but that the end, `GeneratorExit`, is
  /// `nil` rather than an error:
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
  /// A sink that is dropped has no more elements either, so that what must be finished is finished
  /// then too. After `nil` the body must return, and not receive again.
  ///
  /// - Returns: what was sent, or `nil`.
  /// - Throws: what is thrown into the sink; that is not `GeneratorExit`.
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
