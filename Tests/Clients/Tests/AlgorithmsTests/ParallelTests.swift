import Algorithms
import AsyncAlgorithms
import GeneratorParallel
import Generators
import Testing

private func numbers() -> ThrowingGenerator<Int> { ThrowingGenerator([3, 1, 2]) }

/// Stages on several threads, in a file that imports the other libraries.
@Suite struct ParallelTests {
  @Test func `no call is ambiguous`() throws {
    #expect(Array([3, 1, 2].parallelMap { $0 + 1 }) == [4, 2, 3])
    #expect(Array(Generator([3, 1, 2]).parallelMap { $0 + 1 }) == [4, 2, 3])
    #expect(Array((1...4).parallelFilter { $0 > 2 }.chunks(ofCount: 2)) == [[3, 4]])
    #expect(Array((1...3).parallelCompactMap { $0 == 2 ? nil : $0 }) == [1, 3])
    #expect(Array((1...2).parallelFlatMap { 0..<$0 }.uniqued()) == [0, 1])
    #expect(
      (1...4).parallelReduce(into: 0) {
        $0 += $1
      } combine: {
        $0 += $1
      } == 10)
    #expect(Array((1...3).prefetched(2)) == [1, 2, 3])
    #expect([[1], [2]].merged().sorted() == [1, 2])
    #expect((1...3).broadcast(to: 2).map { Array($0) } == [[1, 2, 3], [1, 2, 3]])

    #expect(try numbers().parallelMap { $0 + 1 }.generator().collect() == [4, 2, 3])
    #expect(try numbers().parallelFilter { $0 > 1 }.generator().collect() == [3, 2])
    #expect(try numbers().prefetched().parallelMap { -$0 }.generator().collect() == [-3, -1, -2])
    #expect(try [numbers(), numbers()].merged().generator().collect().count == 6)
    #expect(try numbers().broadcast(to: 1)[0].next() == 3)
  }

  @Test func `nor is one in asynchronous code`() async throws {
    var squares: [Int] = []
    for await square in (1...3).parallelMap({ $0 * $0 }).values { squares.append(square) }
    #expect(squares == [1, 4, 9])
    for try await n in numbers().prefetched().values.chunks(ofCount: 2) { squares += n }
    #expect(squares == [1, 4, 9, 3, 1, 2])
    await (1...3).parallelForEach { _ in }
    let sum = try await numbers().parallelReduce(into: 0) {
      $0 += $1
    } combine: {
      $0 += $1
    }
    #expect(sum == 6)
  }
}
