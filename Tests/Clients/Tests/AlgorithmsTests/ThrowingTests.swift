import Algorithms
import AsyncAlgorithms
import GeneratorAlgorithms
import Generators
import Testing

private func numbers() -> ThrowingGenerator<Int> { ThrowingGenerator([3, 1, 2]) }

/// The operations of a generator that may fail, in a file that imports the three libraries.
@Suite struct ThrowingTests {
  @Test func `no call is ambiguous`() throws {
    #expect(try numbers().map { $0 + 1 }.collect() == [4, 2, 3])
    #expect(try numbers().compactMap { $0 == 1 ? nil : $0 }.collect() == [3, 2])
    #expect(try numbers().filter { $0 > 1 }.collect() == [3, 2])
    #expect(try numbers().flatMap { 0..<$0 }.collect() == [0, 1, 2, 0, 0, 1])
    #expect(try numbers().flatMap { ThrowingGenerator(0..<$0) }.elementCount() == 6)
    #expect(try numbers().prefix(1).collect() == [3])
    #expect(try numbers().prefix { $0 > 1 }.collect() == [3])
    #expect(try numbers().prefix(while: { $0 > 1 }).collect() == [3])
    #expect(try numbers().dropFirst().collect() == [1, 2])
    #expect(try numbers().drop { $0 > 1 }.collect() == [1, 2])
    #expect(try numbers().drop(while: { $0 > 1 }).collect() == [1, 2])
    #expect(try numbers().chunks(ofCount: 2).collect() == [[3, 1], [2]])
    #expect(try zip(numbers(), numbers()).map { $0 + $1 }.collect() == [6, 2, 4])
    #expect(try zip(numbers(), [1, 2]).map { $0 + $1 }.collect() == [4, 3])
    #expect(try zip([1, 2], numbers()).map { $0 + $1 }.collect() == [4, 3])
    #expect(try zip(Generator([1, 2]), numbers()).map { $0 + $1 }.collect() == [4, 3])
    #expect(zip([1, 2], Generator([1, 2])).map { $0 + $1 } == [2, 4])
    #expect(try numbers()[..<2].collect() == [3, 1])
    #expect(try numbers()[...0].collect() == [3])
    #expect(try numbers()[1...].collect() == [1, 2])
    #expect(try numbers()[1..<3].collect() == [1, 2])
    #expect(try numbers()[1...2].collect() == [1, 2])
    #expect(try numbers()[0..., by: 2].collect() == [3, 2])
    #expect(try numbers().reduce(0, +) == 6)
    #expect(try numbers().reduce(into: 0) { $0 += $1 } == 6)
    try numbers().forEach { #expect($0 > 0) }
    #expect(try numbers().first() == 3)
    #expect(try numbers().first { $0 < 3 } == 1)
    #expect(try numbers().first(where: { $0 < 3 }) == 1)
    #expect(try numbers().contains(2))
    #expect(try numbers().contains { $0 == 2 })
    #expect(try numbers().contains(where: { $0 == 2 }))
    #expect(try numbers().allSatisfy { $0 > 0 })
    #expect(try numbers().elementCount() == 3)
    #expect(try numbers().count { $0 > 1 } == 2)
    #expect(try numbers().count(where: { $0 > 1 }) == 2)
    #expect(try numbers().min() == 1)
    #expect(try numbers().max() == 3)
    #expect(try numbers().min { $0 > $1 } == 3)
    #expect(try numbers().max(by: >) == 1)
  }
}
