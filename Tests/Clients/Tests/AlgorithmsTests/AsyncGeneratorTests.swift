import Algorithms
import AsyncAlgorithms
import AsyncGenerators
import GeneratorAlgorithms
import Generators
import Testing

/// Async generators with each operator of swift-async-algorithms and of the standard library.
@Suite struct AsyncGeneratorOperatorTests {
  static func numbers(_ count: Int) -> AsyncGenerator<Int> {
    AsyncGenerator { yield in
      for n in 1...count {
        if n % 2 == 0 { await Task.yield() }
        try await yield(n)
      }
    }
  }

  static func throwing(_ count: Int) -> AsyncThrowingGenerator<Int> {
    AsyncThrowingGenerator { yield in try await yield(from: numbers(count)) }
  }

  static func awaiting(_ count: Int) -> AwaitingGenerator<Int> {
    AwaitingGenerator { yield in
      for n in 1...count { try yield(try yield.await { n }) }
    }
  }

  @Test func `operators of the standard library take generators`() async throws {
    #expect(await Array(Self.numbers(6).filter { $0 % 2 == 0 }.map { $0 * 10 }) == [20, 40, 60])
    #expect(await Array(Self.numbers(6).prefix(2)) == [1, 2])
    #expect(await Array(Self.numbers(6).dropFirst(4)) == [5, 6])
    #expect(await Array(Self.numbers(6).prefix { $0 < 3 }) == [1, 2])
    #expect(await Array(Self.numbers(6).drop { $0 < 5 }) == [5, 6])
    #expect(await Array(Self.numbers(3).compactMap { $0 == 2 ? nil : $0 }) == [1, 3])
    #expect(await Array(Self.numbers(3).flatMap { Self.numbers($0) }) == [1, 1, 2, 1, 2, 3])
    #expect(await Self.numbers(4).reduce(0, +) == 10)
    #expect(await Self.numbers(4).contains(3))
    #expect(await Self.numbers(4).first { $0 > 2 } == 3)
    #expect(await Self.numbers(4).max() == 4)
    #expect(try await Array(Self.throwing(4).map { $0 + 1 }) == [2, 3, 4, 5])
    #expect(try await Array(Self.awaiting(4).map { $0 + 1 }) == [2, 3, 4, 5])
  }

  @Test func `operators that read one sequence take generators`() async throws {
    #expect(await Array(Self.numbers(5).chunks(ofCount: 2)) == [[1, 2], [3, 4], [5]])
    #expect(
      await Array(Self.numbers(5).chunked { $0 % 3 != 0 && $1 % 3 != 0 }) == [
        [1, 2], [3], [4, 5],
      ])
    #expect(await Array(Self.numbers(3).adjacentPairs().map { $0 * $1 }) == [2, 6])
    #expect(await Array(Self.numbers(3).interspersed(with: 0)) == [1, 0, 2, 0, 3])
    #expect(await Array(Self.numbers(3).map { $0 / 2 }.removeDuplicates()) == [0, 1])
    #expect(await Array(Self.numbers(3).reductions(+)) == [1, 3, 6])
    #expect(await Array(Self.numbers(3).map { Self.numbers($0) }.joined()) == [1, 1, 2, 1, 2, 3])
    #expect(await Array(Self.numbers(3).map { Optional($0) }.compacted()) == [1, 2, 3])
    #expect(try await Array(Self.throwing(5).chunks(ofCount: 2)) == [[1, 2], [3, 4], [5]])
    #expect(try await Array(Self.awaiting(5).chunks(ofCount: 2)) == [[1, 2], [3, 4], [5]])
    #expect(try await Array(Self.awaiting(3).adjacentPairs().map { $0 * $1 }) == [2, 6])
  }

  @Test func `operators that read in tasks of their own take generators`() async throws {
    #expect(await Array(Self.numbers(100).buffer(policy: .bounded(3))) == Array(1...100))
    #expect(await Array(merge(Self.numbers(10), Self.numbers(20))).reduce(0, +) == 55 + 210)
    #expect(await Array(chain(Self.numbers(2), Self.numbers(3))) == [1, 2, 1, 2, 3])
    #expect(await Array(zip(Self.numbers(2), Self.numbers(3)).map { $0 * $1 }) == [1, 4])
    #expect(await Array(combineLatest(Self.numbers(1), Self.numbers(1)).map { $0 + $1 }) == [2])
    #expect(await Array(Self.numbers(5).debounce(for: .milliseconds(20))) == [5])
    #expect(await Array(Self.numbers(1).flatMapLatest { _ in Self.numbers(3) }) == [1, 2, 3])
    #expect(await Array(Self.numbers(3).share()) == [1, 2, 3])
    #expect(
      await Array(Self.numbers(5).chunked(by: .repeating(every: .seconds(1000)))) == [
        [1, 2, 3, 4, 5]
      ])
    let merged = try await Array(merge(Self.throwing(10), Self.numbers(20)))
    #expect(merged.reduce(0, +) == 55 + 210)
  }

  @Test func `operators of this package take generators`() async throws {
    #expect(await Array(Self.numbers(4).windows(ofCount: 2)) == [[1, 2], [2, 3], [3, 4]])
    #expect(try await Array(Self.throwing(4).windows(ofCount: 3)) == [[1, 2, 3], [2, 3, 4]])
    #expect(try await Array(Self.awaiting(4).windows(ofCount: 3)) == [[1, 2, 3], [2, 3, 4]])
    #expect(await Array(mergeSorted(Self.numbers(2), Self.numbers(3))) == [1, 1, 2, 2, 3])
    let peekable = Self.numbers(3).peekable()
    #expect(await peekable.peek() == 1)
    #expect(await Array(peekable) == [1, 2, 3])
    let readers = Self.numbers(3).tee(2, bufferLimit: 4)
    async let first = Array(readers[0])
    async let second = Array(readers[1])
    #expect(await first == second)
  }

  @Test func `the body is closed when an operator leaves it`() async throws {
    let (stream, continuation) = AsyncStream<String>.makeStream()
    let numbers = {
      AsyncGenerator<Int> { yield in
        defer { continuation.finish() }
        for n in 1... { try await yield(n) }
      }
    }
    #expect(await Array(numbers().prefix(3)) == [1, 2, 3])
    #expect(await Array(stream) == [])
  }
}
