internal import GeneratorPlatform
public import Generators

/// Returns the elements of an async sequence, for a thread that may block.
///
/// A Swift task reads the sequence, at most `limit` elements ahead of the consumer. `next()` blocks the
/// calling thread until there is an element. Use it in synchronous code on a thread of its own: a
/// command-line tool, a worker thread, or a parallel stage of module `GeneratorParallel`, whose threads take
/// the elements:
///
/// ```swift
/// let pages = AsyncThrowingGenerator { yield in
///   for text in ["a page", "another page", "the last page"] {
///     try await Task.sleep(for: .milliseconds(1))
///     try await yield(text)
///   }
/// }
/// let lengths = parallel(blocking(pages)).map { $0.count }
/// for try await length in lengths.values { print(length) }  // 6, 12, 13
/// ```
///
/// ``BlockingSource`` describes errors, closing, and the threads that must not call it.
///
/// - Parameters:
///   - sequence: The elements. The compiler refuses a sequence that is used after the call or that belongs to
///     an actor, because the task takes it over.
///   - limit: The number of elements that the task reads ahead, at most. With 0 the task reads an element
///     when the consumer requests it.
///   - priority: The priority of the task; `nil`: that of the calling thread.
/// - Returns: A source of the elements.
/// - Precondition: `limit` isn't negative.
/// - Complexity: O(1), and a Swift task, which waits for the first `next()`.
public func blocking<Source: AsyncSequence>(
  _ sequence: sending Source, bufferingAtMost limit: Int = 64, priority: TaskPriority? = nil
) -> BlockingSource<Source.Element> where Source.Element: Sendable {
  BlockingSource(sequence, limit: limit, priority: priority)
}

extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// Returns the elements, for a thread that may block.
  ///
  /// Behaves like the function `blocking(_:bufferingAtMost:priority:)`. A method can't take over the value
  /// that it is called on. So the method is for `Sendable` sequences, and the function for all others.
  ///
  /// - Parameters:
  ///   - limit: The number of elements that the task reads ahead, at most.
  ///   - priority: The priority of the task; `nil`: that of the calling thread.
  /// - Returns: A source of the elements.
  /// - Precondition: `limit` isn't negative.
  /// - Complexity: O(1), and a Swift task, which waits for the first `next()`.
  public func blocking(
    bufferingAtMost limit: Int = 64, priority: TaskPriority? = nil
  ) -> BlockingSource<Element> {
    AsyncGenerators.blocking(self, bufferingAtMost: limit, priority: priority)
  }
}

/// The elements of an async sequence, for a thread that may block: see `blocking(_:bufferingAtMost:priority:)`.
///
/// It has all operations of a `ThrowingSource`.
///
/// **On demand, and bounded.** The sequence doesn't run before the first `next()`. From then on the task
/// reads up to the limit ahead. It continues when the consumer has taken half of these elements.
///
/// **Errors.** `next()` throws the error of the sequence once, after all elements before it. Then it returns
/// `nil`.
///
/// **Closing.** `close()`, an operation that fails, and the release of the source cancel the task, and
/// discard the elements that it has read. They don't wait for its end. A thread that waits in `next()` gets
/// `nil`.
///
/// **Threads.** Any thread may call it, also several at once, except:
///
/// - a thread on which a Swift task runs. Swift has few of these threads, and the sequence may need the
///   blocked one. The compiler refuses the call in asynchronous code, and at run time it throws
///   ``BlockingError/insideTask``. Use `for await` there.
/// - the main thread, if the sequence needs the main actor. If the sequence's own task waits for the main
///   actor, and `next()` can detect that, it throws ``BlockingError/mainActorIsBlocked``. It can only on
///   Linux. Otherwise `next()` never returns, also if the sequence awaits another task that needs the main
///   actor.
/// - a thread that the sequence waits for in another way, such as an event loop that runs its callbacks.
///
/// In a task of a `Scheduler` it blocks the scheduler's other tasks too. `TaskContext.withSource(of:)` of
/// module `GeneratorScheduling` doesn't.
public final class BlockingSource<Element: Sendable>: ThrowingSource, Sendable {
  private let elements: ReadAhead<Element>
  private let arrivals: Arrivals
  private let watch: BlockedMainActor

  init<Source: AsyncSequence>(
    _ sequence: sending Source, limit: Int, priority: TaskPriority? = nil,
    watch: BlockedMainActor = BlockedMainActor()
  ) where Source.Element == Element {
    let arrivals = Arrivals()
    elements = ReadAhead(
      SentSequence.of(sequence), limit: limit, priority: priority,
      tellConsumer: { arrivals.arrive() })
    self.arrivals = arrivals
    self.watch = watch
  }

  deinit { elements.close() }

  /// Returns the next element, or `nil` after the last one.
  ///
  /// Blocks the calling thread until there is an element.
  ///
  /// - Returns: The element; `nil` permanently after the last one, after an error, and when the source was
  ///   closed.
  /// - Throws: The error of the sequence, once; ``BlockingError``.
  /// - Complexity: One lock for an element that was read ahead.
  @available(
    *, noasync, message: "it blocks the thread; iterate the sequence itself, with 'for await'"
  )
  public func next() throws -> Element? {
    if CurrentTask.exists { throw BlockingError.insideTask }
    var arrived: Int?
    while true {
      switch elements.request() {
      case .element(let element): return element
      case .failure(let error): throw error
      case .end: return nil
      case .wait(let isFirst):
        if isFirst { watch.readingBegins() }
        // Requests once more with the count, because an element may have arrived before the count was read.
        guard let count = arrived.take() else {
          arrived = arrivals.count
          continue
        }
        try wait(after: count)
      }
    }
  }

  private func wait(after count: Int) throws {
    guard watch.isBlocked else {
      _ = arrivals.wait(after: count)
      return
    }
    let task = elements.task
    let canJudge = watch.canJudge(task)
    while !arrivals.wait(after: count, nanoseconds: 50_000_000) {
      // Nothing runs on the main actor while this thread waits.
      guard canJudge, MainActorState.isQueued(task) else { continue }
      elements.close()
      throw BlockingError.mainActorIsBlocked
    }
  }

  /// Closes the source, as `close()` does.
  public func abandon() { elements.close() }
}

/// A call of a ``BlockingSource`` that can't end.
public enum BlockingError: Error, Sendable, CustomStringConvertible {
  /// `next()` was called on a thread on which a Swift task runs.
  ///
  /// The source stays usable.
  case insideTask

  /// `next()` was called on the main thread, and the sequence waits for the main actor.
  ///
  /// The source is closed.
  case mainActorIsBlocked

  /// A description of the mistake, and how to mend it.
  public var description: String {
    switch self {
    case .insideTask:
      "next() of a blocking source was called in a Swift task, whose thread it would block: iterate the "
        + "async sequence itself there, with 'for await'"
    case .mainActorIsBlocked:
      "next() of a blocking source blocks the main thread, and the async sequence waits for the main actor: "
        + "call next() on another thread"
    }
  }
}
