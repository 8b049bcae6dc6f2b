public import Generators

/// Returns several readers on threads of their own, each of which gets all elements.
///
/// Nothing is taken from the sequence before the first `next()` of one of them. From then on a
/// thread of its own takes elements, as far ahead of the slowest reader as the window lets it. So
/// the slowest sets the pace: a reader that isn't read holds up all, until it is closed or
/// released. To read one reader after the other, on one thread, use `tee`: here the first one would
/// wait permanently for room in the window. The sequence is handed over, as to `parallel(_:)`.
///
/// ```swift
/// let readers = broadcast(1...4, to: 2)
/// async let sum = readers[0].values.reduce(0, +)
/// async let product = readers[1].values.reduce(1, *)
/// print(await sum, await product)  // 10 24
/// ```
///
/// Tasks use ``BroadcastReader/values``, since `next()` blocks a thread, of which Swift's pool may have
/// only one.
///
/// All readers begin with the first element. They can be sent to other threads and tasks, where one thread
/// at a time may use each. The stage ends when the last reader is closed or released, as is said at
/// ``ParallelSequence``. Rx's `publish`; Go's fan-out of copies.
///
/// - Parameters:
///   - source: The elements.
///   - count: How many readers.
///   - window: How many elements the stage takes ahead of the slowest reader, at most; `nil`: about
///     a millisecond of work, and at least four elements.
/// - Returns: The readers.
/// - Precondition: `count` and `window` are positive.
/// - Complexity: O(`count`) to make; a few locks, and two allocations, for a batch of elements.
@inlinable
public func broadcast<Source: Sequence>(
  _ source: sending Source, to count: Int, window: Int? = nil
) -> [BroadcastReader<Source.Element, Never>] where Source.Element: Sendable {
  BroadcastReader.readers(
    count, of: .passing([PulledSequence(source)], isOrdered: true, window: window))
}

/// Returns several readers on threads of their own, each of which gets all elements of a source that may
/// fail.
///
/// As `broadcast` of a sequence. An error of the source comes to each reader, after all elements before it.
///
/// ```swift
/// let readers = broadcast(numbers(in: ["1", "2"]), to: 1)
/// while let n = try readers[0].next() { print(n) }  // 1, 2
/// ```
///
/// - Parameters:
///   - source: The elements.
///   - count: How many readers.
///   - window: How many elements the stage takes ahead of the slowest reader, at most; `nil`: about
///     a millisecond of work, and at least four elements.
/// - Returns: The readers.
/// - Precondition: `count` and `window` are positive.
/// - Complexity: O(`count`) to make; a few locks, and two allocations, for a batch of elements.
@_disfavoredOverload
@inlinable
public func broadcast<Source: ThrowingSource>(
  _ source: sending Source, to count: Int, window: Int? = nil
) -> [BroadcastReader<Source.Element, any Error>] where Source.Element: Sendable {
  BroadcastReader.readers(
    count, of: .passing([PulledThrowing(source)], isOrdered: true, window: window))
}

/// One of several readers of a sequence: see `broadcast(_:to:window:)`.
///
/// A reader is a reference and its own iterator. It can be sent to another thread or task; it is a trap if
/// two use it at once.
public struct BroadcastReader<Element: Sendable, Failure: Error>: Sendable {
  @usableFromInline let shared: SharedReader<Element>

  @inlinable
  init(_ reader: OutputReader<Element>) { shared = SharedReader(reader) }

  @inlinable
  static func readers(_ count: Int, of stage: StageStorage) -> [Self] {
    guard count > 0 else {
      fatalError("the number of readers must be positive, and is \(count)")
    }
    return (0..<count).map { _ in Self(OutputReader(stage, copies: true)) }
  }

  /// The next element for this reader, or `nil` after the last one.
  ///
  /// It blocks until there is one.
  ///
  /// - Returns: the element; `nil` permanently when there are no more, or one was thrown.
  /// - Throws: what the source has thrown, once; `CancellationError`, where `Failure` is `any Error` and the
  ///   current task is cancelled.
  /// - Complexity: O(1) without a lock for most elements; two locks for a batch of them.
  @available(*, noasync, message: "it blocks the thread; use 'for await … in reader.values'")
  @inlinable
  public func next() throws(Failure) -> Element? {
    do {
      return try shared.take(isCancellable: true)
    } catch {
      guard let failure: Failure = OutputReader<Element>.failure(error) else { return nil }
      throw failure
    }
  }

  /// Ends this reader, for which the stage keeps nothing any more; the last one ends the stage.
  ///
  /// The last one blocks until the source has returned from what it is doing. `next()` returns
  /// `nil` afterwards.
  ///
  /// - Precondition: It isn't called by the source of the stage.
  @available(*, noasync, message: "it blocks the thread; use 'await reader.values.close()'")
  public func close() {
    shared.close()
  }
}

extension BroadcastReader: ThrowingSource {
  /// Ends this reader, because an operation on its elements has failed.
  ///
  /// Doesn't wait for the source.
  public func abandon() { shared.abandon() }
}

extension BroadcastReader: Sequence, IteratorProtocol where Failure == Never {
  /// The next element for this reader, or `nil` after the last one.
  ///
  /// It blocks until there is one.
  ///
  /// - Returns: the element; `nil` permanently when there are no more, or the task was cancelled.
  /// - Complexity: O(1) without a lock for most elements; two locks for a batch of them.
  @available(*, noasync, message: "it blocks the thread; use 'for await … in reader.values'")
  @inlinable
  public func next() -> Element? {
    do {
      return try shared.take(isCancellable: true)
    } catch {
      let _: Never? = OutputReader<Element>.failure(error)
      return nil
    }
  }
}

extension BroadcastReader {
  /// The elements for asynchronous code: the same, without blocking a thread.
  ///
  /// ```swift
  /// let readers = broadcast(1...3, to: 1)
  /// for await n in readers[0].values { print(n) }  // 1, 2, 3
  /// ```
  public var values: BroadcastValues<Element, Failure> { BroadcastValues(shared: shared) }
}

/// What one reader of a broadcast gets, for asynchronous code: see ``BroadcastReader/values``.
public struct BroadcastValues<Element: Sendable, Failure: Error>: AsyncSequence, Sendable {
  @usableFromInline let shared: SharedReader<Element>

  @inlinable
  init(shared: SharedReader<Element>) { self.shared = shared }

  /// Gives the elements.
  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let shared: SharedReader<Element>

    @inlinable
    init(shared: SharedReader<Element>) { self.shared = shared }

    /// The next element for the reader, or `nil` after the last one.
    ///
    /// The task is suspended until there is one.
    ///
    /// - Parameter actor: where the caller runs.
    /// - Returns: the element; `nil` permanently when there are no more, or an error was thrown.
    /// - Throws: what the source has thrown, once; `CancellationError`.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> Element? {
      do {
        return try await shared.take(isCancellable: true, isolation: actor)
      } catch {
        guard let failure: Failure = OutputReader<Element>.failure(error) else { return nil }
        throw failure
      }
    }
  }

  /// Makes what takes from the same elements as the reader.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(shared: shared) }

  /// Ends the reader; the last one waits for the source without blocking a thread.
  ///
  /// - Parameter actor: where the caller runs.
  public func close(isolation actor: isolated (any Actor)? = #isolation) async {
    await shared.close(isolation: actor)
  }
}
