import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
import SystemPackage

/// The tasks that wait for a descriptor to be ready for one kind of call.
///
/// A class, because a wait refers to it.
final class DescriptorQueue: CustomStringConvertible {
  private let number: Int32
  private let readiness: StaticString
  private let waiters = WaitQueue()

  /// The tasks that were woken, found nothing, and wait again, before later ones.
  private let lateOnes = WaitQueue()

  init(_ number: Int32, _ readiness: StaticString) {
    self.number = number
    self.readiness = readiness
  }

  var isEmpty: Bool { waiters.isEmpty && lateOnes.isEmpty }

  /// Makes a task wait here; `isLate` says that it was woken before, and found nothing.
  @inline(__always)
  func wait(_ task: borrowing TaskContext, isLate: Bool) throws {
    if isLate {
      try task.wait(in: lateOnes, "waiting until", self)
    } else {
      try task.wait(in: waiters, "waiting until", self)
    }
  }

  /// Makes all waiting tasks ready, in the order in which they began to wait.
  ///
  /// All are woken, though there may be something for only one: each looks for itself, and those that find
  /// nothing wait again. If only the first were woken, and cancelled before its turn, the others would miss
  /// the event.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  func wakeAll() -> Bool {
    var hasWoken = false
    // The tasks may be of several schedulers, which have used the socket in turn.
    while lateOnes.wakeFirst() || waiters.wakeFirst() { hasWoken = true }
    return hasWoken
  }

  var description: String { "descriptor \(number) is \(readiness)" }
}

/// A descriptor that tasks wait for.
final class Registration {
  /// The owner of a descriptor, which decides how the system watches it.
  enum Owner {
    /// A connection or a listener, which alone closes it. The system is told once to report each change in
    /// both directions; a task tries its call before it waits.
    case library

    /// Other code, which may close it at any time. At each wait the system is told what to watch for, and
    /// reports it once.
    case borrowed
  }

  let number: Int32
  let owner: Owner

  private let readers: DescriptorQueue
  private let writers: DescriptorQueue

  /// Whether the descriptor was closed, so that its number may stand for another file by now.
  private(set) var isClosed = false

  /// The mark of its events, which tells them from events of an earlier descriptor with the same number.
  var tag: UInt64 = 0

  /// The poller whose table it is in.
  ///
  /// Sound, since a poller removes itself from all registrations of its table when it is released.
  unowned(unsafe) var poller: Poller?

  init(_ number: Int32, owner: Owner) {
    self.number = number
    self.owner = owner
    readers = DescriptorQueue(number, "readable")
    writers = DescriptorQueue(number, "writable")
  }

  func queue(for readiness: Readiness) -> DescriptorQueue {
    readiness == .readable ? readers : writers
  }

  /// The kinds of readiness that tasks wait for.
  var awaited: Readiness {
    var awaited: Readiness = []
    if !readers.isEmpty { awaited.insert(.readable) }
    if !writers.isEmpty { awaited.insert(.writable) }
    return awaited
  }

  /// Makes the tasks ready that wait for one of these kinds.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  func wake(_ readiness: Readiness) -> Bool {
    var hasWoken = false
    if readiness.contains(.readable) { hasWoken = readers.wakeAll() }
    if readiness.contains(.writable) { hasWoken = writers.wakeAll() || hasWoken }
    return hasWoken
  }

  /// Wakes all tasks because the descriptor was closed.
  ///
  /// Called after the registration was removed from its table.
  func markClosed() {
    isClosed = true
    wake([.readable, .writable])
  }

  /// Closes a socket of the library, unless it is closed.
  func closeSocket() {
    guard !isClosed else { return }
    poller?.forget(self)
    markClosed()
    // The number is free, even if the system reports an error.
    try? FileDescriptor(rawValue: number).close()
  }

  func ensureOpen() throws {
    if isClosed { throw SchedulingError.descriptorClosed(number) }
  }
}
