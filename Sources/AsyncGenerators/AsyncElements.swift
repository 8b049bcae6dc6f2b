public import Generators

/// The elements of a synchronous sequence or generator, as an asynchronous sequence.
///
/// It serves code that takes an `AsyncSequence`. In a loop of your own, a synchronous source needs no bridge:
/// `while let row = try rows.next()` works in `async` code too.
///
/// ```swift
/// func largest(_ values: some AsyncSequence<Int, any Error>) async throws -> Int? {
///   var largest: Int?
///   for try await value in values { largest = max(value, largest ?? value) }
///   return largest
/// }
/// try await print(largest(AsyncElements(numbers(in: ["3", "7", "5"])))!)  // 7
/// ```
///
/// **Single-pass.** It is its own iterator, and copies share one position. A loop that is left early leaves the
/// rest to the next loop. The source is released at its end, after an error, and with the last copy, which
/// closes a generator that nothing else refers to.
///
/// ```swift
/// let letters = AsyncElements(["a", "b", "c"])
/// for await letter in letters where letter == "a" { break }
/// for await letter in letters { print(letter) }  // b, c
/// ```
///
/// **Sendable** where its elements are. The source is sent in: the compiler refuses a source that is used
/// afterwards or that belongs to an actor. Several tasks may take elements, but not at once: a request while
/// another one is being answered throws `GeneratorError.alreadyExecuting`, or traps if `Failure` is `Never`.
///
/// The source runs in the consumer's isolation, on demand and without a hop between elements, as that of an
/// ``AsyncRecipe`` does. Use a recipe where each loop needs the elements from their beginning.
public struct AsyncElements<Element, Failure: Error>: AsyncSequence, AsyncIteratorProtocol {
  private let shared: SharedPull<Element, Failure>

  /// Makes an asynchronous sequence of the elements of a sequence.
  ///
  /// - Parameter source: The elements. Its iterator is made at once.
  /// - Complexity: O(1), two allocations.
  @_disfavoredOverload
  public init(_ source: sending some Sequence<Element>) where Failure == Never {
    shared = SharedPull(Pull(source))
  }

  /// Makes an asynchronous sequence of the elements of a source that may fail.
  ///
  /// - Parameter source: The elements.
  /// - Complexity: O(1), two allocations.
  public init(_ source: sending some ThrowingSource<Element, some Error>)
  where Failure == any Error {
    shared = SharedPull(Pull(source: source))
  }

  /// Returns the sequence itself, which shares its position with all copies.
  public func makeAsyncIterator() -> Self { self }

  /// Takes the next element from the source, in the caller's isolation.
  ///
  /// - Parameter actor: The caller's isolation.
  /// - Returns: The element; `nil` after the last one, and after an error.
  /// - Throws: The error of the source, once; `GeneratorError.alreadyExecuting` while another request is being
  ///   answered.
  /// - Complexity: One `next()` of the source, without an allocation.
  public func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> Element? {
    try shared.next()
  }
}

extension AsyncElements: Sendable where Element: Sendable {}
