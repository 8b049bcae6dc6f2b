/// What a suspended `yield` throws when its generator is closed or dropped.
///
/// It unwinds the body: `defer` blocks run and what the body holds is released. A body should let
/// it pass; it may catch it to clean up, and must not yield again.
///
/// ```swift
/// let g = Generator { yield in
///   do { while true { try yield(1) } } catch is GeneratorExit { print("closed") }
/// }
/// _ = g.next()
/// g.close()  // prints "closed"
/// ```
///
/// It can be thrown by hand too. To a `Coroutine` that no consumer closes, it is then an error like
/// any other. A `Generator` that ends with it has ended normally. The rules are those of PEP 342.
public struct GeneratorExit: Error, Sendable, Hashable {
  /// Makes one, to be thrown by hand.
  public init() {}

  #if !hasFeature(Embedded)
    /// The error that closing throws: to allocate one for each generator that is closed would be a good part of its
    /// cost.
    public static let _error: any Error = GeneratorExit()
  #endif
}
