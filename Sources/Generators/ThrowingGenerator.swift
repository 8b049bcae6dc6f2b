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
/// `for` and the algorithms of `Sequence` can't throw; ``Coroutine/withSequence(_:)`` serves them.
public typealias ThrowingGenerator<Element> = Coroutine<Element, Void, Void>

extension Coroutine where Input == Void {
  /// Hands the elements as a `Sequence` to a closure, and then throws what the body threw.
  ///
  /// When the body fails, the sequence ends; when the closure has returned, the error is thrown.
  ///
  /// ```swift
  /// let total = try numbers(in: lines).withSequence { $0.reduce(0, +) }
  /// ```
  ///
  /// The closure need not take all elements: the generator goes on from where the closure left
  /// it. An error of the closure itself is thrown on, and leaves the generator usable.
  ///
  /// - Parameter body: takes the sequence, single-pass and valid until it returns: to use it
  ///   afterwards is a trap.
  /// - Returns: what the closure returns.
  /// - Throws: what left the generator's body, even where the closure has returned or thrown
  ///   since; otherwise what the closure throws.
  /// - Complexity: one resumption for an element; one allocation.
  @inlinable
  public func withSequence<Result>(
    _ body: (ScopedElements<Element>) throws -> Result
  ) throws -> Result {
    let scope = ScopedElements<Element>.Scope { try self.next() }
    defer { scope.end() }
    let result: Result
    do {
      result = try body(ScopedElements(scope: scope))
    } catch {
      throw scope.failure ?? error
    }
    if let failure = scope.failure { throw failure }
    return result
  }
}

/// The elements of a generator that may fail, as a sequence: see ``Coroutine/withSequence(_:)``.
public struct ScopedElements<Element>: Sequence, IteratorProtocol {
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

  /// The next element; `nil` at the end, or when the generator's body has failed.
  ///
  /// It is a trap to call it when the closure that was given the sequence has returned.
  @inlinable
  public func next() -> Element? { scope.next() }
}
