public import GeneratorSources

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGINT, taken for the wish to see what is known until now.
public enum Interruption {
  /// What ends an input that waits; `nil` where there are no descriptors left for it.
  public static let stop = try? SourceStop()

  /// Whether there was a SIGINT since it was installed.
  public static var isRequested: Bool { stop?.isStopped ?? false }

  /// Takes over SIGINT: from the second one on it does what it does without this.
  public static func install() {
    // A handler must make nothing, so that it is made here; without it SIGINT stays what it is.
    guard stop != nil else { return }
    _ = signal(SIGINT) { number in
      Interruption.stop?.stop()
      _ = signal(number, SIG_DFL)
    }
  }
}
