internal import AsyncGenerators
public import Generators

extension TaskContext {
  /// Passes the elements of an async sequence to a closure as a source, while the other tasks run.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let ticks = AsyncStream<String> { continuation in
  ///     for n in 1...3 { continuation.yield("tick \(n)") }
  ///     continuation.finish()
  ///   }
  ///   try task.withSource(of: ticks) { ticks in
  ///     while let tick = try ticks.next() { print(tick) }  // tick 1, tick 2, tick 3
  ///   }
  /// }
  /// ```
  ///
  /// A Swift task reads the sequence, at most `limit` elements ahead. It begins at the first call of
  /// `next()`. Each `next()` waits as the methods of the context do: the scheduler's other tasks run until
  /// there is an element. The source has all operations of a `ThrowingSource`.
  ///
  /// `next()` throws the error of the sequence once, after all elements before it. When the task is
  /// interrupted while it waits, `next()` throws the interrupting error, and no element is lost: a closure
  /// that handles a timeout can continue.
  ///
  /// The reading is structured. When the closure has ended, the Swift task is cancelled, the elements that
  /// the closure hasn't taken are discarded, and this waits until the Swift task has ended. In two cases it
  /// doesn't wait: when the closure ends because the scheduler ends all tasks, where no call can wait, and
  /// when the Swift task waits for the main actor, which the scheduler blocks.
  ///
  /// While a task waits for an element, the scheduler doesn't report a deadlock, and a virtual clock stands
  /// still. If the sequence needs the main actor, and the scheduler blocks it, `next()` throws
  /// ``SchedulingError/mainActorIsBlocked(_:)`` under the conditions of ``await(priority:_:)``.
  ///
  /// - Parameters:
  ///   - sequence: The async sequence. It is sent to the Swift task, so the compiler rejects a sequence that
  ///     is used afterwards or that belongs to an actor.
  ///   - limit: The largest number of elements to read ahead. With 0, each element is read when it is
  ///     requested.
  ///   - priority: The priority of the Swift task; `nil` for that of a `Task` created here.
  ///   - body: A closure that takes the source. The source is valid until the closure returns: using it
  ///     later, or in another task, is a trap. The body of a generator must not use it, as it must not use
  ///     the context.
  /// - Returns: The result of the closure.
  /// - Throws: The error of the closure; `Errno` as ``Scheduler/remote()``.
  /// - Precondition: `limit` is not negative.
  /// - Complexity: O(1) and at most one resumption for an element; one Swift task in all.
  public func withSource<Source: AsyncSequence, Result>(
    of sequence: sending Source, bufferingAtMost limit: Int = 16, priority: TaskPriority? = nil,
    _ body: (ScopedSource<Source.Element>) throws -> Result
  ) throws -> Result where Source.Element: Sendable {
    try withSource(
      of: SentSequence.of(sequence), bufferingAtMost: limit, priority: priority, body)
  }

  /// Sends the elements of an async sequence to a channel, and returns when the last element was sent.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let words = Channel<String>()
  ///   try task.spawn { task in
  ///     defer { words.close() }
  ///     let source = AsyncStream<String> { continuation in
  ///       for word in ["one", "two"] { continuation.yield(word) }
  ///       continuation.finish()
  ///     }
  ///     try task.send(contentsOf: source, to: words)
  ///   }
  ///   while let word = try task.receive(from: words) { print(word) }  // one, two
  /// }
  /// ```
  ///
  /// Reads the sequence as ``withSource(of:bufferingAtMost:priority:_:)`` does, and waits for room in the
  /// channel as ``send(_:to:)`` does. It doesn't close the channel.
  ///
  /// - Parameters:
  ///   - sequence: The async sequence. It is sent to a Swift task.
  ///   - channel: The channel to send to.
  ///   - limit: The largest number of elements to read ahead. They are discarded when this throws.
  ///   - priority: The priority of the Swift task; `nil` for that of a `Task` created here.
  /// - Throws: The error of the sequence; ``SchedulingError/channelClosed(_:)`` if the channel is closed; the
  ///   error that interrupts the task.
  /// - Precondition: `limit` is not negative.
  /// - Complexity: O(1) and at most two resumptions for an element; one Swift task in all.
  public func send<Source: AsyncSequence>(
    contentsOf sequence: sending Source, to channel: Channel<Source.Element>,
    bufferingAtMost limit: Int = 16, priority: TaskPriority? = nil
  ) throws where Source.Element: Sendable {
    try send(
      contentsOf: SentSequence.of(sequence), to: channel, bufferingAtMost: limit,
      priority: priority)
  }

