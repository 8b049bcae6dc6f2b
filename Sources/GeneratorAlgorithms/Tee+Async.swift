extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// Returns several independent readers of this sequence, which is read only once.
  ///
  /// Each reader returns all elements, and may be used by a task of its own. An element is taken from the source
  /// when a reader requests it, and is held until all readers have taken it. A reader that is `bufferLimit`
  /// elements ahead of the slowest one waits until that one has caught up. So memory is bounded, and the slowest
  /// reader sets the pace.
  ///
  /// ```swift
  /// let readers = (1...4).async.tee(2, bufferLimit: 2)
  /// async let total = readers[0].reduce(0, +)
  /// async let greatest = readers[1].max()
  /// print(await total, await greatest!)  // 10 4
  /// ```
  ///
  /// A task that reads one to its end and then another waits without end if there are more elements than the
  /// limit. A reader that is released no longer holds others back.
  ///
  /// **Errors and the end.** The error of the source is thrown by each reader once, after the elements before it.
  /// The source is released at its end, by an error, and when all readers are released.
  ///
  /// **Cancellation.** The source is read in a task of its own, which begins with the first request, and has its
  /// priority and task-local values. Cancelling a reader's task affects neither the source nor the other readers:
  /// if its `next()` would have to wait, it throws `CancellationError`, or returns `nil` where `Failure` can't be
  /// that error, and the reader has ended and no longer holds others back. An element that was being taken for it
  /// goes to the others. When all readers are released or have ended, the task of the source is cancelled.
  ///
  /// `share()` of swift-async-algorithms lets consumers join at any time, each of which misses what came before it.
  /// Here the number of readers is fixed, and each of them gets every element, also one that begins late. Its
  /// `buffer(policy:)` has one consumer and reads ahead of it; `tee` takes an element when a reader requests it.
  /// Python's `itertools.tee`.
  ///
  /// - Parameters:
  ///   - count: The number of readers.
  ///   - limit: How many elements the fastest reader may be ahead of the slowest.
  /// - Returns: The readers, which all begin with the first element.
  /// - Precondition: `count` is not negative, and `bufferLimit` is positive.
  /// - Complexity: O(`count`) to make them. An element that is held costs a lock; one that is taken from the source
  ///   costs O(`count`) and two switches of tasks. At most `bufferLimit` elements are held.
  public func tee(_ count: Int = 2, bufferLimit limit: Int) -> [AsyncTeeSequence<Self>] {
    AsyncTeePlace.places(count, in: self, limit: limit).map { AsyncTeeSequence(place: $0) }
  }
}

/// One of several readers of an asynchronous sequence: see `tee(_:bufferLimit:)` of `AsyncSequence`.
///
/// A reader is a reference and its own iterator: `for await` takes what is left of it, and a copy is another name
/// for the same reader. It can be used from any task. A request while another one of the same reader waits throws
/// `GeneratorError.alreadyExecuting`, or traps where `Failure` can't be that error.
public struct AsyncTeeSequence<Base: AsyncSequence & Sendable>: AsyncSequence,
  AsyncIteratorProtocol,
  Sendable
where Base.Element: Sendable {
  /// The elements of the source.
  public typealias Element = Base.Element
  /// The errors of the source.
  public typealias Failure = Base.Failure

  private let place: AsyncTeePlace<Base>

  init(place: AsyncTeePlace<Base>) { self.place = place }

  /// Returns the next element for this reader, or `nil` after the last.
  ///
  /// Waits while there is no element, and while this reader is too far ahead of another one.
  ///
  /// - Parameter actor: Where the caller runs.
  /// - Returns: The element; `nil` permanently after the last, an error or a cancellation.
  /// - Throws: The error of the source, once; `CancellationError` if the task is cancelled while the reader waits.
  public func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    try await place.next(isolation: actor)
  }

  /// Returns this reader.
  public func makeAsyncIterator() -> Self { self }
}
