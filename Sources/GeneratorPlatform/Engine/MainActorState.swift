#if os(Linux)
  import CLinux
#endif

/// What the Swift runtime and libdispatch tell of the main actor.
package enum MainActorState {
  /// Whether the calling code is isolated to the main actor; false where the system doesn't tell.
  ///
  /// Not inlined, because a body may ask again on another thread.
  @inline(never)
  package static var isCurrent: Bool {
    #if os(Linux)
      // Sound, since the runtime takes the two words of which an executor consists.
      let executor = unsafeBitCast(
        MainActor.sharedUnownedExecutor, to: (identity: UInt, implementation: UInt).self)
      return clinux_is_on_executor(executor.identity, executor.implementation)
    #else
      return false
    #endif
  }

  /// Whether a Swift task waits for its turn on the main actor, or was there last; false where the system
  /// doesn't tell.
  package static func isQueued(_ task: Task<Void, Never>) -> Bool {
    #if os(Linux)
      // Sound, since a task is a reference to an object that begins as each job does, and lives here.
      return withExtendedLifetime(task) {
        clinux_is_on_main_queue(unsafeBitCast(task, to: UnsafeRawPointer.self))
      }
    #else
      return false
    #endif
  }
}
