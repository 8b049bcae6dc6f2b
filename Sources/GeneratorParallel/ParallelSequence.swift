public import Generators

/// The results of a parallel operation, as a lazy sequence.
///
/// It is single-pass and its own iterator. Nothing happens before the first `next()`, which starts threads
/// of its own. From then on they run ahead, as far as the window lets them. Where nothing can fail,
/// `Failure` is `Never` and it is a `Sequence`:
///
/// ```swift
/// for square in parallel(1...4).map({ $0 * $0 }) { print(square) }  // 1, 4, 9, 16
/// ```
///
/// Otherwise `next()` throws, and it is a `ThrowingSource` of module `Generators`:
///
/// ```swift
/// let halves = parallel(["8", "x"]).map { text in
///   guard let n = Int(text) else { throw CancellationError() }
///   return n / 2
/// }
/// while let half = try halves.next() { print(half) }  // 4, then CancellationError is thrown
/// ```
///
/// It has the operations of ``ParallelOperations``, so that a chain of them is one stage. All other
/// operations are those of sequences and of sources that may fail, and run where the results are read.
///
/// A sequence is a reference: a copy of the value is another name for it. The stage ends when the
/// last reference is released, and when ``close()`` is called. It takes nothing more from the
/// source, waits for the calls that are running, ends its threads, and releases the source and the
/// closures. The same happens at the end and when an error has come out. It waits for a source that
/// waits, for a pipe say; something else must stop that source.
///
/// **Errors.** When a closure throws, the stage takes nothing more from the source. Where the
/// results are in order, it returns those that come before and then throws the error. Otherwise it
/// throws the error at once, as soon as the reader has the results that it has in hand. An error of
/// the source comes after the results of all elements before it.
///
/// **Cancellation.** When the current Swift task is cancelled, `next()` ends the stage. It throws
/// `CancellationError` where `Failure` is `any Error`, and returns `nil` otherwise. The results are
/// then incomplete, which `Task.isCancelled` tells. The stage sees it within some hundredths of a
/// second.
///
/// **The source** runs on the stage's threads, on one at a time, so that it need not be `Sendable`. It was
/// handed over to the stage, and the compiler checks that nothing else uses it.
///
/// **Asynchronous code.** `next()` blocks the thread that calls it until there is an element. In
/// asynchronous code the compiler refuses it, and a `for` loop without `await`: use ``values``
/// there.
public struct ParallelSequence<Element: Sendable, Failure: Error>: ParallelOperations {
  @usableFromInline let reader: OutputReader<Element>

  @inlinable
  init(_ stage: StageStorage, failure: Failure.Type) { reader = OutputReader(stage) }

  @usableFromInline
  init(_ reader: OutputReader<Element>) { self.reader = reader }

  /// Returns the next element, or `nil` after the last one.
  ///
  /// Blocks until there is one.
  ///
  /// - Returns: The element; `nil` permanently when there are no more, or one was thrown.
  /// - Throws: The error that a closure or the source has thrown, once; `CancellationError`;
  ///   ``ParallelError``.
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
  /// Blocks until the calls that are running have returned. `next()` returns `nil` afterwards. Closing a
  /// stage that has ended does nothing. In asynchronous code, close its ``values``, which waits without
  /// blocking, or release it, which doesn't wait.
  ///
  /// ```swift
  /// let squares = parallel(1...).map { $0 * $0 }
  /// print(squares.next()!)  // 1
  /// squares.close()
  /// ```
  ///
  /// - Precondition: It isn't called by a closure or the source of the stage.
  @available(*, noasync, message: "it blocks the thread; use 'await stage.values.close()'")
  public func close() { reader.close() }

  /// Hands over the plan that the next operation adds to.
  ///
  /// - Returns: The plan of the stage, if it wasn't read; otherwise that of a stage of which it is
  ///   the source.
  /// - Precondition: No operation has taken it over.
  public consuming func plan() -> ParallelPlan<Element> {
    ParallelPlan(reader.handOver { .pulling(PulledThrowing(Self($0))) })
  }
}

extension ParallelSequence: Sequence, IteratorProtocol where Failure == Never {
  /// Returns the next element, or `nil` after the last one.
  ///
  /// Blocks until there is one.
  ///
  /// - Returns: The element; `nil` permanently when there are no more, or the task was cancelled.
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
  /// Doesn't wait for the calls that are running.
  public func abandon() { reader.end() }
}
