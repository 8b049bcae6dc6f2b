public import Generators

/// Elements that several threads produce: what `parallelMap` and its siblings give.
///
/// It is a single-pass sequence and its own iterator. Nothing happens before the first `next()`, which
/// starts threads of its own; from then on they run ahead, as far as the window lets them. Where
/// nothing can fail, `Failure` is `Never` and it is a `Sequence`:
///
/// ```swift
/// for square in (1...4).parallelMap({ $0 * $0 }) { print(square) }  // 1, 4, 9, 16
/// ```
///
/// Otherwise `next()` throws, and there is ``generator()`` for what takes a sequence:
///
/// ```swift
/// let halves = ["8", "x"].parallelMap { text in
///   guard let n = Int(text) else { throw CancellationError() }
///   return n / 2
/// }
/// while let half = try halves.next() { print(half) }  // 4, then CancellationError is thrown
/// ```
///
/// A sequence is a reference: a copy of the value is another name for it. When the last reference
/// goes, and when ``close()`` is called, the stage ends: nothing more is taken from the source, the
/// calls that are under way are waited for, the threads end, and the source and the closures are
/// released. So it is when the end was reached and when an error has come out. A source that waits, for a
/// pipe say, is waited for too: what stops it must be done by somebody else.
///
/// **Errors.** When a closure throws, nothing more is taken from the source. Where the results are in
/// order, those that come before are given, and then the error is thrown; otherwise it is thrown at once,
/// as soon as the reader has given the results that it has in hand. An error of the source comes after the
/// results of all elements before it.
///
/// **Cancellation.** When the current Swift task is cancelled, `next()` ends the stage. It throws
/// `CancellationError` where `Failure` is `any Error`, and gives `nil` otherwise, so that what was read is
/// not all: `Task.isCancelled` tells. It is seen within some hundredths of a second.
///
/// **The source** is used on the stage's threads, by one at a time, so that it need not be `Sendable`.
/// Nobody else may use it until the stage has ended: the compiler can't check that for a method.
///
/// `next()` blocks the thread that calls it while there is nothing to give. In asynchronous code there is
/// ``values``.
public struct ParallelSequence<Element, Failure: Error> {
  @usableFromInline let reader: OutputReader<Element>

  @inlinable
  init(_ stage: Stage, failure: Failure.Type) { reader = OutputReader(stage) }

  /// The next element, or `nil` after the last one.
  ///
  /// It blocks until there is one.
  ///
  /// - Returns: the element; `nil` for ever when there are no more, or one was thrown.
  /// - Throws: what a closure or the source has thrown, once; `CancellationError`.
  /// - Complexity: O(1) without a lock for most elements; two locks for a batch of them.
  @inlinable
  public func next() throws(Failure) -> Element? {
    do {
      return try reader.take(isCancellable: true)
    } catch {
      // Cancelled, and not able to say so.
      guard let failure = error as? Failure else { return nil }
      throw failure
    }
  }

  /// Ends the stage: threads are stopped, the source and the closures released.
  ///
  /// It blocks until the calls that are under way have returned. `next()` gives `nil` afterwards. To
  /// close one that has ended does nothing. From asynchronous code, let go of it instead, which does not
  /// wait, or close its ``values``, which waits without blocking.
  ///
  /// ```swift
  /// let squares = (1...).parallelMap { $0 * $0 }
  /// print(squares.next()!)  // 1
  /// squares.close()
  /// ```
  public func close() { reader.end() }
}

extension ParallelSequence: Sequence, IteratorProtocol where Failure == Never {
  /// The next element, or `nil` after the last one.
  ///
  /// It blocks until there is one.
  ///
  /// - Returns: the element; `nil` for ever when there are no more, or the task was cancelled.
  /// - Complexity: O(1) without a lock for most elements; two locks for a batch of them.
  @inlinable
  public func next() -> Element? {
    // What is thrown is that the task was cancelled.
    try? reader.take(isCancellable: true)
  }
}

extension ParallelSequence {
  /// The same elements as a generator, with all of its operations.
  ///
  /// ```swift
  /// let lengths = numbers(in: ["1", "2"]).parallelMap { $0 + 1 }.generator()
  /// print(try lengths.withSequence { Array($0) })  // [2, 3]
  /// ```
  ///
  /// - Returns: a generator that takes from this sequence, and closes it when it is closed.
  /// - Complexity: one resumption for an element, beyond `next()`.
  public func generator() -> ThrowingGenerator<Element> {
    ThrowingGenerator { yield in
      defer { close() }
      while let element = try next() { try yield(element) }
    }
  }
}
