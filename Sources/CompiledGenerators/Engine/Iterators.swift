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

@inlinable @inline(__always)
public func _makeIterator<Base: Sequence>(_ base: Base) -> Base.Iterator { base.makeIterator() }

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
