/// What a scheduler waits for the world with: descriptors, and whatever else the system reports.
///
/// The scheduler itself knows tasks, time and other threads. A scheduler has an event source as soon as one
/// of its tasks has to wait for an event: the module that offers the wait makes the source, and installs it
/// by ``TaskContext/install(_:)``. What a task waits for, it registers with that module's own type; the
/// scheduler only calls the methods below, from its own thread and outside of all tasks.
///
/// The scheduler asks between turns, at each 64th, and when no task is ready. So a turn costs the same with
/// an event source as without.
package protocol EventSource: AnyObject {
  /// Whether a task waits for an event that may come.
  ///
  /// When all tasks wait and it is false, that may be a deadlock.
  var canWake: Bool { get }

  /// Makes the tasks ready for which an event has come, and waits for one if there is none.
  ///
  /// - Parameter timeout: how long to wait at most; zero: not at all; `nil`: until there is an event. The
  ///   wait may be shorter.
  /// - Returns: whether an event has come, or the waker was used.
  /// - Throws: why it can't wait; the error leaves the scheduler's `run()`.
  func wait(timeout: Duration?) throws -> Bool

  /// Makes the waker that ends a wait, or the next one; not called again once there is one.
  ///
  /// - Throws: why there is none. Nothing has changed then.
  func makeWaker() throws -> any Waker
}

/// What other threads wake the thread of a scheduler with.
///
/// A call is not lost: if the thread does not wait, its next wait ends at once. Several calls may count as
/// one.
package protocol Waker: Sendable {
  /// Ends the wait; from any thread.
  func wake()
}
