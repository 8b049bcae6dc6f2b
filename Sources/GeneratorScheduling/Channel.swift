public import DequeModule
internal import Generators

/// Carries values from task to task, in their order.
///
/// A channel without a capacity is unbuffered: who sends waits until a receiver has taken the value, and
/// the two meet. One with a capacity holds so many values that were sent and not received; who sends
/// waits while it is full. With `.max` nobody waits to send:
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
/// Any number of tasks may send and receive. Those who wait to receive are served in the order in which
/// they came, and so are those who wait to send; none that comes later goes before them. A value that was
/// handed to a task is never lost: a task that is cancelled after that gets it, and the cancellation comes
/// to its next wait.
///
/// ``TaskContext/send(_:to:)`` and ``TaskContext/receive(from:)`` wait. ``trySend(_:)`` and
/// ``tryReceive()`` don't, and can be used outside of tasks too. A `select` of ``SelectCase``s waits for
/// several channels at once.
///
/// A channel belongs to the thread of its scheduler and is not `Sendable`. `async` code and other threads reach
/// it through a ``RemoteChannel``.
///
/// Go's channels; trio's memory channels; `asyncio.Queue`; SimPy's `Store`.
public final class Channel<Element>: CustomStringConvertible {
  // None of these is in use while code of others runs, so that accesses can't overlap.

  /// What was sent and not received, where nobody waited for it.
  @exclusivity(unchecked) @usableFromInline var buffer = Deque<Element>()

  /// How many values it holds that were sent and not received: 0 where it is unbuffered.
  public let capacity: Int

  /// Whether it was closed.
  ///
  /// There may be values in it that can still be received.
  @exclusivity(unchecked) public internal(set) var isClosed = false

  /// Those who wait for a value.
  ///
  /// The slot of each is an `Element?` that is `nil`. While there are any, ``buffer`` is empty.
  @usableFromInline let receivers = WaitQueue()

  /// Those who wait to be rid of a value.
  ///
  /// It is in the slot of each, an `Element?`. While there are any, ``buffer`` is full.
  @usableFromInline let senders = WaitQueue()

  private let label: Label

  /// Makes a channel that is open and empty.
  ///
  /// - Parameters:
  ///   - capacity: how many values it holds: 0 for a channel whose senders meet its receivers, `.max` for
  ///     one that is never full.
  ///   - name: what messages call it.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  /// - Precondition: `capacity` is not negative.
  /// - Complexity: O(1), three allocations; room for values is made as it is needed.
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

  /// How many values it holds now that were sent and not received.
  ///
  /// Those whose senders wait do not count: 0 where it is unbuffered.
  public var count: Int { buffer.count }

  /// `channel "jobs" made at M/F.swift:3`, or `a channel made at M/F.swift:3`.
  public var description: String { label.description }

  /// Says that nothing more will be sent.
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
  /// The values that it holds can still be received; after them, receivers get `nil`, those who wait
  /// already and those to come. Senders get ``SchedulingError/channelClosed(_:)``, those who wait already
  /// too, whose values were not taken. To close it again does nothing. Nothing runs yet: who waited goes on
  /// after the tasks that are ready.
  ///
  /// - Complexity: O(*n*) of *n* tasks that wait.
  public func close() {
    if isClosed { return }
    isClosed = true
    while let receiver = receivers.popFirst() { receiver.wake() }
    while let sender = senders.popFirst() { sender.wake() }
  }
}

extension Channel {
  /// Throws if it was closed.
  @inlinable @inline(__always)
  func checkOpen() throws {
    if isClosed { throw closedError }
  }

  @usableFromInline
  var closedError: SchedulingError { .channelClosed(description) }
}
