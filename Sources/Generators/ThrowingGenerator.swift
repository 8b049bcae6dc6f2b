/// A generator whose body may fail.
///
/// If an error leaves the body, the `next()` that resumed the body throws it. So an error never
/// looks like the end of the data:
///
/// ```swift
/// func numbers(in lines: some Sequence<String>) -> ThrowingGenerator<Int> {
///   ThrowingGenerator { yield in
///     for line in lines {
///       guard let n = Int(line) else { throw BadNumber(line) }
///       try yield(n)
///     }
///   }
/// }
/// let g = numbers(in: ["1", "2", "x"])
/// while let n = try g.next() { print(n) }  // 1, 2, then BadNumber is thrown
/// ```
///
/// `for` and the algorithms of `Sequence` can't throw. ``ThrowingSource/withSequence(_:)`` lends
/// them a sequence.
public typealias ThrowingGenerator<Element> = Coroutine<Element, Void, Void>

extension ThrowingSource {
  /// Lends the elements as a `Sequence` to a closure, and then throws the error of the source.
  ///
  /// If the source fails, the sequence ends, and the error is thrown when the closure has returned.
  /// The closure need not take all elements: the source continues where the closure stopped.
  ///
  /// ```swift
  /// let total = try numbers(in: ["1", "2", "3"]).withSequence { $0.reduce(0, +) }
  /// print(total)  // 6
  /// ```
  ///
  /// An error of the closure itself is thrown too, and leaves the source usable.
  ///
  /// - Parameter body: Receives the sequence, which is single-pass and valid until the closure
  ///   returns. Using it later is a trap.
  /// - Returns: The result of the closure.
  /// - Throws: The error of the source, even if the closure has returned or thrown since; otherwise the error
  ///   of the closure.
  /// - Complexity: One `next()` for an element; one allocation.
  @inlinable
  public func withSequence<Result>(
    _ body: (ScopedSequence<Element>) throws -> Result
  ) throws -> Result {
    try ScopedSequence.lend({ try nextErasingFailure() }, to: body)
  }
}

/// The elements of a source that may fail, as a sequence that is valid during a call of a closure.
///
/// See ``ThrowingSource/withSequence(_:)``. The channels of module `GeneratorScheduling` lend such
/// a sequence, too.
public struct ScopedSequence<Element>: SinglePassSequence {
  @usableFromInline
  final class Scope {
    @usableFromInline var pull: (() throws -> Element?)?
    @usableFromInline var hasEnded = false
    @usableFromInline var failure: (any Error)?

    @inlinable
    init(_ pull: @escaping () throws -> Element?) { self.pull = pull }

    @inlinable
    func end() {
      pull = nil
      hasEnded = true
    }

    @inlinable
    func next() -> Element? {
      guard !hasEnded else {
        fatalError("the sequence of withSequence was used after its closure had returned")
      }
      guard failure == nil else { return nil }
      do {
        return try pull!()
      } catch {
        failure = error
        return nil
      }
    }
  }

  @usableFromInline let scope: Scope

  @inlinable
  init(scope: Scope) { self.scope = scope }

  /// Lends a closure the elements that `pull` returns, and then throws the error that `pull` has
  /// thrown.
  @inlinable
  package static func lend<Result>(
    _ pull: () throws -> Element?, to body: (Self) throws -> Result
  ) throws -> Result {
    try withoutActuallyEscaping(pull) { pull in
      let scope = Scope(pull)
      defer { scope.end() }
      let result: Result
      do {
        result = try body(Self(scope: scope))
      } catch {
        throw scope.failure ?? error
      }
      if let failure = scope.failure { throw failure }
      return result
    }
  }

  /// Returns the next element; `nil` at the end, or when the generator's body has failed.
  ///
  /// A call after the closure has returned is a trap.
  @inlinable
  public func next() -> Element? { scope.next() }
}
