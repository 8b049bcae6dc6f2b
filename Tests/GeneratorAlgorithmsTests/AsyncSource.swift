import TestSupport
import Testing

/// An asynchronous sequence that tells what is done with it.
///
/// Its iterators hold a citizen of its census, and go on with further elements after their end or error, for which
/// no operation may ask.
struct AsyncSource<Element, Failure: Error>: AsyncSequence {
  let elements: [Element]
  /// What comes after the elements: an error, or the end.
  let failure: Failure?
  /// Whether it waits now and then, as the seed says.
  var seed: UInt64?
  let census = Census()
  /// The isolation of each request: whether it was the main actor.
  let requests = Guarded<[Bool]>([])

  var taken: Int { requests.current.count }
  var open: Int { census.alive }

  struct AsyncIterator: AsyncIteratorProtocol {
    let source: AsyncSource
    let citizen: Census.Citizen
    var random: SeededRandom?
    var index = 0

    mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Failure) -> Element? {
      source.requests { $0.append(actor === MainActor.shared) }
      while random?.chance(30) == true { await Task.yield() }
      defer { index += 1 }
      if index == source.elements.count {
        if let failure = source.failure { throw failure }
        return nil
      }
      return source.elements[index % (source.elements.count + 1)]
    }

    mutating func next() async throws(Failure) -> Element? { try await next(isolation: nil) }
  }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(
      source: self, citizen: census.citizen(), random: seed.map { SeededRandom(seed: $0) })
  }
}

extension AsyncSource: Sendable where Element: Sendable {}

/// A source that ends after its elements.
func asyncSource<Element>(
  _ elements: some Sequence<Element>, seed: UInt64? = nil
) -> AsyncSource<Element, Never> {
  AsyncSource(elements: Array(elements), failure: nil, seed: seed)
}

/// A source that fails after its elements.
func failingSource<Element>(
  _ elements: some Sequence<Element>, seed: UInt64? = nil
) -> AsyncSource<Element, any Error> {
  AsyncSource(elements: Array(elements), failure: Failure(7), seed: seed)
}

/// A source of the numbers from 1 to 4.
///
/// Each request opens `isAsked`, and the answer to the second waits for `mayAnswer`.
func waitingSource(isAsked: Gate, mayAnswer: Gate) -> AsyncThrowingStream<Int, any Error> {
  let count = Guarded(0)
  return AsyncThrowingStream {
    isAsked.open()
    let n = count { (n: inout Int) in
      n += 1
      return n
    }
    if n == 2 { await mayAnswer.pass() }
    return n <= 4 ? n : nil
  }
}

/// The elements of an asynchronous sequence, which fails only if the sequence does.
func collect<Base: AsyncSequence>(
  _ base: Base, isolation actor: isolated (any Actor)? = #isolation
) async throws(Base.Failure) -> [Base.Element] {
  var elements: [Base.Element] = []
  var iterator = base.makeAsyncIterator()
  while let element = try await iterator.next(isolation: actor) { elements.append(element) }
  return elements
}

/// Expects of `operation` what each lazy operation on a source owes, in the isolation of the caller: to take nothing
/// before a request, to read in that isolation, to release its source at its end, after an error and when it is released
/// midway, and to end permanently.
func expectLazy<Ending: AsyncSequence, Failing: AsyncSequence>(
  on elements: [Int], _ ending: (AsyncSource<Int, Never>) -> Ending,
  _ failing: (AsyncSource<Int, any Error>) -> Failing,
  isolation actor: isolated (any Actor)? = #isolation,
  sourceLocation: SourceLocation = #_sourceLocation
) async where Ending.Failure == Never {
  let source = asyncSource(elements)
  do {
    var iterator = ending(source).makeAsyncIterator()
    expectEqual(source.taken, 0, sourceLocation: sourceLocation)
    while await iterator.next(isolation: actor) != nil {}
    expectEqual(source.open, 0, sourceLocation: sourceLocation)
    for _ in 0..<3 {
      #expect(await iterator.next(isolation: actor) == nil, sourceLocation: sourceLocation)
    }
    expectEqual(source.taken, elements.count + 1, sourceLocation: sourceLocation)
  }
  #expect(
    source.requests.current.allSatisfy { $0 == (actor === MainActor.shared) },
    sourceLocation: sourceLocation)
  do {
    var iterator = ending(source).makeAsyncIterator()
    _ = await iterator.next(isolation: actor)
  }
  expectEqual(source.open, 0, sourceLocation: sourceLocation)

  let failure = failingSource(elements)
  var iterator = failing(failure).makeAsyncIterator()
  var errors: [String] = []
  for _ in 0..<(elements.count + 4) {
    do { _ = try await iterator.next(isolation: actor) } catch { errors.append(name(of: error)) }
  }
  expectEqual(errors, ["E7"], sourceLocation: sourceLocation)
  expectEqual(failure.open, 0, sourceLocation: sourceLocation)
  expectEqual(failure.taken, elements.count + 1, sourceLocation: sourceLocation)
  #expect(await (try? iterator.next(isolation: actor)) == nil, sourceLocation: sourceLocation)
}
