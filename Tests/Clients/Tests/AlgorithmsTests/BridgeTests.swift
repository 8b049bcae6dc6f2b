import AsyncAlgorithms
import AsyncGenerators
import Foundation
import Generators
import Testing

/// The bridges to asynchronous code, in a file that imports swift-async-algorithms.
@Suite struct BridgeTests {
  private func numbers() -> ThrowingGenerator<Int> {
    ThrowingGenerator { yield in for n in 1...4 { try yield(n) } }
  }

  @Test func `a recipe goes with the operators, also with those that need Sendable`() async throws {
    let recipe = AsyncRecipe { numbers() }
    #expect(try await Array(recipe.chunks(ofCount: 3)) == [[1, 2, 3], [4]])
    #expect(try await Array(recipe.adjacentPairs().map { $0.0 * $0.1 }) == [2, 6, 12])
    #expect(try await Array(merge(recipe, recipe)).sorted() == [1, 1, 2, 2, 3, 3, 4, 4])
    #expect(try await Array(recipe.buffer(policy: .bounded(2))) == [1, 2, 3, 4])
    #expect(await Array(AsyncRecipe { 1...3 }.removeDuplicates()) == [1, 2, 3])
  }

  @Test func `the elements of one generator go with them too`() async throws {
    let odd = AsyncElements(numbers().filter { $0 % 2 == 1 })
    let even = AsyncElements(numbers().filter { $0 % 2 == 0 })
    #expect(try await Array(merge(odd, even)).sorted() == [1, 2, 3, 4])
    #expect(try await Array(chain(AsyncElements(1...2), [3].async)) == [1, 2, 3])
    // The property of swift-async-algorithms is that of sequences.
    #expect(await Array(Generator(1...2).async) == [1, 2])
  }

  @Test func `a thread reads what the operators make`() async throws {
    let sum = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        let source = blocking((1...4).async.chunks(ofCount: 2)).map { $0.reduce(0, +) }
        continuation.resume(with: Result { try source.collect() })
      }
    }
    #expect(sum == [3, 7])
  }
}
