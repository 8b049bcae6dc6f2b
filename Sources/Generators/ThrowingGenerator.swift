/// A generator whose body may fail.
///
/// An error that leaves the body is thrown by the `next()` that met it, so that it never passes
/// for the end of the data:
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
/// `for` and the algorithms of `Sequence` can't throw; ``ThrowingSource/withSequence(_:)`` serves them.
public typealias ThrowingGenerator<Element> = Coroutine<Element, Void, Void>

extension ThrowingSource {
  /// Lends the elements as a `Sequence` to a closure, and then throws the error of the source.
  ///
  /// If the source fails, the sequence ends. When the closure has returned, the error is thrown. The closure
  /// need not take all elements: the source goes on where the closure left it.
  ///
  /// ```swift
  /// let total = try numbers(in: ["1", "2", "3"]).withSequence { $0.reduce(0, +) }
  /// print(total)  // 6
  /// ```
  ///
  /// An error of the closure itself is thrown too, and leaves the source usable.
  ///
  /// - Parameter body: Takes the sequence, which is single-pass and valid until the closure returns: using it
  ///   later is a trap.
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

/// What comes one by one from a source that may fail, as a sequence, for the time of a closure.
///
/// See ``ThrowingSource/withSequence(_:)``; the channels of module `GeneratorScheduling` lend theirs too.
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

  /// Hands a closure what `pull` gives, and then throws what `pull` has thrown.
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

  /// The next element; `nil` at the end, or when the generator's body has failed.
  ///
  /// It is a trap to call it when the closure that was given the sequence has returned.
  @inlinable
  public func next() -> Element? { scope.next() }
}
