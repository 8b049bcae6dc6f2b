public import Generators

/// An await in the clean-up of an ``AwaitingGenerator`` that is being released.
///
/// A release can't await, so no consumer awaits the operation, which is not called. To have clean-up that
/// awaits, close the generator:
///
/// ```swift
/// let g = AwaitingGenerator<Int> { yield in
///   do {
///     try yield(1)
///   } catch is GeneratorExit {
///     do {
///       try yield.await { print("flushed") }
///     } catch is NoConsumerError {
///       print("not flushed")
///     }
///   }
/// }
/// for try await n in g { print(n); break }  // 1
/// try await g.close()  // prints "flushed"
/// ```
public struct NoConsumerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the generator was made.
  public let origin: GeneratorOrigin

  init(origin: GeneratorOrigin) { self.origin = origin }

  /// What was done wrong, and where the generator was made.
  public var description: String {
    "a generator awaited while it was released, without a consumer to await for it (generator made at \(origin))"
  }
}
