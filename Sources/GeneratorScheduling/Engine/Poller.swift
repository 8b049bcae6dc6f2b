/// Waiting for the system and for other threads.
final class Poller {
  init(_ scheduler: SchedulerCore) throws {}
  var canWake: Bool { false }
  @discardableResult
  func poll(timeout: Duration?) throws -> Bool {
    if let timeout, timeout > .zero { usleepStub(timeout) }
    return false
  }
}
import Glibc
func usleepStub(_ d: Duration) {
  usleep(UInt32(d.components.seconds * 1_000_000 + d.components.attoseconds / 1_000_000_000_000))
}
