internal import CCoroutine

/// Whether the current task was cancelled, as `Task.isCancelled`, without counting a reference to
/// it.
package var isTaskCancelled: Bool { cco_is_task_cancelled() != 0 }

/// Returns a value that tells whether a body has bound a task-local value since it was resumed: see
/// `cco_task_locals`.
@usableFromInline
func taskLocals() -> UInt {
  // Sound, since a metatype that is not known at compile time is the pointer to the type's
  // metadata.
  cco_task_locals(unsafeBitCast(Int.self as Any.Type, to: UnsafeRawPointer.self))
}
