import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
import SystemPackage

// `SystemPoller` is the system's way to wait for many descriptors at once. GeneratorSocketPlatform has one
// for each kind of system, with the members below. They throw `SystemError`.
//
//     init() throws
//     add(_:tag:) throws -> Bool          reports each change of a descriptor, in both directions, and its
//                                         present state; returns false if it was known by another tag
//     remove(_:)                          stops reporting a descriptor
//     arm(_:for:tag:isKnown:) throws      reports once when a descriptor is ready for something
//     isArmed(_:for:tag:) -> Bool         whether that is still set; if not, the descriptor was closed
//     listen(to:tag:) throws              reports as long as a descriptor is readable
//     wait(timeout:) throws -> Int        waits for events; may return early, with none
//     event(_:) -> (tag, readiness)       returns one of those events

/// The event source of a scheduler whose tasks wait for descriptors.
final class Poller: EventSource {
  /// The time between two checks whether borrowed descriptors that tasks wait for were closed.
  ///
  /// The system forgets a closed descriptor, and doesn't report it.
  private static let checkInterval: Duration = .milliseconds(50)

  /// The number of calls in a row that may succeed at once before one yields the turn.
  private static let callsInARow = 16

  private let system: SystemPoller

  /// The registrations, by the number of the descriptor.
  private var table: [Registration?] = []
  private var lastTag: UInt64 = 0
  private var waker: PipeWaker?

  /// The numbers of tasks that wait for descriptors, and for borrowed ones.
  private var waiterCount = 0
  private var borrowedCount = 0
  private var lastCheck = ContinuousClock.now
  private var callCount = 0

  /// The memory that bytes are read into before they are copied to the caller, so that a waiting call needs
  /// no room.
  let bytes = ReceiveBuffer()

  /// Creates a poller of no descriptors.
  ///
  /// - Throws: `Errno` if there are no more descriptors.
  init() throws {
    system = try asErrno { try SystemPoller() }
  }

  deinit {
    for registration in table { registration?.poller = nil }
  }

  /// Whether a task waits for a descriptor.
  var canWake: Bool { waiterCount > 0 }

  func makeWaker() throws -> any Waker {
    let waker = try PipeWaker()
    try asErrno { try system.listen(to: waker.readEnd, tag: Self.wakerTag) }
    self.waker = waker
    return waker
  }

  /// Makes the tasks ready whose descriptors are ready.
  ///
  /// - Parameter timeout: The longest time to wait; `nil` to wait until a descriptor is ready. The wait may
  ///   be shorter.
  /// - Returns: Whether a task was woken, or the waker was used.
  /// - Throws: `Errno`.
  func wait(timeout: Duration?) throws -> Bool {
    if borrowedCount == 0 { return try collect(timeout: timeout) }
    let pause = max(.zero, ContinuousClock.now.duration(to: lastCheck + Self.checkInterval))
    if let timeout, timeout <= pause, pause > .zero { return try collect(timeout: timeout) }
    if try collect(timeout: pause) || findClosed() { return true }
    if timeout == .zero { return false }
    // Nothing is closed while all tasks wait, so one check is enough.
    return try collect(timeout: timeout.map { max(.zero, $0 - pause) })
  }

  private func collect(timeout: Duration?) throws -> Bool {
    let count = try asErrno { try system.wait(timeout: timeout) }
    var hasWoken = false
    for index in 0..<count {
      let (tag, readiness) = system.event(index)
      if tag == Self.wakerTag {
        waker?.reset()
        hasWoken = true
      } else if let registration = registration(Self.number(of: tag)), registration.tag == tag {
        if registration.wake(readiness) { hasWoken = true }
        if registration.owner == .borrowed { rearm(registration) }
      }
    }
    return hasWoken
  }
}

// MARK: - Tags

extension Poller {
  private static let wakerTag: UInt64 = 1 << 63

  private static func number(of tag: UInt64) -> Int32 { Int32(truncatingIfNeeded: tag) }

