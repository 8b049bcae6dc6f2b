#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Signals that end this process.
package enum Signals {
  /// Ends the process as a write to a pipe without a reader does: by SIGPIPE, and silently.
  package static func dieOfBrokenPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(SIGPIPE)
    // Only if something else changes the signal at this moment; shells say 141 of the signal too.
    _exit(141)
  }
}
