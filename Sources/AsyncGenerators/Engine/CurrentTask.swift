/// The Swift task on whose thread the calling code runs.
enum CurrentTask {
  /// Whether there is one.
  ///
  /// Sound, since the reference doesn't leave the closure. Not inlined, because a body may ask again on another thread.
  @inline(never)
  static var exists: Bool { withUnsafeCurrentTask { $0 != nil } }
}
