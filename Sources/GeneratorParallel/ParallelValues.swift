extension ParallelSequence {
  /// The elements for asynchronous code: the same, in the same order, without blocking a thread.
  ///
  /// ```swift
  /// for await square in parallel(1...4).map({ $0 * $0 }).values { print(square) }  // 1, 4, 9, 16
  /// ```
  ///
  /// `next()` suspends the task while there is nothing to give. The window bounds how far the threads
  /// run ahead of it, so that a slow reader holds them up. All `values` of a sequence, and the sequence
  /// itself, take from the same elements; one of them may be used at a time.
  ///
  /// When the task is cancelled, the stage ends, its running calls are awaited, and `next()` throws
  /// `CancellationError` where `Failure` is `any Error`, and otherwise gives `nil`. To break out of the
  /// loop ends it too, without awaiting anything; ``ParallelValues/close(isolation:)`` does await.
  public var values: ParallelValues<Element, Failure> { ParallelValues(reader: reader) }
}

/// What several threads produce, for asynchronous code: see ``ParallelSequence/values``.
public struct ParallelValues<Element: Sendable, Failure: Error>: AsyncSequence {
  @usableFromInline let reader: OutputReader<Element>

  @inlinable
  init(reader: OutputReader<Element>) { self.reader = reader }

  /// Gives the elements.
  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let reader: OutputReader<Element>

    @inlinable
    init(reader: OutputReader<Element>) { self.reader = reader }

    /// The next element, or `nil` after the last one.
    ///
    /// The task is suspended until there is one.
    ///
    /// - Parameter actor: where the caller runs.
    /// - Returns: the element; `nil` for ever when there are no more, or an error was thrown.
    /// - Throws: what a closure or the source has thrown, once; `CancellationError`.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> Element? {
      do {
        return try await reader.take(isCancellable: true, isolation: actor)
      } catch {
        guard let failure: Failure = OutputReader<Element>.failure(error) else { return nil }
        throw failure
      }
    }
  }

  /// Makes what takes from the same elements as all others.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

  /// Ends the stage, and waits for the calls that are under way without blocking a thread.
  ///
  /// - Parameter actor: where the caller runs.
  public func close(isolation actor: isolated (any Actor)? = #isolation) async {
    await reader.close(isolation: actor)
  }
}
