internal import AsyncGenerators

/// A channel of a scheduler, for `async` code and other threads.
///
/// A ``Channel`` is used by the tasks of one scheduler, on its thread. All threads may use a remote
/// channel at once. It sends to the channel and receives from it on the scheduler's thread:
///
/// ```swift
/// let scheduler = Scheduler()
/// let numbers = Channel<Int>()
/// let remote = try scheduler.remote(to: numbers)
/// Task.detached {
///   for n in 1...3 { try await remote.send(n) }
///   remote.close()
/// }
/// try scheduler.spawn { task in
///   while let n = try task.receive(from: numbers) { print(n) }
/// }
/// try scheduler.run()  // prints 1, 2, 3
/// ```
///
/// It keeps the rules of the channel. ``send(_:)`` awaits until the value was taken or the channel
/// has room for it, ``receive()`` until there is a value, in one order with the tasks that wait; so
/// a sender is never far ahead of a receiver, on whichever side they are. No thread is blocked
/// meanwhile.
///
/// While one of these is alive something may come through it: the scheduler's tasks are not
/// deadlocked, and ``TaskContext/serveRemotes()`` waits, as for a ``RemoteScheduler``. When the
/// last one is released, the channel stays open for the tasks.
///
/// So a reader waits until it is cancelled if the task that should send ends, also by an error, without
/// closing the channel. Close it in a `defer` block. To get the error, send from a task of
/// ``RemoteScheduler/run(name:stackSize:fileID:line:_:)``, and await that one after the loop:
///
/// ```swift
/// let background = try RemoteScheduler.start()
/// let squares = try await background.run { task in try task.remote(to: Channel<Int>()) }
/// async let sent: Void = background.run { task in
///   let channel = try squares.channel(of: task)
///   defer { channel.close() }
///   for n in 1...3 { try task.send(n * n, to: channel) }
/// }
/// for try await square in squares.values { print(square) }  // 1, 4, 9
/// try await sent                                            // throws what the task threw
/// ```
///
/// When the scheduler has finished, ``receive()`` returns the values that were left in the channel, and then
/// `nil`, if the channel was closed. Otherwise it throws ``SchedulingError/finished``, as
/// ``send(_:)`` does.
///
/// Python has janus for asyncio, and trio's `from_thread.run(channel.send, value)`.
public final class RemoteChannel<Element: Sendable>: Sendable {
  private let scheduler: RemoteScheduler
  private let id: ObjectIdentifier
  private let leftovers: Leftovers<Element>

  /// Registers the channel; called on the scheduler's thread.
  fileprivate init(_ channel: Channel<Element>, _ core: SchedulerCore) throws {
    scheduler = try core.remote()
    id = ObjectIdentifier(channel)
    leftovers = core.bridge!.register(channel)
  }

  deinit { scheduler.forgetChannel(id) }

  /// Sends a value, and awaits until it was taken, or until the channel has room for it.
  ///
  /// As ``TaskContext/send(_:to:)`` of a task of the scheduler, which this is.
  ///
  /// When the Swift task that awaits it is cancelled while it waits, the value was not sent, and this
  /// throws; if it was sent before, this returns.
  ///
  /// - Parameter element: the value.
  /// - Throws: ``SchedulingError/channelClosed(_:)`` if the channel was closed, or is while it waits;
  ///   `CancellationError`; ``SchedulingError/finished`` when the scheduler has finished.
  /// - Complexity: O(1): a task of the scheduler, and a switch to its thread and back.
  public func send(_ element: Element) async throws {
    // The task keeps this, and so the channel among those that are registered.
    try await scheduler.run(name: "remote send") { [self] task in
      try task.send(element, to: task.channel(id))
    }
  }