  func send<Element: Sendable>(
    contentsOf sequence: SentSequence<Element>, to channel: Channel<Element>,
    bufferingAtMost limit: Int, priority: TaskPriority?
  ) throws {
    try withSource(of: sequence, bufferingAtMost: limit, priority: priority) { source in
      while let element = try source.next() { try send(element, to: channel) }
    }
  }

  private func withSource<Element: Sendable, Result>(
    of sequence: SentSequence<Element>, bufferingAtMost limit: Int, priority: TaskPriority?,
    _ body: (ScopedSource<Element>) throws -> Result
  ) throws -> Result {
    let (reading, inbox) = try core.scheduler.beginReading()
    let number = reading.number
    let elements = ReadAhead(
      sequence, limit: limit, priority: priority,
      tellConsumer: { inbox.post { $0.tellReader(number) } },
      // A finished scheduler has no such reading any more.
      tellEnd: { inbox.post { $0.endReading(number) } })
    reading.task = elements.task
    defer {
      elements.close()
      try? withCancellationShield {
        while !reading.hasEnded {
          try wait(for: reading, Wait("awaiting the end of a cancelled async sequence"))
        }
      }
      core.scheduler.endReading(number)
    }
    return try ScopedSource.lend(to: body) {
      guard core.phase == .running else {
        fatalError("the source of withSource was used by another task than \(core.identity)")
      }
      while true {
        switch elements.request() {
        case .element(let element): return element
        case .failure(let error): throw error
        case .end: return nil
        case .wait: try wait(for: reading, Wait("awaiting an element of an async sequence"))
        }
      }
    }
  }

  /// Waits until the Swift task reports a change of the reading.
  private func wait(for reading: AsyncOperation, _ wait: Wait) throws {
    if reading.isBlocked { throw SchedulingError.mainActorIsBlocked(core.identity) }
    try link.checkpoint()
    core.scheduler.externalCount += 1
    defer { core.scheduler.externalCount -= 1 }
    reading.waiters.append(link.node)
    try suspend(wait)
  }
}

/// A source of the elements of an async sequence, valid during a closure: see
/// ``TaskContext/withSource(of:bufferingAtMost:priority:_:)``.
public final class ScopedSource<Element>: ThrowingSource {
  private var pull: (() throws -> Element?)?
  private var isClosed = false

  private init(_ pull: @escaping () throws -> Element?) { self.pull = pull }

  fileprivate static func lend<Result>(
    to body: (ScopedSource) throws -> Result, _ pull: () throws -> Element?
  ) throws -> Result {
    try withoutActuallyEscaping(pull) { pull in
      let source = ScopedSource(pull)
      defer { source.pull = nil }
      return try body(source)
    }
  }

  /// Waits for the next element, and returns it, or `nil` after the last element.
  ///
  /// - Returns: The element; `nil` permanently after the last element, after an error of the sequence, and
  ///   when the source was closed.
  /// - Throws: The error of the sequence, once; the error that interrupts the task, and no element was taken
  ///   then.
  /// - Precondition: The closure that received the source hasn't returned.
  /// - Complexity: At most one resumption.
  public func next() throws -> Element? {
    guard let pull else {
      fatalError("the source of withSource was used after its closure had returned")
    }
    return isClosed ? nil : try pull()
  }

  /// Closes the source, as `close()` does: it returns no more elements.
  public func abandon() { isClosed = true }
}
