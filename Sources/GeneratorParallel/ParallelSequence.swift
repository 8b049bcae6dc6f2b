public import Generators

/// The results of a parallel operation, as a lazy sequence.
///
/// The sequence is single-pass and its own iterator. The first `next()` starts the threads of the stage. From
/// then on they run ahead, as far as the window allows. Where nothing can fail, `Failure` is `Never` and the
/// type is a `Sequence`:
///
/// ```swift
/// for square in parallel(1...4).map({ $0 * $0 }) { print(square) }  // 1, 4, 9, 16
/// ```
///
/// Otherwise `next()` throws, and the type is a `ThrowingSource` of module `Generators`:
///
/// ```swift
/// let halves = parallel(["8", "x"]).map { text in
///   guard let n = Int(text) else { throw CancellationError() }
///   return n / 2
/// }
/// while let half = try halves.next() { print(half) }  // 4, then CancellationError is thrown
/// ```
///
/// Its own operations are those of ``ParallelOperations``, a chain of which is one stage. All other
/// operations are those of sequences and of sources that may fail. They run on the reader's thread.
///
/// **End.** A sequence is a reference: a copy of the value refers to the same stage. The stage ends when the
/// last reference is released, when ``close()`` is called, after the last element, and after an error. It
/// then takes no more elements, waits for the calls that are running, ends its threads, and releases the
/// source and the closures. If the source itself waits, for a pipe say, the stage waits for the source, and
/// other code must end the source's wait.
///
/// **Errors.** When a closure throws, the stage takes no more elements. If the results are ordered, the
/// reader gets the results before the error and then the error. Otherwise the reader gets the error as soon
/// as it has returned the results of its current batch. An error of the source comes after the results of all
/// elements before it.
///
/// **Cancellation.** When the current Swift task is cancelled, `next()` ends the stage. It throws
/// `CancellationError` where `Failure` is `any Error`, and returns `nil` otherwise. `Task.isCancelled` then
/// tells that the results are incomplete. The stage notices a cancellation within some hundredths of a
/// second.
///
/// **Source.** The stage runs its source on its threads, on one at a time, so the source need not be
/// `Sendable`. The compiler checks that nothing else uses it.
///
/// **Asynchronous code.** `next()` blocks the thread until there is an element. In asynchronous code the
/// compiler refuses `next()`, and a `for` loop without `await`. Use ``values`` there.
public struct ParallelSequence<Element: Sendable, Failure: Error>: ParallelOperations {
  @usableFromInline let reader: OutputReader<Element>

  @inlinable
  init(_ stage: StageStorage, failure: Failure.Type) { reader = OutputReader(stage) }

  @usableFromInline
  init(_ reader: OutputReader<Element>) { self.reader = reader }

  /// Returns the next element, or `nil` after the last one.
  ///
  /// Blocks the thread until there is an element.
  ///
  /// - Returns: The element; `nil` permanently after the last one or an error.
  /// - Throws: The error of a closure or the source, once; `CancellationError`; ``ParallelError``.
  /// - Complexity: O(1) without a lock for most elements; two locks for a batch of them.
  @available(*, noasync, message: "it blocks the thread; use 'for await … in stage.values'")
  @inlinable
  public func next() throws(Failure) -> Element? {
    do {
      return try reader.take(isCancellable: true)
    } catch {
      guard let failure: Failure = OutputReader<Element>.failure(error) else { return nil }
      throw failure
    }
  }

  /// Ends the stage: ends its threads, and releases the source and the closures.
  ///
  /// Blocks the thread until the running calls have returned. `next()` returns `nil` afterwards. Closing a
  /// stage that has ended does nothing. In asynchronous code, close the stage's ``values``, which suspends
  /// the task, or release the stage, which doesn't wait.
  ///
  /// ```swift
  /// let squares = parallel(1...).map { $0 * $0 }
  /// print(squares.next()!)  // 1
  /// squares.close()
  /// ```
  ///
  /// - Precondition: The caller isn't a closure or the source of the stage.
  @available(*, noasync, message: "it blocks the thread; use 'await stage.values.close()'")
  public func close() { reader.close() }

  /// Returns the plan that the next operation adds to.
  ///
  /// - Returns: The plan of the stage, if the stage hasn't been read. Otherwise the plan of a new stage,
  ///   whose source is this one.
  /// - Precondition: No operation has taken the sequence over.
  public consuming func plan() -> ParallelPlan<Element> {
    ParallelPlan(reader.handOver { .pulling(PulledThrowing(Self($0))) })
  }
}

extension ParallelSequence: Sequence, IteratorProtocol where Failure == Never {
  /// Returns the next element, or `nil` after the last one.
  ///
  /// Blocks the thread until there is an element.
  ///
  /// - Returns: The element; `nil` permanently after the last one or when the task was cancelled.
  /// - Complexity: O(1) without a lock for most elements; two locks for a batch of them.
  @available(*, noasync, message: "it blocks the thread; use 'for await … in stage.values'")
  @inlinable
  public func next() -> Element? {
    do {
      return try reader.take(isCancellable: true)
    } catch {
      let _: Never? = OutputReader<Element>.failure(error)
      return nil
    }
  }
}

extension ParallelSequence: ThrowingSource {
  /// Ends the stage, because an operation on its elements has failed.
  ///
  /// Waits for the running calls, as ``close()`` does. A closure or the source of the stage may call it too,
  /// and then it doesn't wait.
  public func abandon() { reader.end() }
}