  /// Sends the elements of an async sequence, and awaits until the last one was taken, or has room in the channel.
  ///
  /// ```swift
  /// let background = try RemoteScheduler.start()
  /// let words = try await background.run { task in try task.remote(to: Channel<String>()) }
  /// let lengths = try await background.run { task in
  ///   let lengths = Channel<Int>(capacity: .max)
  ///   try task.spawn { task in
  ///     defer { lengths.close() }
  ///     while let word = try task.receive(from: words.channel(of: task)) {
  ///       try task.send(word.count, to: lengths)
  ///     }
  ///   }
  ///   return try task.remote(to: lengths)
  /// }
  /// let source = AsyncStream<String> { continuation in
  ///   for word in ["a", "sequence", "of", "words"] { continuation.yield(word) }
  ///   continuation.finish()
  /// }
  /// try await words.send(contentsOf: source)
  /// words.close()
  /// for try await length in lengths.values { print(length) }  // 1, 8, 2, 5
  /// ```
  ///
  /// One task of the scheduler sends all of them, as ``TaskContext/send(contentsOf:to:bufferingAtMost:priority:)``
  /// does. That costs less for an element than ``send(_:)``, which makes a task for each. It doesn't close the
  /// channel.
  ///
  /// When the Swift task that awaits it is cancelled, the reading of the sequence is cancelled too, and its end
  /// awaited.
  ///
  /// - Parameters:
  ///   - sequence: The elements. It is sent to a Swift task, so the compiler refuses a sequence that is used
  ///     afterwards or that belongs to an actor.
  ///   - limit: How many elements are read ahead, at most. They are dropped when this throws.
  /// - Throws: The error of the sequence; ``SchedulingError/channelClosed(_:)`` if the channel was closed, or is
  ///   meanwhile; `CancellationError`; ``SchedulingError/finished`` when the scheduler has finished.
  /// - Precondition: `limit` is not negative.
  /// - Complexity: O(1) for an element; the scheduler's thread is woken when it has waited for one.
  public func send<Source: AsyncSequence>(
    contentsOf sequence: sending Source, bufferingAtMost limit: Int = 16
  ) async throws where Source.Element == Element {
    let sent = SentSequence.of(sequence)
    let priority = Task.currentPriority
    try await scheduler.run(name: "remote send") { [self] task in
      try task.send(
        contentsOf: sent, to: task.channel(id), bufferingAtMost: limit, priority: priority)
    }
  }

  /// Awaits a value of the channel, and takes it.
  ///
  /// ```swift
  /// let background = try RemoteScheduler.start()
  /// let squares = try await background.run { task in
  ///   let squares = Channel<Int>()
  ///   try task.spawn { task in
  ///     for n in 1...3 { try task.send(n * n, to: squares) }
  ///     squares.close()
  ///   }
  ///   return try task.remote(to: squares)
  /// }
  /// while let square = try await squares.receive() { print(square) }  // 1, 4, 9
  /// ```
  ///
  /// As ``TaskContext/receive(from:)`` of a task of the scheduler, which this is. For a loop there are
  /// ``values``.
  ///
  /// When the Swift task that awaits it is cancelled while it waits, no value was taken, and this
  /// throws. If a value was taken before, this returns it.
  ///
  /// - Returns: the value, or `nil` if the channel is closed and empty.
  /// - Throws: `CancellationError`; ``SchedulingError/finished`` when the scheduler has finished, and the
  ///   channel is empty and was not closed.
  /// - Complexity: O(1): a task of the scheduler, and a switch to its thread and back.
  public func receive() async throws -> Element? {
    do {
      return try await scheduler.run(name: "remote receive") { [self] task in
        try task.receive(from: task.channel(id))
      }
    } catch SchedulingError.finished {
      return try leftovers.next()
    }
  }

  /// Closes the channel, as ``Channel/close()`` does, when the scheduler looks for what has come.
  ///
  /// Returns at once. Values that this thread has sent and awaited before are in the channel. The
  /// channel refuses those that it sends afterwards. Nothing happens if the scheduler has finished.
  public func close() {
    scheduler.post { [id] in $0.bridge?.close(id) }
  }

