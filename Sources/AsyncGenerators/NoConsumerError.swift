public import Generators

/// The error of an await in clean-up during the release of an ``AwaitingGenerator``.
///
/// A release can't await, so the operation isn't called. If clean-up awaits, close the generator:
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
  /// The place where the generator was made.
  public let origin: GeneratorOrigin

  init(origin: GeneratorOrigin) { self.origin = origin }

  /// A description of the mistake, with the place where the generator was made.
  public var description: String {
    "a generator awaited during its release, without a consumer that awaits the operation (generator made at \(origin))"
  }
}
