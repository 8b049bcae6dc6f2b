public import DequeModule
internal import Generators

/// A queue that carries values from task to task, in the order in which they were sent.
///
/// A channel with capacity 0, the default, is unbuffered: a sender waits until a receiver has taken its
/// value. A channel with a larger capacity holds that many values that were sent and not yet received;
/// senders wait while it is full. With the capacity `.max` senders never wait:
///
/// ```swift
/// try Scheduler().run { task in
///   let jobs = Channel<Int>(capacity: 2, name: "jobs")
///   let worker = try task.spawn { task in
///     while let job = try task.receive(from: jobs) { print("job", job) }
///     print("no more")
///   }
///   for job in 1...3 { try task.send(job, to: jobs) }
///   jobs.close()
///   try task.join(worker)
/// }
/// // prints "job 1", "job 2", "job 3", "no more"
/// ```
///
/// Any number of tasks may send and receive. Waiting receivers are served in the order in which they began to
/// wait, and so are waiting senders; a later task never overtakes them. A value that was handed to a task is
/// never lost: if the task is cancelled after that, it receives the value, and its next wait throws the
/// cancellation.
///
/// ``TaskContext/send(_:to:)`` and ``TaskContext/receive(from:)`` wait. ``trySend(_:)`` and ``tryReceive()``
/// don't wait, and can be called outside of tasks. A `select` of ``SelectCase``s waits for several channels
/// at once.
///
/// A channel belongs to the thread of its scheduler and isn't `Sendable`. `async` code and other threads
/// reach it through a ``RemoteChannel``.
///
/// Elsewhere: the channels of Go, trio's memory channels, `asyncio.Queue`, and `Store` of SimPy, Python's
/// library for simulations.
public final class Channel<Element>: CustomStringConvertible {
  // No access to these properties lasts while other code runs, so accesses can't overlap.

  /// The values that were sent and not received, without those of waiting senders.
  @exclusivity(unchecked) @usableFromInline var buffer = Deque<Element>()

  /// The number of sent and not received values that the channel can hold: 0 if it is unbuffered.
  public let capacity: Int

  /// Whether the channel was closed.
  ///
  /// It may still hold values to receive.
  @exclusivity(unchecked) public internal(set) var isClosed = false

  /// The tasks that wait for a value.
  ///
  /// The slot of each is an `Element?` that is `nil`. While tasks wait here, ``buffer`` is empty.
  @usableFromInline let receivers = WaitQueue()

  /// The tasks that wait to send a value.
  ///
  /// The slot of each is an `Element?` with the value. While tasks wait here, ``buffer`` is full.
  @usableFromInline let senders = WaitQueue()

  private let label: Label

  /// Creates an open, empty channel.
  ///
  /// - Parameters:
  ///   - capacity: The number of values that the channel can hold: 0 for an unbuffered channel, `.max` for a
  ///     channel that is never full.
  ///   - name: A name for messages.
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  /// - Precondition: `capacity` is not negative.
  /// - Complexity: O(1) and three allocations; the buffer grows as needed.
  public init(
    capacity: Int = 0, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    guard capacity >= 0 else { fatalError("capacity must not be negative, and is \(capacity)") }
    self.capacity = capacity
    label = Label("a", "channel", name, fileID, line)
  }

  deinit {
    if buffer.isEmpty || _isPOD(Element.self) { return }
    // A value may hold the next channel of a list of any length.
    var values = Optional(buffer)
    buffer = Deque()
    Releases.release(&values)
  }

  /// The number of values that the channel holds, which were sent and not received.
  ///
  /// Values of waiting senders don't count: it is 0 if the channel is unbuffered.
  public var count: Int { buffer.count }

  /// The name and place of the channel: `channel "jobs" made at M/F.swift:3`, or
  /// `a channel made at M/F.swift:3`.
  public var description: String { label.description }

  /// Closes the channel: no more values can be sent.
  ///
  /// ```swift
  /// let channel = Channel<Int>(capacity: 2)
  /// print(try channel.trySend(1))  // true
  /// channel.close()
  /// print(channel.tryReceive() as Any, channel.tryReceive() as Any)  // Optional(1) nil
  /// do {
  ///   _ = try channel.trySend(2)
  /// } catch SchedulingError.channelClosed {
  ///   print("closed")
  /// }
  /// // prints "closed"
  /// ```
  ///
  /// The values in the channel can still be received; after them, all receivers get `nil`, waiting and future
  /// ones. Waiting and future senders get ``SchedulingError/channelClosed(_:)``, and their values were not
  /// sent. Closing a closed channel does nothing. Returns at once: the woken tasks get their turns after the
  /// tasks that are ready.
  ///
  /// - Complexity: O(*n*) for *n* waiting tasks.
  public func close() {
    if isClosed { return }
    isClosed = true
    while let receiver = receivers.popFirst() { receiver.wake() }
    while let sender = senders.popFirst() { sender.wake() }
  }
}

extension Channel {
  /// Throws if the channel was closed.
  @inlinable @inline(__always)
  func checkOpen() throws {
    if isClosed { throw closedError }
  }

  @usableFromInline
  var closedError: SchedulingError { .channelClosed(description) }
}
