/// The error that a suspended `yield` throws when its generator is closed or released.
///
/// It unwinds the body: `defer` blocks run, and the body releases what it holds. Most bodies don't catch it. A body
/// that catches it to clean up must not yield again.
///
/// ```swift
/// let g = Generator { yield in
///   do { while true { try yield(1) } } catch is GeneratorExit { print("closed") }
/// }
/// _ = g.next()
/// g.close()  // prints "closed"
/// ```
///
/// Code may also throw it by hand. If it leaves the body of a `Coroutine` that isn't being closed, it is an error like
/// any other. A `Generator` that ends with it has ended normally. The rules are those of PEP 342, which gave Python's
/// generators their `close()`.
public struct GeneratorExit: Error, Sendable, Hashable {
  /// Creates an exit, to throw by hand.
  public init() {}

  #if !hasFeature(Embedded)
    /// The error that closing throws.
    ///
    /// It is made once, because an allocation would be a good part of the cost of closing a generator.
    public static let _error: any Error = GeneratorExit()
  #endif
}