  /// The channel itself, for a task of its scheduler that was made through a ``RemoteScheduler``.
  ///
  /// ```swift
  /// func double(_ numbers: RemoteChannel<Int>, _ remote: RemoteScheduler) async throws -> Int {
  ///   try await remote.run { task in
  ///     let numbers = try numbers.channel(of: task)
  ///     var count = 0
  ///     while let n = try task.receive(from: numbers) { count += n }
  ///     return count * 2
  ///   }
  /// }
  /// ```
  ///
  /// - Parameter task: the context of a task of the channel's scheduler.
  /// - Returns: the channel.
  /// - Throws: ``SchedulingError/foreignTask(_:)`` for a task of another scheduler.
  /// - Complexity: O(1).
  public func channel(of task: TaskContext) throws -> Channel<Element> {
    guard scheduler.isOf(task.core.scheduler) else {
      throw SchedulingError.foreignTask(task.core.identity)
    }
    return task.channel(id)
  }
}

extension RemoteChannel {
  /// The values of the channel, for `for await`.
  ///
  /// ```swift
  /// let background = try RemoteScheduler.start()
  /// let ticks = try await background.run { task in
  ///   let ticks = Channel<String>()
  ///   try task.spawn { task in
  ///     for n in 1...3 {
  ///       try task.sleep(for: .milliseconds(1))
  ///       try task.send("tick \(n)", to: ticks)
  ///     }
  ///     ticks.close()
  ///   }
  ///   return try task.remote(to: ticks)
  /// }
  /// for try await tick in ticks.values { print(tick) }  // tick 1, tick 2, tick 3
  /// ```
  ///
  /// Each element is received when it is asked for, and not before. The sequence ends when the channel is
  /// closed and empty, and throws what ``receive()`` throws. Several loops, and tasks of the
  /// scheduler, share the values between them.
  public var values: Values { Values(channel: self) }

  /// The values of a channel, received one by one.
  public struct Values: AsyncSequence, Sendable {
    fileprivate let channel: RemoteChannel

    /// Makes an iterator, which shares the values with all others.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(channel: channel) }

    /// Receives the values of a channel.
    public struct AsyncIterator: AsyncIteratorProtocol {
      fileprivate let channel: RemoteChannel

      /// Receives the next value: see ``RemoteChannel/receive()``.
      ///
      /// - Throws: as ``RemoteChannel/receive()``.
      public mutating func next() async throws -> Element? { try await channel.receive() }
    }
  }
}

extension Scheduler {
  /// Makes a way to reach a channel of this scheduler's tasks from `async` code and from other threads.
  ///
  /// See ``RemoteChannel``.
  ///
  /// - Parameter channel: a channel that only tasks of this scheduler use.
  /// - Returns: a new one. While one of them is alive the scheduler's tasks are not deadlocked, for
  ///   something may come through it.
  /// - Throws: as ``remote()``.
  /// - Complexity: O(1).
  public func remote<Element: Sendable>(
    to channel: Channel<Element>
  ) throws -> RemoteChannel<Element> {
    try RemoteChannel(channel, core)
  }
}

extension TaskContext {
  /// Makes a way to reach a channel of this task's scheduler from `async` code and from other threads.
  ///
  /// See ``RemoteChannel``. Hand it on, as that of ``remote()``: the task must not keep it while it
  /// waits.
  ///
  /// - Parameter channel: a channel that only tasks of this scheduler use.
  /// - Returns: a new one.
  /// - Throws: as ``remote()``.
  /// - Complexity: O(1).
  public func remote<Element: Sendable>(
    to channel: Channel<Element>
  ) throws -> RemoteChannel<Element> {
    try RemoteChannel(channel, core.scheduler)
  }

  /// Returns a registered channel: that of a `RemoteChannel` that is alive.
  fileprivate func channel<Element>(_ id: ObjectIdentifier) -> Channel<Element> {
    core.scheduler.bridge!.channel(id) as! Channel<Element>
  }
}
