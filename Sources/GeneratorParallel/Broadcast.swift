public import Generators

/// Returns several readers, each of which gets all elements.
///
/// Takes no element before the first `next()` of one of the readers. From then on a thread of the stage takes
/// elements, as far ahead of the slowest reader as the window allows. So the slowest reader sets the pace. A
/// reader that isn't read holds up all others, until it is closed or released. Read the readers at the same
/// time, on threads or in tasks of their own. To read one after the other, use `tee` of module
/// GeneratorAlgorithms: with `broadcast`, the first reader would wait permanently for room in the window. As for
/// `parallel(_:)`, the compiler refuses a source that other code can use at the same time.
///
/// ```swift
/// let readers = broadcast(1...4, to: 2)
/// async let sum = readers[0].values.reduce(0, +)
/// async let product = readers[1].values.reduce(1, *)
/// print(await sum, await product)  // 10 24
/// ```
///
/// In a task, read ``BroadcastReader/values``, because `next()` blocks a thread, of which Swift's pool may
/// have only one.
///
/// All readers begin with the first element. They are `Sendable`, and one thread at a time may use each. The
/// stage ends when the last reader is closed or released, as ``ParallelSequence`` describes.
///
/// The counterpart of Rx's `publish`, and of a fan-out of copies in Go.
///
/// - Parameters:
///   - source: The elements.
///   - count: The number of readers.
///   - window: The number of elements that the stage takes ahead of the slowest reader, at most; `nil`: about
///     a millisecond of work, and at least four elements.
/// - Returns: The readers.
/// - Precondition: `count` and `window` are positive.
/// - Complexity: O(`count`). The stage takes a few locks, and makes two allocations, for a batch of elements.
@inlinable
public func broadcast<Source: Sequence>(
  _ source: sending Source, to count: Int, window: Int? = nil
) -> [BroadcastReader<Source.Element, Never>] where Source.Element: Sendable {
  BroadcastReader.readers(
    count, of: .passing([PulledSequence(source)], isOrdered: true, window: window))
}

/// Returns several readers, each of which gets all elements of a source that may fail.
///
/// Behaves like `broadcast` of a sequence. Each reader gets an error of the source after all elements
/// before it.
///
/// ```swift
/// let readers = broadcast(numbers(in: ["1", "2"]), to: 1)
/// while let n = try readers[0].next() { print(n) }  // 1, 2
/// ```
///
/// - Parameters:
///   - source: The elements.
///   - count: The number of readers.
///   - window: The number of elements that the stage takes ahead of the slowest reader, at most; `nil`: about
///     a millisecond of work, and at least four elements.
/// - Returns: The readers.
/// - Precondition: `count` and `window` are positive.
/// - Complexity: O(`count`). The stage takes a few locks, and makes two allocations, for a batch of elements.
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
/// A reader is a reference and its own iterator. You can send it to another thread or task. It traps if two
/// threads use it at once.
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

  /// Returns the next element for this reader, or `nil` after the last one.
  ///
  /// Blocks the thread until there is an element.
  ///
  /// - Returns: The element; `nil` permanently after the last one or an error.
  /// - Throws: The error of the source, once; `CancellationError`, if `Failure` is `any Error` and the
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

  /// Ends this reader, and with the last reader the stage.
  ///
  /// The stage keeps no more elements for this reader, and `next()` returns `nil` from now on. For the last
  /// reader, blocks the thread until the source has returned from its current call.
  ///
  /// - Precondition: The caller isn't the source of the stage.
  @available(*, noasync, message: "it blocks the thread; use 'await reader.values.close()'")
  public func close() {
    shared.close()
  }
}

extension BroadcastReader: ThrowingSource {
  /// Ends this reader, because an operation on its elements has failed.
  ///
  /// Waits for the source if this is the last reader, as ``close()`` does. The source itself may call it too,
  /// and then it doesn't wait.
  public func abandon() { shared.abandon() }
}

extension BroadcastReader: Sequence, IteratorProtocol where Failure == Never {
  /// Returns the next element for this reader, or `nil` after the last one.
  ///
  /// Blocks the thread until there is an element.
  ///
  /// - Returns: The element; `nil` permanently after the last one or when the task was cancelled.
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
  /// The same elements as an asynchronous sequence, which suspends the task instead of blocking a thread.
  ///
  /// ```swift
  /// let readers = broadcast(1...3, to: 1)
  /// for await n in readers[0].values { print(n) }  // 1, 2, 3
  /// ```
  public var values: BroadcastValues<Element, Failure> { BroadcastValues(shared: shared) }
}

/// An asynchronous sequence of the elements of one reader: see ``BroadcastReader/values``.
public struct BroadcastValues<Element: Sendable, Failure: Error>: AsyncSequence, Sendable {
  @usableFromInline let shared: SharedReader<Element>

  @inlinable
  init(shared: SharedReader<Element>) { self.shared = shared }

  /// An iterator that takes from the elements of the reader.
  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let shared: SharedReader<Element>

    @inlinable
    init(shared: SharedReader<Element>) { self.shared = shared }

    /// Returns the next element for the reader, or `nil` after the last one.
    ///
    /// Suspends the task until there is an element.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The element; `nil` permanently after the last one or an error.
    /// - Throws: The error of the source, once; `CancellationError`.
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

  /// Returns an iterator that takes from the same elements as the reader.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(shared: shared) }

  /// Ends the reader, and waits for the source without blocking a thread if the reader is the last one.
  ///
  /// - Parameter actor: The actor on which the caller runs.
  public func close(isolation actor: isolated (any Actor)? = #isolation) async {
    await shared.close(isolation: actor)
  }
}
