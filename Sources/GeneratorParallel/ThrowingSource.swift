public import Generators

/// A source of elements whose `next()` may throw: what the operations of this module take besides
/// sequences.
///
/// Generators are such sources, and so are the stages that the operations give. What makes a type of your
/// own one of them is a `next()` and a way to close it:
///
/// ```swift
/// final class Countdown: ThrowingSource {
///   var left = 2
///   func next() throws -> Int? {
///     defer { left -= 1 }
///     return left > 0 ? left : nil
///   }
///   func abandon() { left = 0 }
/// }
/// let countdown = parallel(Countdown()).map { $0 * 10 }
/// while let n = try countdown.next() { print(n) }  // 20, 10
/// ```
///
/// Its methods are called on threads of the stage that takes from it, by one thread at a time; so it need
/// not be `Sendable`. It is handed over to the stage, which the compiler checks.
public protocol ThrowingSource<Element> {
  /// What it gives.
  associatedtype Element

  /// The next element, or `nil` after the last one.
  ///
  /// It is not called again after it gave `nil` or has thrown.
  ///
  /// - Returns: the element, or `nil`.
  /// - Throws: an error, which comes out of the stage after what is made of all elements before it.
  func next() throws -> Element?

  /// Closes it before its end, for what takes from it has failed.
  ///
  /// An error is on its way then, so that one of closing has nobody left to go to. It is not called where
  /// the stage was closed or let go of: then the source is let go of.
  func abandon()
}

extension Coroutine: ThrowingSource where Input == Void, Return == Void {
  /// Closes the generator, for what takes from it has failed.
  ///
  /// An error that its body then throws goes to `UnraisableError.hook`.
  public func abandon() { closeAfterFailure() }
}

extension ParallelSequence: ThrowingSource {
  /// Closes the stage, for what takes from it has failed.
  public func abandon() { reader.end() }
}