  /// Returns a number that marks the events of this descriptor only, and not of a later one with the same
  /// number.
  private func nextTag(for number: Int32) -> UInt64 {
    lastTag = (lastTag + 1) & 0x7FFF_FFFF
    return lastTag << 32 | UInt64(UInt32(bitPattern: number))
  }
}

// MARK: - The table

extension Poller {
  private func registration(_ number: Int32) -> Registration? {
    let index = Int(number)
    return table.indices.contains(index) ? table[index] : nil
  }

  private func enter(_ registration: Registration) {
    let index = Int(registration.number)
    if index >= table.count {
      let count = max(index + 1, 2 * table.count)
      table.append(contentsOf: repeatElement(nil, count: count - table.count))
    }
    table[index] = registration
    registration.poller = self
  }

  /// Registers a socket of the library, unless it is registered.
  func ensureRegistered(_ socket: Registration) throws {
    if socket.poller === self { return }
    if let other = socket.poller {
      // It was used in another scheduler. Tasks that wait there wait again when they get their turns.
      other.system.remove(socket.number)
      other.forget(socket)
      socket.wake([.readable, .writable])
    }
    socket.tag = nextTag(for: socket.number)
    let isNew = try asErrno { try system.add(socket.number, tag: socket.tag) }
    let former = registration(socket.number)
    enter(socket)
    guard let former else { return }
    former.poller = nil
    // Either a task waited for the same socket by its descriptor, and still waits, or another file had the
    // number.
    if isNew { former.markClosed() } else { former.wake([.readable, .writable]) }
  }

  /// Makes the system watch a descriptor of any owner.
  ///
  /// - Returns: The registration to wait in; `nil` if the descriptor is of a kind that is always ready.
  /// - Throws: `Errno`.
  func register(_ number: Int32, for readiness: Readiness) throws -> Registration? {
    if let known = registration(number) {
      if known.owner == .library { return known }
      do throws(SystemError) {
        try system.arm(
          number, for: known.awaited.union(readiness), tag: known.tag, isKnown: true)
        return known
      } catch {
        if error != .noEntry { throw Errno(error) }
        // Another file has the number by now.
        forget(known)
        known.markClosed()
      }
    }
    let new = Registration(number, owner: .borrowed)
    new.tag = nextTag(for: number)
    do throws(SystemError) {
      try system.arm(number, for: readiness, tag: new.tag, isKnown: false)
    } catch {
      if error == .notPermitted { return nil }
      throw Errno(error)
    }
    enter(new)
    return new
  }

  func forget(_ registration: Registration) {
    registration.poller = nil
    if self.registration(registration.number) === registration {
      table[Int(registration.number)] = nil
    }
  }

  /// Makes the system watch again for what tasks still wait for, after an event, since it reports only once.
  private func rearm(_ borrowed: Registration) {
    let awaited = borrowed.awaited
    if !awaited.isEmpty { checkOpen(borrowed, awaited) }
  }

  /// Wakes the tasks that wait for a borrowed descriptor if it was closed.
  ///
  /// - Returns: Whether it was closed.
  @discardableResult
  private func checkOpen(_ borrowed: Registration, _ awaited: Readiness) -> Bool {
    if system.isArmed(borrowed.number, for: awaited, tag: borrowed.tag) { return false }
    forget(borrowed)
    borrowed.markClosed()
    return true
  }

  private func findClosed() -> Bool {
    lastCheck = ContinuousClock.now
    var hasFound = false
    for case let registration? in table where registration.owner == .borrowed {
      let awaited = registration.awaited
      if !awaited.isEmpty, checkOpen(registration, awaited) { hasFound = true }
    }
    return hasFound
  }
}

// MARK: - Tasks that wait

extension Poller {
  func isLongAtIt() -> Bool {
    callCount += 1
    guard callCount >= Self.callsInARow else { return false }
    callCount = 0
    return true
  }

  func beginWait(_ registration: Registration) {
    waiterCount += 1
    if registration.owner == .borrowed { borrowedCount += 1 }
  }

  func endWait(_ registration: Registration) {
    waiterCount -= 1
    if registration.owner == .borrowed { borrowedCount -= 1 }
  }
}
