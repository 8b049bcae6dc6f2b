public import Generators

/// The results of a parallel operation that may fail, with serial operations that warn.
///
/// ``ParallelSequence`` is a `ThrowingSource`, whose `map` calls its closure on the reader's thread. The
/// compiler would silently choose it where the parallel operation doesn't fit: the result isn't
/// `Sendable`, or the function isn't `@Sendable`. The operations of this protocol take its place. They do the
/// same, and the compiler warns about them. ``ParallelResults`` is the protocol for results that can't fail.
///
/// Only `ParallelSequence` conforms.
public protocol FallibleParallelResults<Element, Failure>: ThrowingSource {}

extension ParallelSequence: FallibleParallelResults {}

extension FallibleParallelResults {
  /// Returns transformed results, which the calling thread makes one after another.
  ///
  /// - Parameter transform: Makes a result from an element.
  /// - Returns: A source of the results.
  @available(
    *, deprecated,
    message:
      "this 'map' is serial; a parallel one takes a '@Sendable' function with a 'Sendable' result"
  )
  @_disfavoredOverload
  @inlinable
  public func map<Transformed>(
    _ transform: @escaping (Element) throws(Failure) -> Transformed
  ) -> some ThrowingSource<Transformed, Failure> {
    IteratedSource(MapIterator(base: SourceIterator(self), transform: transform))
  }

  /// Returns the results that satisfy a predicate, which the calling thread evaluates.
  ///
  /// - Parameter isIncluded: Whether to keep an element.
  /// - Returns: A source of the elements.
  @available(
    *, deprecated, message: "this 'filter' is serial; a parallel one takes a '@Sendable' function"
  )
  @_disfavoredOverload
  @inlinable
  public func filter(
    _ isIncluded: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(FilterIterator(base: SourceIterator(self), isIncluded: isIncluded))
  }

  /// Returns the results of a closure that aren't `nil`, which the calling thread makes.
  ///
  /// - Parameter transform: Makes a result from an element, or returns `nil`.
  /// - Returns: A source of the results.
  @available(
    *, deprecated,
    message:
      "this 'compactMap' is serial; a parallel one takes a '@Sendable' function with a 'Sendable' result"
  )
  @_disfavoredOverload
  @inlinable
  public func compactMap<Transformed>(
    _ transform: @escaping (Element) throws(Failure) -> Transformed?
  ) -> some ThrowingSource<Transformed, Failure> {
    IteratedSource(CompactMapIterator(base: SourceIterator(self), transform: transform))
  }

  /// Calls a function with each result, on the calling thread, one after another.
  ///
  /// - Parameter body: Processes an element.
  /// - Throws: The error of the stage or of the function.
  @available(
    *, deprecated,
    message:
      "this 'forEach' is serial; a parallel one takes a '@Sendable' function, and a serial one is a 'while let' loop"
  )
  @_disfavoredOverload
  @inlinable
  public func forEach(_ body: (Element) throws(Failure) -> Void) throws(Failure) {
    try closingAtFailure { () throws(Failure) in
      while let element = try next() { try body(element) }
    }
  }
}
