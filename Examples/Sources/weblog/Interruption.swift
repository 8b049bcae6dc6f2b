import GeneratorSources

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// That the user pressed Ctrl-C: reading stops, and what was counted is printed.
enum Interruption {
  /// What ends the reading; `nil` where there are no descriptors left for it.
  static let stop = try? SourceStop()

  /// Whether it was asked for.
  static var isRequested: Bool { stop?.isStopped ?? false }

  /// Makes SIGINT a request; a second one ends the process, as it does without this.
  static func install() {
    // The handler must find it made.
    guard stop != nil else { return }
    _ = signal(SIGINT) { _ in
      if Interruption.isRequested {
        _ = signal(SIGINT, SIG_DFL)
        raise(SIGINT)
      }
      Interruption.stop?.stop()
    }
  }
}
