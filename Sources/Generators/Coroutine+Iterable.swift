// Written before any compiler had the protocol, from the text of SE-0516 in its second review, and compiled
// only against a copy of the protocol's declaration. So it is built only on request, and can't break the
// build of a client whose compiler has the protocol under other names:
//
//     swift build -Xswiftc -DGENERATORS_ITERABLE
//
// The unavailable conformance to `Sequence` is left out then, because `for` would prefer it.

#if compiler(>=6.4) && GENERATORS_ITERABLE
  /// Iterates a generator that may fail with `for`, whose loop may throw.
  @available(macOS 27, iOS 27, tvOS 27, watchOS 27, visionOS 27, *)
  extension Coroutine: Iterable where Input == Void {
    /// Returns an iterator, which shares the position of the generator.
    public func makeIterableIterator() -> SpansOfOne<Self> { SpansOfOne(self) }

    /// Zero, because the count isn't known before the end.
    public var underestimatedCount: Int { 0 }
  }

  /// The elements of a source, each as a span of one.
  @available(macOS 27, iOS 27, tvOS 27, watchOS 27, visionOS 27, *)
  public struct SpansOfOne<Source: ThrowingSource>: IterableIteratorProtocol, ~Copyable {
    private let source: Source

    /// The element that was returned last, or none: a span needs storage for it.
    private var last: [Source.Element] = []

    init(_ source: Source) { self.source = source }

    /// Returns the next element as a span of one, and an empty span after the last.
    ///
    /// - Parameter maximumCount: The most elements to return, 1 or more.
    /// - Returns: The element, valid until the next call.
    /// - Throws: An error of the source's `next()`.
    @_lifetime(&self)
    public mutating func nextSpan(maximumCount: Int) throws(Source.Failure) -> Span<Source.Element>
    {
      // Released before the source continues, as `while let` releases it.
      last.removeAll(keepingCapacity: true)
      if maximumCount > 0, let element = try source.next() { last.append(element) }
      return last.span
    }
  }
#endif
