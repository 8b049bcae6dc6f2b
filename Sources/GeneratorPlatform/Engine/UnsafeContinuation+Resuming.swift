#if os(Linux)
  public import CLinux
#endif

extension UnsafeContinuation<Void, Never> {
  /// Resumes the task without reading its memory in code that ThreadSanitizer watches.
  ///
  /// The standard library's `resume()` is compiled into its caller. There it reads from the task's memory where the
  /// result belongs, which a resumption without a result doesn't need. A task that is resumed before it is suspended
  /// continues at once. The runtime orders the two without telling ThreadSanitizer, which then reports a race between
  /// that read and the task's next continuation in the same place.
  @inlinable @inline(__always)
  package func resumeUnwatched() {
    #if os(Linux)
      // Sound, since a continuation is a pointer, which the runtime's function takes.
      clinux_resume_continuation(unsafeBitCast(self, to: UnsafeMutableRawPointer.self))
    #else
      resume()
    #endif
  }
}
