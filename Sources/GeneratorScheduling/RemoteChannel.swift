internal import AsyncGenerators

/// A handle through which `async` code and other threads use a channel of a scheduler.
///
/// A ``Channel`` belongs to the tasks of one scheduler, on its thread. Any number of threads can use a remote
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
/// It keeps the rules of the channel. ``send(_:)`` awaits until a receiver has taken the value or the channel
/// has room, and ``receive()`` until there is a value. They queue in one order with the tasks that wait. So a
/// sender never gets far ahead of a receiver, whichever side they are on. No thread is blocked.
///
/// While a `RemoteChannel` is alive, a value may arrive through it, as a task may through a
/// ``RemoteScheduler``: the scheduler doesn't report a deadlock, and ``TaskContext/serveRemotes()`` waits.
/// When the last one is released, the channel stays open for the tasks.
///
/// If the sending task ends without closing the channel, for example by an error, a reader waits until it is
/// cancelled. So close the channel in a `defer` block. To get the sender's error, send from a task of
/// ``RemoteScheduler/run(name:stackSize:fileID:line:_:)``, and await that task after the loop:
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
/// `nil` if the channel was closed. If it wasn't closed, ``receive()`` throws ``SchedulingError/finished``,
/// as ``send(_:)`` does.
///
/// In Python: the library janus for asyncio, and `trio.from_thread.run(channel.send, value)`.
public final class RemoteChannel<Element: Sendable>: Sendable {
  private let scheduler: RemoteScheduler
  private let id: ObjectIdentifier
  private let leftovers: Leftovers<Element>

  /// Registers the channel.
  ///
  /// Called on the scheduler's thread.
  fileprivate init(_ channel: Channel<Element>, _ core: SchedulerCore) throws {
    scheduler = try core.remote()
    id = ObjectIdentifier(channel)
    leftovers = core.bridge!.register(channel)
  }

  deinit { scheduler.forgetChannel(id) }

  /// Sends a value, and awaits until a receiver has taken it or the channel has room for it.
  ///
  /// A task of the scheduler performs ``TaskContext/send(_:to:)``.
  ///
  /// If the awaiting Swift task is cancelled before the value was sent, the value is not sent, and this
  /// throws. If the value was sent before, this returns.
  ///
  /// - Parameter element: The value to send.
  /// - Throws: ``SchedulingError/channelClosed(_:)`` if the channel is closed before or during the wait;
  ///   `CancellationError`; ``SchedulingError/finished`` if the scheduler has finished.
  /// - Complexity: O(1): a task of the scheduler, and a switch to its thread and back.
  public func send(_ element: Element) async throws {
    // The task keeps this object, and so the channel stays registered.
    try await scheduler.run(name: "remote send") { [self] task in
      try task.send(element, to: task.channel(id))
    }
  }

  /// Sends the elements of an async sequence, and awaits until the last was taken or has room in the channel.
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
  /// One task of the scheduler sends all elements, as
  /// ``TaskContext/send(contentsOf:to:bufferingAtMost:priority:)`` does. So an element costs less than with
  /// ``send(_:)``, which creates a task for each. This doesn't close the channel.
  ///
  /// When the awaiting Swift task is cancelled, the reading of the sequence is cancelled too, and this awaits
  /// its end.
  ///
  /// - Parameters:
  ///   - sequence: The async sequence. It is sent to a Swift task, so the compiler rejects a sequence that is
  ///     used afterwards or that belongs to an actor.
  ///   - limit: The largest number of elements to read ahead. They are discarded when this throws.
  /// - Throws: The error of the sequence; ``SchedulingError/channelClosed(_:)`` if the channel is closed
  ///   before or during the wait; `CancellationError`; ``SchedulingError/finished`` if the scheduler has
  ///   finished.
  /// - Precondition: `limit` is not negative.
  /// - Complexity: O(1) for an element; the scheduler's thread is woken if it was waiting for the element.
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

  /// Awaits until the channel has a value, and receives it.
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
  /// A task of the scheduler performs ``TaskContext/receive(from:)``. For a loop, use ``values``.
  ///
  /// If the awaiting Swift task is cancelled before a value was taken, no value is taken, and this throws. If
  /// a value was taken before, this returns it.
  ///
  /// - Returns: The value, or `nil` if the channel is closed and empty.
  /// - Throws: `CancellationError`; ``SchedulingError/finished`` if the scheduler has finished, and the
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

  /// Closes the channel, as ``Channel/close()`` does, when the scheduler next looks for messages.
  ///
  /// Returns at once. A value whose ``send(_:)`` has returned on this thread is in the channel before the
  /// close; a later ``send(_:)`` fails. If the scheduler has finished, this does nothing.
  public func close() {
    scheduler.post { [id] in $0.bridge?.close(id) }
  }

  /// Returns the channel itself to a task of its scheduler, such as one that was made through a
  /// ``RemoteScheduler``.
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
  /// - Parameter task: The context of a task of the channel's scheduler.
  /// - Returns: The channel.
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
  /// The sequence receives each element when the loop requests it, and not before. It ends when the channel
  /// is closed and empty, and throws what ``receive()`` throws. Several loops, and tasks of the scheduler,
  /// share the values between them.
  public var values: Values { Values(channel: self) }

  /// The values of a channel, received one by one.
  public struct Values: AsyncSequence, Sendable {
    fileprivate let channel: RemoteChannel

    /// Creates an iterator.
    ///
    /// All iterators share the values.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(channel: channel) }

    /// An iterator that receives the values of a channel.
    public struct AsyncIterator: AsyncIteratorProtocol {
      fileprivate let channel: RemoteChannel

      /// Receives the next value: see ``RemoteChannel/receive()``.
      ///
      /// - Throws: As ``RemoteChannel/receive()``.
      public mutating func next() async throws -> Element? { try await channel.receive() }
    }
  }
}

extension Scheduler {
  /// Creates a handle through which `async` code and other threads use a channel of this scheduler's tasks.
  ///
  /// See ``RemoteChannel``.
  ///
  /// - Parameter channel: A channel that only tasks of this scheduler use.
  /// - Returns: A new handle. While a handle is alive, the scheduler doesn't report a deadlock, since values
  ///   may arrive through it.
  /// - Throws: As ``remote()``.
  /// - Complexity: O(1).
  public func remote<Element: Sendable>(
    to channel: Channel<Element>
  ) throws -> RemoteChannel<Element> {
    try RemoteChannel(channel, core)
  }
}

extension TaskContext {
  /// Creates a handle through which `async` code and other threads use a channel of this task's scheduler.
  ///
  /// See ``RemoteChannel``. Pass the handle on, as that of ``remote()``, rather than keeping it while the
  /// task waits.
  ///
  /// - Parameter channel: A channel that only tasks of this scheduler use.
  /// - Returns: A new handle.
  /// - Throws: As ``remote()``.
  /// - Complexity: O(1).
  public func remote<Element: Sendable>(
    to channel: Channel<Element>
  ) throws -> RemoteChannel<Element> {
    try RemoteChannel(channel, core.scheduler)
  }

  /// Returns a registered channel, which belongs to a `RemoteChannel` that is alive.
  fileprivate func channel<Element>(_ id: ObjectIdentifier) -> Channel<Element> {
    core.scheduler.bridge!.channel(id) as! Channel<Element>
  }
}
