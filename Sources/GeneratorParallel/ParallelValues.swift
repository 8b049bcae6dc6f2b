extension ParallelSequence {
  /// The same elements as an asynchronous sequence, which suspends the task instead of blocking a thread.
  ///
  /// ```swift
  /// for await square in parallel(1...4).map({ $0 * $0 }).values { print(square) }  // 1, 4, 9, 16
  /// ```
  ///
  /// `next()` suspends the task until there is an element. The window bounds how far the threads run ahead,
  /// so a slow reader holds them up. All `values` of a sequence, and the sequence itself, take from the same
  /// elements. Use one of them at a time.
  ///
  /// When the task is cancelled, the stage ends. `next()` waits for the calls that are running. Then it
  /// throws `CancellationError` where `Failure` is `any Error`, and returns `nil` otherwise. Leaving the loop
  /// early ends the stage too, without waiting; ``ParallelValues/close(isolation:)`` waits.
  public var values: ParallelValues<Element, Failure> { ParallelValues(reader: reader) }
}

/// An asynchronous sequence of the results of several threads: see ``ParallelSequence/values``.
public struct ParallelValues<Element: Sendable, Failure: Error>: AsyncSequence {
  @usableFromInline let reader: OutputReader<Element>

  @inlinable
  init(reader: OutputReader<Element>) { self.reader = reader }

  /// An iterator that takes from the elements of the stage.
  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let reader: OutputReader<Element>

    @inlinable
    init(reader: OutputReader<Element>) { self.reader = reader }

    /// Returns the next element, or `nil` after the last one.
    ///
    /// Suspends the task until there is an element.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The element; `nil` permanently after the last one or an error.
    /// - Throws: The error of a closure or the source, once; `CancellationError`.
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

  /// Returns an iterator that takes from the same elements as all others.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

  /// Ends the stage, and waits for its running calls without blocking a thread.
  ///
  /// - Parameter actor: The actor on which the caller runs.
  public func close(isolation actor: isolated (any Actor)? = #isolation) async {
    await reader.close(isolation: actor)
  }
}
