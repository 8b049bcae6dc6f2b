#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Signals that end this process.
package enum Signals {
  /// The path of the file to remove, which the handler may read at any moment.
  // Sound, because a pointer is written at once; the memory is never freed, since a handler may have just
  // read the pointer. It is the path of one output file.
  nonisolated(unsafe) private static var removedPath: UnsafeMutablePointer<CChar>?

  /// The signals that end a process from outside, or because it has used up what it may.
  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGXFSZ]

  /// Has a file removed when a signal ends the process, which it still does.
  ///
  /// One path is removed in a process, and the handlers stay: only a program itself may ask for it, not a
  /// library. A signal that is ignored, as `nohup` has it, stays ignored.
  ///
  /// - Parameter path: an absolute path, or one that is relative to a directory that stays the current one;
  ///   `nil`: no file any more.
  package static func removeAtEnd(_ path: String?) {
    guard let path else {
      removedPath = nil
      return
    }
    removedPath = strdup(path)
    for number in ending { handle(number) }
  }

  private static func handle(_ number: Int32) {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
      let before = action.__sigaction_u.__sa_handler
    #elseif canImport(Glibc)
      let before = action.__sigaction_handler.sa_handler
    #else
      let before = action.__sa_handler.sa_handler
    #endif
    // Sound, because a handler is an address, or 1 for a signal that is ignored.
    if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    _ = signal(number) { number in
      // Only calls that are allowed in a handler.
      if let path = Signals.removedPath { unlink(path) }
      _ = signal(number, SIG_DFL)
      raise(number)
    }
  }

  /// Ends the process as a write to a pipe without a reader does: by SIGPIPE, and silently.
  package static func dieOfBrokenPipe() -> Never {
    _ = signal(SIGPIPE, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(SIGPIPE)
    // Only if something else changes the signal at this moment; shells say 141 of the signal too.
    _exit(141)
  }
}
