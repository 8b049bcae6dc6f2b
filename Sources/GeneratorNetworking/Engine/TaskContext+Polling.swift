import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
import SystemPackage

extension TaskContext {
  /// Returns the scheduler's poller, at the start of each call that may wait for a descriptor.
  ///
  /// It yields the turn now and then, because calls that always succeed at once must not hold up the other
  /// tasks.
  func poller() throws -> Poller {
    try checkCancellation()
    let poller = try installedPoller()
    try giveWayNowAndThen(poller)
    return poller
  }

  private func installedPoller() throws -> Poller {
    guard let source = eventSource else {
      let poller = try Poller()
      try install(poller)
      return poller
    }
    guard let poller = source as? Poller else {
      fatalError("the scheduler already has another event source")
    }
    return poller
  }

  func giveWayNowAndThen(_ poller: Poller) throws {
    if poller.isLongAtIt() { try yield() }
  }

  /// Waits until the state of a socket of the library changes; the caller then tries its call again.
  ///
  /// `isAgain` says that the caller has waited already, and found nothing.
  func waitForEvent(
    _ readiness: Readiness, of socket: Registration, _ poller: Poller, isAgain: Bool
  ) throws {
    try checkCancellation()
    try poller.ensureRegistered(socket)
    try wait(readiness, of: socket, poller, isAgain)
  }

  /// Waits until a descriptor of any owner is ready.
  ///
  /// `isAgain` says that the caller has waited already, and found nothing.
  func wait(
    until readiness: Readiness, of descriptor: FileDescriptor, _ poller: Poller, isAgain: Bool
  ) throws {
    let number = descriptor.rawValue
    var isAgain = isAgain
    while true {
      // Checked again after each wait, since another task may have come first.
      switch Poll.isReady(number, for: readiness) {
      case .success(true): return
      case .failure(let error) where error == .badDescriptor && isAgain:
        throw SchedulingError.descriptorClosed(number)
      case .failure(let error): throw Errno(error)
      case .success(false): break
      }
      try checkCancellation()
      guard let registration = try poller.register(number, for: readiness) else { return }
      try wait(readiness, of: registration, poller, isAgain)
      isAgain = true
    }
  }

  private func wait(
    _ readiness: Readiness, of registration: Registration, _ poller: Poller, _ isAgain: Bool
  ) throws {
    let queue = registration.queue(for: readiness)
    poller.beginWait(registration)
    defer { poller.endWait(registration) }
    try queue.wait(self, isLate: isAgain)
    try registration.ensureOpen()
  }
}
