/// What a scheduler uses to wait for outside events: descriptors, and whatever else the system reports.
///
/// The scheduler itself knows tasks, time and other threads. It gets an event source as soon as one of its
/// tasks has to wait for an event: the module that offers the wait creates the source, and installs it by
/// ``TaskContext/install(_:)``. A task registers what it waits for with that module's own type. The scheduler
/// only calls the methods below, from its own thread and outside of all tasks.
///
/// The scheduler calls the source between turns, at each 64th, and when no task is ready. So a turn costs the
/// same with an event source as without.
package protocol EventSource: AnyObject {
  /// Whether a task waits for an event that may happen.
  ///
  /// If all tasks wait and this is false, that may be a deadlock.
  var canWake: Bool { get }

  /// Makes the tasks ready whose events have happened, and waits for an event if there is none.
  ///
  /// - Parameter timeout: The longest time to wait; zero to not wait at all; `nil` to wait until there is an
  ///   event. The wait may be shorter.
  /// - Returns: Whether an event has happened, or the waker was used.
  /// - Throws: The reason why it can't wait; the error leaves the scheduler's `run()`.
  func wait(timeout: Duration?) throws -> Bool

  /// Creates the waker that ends a wait, or the next one. Not called again once there is one.
  ///
  /// - Throws: The reason why it can't; nothing has changed then.
  func makeWaker() throws -> any Waker
}

/// What other threads use to wake the thread of a scheduler.
///
/// A call isn't lost: if the thread doesn't wait, its next wait ends at once. Several calls may count as one.
package protocol Waker: Sendable {
  /// Ends the wait. Called from any thread.
  func wake()
}
