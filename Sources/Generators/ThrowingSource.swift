/// A single-pass source of elements whose `next()` may throw.
///
/// Anything that can fail midway is such a source: a ``ThrowingGenerator``, the results of a parallel stage,
/// a reader of files. The operations of sequences exist for it under the same names: `map`, `filter`,
/// `prefix`, `reduce` and others here, and `chunked(on:)`, `windows(ofCount:)`, `tee(_:)` and all others in
/// module `GeneratorAlgorithms`.
///
/// ```swift
/// let lines = numbers(in: ["1", "2", "3"]).filter { $0 != 2 }.map { "number \($0)" }
/// while let line = try lines.next() { print(line) }  // number 1, number 3
/// ```
///
/// **Lazy.** An operation that returns a source takes no element before its own `next()` is called. A
/// `Generator` is a `Sequence`, whose `map` and `filter` return arrays unless they follow `lazy`.
/// Here `lazy` is the source itself.
///
/// **Errors.** The `next()` that meets an error of the source or of a closure throws it. It closes the
/// source, and the result has ended. When a result has ended, is closed or is released, it releases its
/// source, which closes a generator unless something else refers to it.
///
/// **Recursion.** A closure or a source that asks for an element of the result from inside of the result's
/// `next()` gets ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if `Failure` is `any Error`. Otherwise
/// that is a trap.
///
/// **Loops.** A `for` loop can't throw, so a source isn't a `Sequence`: "for-in loop requires '…' to conform to
/// 'Sequence'". Read it with `while let element = try source.next()` or `forEach(_:)`, or make an array with
/// ``collect()``.
///
/// A function returns an operation's result as `some ThrowingSource<Row, any Error>`, with both arguments, or as a
/// ``ThrowingGenerator``, which can be made of any source.
///
/// To conform, a type needs a `next()` and a way to close it. `next()` isn't `mutating`, so the type is a class,
/// or a struct that refers to one:
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
/// let tens = Countdown().map { $0 * 10 }
/// while let n = try tens.next() { print(n) }  // 20, 10
/// ```
///
/// A source is a reference: copies of the value share one position. It need not be `Sendable`. A parallel
/// stage calls its source from several threads, but from one at a time.
public protocol ThrowingSource<Element, Failure> {
  /// The type of the elements.
  associatedtype Element
  /// The type of the errors that `next()` throws; `Never` if it throws none.
  associatedtype Failure: Error

  /// Returns the next element, or `nil` after the last one.
  ///
  /// An operation doesn't call it again after it has returned `nil` or thrown an error.
  ///
  /// - Returns: The element, or `nil`.
  /// - Throws: The error that ends the source.
  func next() throws(Failure) -> Element?

  /// Closes the source before its end, because an operation on its elements has failed.
  ///
  /// Errors from closing can't be thrown, because the original error is already being thrown. An operation
  /// also calls `abandon()` when the error came from the source itself, where it does nothing. An operation
  /// that has ended without an error doesn't call it, but releases the source.
  func abandon()

  /// A Boolean value that indicates whether the source is a body that is suspended at a `yield`, which can
  /// throw an error.
  static var _takesErrors: Bool { get }

  /// Throws an error where the source is suspended, and returns the next element.
  func _raise(_ error: any Error) throws -> Element?
}

extension ThrowingSource {
  /// `false`, because most sources have no body that could catch an error.
  @inlinable
  public static var _takesErrors: Bool { false }

  /// Throws the error, because there is no body that could catch it.
  @inlinable
  public func _raise(_ error: any Error) throws -> Element? { throw error }
}

extension ThrowingSource {
  /// The source itself, whose operations are lazy already.
  ///
  /// It lets the same code serve a `Sequence` and a source: `lazy.map` means the same on both.
  @inlinable
  public var lazy: Self { self }

  /// Closes the source; `next()` returns `nil` afterwards.
  ///
  /// Closing the result of an operation also closes the sources that it is made of. Errors from closing go to
  /// ``UnraisableError/hook``.
  ///
  /// ```swift
  /// let doubled = numbers(in: lines).map { $0 * 2 }
  /// print(try doubled.next()!)  // 2
  /// doubled.close()
  /// print(try doubled.next() as Any)  // nil
  /// ```
  ///
  /// Releasing the last reference also closes the source, but none of its own sources to which other code refers.
  @_disfavoredOverload
  @inlinable
  public func close() { abandon() }
}

extension Coroutine: ThrowingSource where Input == Void {
  /// Closes the generator, because an operation on its elements has failed.
  ///
  /// An error that its body throws while it is closed goes to ``UnraisableError/hook``, whereas
  /// ``close()`` throws it.
  @inlinable
  public func abandon() { closeAfterFailure() }
}

extension Coroutine where Input == Void {
  /// Closes the generator; an error from closing goes to the hook.
  @usableFromInline @inline(never)
  package func closeAfterFailure() {
    do {
      _ = try core.close()
    } catch GeneratorError.alreadyExecuting {
      // The call came from inside of its own body, which has received that error.
    } catch {
      UnraisableError.hook(UnraisableError(error: error, origin: core.origin))
    }
  }
}

#if !(compiler(>=6.4) && GENERATORS_ITERABLE)
  @available(
    *, unavailable,
    message:
      "its elements may fail: read them with 'while let element = try g.next()' or 'g.forEach', make an array with 'try g.collect()', or use 'g.withSequence'"
  )
  extension Coroutine: Sequence where Input == Void {
    /// Unavailable, because a `for` loop can't throw an error of the generator's body.
    public func makeIterator() -> AnyIterator<Element> {
      fatalError("a generator that may fail is not a sequence")
    }
  }
#endif
