public import Generators

/// Returns the same elements, which a thread of the stage takes ahead of the reader.
///
/// Takes no element before the first `next()` of the returned sequence. From then on the thread runs the
/// source beside the reader, up to `window` elements ahead. As for `parallel(_:)`, the compiler refuses a
/// source that other code can use at the same time.
///
/// ```swift
/// let ahead = prefetched(1...3, window: 2)
/// print(Array(ahead))  // [1, 2, 3]
/// ```
///
/// The thread passes elements on in batches if they come quickly. If the source is slow, an element doesn't
/// wait for others. The source may be infinite. ``ParallelSequence`` describes errors and when the source is
/// closed.
///
/// - Parameters:
///   - source: The elements.
///   - window: The number of elements that the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work, and at least four elements.
/// - Returns: The same elements.
/// - Precondition: `window` is positive.
/// - Complexity: O(1). The stage takes a few locks for a batch of elements, and makes no allocation for an
///   element.
@inlinable
public func prefetched<Source: Sequence>(
  _ source: sending Source, window: Int? = nil
) -> ParallelSequence<Source.Element, Never> where Source.Element: Sendable {
  ParallelSequence(
    .passing([PulledSequence(source)], isOrdered: true, window: window), failure: Never.self)
}

/// Returns the same elements of a source that may fail, which a thread of the stage takes ahead.
///
/// Behaves like `prefetched` of a sequence. An error of the source comes after all elements before it.
///
/// ```swift
/// let ahead = prefetched(numbers(in: ["1", "2"]))
/// while let n = try ahead.next() { print(n) }  // 1, 2
/// ```
///
/// - Parameters:
///   - source: The elements.
///   - window: The number of elements that the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work, and at least four elements.
/// - Returns: The same elements.
/// - Precondition: `window` is positive.
/// - Complexity: O(1). The stage takes a few locks for a batch of elements, and makes no allocation for an
///   element.
@_disfavoredOverload
@inlinable
public func prefetched<Source: ThrowingSource>(
  _ source: sending Source, window: Int? = nil
) -> ParallelSequence<Source.Element, any Error> where Source.Element: Sendable {
  ParallelSequence(
    .passing([PulledThrowing(source)], isOrdered: true, window: window),
    failure: (any Error).self)
}
