import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
import SystemPackage

/// The tasks that wait for descriptors to be ready for one kind of call.
///
/// It is what a wait refers to, hence a class of its own.
final class DescriptorQueue: CustomStringConvertible {
  private let number: Int32
  private let readiness: StaticString
  private let waiters = WaitQueue()

  /// Those who were woken, came too late, and wait again: before those who came after them.
  private let lateOnes = WaitQueue()

  init(_ number: Int32, _ readiness: StaticString) {
    self.number = number
    self.readiness = readiness
  }

  var isEmpty: Bool { waiters.isEmpty && lateOnes.isEmpty }

  /// Has a task wait here; `isLate` says that it was woken, and found nothing.
  @inline(__always)
  func wait(_ task: borrowing TaskContext, isLate: Bool) throws {
    if isLate {
      try task.wait(in: lateOnes, "waiting until", self)
    } else {
      try task.wait(in: waiters, "waiting until", self)
    }
  }

  /// Makes ready all who wait, in the order in which they came.
  ///
  /// All, though there may be something for one only: each looks for itself, and those who find nothing
  /// wait again. Were only the first woken, and cancelled before its turn, the others would miss what came.
  ///
  /// - Returns: whether there was one.
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
  /// Whose descriptor it is, and so how the system is asked about it.
  enum Owner {
    /// A connection's or a listener's: nobody else closes it. The system tells of each change, in either
    /// direction, once it was told that it should; who waits has tried before.
    case library

    /// Anybody's, who may close it at any time: the system is told at each wait what to look for, and
    /// looks for it once.
    case borrowed
  }

  let number: Int32
  let owner: Owner

  private let readers: DescriptorQueue
  private let writers: DescriptorQueue

  /// Whether the descriptor was closed, and its number may stand for another file by now.
  private(set) var isClosed = false

  /// What the events that are meant for it are marked with, and not those for who had its number before.
  var tag: UInt64 = 0

  /// Whose table it is in.
  ///
  /// Sound, since a poller that goes takes itself out of all of its table.
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

  /// What tasks wait for.
  var awaited: Readiness {
    var awaited: Readiness = []
    if !readers.isEmpty { awaited.insert(.readable) }
    if !writers.isEmpty { awaited.insert(.writable) }
    return awaited
  }

  /// Makes ready all who wait for it.
  ///
  /// - Returns: whether somebody does.
  @discardableResult
  func wake(_ readiness: Readiness) -> Bool {
    var hasWoken = false
    if readiness.contains(.readable) { hasWoken = readers.wakeAll() }
    if readiness.contains(.writable) { hasWoken = writers.wakeAll() || hasWoken }
    return hasWoken
  }

  /// Tells those who wait that the descriptor was closed; to be called once it is out of all tables.
  func markClosed() {
    isClosed = true
    wake([.readable, .writable])
  }

  /// Closes a socket of the library's; nothing if it is closed.
  func closeSocket() {
    guard !isClosed else { return }
    poller?.forget(self)
    markClosed()
    // Whatever the system says, the number is free.
    try? FileDescriptor(rawValue: number).close()
  }

  func ensureOpen() throws {
    if isClosed { throw SchedulingError.descriptorClosed(number) }
  }
}
