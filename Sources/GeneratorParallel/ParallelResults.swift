/// The results of a parallel operation that can't fail, with serial operations that warn.
///
/// ``ParallelSequence`` is a `Sequence`. The standard library's `map` of a sequence runs on the caller's
/// thread and makes an array, so it never returns if the stage is infinite. The compiler would silently
/// choose it where the parallel operation doesn't fit: the result isn't `Sendable`, the function isn't
/// `@Sendable`, or the context expects an array. The operations of this protocol take its place. They do the
/// same, and the compiler warns about them.
///
/// Only `ParallelSequence` conforms.
public protocol ParallelResults<Element>: Sequence {}

extension ParallelSequence: ParallelResults where Failure == Never {}

extension ParallelResults {
  /// Returns an array of transformed results, which the calling thread makes one after another.
  ///
  /// - Parameter transform: Makes an element of the array from a result.
  /// - Returns: The array.
  /// - Throws: The closure's error.
  @available(
    *, deprecated,
    message:
      "this 'map' is serial and makes an array; a parallel one takes a '@Sendable' function with a 'Sendable' result"
  )
  @inlinable
  public func map<Transformed, Failure: Error>(
    _ transform: (Element) throws(Failure) -> Transformed
  ) throws(Failure) -> [Transformed] {
    var results: [Transformed] = []
    for element in self { results.append(try transform(element)) }
    return results
  }

  /// Returns an array of the results that satisfy a predicate, which the calling thread evaluates.
  ///
  /// - Parameter isIncluded: Whether to keep a result.
  /// - Returns: The array.
  /// - Throws: The closure's error.
  @available(
    *, deprecated,
    message:
      "this 'filter' is serial and makes an array; a parallel one takes a '@Sendable' function"
  )
  @inlinable
  public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> [Element] {
    var results: [Element] = []
    for element in self where try isIncluded(element) { results.append(element) }
    return results
  }

  /// Returns an array of transformed results that aren't `nil`, which the calling thread makes one after
  /// another.
  ///
  /// - Parameter transform: Makes an element of the array from a result, or returns `nil`.
  /// - Returns: The array.
  /// - Throws: The closure's error.
  @available(
    *, deprecated,
    message:
      "this 'compactMap' is serial and makes an array; a parallel one takes a '@Sendable' function with a 'Sendable' result"
  )
  @inlinable
  public func compactMap<Transformed>(
    _ transform: (Element) throws -> Transformed?
  ) rethrows -> [Transformed] {
    var results: [Transformed] = []
    for element in self {
      if let result = try transform(element) { results.append(result) }
    }
    return results
  }

  /// Returns an array of the elements of the sequences that the calling thread makes of the results.
  ///
  /// - Parameter transform: Makes a sequence from a result.
  /// - Returns: The array.
  /// - Throws: The closure's error.
  @available(
    *, deprecated,
    message:
      "this 'flatMap' is serial and makes an array; a parallel one takes a '@Sendable' function with 'Sendable' results"
  )
  @inlinable
  public func flatMap<Segment: Sequence>(
    _ transform: (Element) throws -> Segment
  ) rethrows -> [Segment.Element] {
    var results: [Segment.Element] = []
    for element in self { results.append(contentsOf: try transform(element)) }
    return results
  }

  /// Calls a function with each result, on the calling thread, one after another.
  ///
  /// - Parameter body: Processes a result.
  /// - Throws: The function's error.
  @available(
    *, deprecated,
    message:
      "this 'forEach' is serial; a parallel one takes a '@Sendable' function, and a serial one is a 'for' loop"
  )
  @inlinable
  public func forEach(_ body: (Element) throws -> Void) rethrows {
    for element in self { try body(element) }
  }
}
