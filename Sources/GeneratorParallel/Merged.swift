public import Generators

/// Returns the elements of two sequences in the order in which they arrive.
///
/// Reads each sequence on a thread of its own, from the first `next()` of the returned sequence on. The
/// elements of one sequence keep their order. The order between the sequences isn't determined. A slow
/// sequence doesn't hold up the other, and a fast one runs ahead by at most its share of the window.
///
/// ```swift
/// let all = merged(1...3, [4, 5, 6])
/// print(all.sorted())  // [1, 2, 3, 4, 5, 6]
/// ```
///
/// As for `parallel(_:)`, the compiler refuses sequences that other code can use at the same time, and
/// sequences that share an object with each other. ``ParallelSequence`` describes errors and when the sources
/// are closed.
///
/// The counterpart of Rx's `merge`, and of a fan-in in Go.
///
/// - Parameters:
///   - first: The first sequence.
///   - second: The second sequence.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: from each source about a millisecond of work, and at least
///     four elements.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1). The stage takes a few locks for a batch of elements, and makes no allocation for an
///   element. It starts one thread for each sequence.
@inlinable
public func merged<First: Sequence, Second: Sequence>(
  _ first: sending First, _ second: sending Second, window: Int? = nil
) -> ParallelSequence<First.Element, Never>
where First.Element: Sendable, First.Element == Second.Element {
  ParallelSequence(
    .passing(
      [.pulling(PulledSequence(first)), .pulling(PulledSequence(second))],
      of: First.Element.self, isOrdered: false, window: window), failure: Never.self)
}

/// Returns the elements of three sequences in the order in which they arrive.
///
/// Behaves like `merged` of two sequences.
///
/// ```swift
/// let all = merged(1...2, [3], CollectionOfOne(4))
/// print(all.sorted())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - first: The first sequence.
///   - second: The second sequence.
///   - third: The third sequence.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1). The stage takes a few locks for a batch of elements, and makes no allocation for an
///   element. It starts one thread for each sequence.
@inlinable
public func merged<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: sending First, _ second: sending Second, _ third: sending Third, window: Int? = nil
) -> ParallelSequence<First.Element, Never>
where
  First.Element: Sendable, First.Element == Second.Element, First.Element == Third.Element
{
  ParallelSequence(
    .passing(
      [
        .pulling(PulledSequence(first)), .pulling(PulledSequence(second)),
        .pulling(PulledSequence(third)),
      ], of: First.Element.self, isOrdered: false, window: window), failure: Never.self)
}

/// Returns the elements of two sources that may fail in the order in which they arrive.
///
/// Behaves like `merged` of sequences, for generators and stages that may fail. An error of one source
/// comes after its own elements. Then the stage closes the other source.
///
/// ```swift
/// let all = merged(numbers(in: ["1", "2"]), numbers(in: ["3"]))
/// print(try all.collect().sorted())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - first: The first source.
///   - second: The second source.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1). The stage takes a few locks for a batch of elements, and makes no allocation for an
///   element. It starts one thread for each source.
@_disfavoredOverload
@inlinable
public func merged<First: ThrowingSource, Second: ThrowingSource>(
  _ first: sending First, _ second: sending Second, window: Int? = nil
) -> ParallelSequence<First.Element, any Error>
where First.Element: Sendable, First.Element == Second.Element {
  ParallelSequence(
    .passing(
      [.pulling(PulledThrowing(first)), .pulling(PulledThrowing(second))],
      of: First.Element.self, isOrdered: false, window: window), failure: (any Error).self)
}

/// Returns the elements of three sources that may fail in the order in which they arrive.
///
/// Behaves like `merged` of two sources.
///
/// ```swift
/// let all = merged(numbers(in: ["1", "2"]), numbers(in: ["3"]), numbers(in: []))
/// print(try all.collect().sorted())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - first: The first source.
///   - second: The second source.
///   - third: The third source.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1). The stage takes a few locks for a batch of elements, and makes no allocation for an
///   element. It starts one thread for each source.
@_disfavoredOverload
@inlinable
public func merged<First: ThrowingSource, Second: ThrowingSource, Third: ThrowingSource>(
  _ first: sending First, _ second: sending Second, _ third: sending Third, window: Int? = nil
) -> ParallelSequence<First.Element, any Error>
where
  First.Element: Sendable, First.Element == Second.Element, First.Element == Third.Element
{
  ParallelSequence(
    .passing(
      [
        .pulling(PulledThrowing(first)), .pulling(PulledThrowing(second)),
        .pulling(PulledThrowing(third)),
      ], of: First.Element.self, isOrdered: false, window: window), failure: (any Error).self)
}

