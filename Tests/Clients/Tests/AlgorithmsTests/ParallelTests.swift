import Algorithms
import AsyncAlgorithms
import GeneratorAlgorithms
import GeneratorParallel
import Generators
import Testing

private func numbers() -> ThrowingGenerator<Int> { ThrowingGenerator([3, 1, 2]) }

/// Stages on several threads, in a file that imports the other libraries.
@Suite struct ParallelTests {
  @Test func `no call is ambiguous`() throws {
    #expect(Array(parallel([3, 1, 2]).map { $0 + 1 }) == [4, 2, 3])
    #expect(Array(parallel(Generator([3, 1, 2])).map { $0 + 1 }) == [4, 2, 3])
    #expect(Array(parallel(1...4).filter { $0 > 2 }.chunks(ofCount: 2)) == [[3, 4]])
    #expect(Array(parallel(1...3).compactMap { $0 == 2 ? nil : $0 }) == [1, 3])
    #expect(Array(parallel(1...2).flatMap { 0..<$0 }.uniqued()) == [0, 1])
    #expect(
      parallel(1...4).reduce(into: 0) {
        $0 += $1
      } combine: {
        $0 += $1
      } == 10)
    #expect(Array(prefetched(1...3, window: 2)) == [1, 2, 3])
    #expect(merged([[1], [2]]).sorted() == [1, 2])
    #expect(broadcast(1...3, to: 2).map { Array($0) } == [[1, 2, 3], [1, 2, 3]])

    #expect(try parallel(numbers()).map { $0 + 1 }.collect() == [4, 2, 3])
    #expect(try parallel(numbers()).filter { $0 > 1 }.collect() == [3, 2])
    #expect(try parallel(prefetched(numbers())).map { -$0 }.collect() == [-3, -1, -2])
    #expect(try merged(numbers(), numbers()).collect().count == 6)
    #expect(try broadcast(numbers(), to: 1)[0].next() == 3)
  }

  @Test func `nor is one in asynchronous code`() async throws {
    var squares: [Int] = []
    for await square in parallel(1...3).map({ $0 * $0 }).values { squares.append(square) }
    #expect(squares == [1, 4, 9])
    for try await n in prefetched(numbers()).values.chunks(ofCount: 2) { squares += n }
    #expect(squares == [1, 4, 9, 3, 1, 2])
    await parallel(1...3).forEach { _ in }
    let sum = try await parallel(numbers()).reduce(into: 0) {
      $0 += $1
    } combine: {
      $0 += $1
    }
    #expect(sum == 6)
  }
}
