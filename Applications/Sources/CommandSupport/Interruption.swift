public import GeneratorSources

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGINT, understood as a request to show the results so far.
public enum Interruption {
  /// The stop for an input that waits; `nil` if no descriptors are left for it.
  public static let stop = try? SourceStop()

  /// Whether there was a SIGINT since the handler was installed.
  public static var isRequested: Bool { stop?.isStopped ?? false }

  /// Handles the first SIGINT.
  ///
  /// From the second one on, the signal has its usual effect.
  public static func install() {
    // A handler must not allocate, so the stop is created here. Without it SIGINT keeps its effect.
    guard stop != nil else { return }
    _ = signal(SIGINT) { number in
      Interruption.stop?.stop()
      _ = signal(number, SIG_DFL)
    }
  }
}
