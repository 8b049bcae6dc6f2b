public import Generators

/// An asynchronous sequence that makes a new synchronous generator for each loop.
///
/// A recipe is a closure that makes a generator. Tasks can share the closure where they can't share a
/// generator. So a recipe is `Sendable`, as an HTTP library requires of the body of a response or a request.
///
/// ```swift
/// let rows = AsyncRecipe {
///   ThrowingGenerator { yield in
///     defer { print("closed") }
///     for n in 1...1_000_000 { try yield("row \(n)") }
///   }
/// }
/// for try await row in rows {
///   print(row)
///   if row == "row 2" { break }
/// }
/// // prints "row 1", "row 2", "closed"
/// ```
///
/// With Hummingbird and AsyncHTTPClient, whose bodies are sequences of `ByteBuffer`:
///
///     ResponseBody(asyncSequence: AsyncRecipe { chunks() }.map { ByteBuffer(bytes: $0) })
///     request.body = .stream(AsyncRecipe { chunks() }.map { ByteBuffer(bytes: $0) }, length: .unknown)
///
/// **Each loop has a generator of its own.** The first `next()` of an iterator calls the closure, in the
/// consumer's task. `next()` throws the error of the closure or of the generator that it meets.
///
/// **On demand.** The body of the generator runs when the consumer requests an element, and never ahead. A
/// consumer that waits, say for a slow connection, holds the body back. Nothing is buffered.
///
/// **Closed with the iterator.** The iterator owns the generator. When the iterator is released before the
/// end, after a `break` or an error of the consumer, that closes the generator at once, and its `defer`
/// blocks run.
///
/// **In the consumer's isolation.** The body runs in the consumer's task, without a hop between elements. On
/// the main actor, a body that computes for long blocks the main actor. Consume it elsewhere, for instance in
/// a `@concurrent` function. The body sees the task-local values and the cancellation of the task. A recipe
/// doesn't check for cancellation itself, because only the body knows whether its elements are complete. An
/// infinite body calls `Task.checkCancellation()`.
///
/// To bridge one generator that exists already, use ``AsyncElements``.
public struct AsyncRecipe<Element, Failure: Error>: AsyncSequence, Sendable {
  @usableFromInline let make: @Sendable () throws(Failure) -> Pull<Element, Failure>

  /// Creates an asynchronous sequence from a closure that makes a sequence.
  ///
  /// ```swift
  /// let squares = AsyncRecipe { Generator { yield in for n in 1...3 { try yield(n * n) } } }
  /// for await square in squares { print(square) }  // 1, 4, 9
  /// for await square in squares { print(square) }  // 1, 4, 9
  /// ```
  ///
  /// - Parameter make: Makes a sequence. The first `next()` of a loop throws its error.
  /// - Complexity: O(1).
  @_disfavoredOverload
  public init(_ make: @escaping @Sendable () throws(Failure) -> any Sequence<Element>) {
    self.make = { () throws(Failure) in Pull(try make()) }
  }

  /// Creates an asynchronous sequence from a closure that makes a source that may fail.
  ///
  /// ```swift
  /// let doubled = AsyncRecipe { numbers(in: ["1", "2"]).map { $0 * 2 } }
  /// for try await n in doubled { print(n) }  // 2, 4
  /// ```
  ///
  /// - Parameter make: Makes a source, such as a `ThrowingGenerator`. The first `next()` of a loop throws its
  ///   error.
  /// - Complexity: O(1).
  public init<SourceFailure>(
    _ make: @escaping @Sendable () throws -> any ThrowingSource<Element, SourceFailure>
  ) where Failure == any Error {
    // The compiler would infer `throws(Never)` instead of `throws(Failure)` for a closure of several
    // statements.
    self.make = { Pull(source: try make()) }
  }

  /// Returns an iterator, which calls the closure at its first `next()`.
  @inlinable
  public func makeAsyncIterator() -> Iterator { Iterator(make: make) }

  /// An iterator over the elements of one generator.
  public struct Iterator: AsyncIteratorProtocol {
    @usableFromInline var make: (@Sendable () throws(Failure) -> Pull<Element, Failure>)?
    @usableFromInline var pull: Pull<Element, Failure>?

    @inlinable
    init(make: @escaping @Sendable () throws(Failure) -> Pull<Element, Failure>) {
      self.make = make
    }

    /// Runs the generator to its next element, in the caller's isolation.
    ///
    /// - Parameter actor: The caller's isolation.
    /// - Returns: The element; `nil` after the last one, and after an error.
    /// - Throws: The error of the closure or of the generator, once.
    /// - Complexity: One `next()` of the generator, without an allocation.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> Element? {
      if let make = make.take() { pull = try make() }
      // Taken out, so that an error releases the source.
      guard let pull = pull.take(), let element = try pull.next() else { return nil }
      self.pull = pull
      return element
    }
  }
}

/// The elements of a synchronous sequence or source of any type.
@usableFromInline
struct Pull<Element, Failure: Error> {
  @usableFromInline let next: () throws(Failure) -> Element?

  init(_ source: some Sequence<Element>) {
    var iterator = source.makeIterator()
    next = { () throws(Failure) in iterator.next() }
  }

  init(source: some ThrowingSource<Element, some Error>) where Failure == any Error {
    next = { try source.nextErasingFailure() }
  }
}
