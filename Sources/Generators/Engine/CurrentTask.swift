internal import CCoroutine

/// Whether the current task was cancelled, as `Task.isCancelled`, without counting a reference to the task.
package var isTaskCancelled: Bool { cco_is_task_cancelled() != 0 }

/// Whether code of a task runs on this thread.
///
/// A task that moves to another executor has left the thread when it is enqueued there.
package var isInTask: Bool { cco_has_task() != 0 }

/// A note that a caller on this thread may hold an actor.
package enum HeldThread {
  package static func begin() { cco_hold_thread() }
  package static func end() { cco_release_thread() }
  package static var isHeld: Bool { cco_is_thread_held() != 0 }
}

/// Returns a value that tells whether a body has bound a task-local value since it was resumed: see
/// `cco_task_locals`.
@usableFromInline
func taskLocals() -> UInt {
  // Sound, since a metatype that is not known statically is the pointer to the type's metadata.
  cco_task_locals(unsafeBitCast(Int.self as Any.Type, to: UnsafeRawPointer.self))
}
