extension Coroutine where Input == Void, Return == Void {
  /// The elements in arrays of `count`, of which the last may be shorter: Python's
  /// `itertools.batched`.
  ///
  /// Each `next()` takes the elements of one chunk, and none is taken before.
  ///
  /// ```swift
  /// let pages = ThrowingGenerator(1...5).chunks(ofCount: 2)
  /// print(try pages.collect())  // [[1, 2], [3, 4], [5]]
  /// ```
  ///
  /// An error comes out of the `next()` that met it, and with it go the elements of the chunk that
  /// it interrupts; both generators are closed then. At its end, and when it is dropped, it lets go
  /// of this one. An empty generator has no chunks.
  ///
  /// - Parameter count: how many elements make a chunk.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1) to make, O(`count`) to give a chunk; it holds none.
  @inlinable
  public func chunks(ofCount count: Int) -> ThrowingGenerator<[Element]> {
    guard count > 0 else {
      fatalError("the count of a chunk must be positive, and is \(count)")
    }
    return ThrowingGenerator<[Element]>(
      pulling: { result in
        try self.closingAtFailure {
          guard let first = try self.next() else { return }
          var chunk = [first]
          while chunk.count < count, let element = try self.next() { chunk.append(element) }
          result = chunk
        }
      }, origin: core.origin)
  }
}
