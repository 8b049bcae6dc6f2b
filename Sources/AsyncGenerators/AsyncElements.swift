public import Generators

/// The elements of a synchronous sequence or generator, as an asynchronous sequence.
///
/// Pass it to code that takes an `AsyncSequence`. A loop of your own needs no bridge: `while let row = try
/// rows.next()` works in `async` code too.
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
/// **Single-pass.** It is its own iterator, and copies share one position. After a loop that ends early, the
/// next loop takes the remaining elements. The source is released at its end, after an error, and with the
/// last copy. The release closes a generator without other references.
///
/// ```swift
/// let letters = AsyncElements(["a", "b", "c"])
/// for await letter in letters where letter == "a" { break }
/// for await letter in letters { print(letter) }  // b, c
/// ```
///
/// **Sendable** if its elements are. The compiler refuses a source that is used after the call or that
/// belongs to an actor. Several tasks may take elements, one at a time. A request during another one throws
/// `GeneratorError.alreadyExecuting`, or traps if `Failure` is `Never`.
///
/// The source runs in the consumer's isolation, on demand and without a hop between elements, like that of an
/// ``AsyncRecipe``. Use a recipe if each loop needs the elements from their beginning.
public struct AsyncElements<Element, Failure: Error>: AsyncSequence, AsyncIteratorProtocol {
  private let shared: SharedPull<Element, Failure>

  /// Creates an asynchronous sequence of the elements of a sequence.
  ///
  /// - Parameter source: The elements. The initializer makes its iterator.
  /// - Complexity: O(1), two allocations.
  @_disfavoredOverload
  public init(_ source: sending some Sequence<Element>) where Failure == Never {
    shared = SharedPull(Pull(source))
  }

  /// Creates an asynchronous sequence of the elements of a source that may fail.
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
  /// - Throws: The error of the source, once; `GeneratorError.alreadyExecuting` during another request.
  /// - Complexity: One `next()` of the source, without an allocation.
  public func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> Element? {
    try shared.next()
  }
}

extension AsyncElements: Sendable where Element: Sendable {}
