internal import Synchronization

/// An error that left a body during the release of its generator, where no caller can catch it.
///
/// When the last reference to a suspended generator is released, its body is resumed with
/// ``GeneratorExit``. An error that the body throws instead has no caller that could catch it. It
/// goes to ``hook``, as CPython's goes to `sys.unraisablehook`.
public struct UnraisableError: Sendable {
  /// The error that left the body.
  public let error: any Error

  /// Where the generator was created.
  public let origin: GeneratorOrigin

  package init(error: any Error, origin: GeneratorOrigin) {
    self.error = error
    self.origin = origin
  }

  /// A closure in a type of its own.
  ///
  /// A closure that itself goes through a generic type is wrapped in another one each time, so a
  /// hook that is set again and again would become a chain of calls.
  private struct Hook {
    let report: @Sendable (UnraisableError) -> Void
  }

  private static let current = Mutex<Hook?>(nil)

  /// The closure that receives such errors: by default, it writes one line to standard error.
  ///
  /// It is called on the thread that released the generator, before that release returns. It may be
  /// replaced at any time, from any thread, also by the hook itself and by a `deinit` of an object
  /// that the old hook captures. The old hook can be kept and set again.
  ///
  /// ```swift
  /// UnraisableError.hook = { print("lost:", $0.error) }
  /// let g = Generator { yield in
  ///   do { try yield(1) } catch { throw CancellationError() }
  /// }
  /// for n in g where n == 1 { break }  // prints "lost: CancellationError()"
  /// ```
  public static var hook: @Sendable (UnraisableError) -> Void {
    get {
      // Not by `??`, which is also generic.
      guard let hook = current.withLock({ $0 }) else { return report }
      return hook.report
    }
    set {
      // The old hook is released after the lock: an object that it captures may use the hook in its
      // `deinit`.
      var hook = Optional(Hook(report: newValue))
      current.withLock { swap(&$0, &hook) }
    }
  }

  private static let report: @Sendable (UnraisableError) -> Void = { unraisable in
    writeToStandardError(
      "Exception ignored in a generator made at \(unraisable.origin), while it was dropped: "
        + "\(unraisable.error)")
  }
}
