extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// Returns several independent readers of this sequence, which is read only once.
  ///
  /// Each reader returns all elements, and a task of its own may use it. Takes an element from the source
  /// when a reader requests it, and holds it until all readers have taken it. A reader that is `bufferLimit`
  /// elements ahead of the slowest one waits for that one. So memory is bounded, and the slowest reader sets
  /// the pace.
  ///
  /// ```swift
  /// let readers = (1...4).async.tee(2, bufferLimit: 2)
  /// async let total = readers[0].reduce(0, +)
  /// async let greatest = readers[1].max()
  /// print(await total, await greatest!)  // 10 4
  /// ```
  ///
  /// A task that reads one reader to its end and then another waits permanently if there are more elements
  /// than the limit. A released reader no longer holds others back.
  ///
  /// **Errors and the end.** Each reader throws the error of the source once, after the elements before it.
  /// The source is released at its end, after an error, and when all readers are released.
  ///
  /// **Cancellation.** A task of its own reads the source. The first request starts that task, which takes
  /// over the priority and task-local values of the request. Cancelling a reader's task affects neither the
  /// source nor the other readers. If the reader's `next()` has to wait, it throws `CancellationError`, or
  /// returns `nil` if `Failure` can't be that error. The reader has then ended, and no longer holds others
  /// back. An element that was being taken for it goes to the others. When all readers have ended or are
  /// released, the task of the source is cancelled.
  ///
  /// With `share()` of swift-async-algorithms, consumers may join at any time, and miss the elements before.
  /// Here the number of readers is fixed, and each reader gets every element, even if it begins late.
  /// `buffer(policy:)` of that library has one consumer and reads ahead; `tee` takes an element when a reader
  /// requests it. The counterpart of Python's `itertools.tee`.
  ///
  /// - Parameters:
  ///   - count: The number of readers.
  ///   - limit: The number of elements that the fastest reader may be ahead of the slowest.
  /// - Returns: The readers, which all begin with the first element.
  /// - Precondition: `count` isn't negative, and `bufferLimit` is positive.
  /// - Complexity: O(`count`) to make them. An element that is held costs a lock; one that is taken from the source
  ///   costs O(`count`) and two switches of tasks. At most `bufferLimit` elements are held.
  public func tee(_ count: Int = 2, bufferLimit limit: Int) -> [AsyncTeeSequence<Self>] {
    AsyncTeePlace.places(count, in: self, limit: limit).map { AsyncTeeSequence(place: $0) }
  }
}

/// One of several readers of an asynchronous sequence: see `tee(_:bufferLimit:)` of `AsyncSequence`.
///
/// A reader is a reference and its own iterator: `for await` takes its remaining elements, and a copy refers
/// to the same reader. It can be used from any task. A request while another one of the same reader waits
/// throws `GeneratorError.alreadyExecuting`, or traps where `Failure` can't be that error.
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
  /// - Parameter actor: The actor on which the caller runs.
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
