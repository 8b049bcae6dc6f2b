public import Generators

/// Returns the elements of two sequences, each of which a thread of its own reads, as they come.
///
/// Nothing is taken before the first `next()` of what is returned. The elements of one sequence
/// come in its order; the order between sequences isn't determined. A slow sequence holds up no
/// other, and a fast one runs no more than its share of the window ahead.
///
/// ```swift
/// let all = merged(1...3, [4, 5, 6])
/// print(all.sorted())  // [1, 2, 3, 4, 5, 6]
/// ```
///
/// The sequences are handed over, as to `parallel(_:)`, and must not share an object with each
/// other. ``ParallelSequence`` says how errors come out and when the sources are closed. Rx's
/// `merge`; Go's fan-in.
///
/// - Parameters:
///   - first: A sequence.
///   - second: Another.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element. One
///   thread for each sequence.
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

/// Returns the elements of three sequences, each of which a thread of its own reads, as they come.
///
/// As `merged` of two.
///
/// ```swift
/// let all = merged(1...2, [3], CollectionOfOne(4))
/// print(all.sorted())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - first: A sequence.
///   - second: Another.
///   - third: Another.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element. One
///   thread for each sequence.
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

/// Returns the elements of two sources that may fail, each of which a thread of its own reads, as they
/// come.
///
/// As `merged` of sequences, for generators and stages that may fail. An error of one source comes after
/// its own elements; then the others are closed.
///
/// ```swift
/// let all = merged(numbers(in: ["1", "2"]), numbers(in: ["3"]))
/// print(try all.collect().sorted())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - first: A source.
///   - second: Another.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element. One
///   thread for each source.
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

/// Returns the elements of three sources that may fail, each of which a thread of its own reads, as they
/// come.
///
/// As `merged` of two.
///
/// ```swift
/// let all = merged(numbers(in: ["1", "2"]), numbers(in: ["3"]), numbers(in: []))
/// print(try all.collect().sorted())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - first: A source.
///   - second: Another.
///   - third: Another.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element. One
///   thread for each source.
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

/// Returns the elements of any number of sequences that can be shared, each of which a thread of its own
/// reads, as they come.
///
/// As `merged` of two. Generators can't be shared, and those in an array may share an object with each
/// other: make them where they are read, with a closure.
///
/// ```swift
/// let all = merged([[1, 2], [3], [4]])
/// print(all.sorted())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - sources: The sequences.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(*n*) for *n* sequences to make; a few locks for a batch of elements, and no allocation
///   for an element. One thread for each sequence.
@inlinable
public func merged<Sources: Sequence>(
  _ sources: Sources, window: Int? = nil
) -> ParallelSequence<Sources.Element.Element, Never>
where Sources.Element: Sequence & Sendable, Sources.Element.Element: Sendable {
  ParallelSequence(
    .passing(sources.map { PulledSequence($0) }, isOrdered: false, window: window),
    failure: Never.self)
}

/// Returns the elements of sequences that are made of any number of inputs, each on a thread of its own, as
/// they come.
///
/// As `merged` of two, for generators. The thread that reads a sequence calls the closure for it,
/// just before its first element.
///
/// ```swift
/// let all = merged([10, 20]) { start in
///   Generator { yield in for n in start...(start + 1) { try yield(n) } }
/// }
/// print(all.sorted())  // [10, 11, 20, 21]
/// ```
///
/// - Parameters:
///   - inputs: The values that the closure makes the sequences of.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
///   - source: Makes the sequence of an input; called on several threads at once.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(*n*) for *n* inputs to make; a few locks for a batch of elements, and no allocation for
///   an element. One thread for each input.
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

/// Returns the elements of sources that may fail and are made of any number of inputs, each on a thread of
/// its own, as they come.
///
/// As `merged` of two, for generators. The thread that reads a source calls the closure for it,
/// just before its first element. An error of the closure is one of that source.
///
/// ```swift
/// let all = merged([["1", "2"], ["3"]]) { numbers(in: $0) }
/// print(try all.collect().sorted())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - inputs: The values that the closure makes the sources of.
///   - window: How many elements the stage takes ahead of the reader, from all sources together, at
///     most, but at least one from each; `nil`: of each source, about a millisecond of work, and at
///     least four elements.
///   - source: Makes the source of an input; called on several threads at once.
/// - Returns: All elements; it ends when all sources have ended.
/// - Precondition: `window` is positive.
/// - Complexity: O(*n*) for *n* inputs to make; a few locks for a batch of elements, and no allocation for
///   an element. One thread for each input.
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
