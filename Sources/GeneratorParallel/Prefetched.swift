public import Generators

/// Returns the same elements, which a thread of its own takes ahead of the reader.
///
/// Nothing is taken from the sequence before the first `next()` of what is returned. From then on its
/// source runs on that thread, beside the reader, and up to `window` elements ahead of it. The sequence is
/// handed over, as to `parallel(_:)`.
///
/// ```swift
/// let ahead = prefetched(1...3, window: 2)
/// print(Array(ahead))  // [1, 2, 3]
/// ```
///
/// Elements that come quickly are handed over in batches; where the source is slow, an element
/// doesn't wait for others. The source may have no end. ``ParallelSequence`` says how errors come
/// out and when the source is closed.
///
/// - Parameters:
///   - source: The elements.
///   - window: How many elements the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work, and at least four elements.
/// - Returns: The same elements.
/// - Precondition: `window` is positive.
/// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
@inlinable
public func prefetched<Source: Sequence>(
  _ source: sending Source, window: Int? = nil
) -> ParallelSequence<Source.Element, Never> where Source.Element: Sendable {
  ParallelSequence(
    .passing([PulledSequence(source)], isOrdered: true, window: window), failure: Never.self)
}

/// Returns the same elements, which a thread of its own takes ahead of the reader, where the source may
/// fail.
///
/// As `prefetched` of a sequence. An error of the source comes after all elements before it.
///
/// ```swift
/// let ahead = prefetched(numbers(in: ["1", "2"]))
/// while let n = try ahead.next() { print(n) }  // 1, 2
/// ```
///
/// - Parameters:
///   - source: The elements.
///   - window: How many elements the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work, and at least four elements.
/// - Returns: The same elements.
/// - Precondition: `window` is positive.
/// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
@_disfavoredOverload
@inlinable
public func prefetched<Source: ThrowingSource>(
  _ source: sending Source, window: Int? = nil
) -> ParallelSequence<Source.Element, any Error> where Source.Element: Sendable {
  ParallelSequence(
    .passing([PulledThrowing(source)], isOrdered: true, window: window),
    failure: (any Error).self)
}
