/// The iterator of a range: two words that need no retain when they are copied.
@_documentation(visibility: private)
@frozen
public struct _RangeIterator<Bound: FixedWidthInteger & BitwiseCopyable & Sendable>:
  IteratorProtocol, BitwiseCopyable, Sendable
{
  @usableFromInline var lower: Bound
  @usableFromInline let upper: Bound

  @inlinable @inline(__always)
  init(_ range: Range<Bound>) {
    lower = range.lowerBound
    upper = range.upperBound
  }

  @inlinable @inline(__always)
  public mutating func next() -> Bound? {
    if lower == upper { return nil }
    defer { lower &+= 1 }
    return lower
  }
}

/// Returns the iterator of a sequence.
///
/// The second parameter is never passed. It keeps the compiler from opening an existential for the first.
@inlinable @inline(__always)
public func _makeIterator<Base: Sequence>(
  _ base: Base, _ type: Base.Type? = nil
) -> Base.Iterator { base.makeIterator() }

// The bound is generic. With an overload for `Range<Int>`, the compiler would report each value that isn't a sequence
// as one that can't be converted to that range.
@inlinable @inline(__always)
public func _makeIterator<Bound: FixedWidthInteger & BitwiseCopyable & Sendable>(
  _ range: Range<Bound>
) -> _RangeIterator<Bound> { _RangeIterator(range) }

#if !hasFeature(Embedded)
  /// Returns the iterator of an existential, which would be `any IteratorProtocol` without this overload.
  @_disfavoredOverload
  @inlinable
  public func _makeIterator<Element>(_ base: any Sequence<Element>) -> AnyIterator<Element> {
    func erased(_ base: some Sequence<Element>) -> AnyIterator<Element> {
      AnyIterator(base.makeIterator())
    }
    return erased(base)
  }

  /// Refuses an existential without the element's type.
  ///
  /// The compiler also reports a value that isn't a sequence as an argument of this function.
  @_disfavoredOverload
  @available(
    *, unavailable,
    message:
      "a generator can't loop over 'any Sequence': name the element, as 'any Sequence<Int>' does"
  )
  public func _makeIterator(_ base: any Sequence) -> AnyIterator<Any> { fatalError() }
#endif

#if !hasFeature(Embedded)
  @inlinable @inline(__always)
  public func _makeAsyncIterator<Base: AsyncSequence>(
    _ base: Base, _ type: Base.Type? = nil
  ) -> Base.AsyncIterator { base.makeAsyncIterator() }

  /// Returns the iterator of an existential, which would be `any AsyncIteratorProtocol` without this overload.
  @_disfavoredOverload
  @inlinable
  public func _makeAsyncIterator<Element, Failure: Error>(
    _ base: any AsyncSequence<Element, Failure>
  ) -> _AnyAsyncIterator<Element, Failure> {
    _AnyAsyncIterator(base.makeAsyncIterator())
  }

  /// Refuses an existential without the types of the element and the failure.
  @_disfavoredOverload
  @available(
    *, unavailable,
    message:
      "a generator can't loop over 'any AsyncSequence': name the element and the failure, as 'any AsyncSequence<Int, Never>' does"
  )
  public func _makeAsyncIterator(_ base: any AsyncSequence) -> _AnyAsyncIterator<Any, any Error> {
    fatalError()
  }

  /// The iterator of an async sequence of any type.
  ///
  /// A copy is independent if a copy of the sequence's own iterator is.
  @_documentation(visibility: private)
  @frozen
  public struct _AnyAsyncIterator<Element, Failure: Error>: AsyncIteratorProtocol {
    @usableFromInline var base: any AsyncIteratorProtocol<Element, Failure>

    @inlinable
    init(_ base: any AsyncIteratorProtocol<Element, Failure>) { self.base = base }

    @inlinable
    public mutating func next(
      isolation: isolated (any Actor)?
    ) async throws(Failure) -> Element? {
      try await base.next(isolation: isolation)
    }
  }
#endif
