/// The Swift task on whose thread the calling code runs.
enum CurrentTask {
  /// Whether there is a current task.
  ///
  /// Sound, since the reference doesn't leave the closure. Not inlined, because a body may read the property
  /// again on another thread.
  @inline(never)
  static var exists: Bool { withUnsafeCurrentTask { $0 != nil } }
}
