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
  // Sound, because a pointer is written at once. The memory, the path of one output file, is never freed,
  // since a handler may have just read the pointer.
  nonisolated(unsafe) private static var removedPath: UnsafeMutablePointer<CChar>?

  /// The signals that end a process from outside, or because it has reached a limit.
  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGXFSZ]

  /// Removes a file when a signal ends the process, which then ends as before.
  ///
  /// A process removes one path, and the handlers stay. So only a program may ask for it, not a library. An
  /// ignored signal, as under `nohup`, stays ignored.
  ///
  /// - Parameter path: An absolute path, or a path relative to a directory that stays the current one; `nil`
  ///   for no file.
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
    // Sound, because a handler is an address, or 1 for an ignored signal.
    if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    _ = signal(number) { number in
      // Only calls that a handler may make.
      if let path = Signals.removedPath { unlink(path) }
      _ = signal(number, SIG_DFL)
      raise(number)
    }
  }

  /// Ends the process as a write to a pipe without a reader does: silently, by SIGPIPE.
  package static func dieOfBrokenPipe() -> Never {
    _ = signal(SIGPIPE, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(SIGPIPE)
    // Reached only if other code changes the signal at this moment. Shells report the signal as 141, too.
    _exit(141)
  }
}
