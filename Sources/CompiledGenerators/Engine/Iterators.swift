/// The iterator of a range, of two words that can be copied without a look at them.
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

/// The second parameter is never passed. It keeps the compiler from opening an existential for the first.
@inlinable @inline(__always)
public func _makeIterator<Base: Sequence>(
  _ base: Base, _ type: Base.Type? = nil
) -> Base.Iterator { base.makeIterator() }

#if !hasFeature(Embedded)
  /// Of an existential, whose iterator would be `any IteratorProtocol`.
  @_disfavoredOverload
  @inlinable
  public func _makeIterator<Element>(_ base: any Sequence<Element>) -> AnyIterator<Element> {
    func erased(_ base: some Sequence<Element>) -> AnyIterator<Element> {
      AnyIterator(base.makeIterator())
    }
    return erased(base)
  }
#endif

@inlinable @inline(__always)
public func _makeIterator<Bound: FixedWidthInteger & BitwiseCopyable & Sendable>(
  _ range: Range<Bound>
) -> _RangeIterator<Bound> { _RangeIterator(range) }

// For literals, whose type the overload above leaves open.
@inlinable @inline(__always)
public func _makeIterator(_ range: Range<Int>) -> _RangeIterator<Int> { _RangeIterator(range) }

#if !hasFeature(Embedded)
  @inlinable @inline(__always)
  public func _makeAsyncIterator<Base: AsyncSequence>(_ base: Base) -> Base.AsyncIterator {
    base.makeAsyncIterator()
  }
#endif