/// Returns the elements of any number of `Sendable` sequences in the order in which they arrive.
///
/// Behaves like `merged` of two sequences. Generators aren't `Sendable`, and those in an array may share an
/// object with each other. Make them with a closure instead, on the threads that read them: see
/// `merged(_:window:_:)`.
///
/// ```swift
/// let all = merged([[1, 2], [3], [4]])
/// print(all.sorted())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - sources: The sequences.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(*n*) for *n* sequences. The stage takes a few locks for a batch of elements, and makes no
///   allocation for an element. It starts one thread for each sequence.
@inlinable
public func merged<Sources: Sequence>(
  _ sources: Sources, window: Int? = nil
) -> ParallelSequence<Sources.Element.Element, Never>
where Sources.Element: Sequence & Sendable, Sources.Element.Element: Sendable {
  ParallelSequence(
    .passing(sources.map { PulledSequence($0) }, isOrdered: false, window: window),
    failure: Never.self)
}

/// Returns the elements of any number of sequences, which a closure makes, in the order in which they arrive.
///
/// Behaves like `merged` of two sequences, for any number of generators. The thread that reads a sequence
/// calls the closure for it, just before its first element.
///
/// ```swift
/// let all = merged([10, 20]) { start in
///   Generator { yield in for n in start...(start + 1) { try yield(n) } }
/// }
/// print(all.sorted())  // [10, 11, 20, 21]
/// ```
///
/// - Parameters:
///   - inputs: The values from which the closure makes the sequences.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together.
///   - source: Makes the sequence from an input; called on several threads at once.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(*n*) for *n* inputs. The stage takes a few locks for a batch of elements, and makes no
///   allocation for an element. It starts one thread for each input.
@inlinable
public func merged<Inputs: Sequence, Source: Sequence>(
  _ inputs: Inputs, window: Int? = nil,
  _ source: @escaping @Sendable (Inputs.Element) -> Source
) -> ParallelSequence<Source.Element, Never>
where Inputs.Element: Sendable, Source.Element: Sendable {
  ParallelSequence(
    .passing(
      inputs.map { PulledSequence(MadeSequence($0, source)) }, isOrdered: false, window: window),
    failure: Never.self)
}

/// Returns the elements of any number of sources that may fail, which a closure makes, in the order in which
/// they arrive.
///
/// Behaves like `merged` of two sources, for any number of generators. The thread that reads a source calls
/// the closure for it, just before its first element. An error of the closure counts as an error of that
/// source.
///
/// ```swift
/// let all = merged([["1", "2"], ["3"]]) { numbers(in: $0) }
/// print(try all.collect().sorted())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - inputs: The values from which the closure makes the sources.
///   - window: The number of elements that the stage takes ahead of the reader, from all sources together.
///   - source: Makes the source from an input; called on several threads at once.
/// - Returns: All elements. The returned sequence ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(*n*) for *n* inputs. The stage takes a few locks for a batch of elements, and makes no
///   allocation for an element. It starts one thread for each input.
@_disfavoredOverload
@inlinable
public func merged<Inputs: Sequence, Source: ThrowingSource>(
  _ inputs: Inputs, window: Int? = nil,
  _ source: @escaping @Sendable (Inputs.Element) throws -> Source
) -> ParallelSequence<Source.Element, any Error>
where Inputs.Element: Sendable, Source.Element: Sendable {
  ParallelSequence(
    .passing(
      inputs.map { PulledThrowing(MadeSource($0, source)) }, isOrdered: false, window: window),
    failure: (any Error).self)
}
