public import Generators

/// An asynchronous sequence that makes a synchronous generator anew for each loop.
///
/// A recipe is a closure that makes a generator. It can be shared where its generator can't, so a recipe is
/// `Sendable`: it is what an HTTP library takes as the body of a response or a request.
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
/// **Each loop has a generator of its own.** The closure is called at the first `next()` of an iterator, in the
/// task that asks. Its error, and each error of the generator, is thrown by the `next()` that met it.
///
/// **On demand.** The body of the generator runs when the consumer asks for an element, and not ahead of it. A
/// consumer that waits, as for a slow connection, holds the body back. Nothing is buffered.
///
/// **Closed with the iterator.** The iterator owns the generator. When it is released before the end, as at a
/// `break` or an error of the consumer, the generator is closed at once, and its `defer` blocks run.
///
/// **In the consumer's isolation.** The body runs on the consumer's task, without a hop between elements. On
/// the main actor, a body that computes for long blocks the main actor: consume it elsewhere then, as in a
/// `@concurrent` function. The body sees the task-local values and the cancellation of the task. A recipe
/// doesn't look at the cancellation itself, because only the body knows whether its elements are complete: a body
/// without an end calls `Task.checkCancellation()`.
///
/// To bridge one generator that exists already, use ``AsyncElements``.
public struct AsyncRecipe<Element, Failure: Error>: AsyncSequence, Sendable {
  @usableFromInline let make: @Sendable () throws(Failure) -> Pull<Element, Failure>

  /// Makes an asynchronous sequence of the sequences that a closure makes.
  ///
  /// ```swift
  /// let squares = AsyncRecipe { Generator { yield in for n in 1...3 { try yield(n * n) } } }
  /// for await square in squares { print(square) }  // 1, 4, 9
  /// for await square in squares { print(square) }  // 1, 4, 9
  /// ```
  ///
  /// - Parameter make: Makes a sequence. Its error is the first thing that a loop gets.
  /// - Complexity: O(1).
  @_disfavoredOverload
  public init(_ make: @escaping @Sendable () throws(Failure) -> any Sequence<Element>) {
    self.make = { () throws(Failure) in Pull(try make()) }
  }

  /// Makes an asynchronous sequence of the sources that a closure makes, which may fail.
  ///
  /// ```swift
  /// let doubled = AsyncRecipe { numbers(in: ["1", "2"]).map { $0 * 2 } }
  /// for try await n in doubled { print(n) }  // 2, 4
  /// ```
  ///
  /// - Parameter make: Makes a source, such as a `ThrowingGenerator`. Its error is the first thing that a loop
  ///   gets.
  /// - Complexity: O(1).
  public init<SourceFailure>(
    _ make: @escaping @Sendable () throws -> any ThrowingSource<Element, SourceFailure>
  ) where Failure == any Error {
    // A `throws(Failure)` would be inferred as `throws(Never)` for a closure of several statements.
    self.make = { Pull(source: try make()) }
  }

  /// Makes an iterator, which calls the closure at its first `next()`.
  @inlinable
  public func makeAsyncIterator() -> Iterator { Iterator(make: make) }

  /// The elements of one generator.
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
      // Taken out, so that nothing is left after an error.
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
