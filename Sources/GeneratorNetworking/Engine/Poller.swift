import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
import SystemPackage

// `SystemPoller` is the system's own way to wait for many descriptors at once. There is one for each kind
// of system, in GeneratorPlatform, all with these members. What they throw is a `SystemError`.
//
//     init() throws
//     add(_:tag:) throws -> Bool          tells of each change of a descriptor, in both directions, and of
//                                         what it is ready for now; false: it was known, by another tag
//     remove(_:)                          tells of a descriptor no more
//     arm(_:for:tag:isKnown:) throws      tells once when a descriptor is ready for something
//     isArmed(_:for:tag:) -> Bool         whether it still would, since the descriptor was not closed
//     listen(to:tag:) throws              tells as long as a descriptor is readable
//     wait(timeout:) throws -> Int        waits for events; it may be for less, and tell of none
//     event(_:) -> (tag, readiness)       one of those events

/// Waits for descriptors, for a scheduler whose tasks do.
final class Poller: EventSource {
  /// How often it is looked whether borrowed descriptors were closed that tasks wait for.
  ///
  /// The system forgets a descriptor that is closed, and says nothing.
  private static let checkInterval: Duration = .milliseconds(50)

  /// How many calls in a row may find what they ask for before one gives way.
  private static let callsInARow = 16

  private let system: SystemPoller

  /// What is waited for, by the number of the descriptor.
  private var table: [Registration?] = []
  private var lastTag: UInt64 = 0
  private var waker: PipeWaker?

  /// How many tasks wait for descriptors, and for borrowed ones.
  private var waiterCount = 0
  private var borrowedCount = 0
  private var lastCheck = ContinuousClock.now
  private var callCount = 0

  /// Where bytes are read into, before they go to who asked for them: so that it needs no room while it
  /// waits.
  let bytes = ReceiveBuffer()

  /// - Throws: `Errno`, where there are no more descriptors.
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

  /// Makes the tasks ready whose descriptors are.
  ///
  /// - Parameter timeout: how long to wait for one at most; `nil`: until there is one. It may be less.
  /// - Returns: whether there was one, or the waker was used.
  /// - Throws: `Errno`.
  func wait(timeout: Duration?) throws -> Bool {
    if borrowedCount == 0 { return try collect(timeout: timeout) }
    let pause = max(.zero, ContinuousClock.now.duration(to: lastCheck + Self.checkInterval))
    if let timeout, timeout <= pause, pause > .zero { return try collect(timeout: timeout) }
    if try collect(timeout: pause) || findClosed() { return true }
    if timeout == .zero { return false }
    // Nothing is closed while all wait, so that this once will do.
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

  /// A number for the events of a descriptor which those of no other have, not even of the one that has
  /// the same number after it is closed.
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

  /// Has a socket of the library's in the table, if it is not.
  func ensureRegistered(_ socket: Registration) throws {
    if socket.poller === self { return }
    if let other = socket.poller {
      // It was used in another scheduler. Who waits there waits there again when he has his turn.
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
    // Either the socket was waited for by its descriptor, and still is, or another file had the number.
    if isNew { former.markClosed() } else { former.wake([.readable, .writable]) }
  }

  /// Has the system look for something in a descriptor of anybody's.
  ///
  /// - Returns: what to wait in; `nil` if the descriptor is of a kind that is always ready.
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

  /// After an event, of which there is one: has the system look for what is waited for still.
  private func rearm(_ borrowed: Registration) {
    let awaited = borrowed.awaited
    if !awaited.isEmpty { checkOpen(borrowed, awaited) }
  }

  /// Tells those who wait for a borrowed descriptor that it was closed, if it was.
  ///
  /// - Returns: whether it was.
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
