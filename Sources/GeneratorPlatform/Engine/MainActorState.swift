#if os(Linux)
  import CLinux
#endif

/// The state of the main actor, from the Swift runtime and libdispatch.
package enum MainActorState {
  /// Whether the calling code is isolated to the main actor; false if the system doesn't tell.
  ///
  /// Not inlined, because a body may ask again on another thread.
  @inline(never)
  package static var isCurrent: Bool {
    #if os(Linux)
      // Sound, since the runtime takes the two words that make up an executor.
      let executor = unsafeBitCast(
        MainActor.sharedUnownedExecutor, to: (identity: UInt, implementation: UInt).self)
      return clinux_is_on_executor(executor.identity, executor.implementation)
    #else
      return false
    #endif
  }

  /// Returns whether a Swift task waits for its turn on the main actor, or was the last to run there; false
  /// if the system doesn't tell.
  package static func isQueued(_ task: Task<Void, Never>) -> Bool {
    #if os(Linux)
      // Sound, since a task is a reference to an object that begins as each job does, and is alive
      // here.
      return withExtendedLifetime(task) {
        clinux_is_on_main_queue(unsafeBitCast(task, to: UnsafeRawPointer.self))
      }
    #else
      return false
    #endif
  }
}
