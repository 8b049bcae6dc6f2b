import Algorithms
import AsyncAlgorithms
import GeneratorAlgorithms
import Generators
import Testing

private func naturals(_ n: Int = 5) -> Generator<Int> {
  Generator { yield in for i in 0..<n { try yield(i) } }
}

/// The operations with several readers, of combinatorics and of one answer, on sequences that are read once
/// and on collections, in a file that imports the three libraries.
@Suite struct ReaderTests {
  @Test func `a generator has the methods of both libraries`() throws {
    let r = naturals().tee(2)
    #expect(Array(r[0]) == Array(r[1]))
    #expect(naturals().peekable().peek() == 0)
    #expect(naturals().seekable(window: 2).next() == 0)
    #expect(naturals().spy(2).head == [0, 1])
    #expect(Array(zipLongest(naturals(), naturals(2))).count == 5)
    #expect(Array(zipLongest(naturals(), naturals(2), padding: (0, 0))).count == 5)
    #expect(Array(zipLongest(naturals(), naturals(2), naturals(6))).count == 6)
    #expect(try zipStrict(naturals(), naturals()).collect().count == 5)
    #expect(Array(chain(naturals(1), naturals(1), naturals(1))) == [0, 0, 0])
    #expect(Array(chain(naturals(1), naturals(1))) == [0, 0])
    #expect(
      Array(chain(naturals(1), naturals(1), naturals(1), naturals(1), [1])) == [0, 0, 0, 0, 1])
    #expect(Array(cartesianProduct(naturals(2), naturals(2))).count == 4)
    #expect(Array(naturals(2).cartesianProduct(repeating: 3)).count == 8)
    #expect(Array(naturals().combinations(ofCount: 2)).count == 10)
    #expect(Array(naturals().combinations(ofCount: 2, withReplacement: true)).count == 15)
    #expect(Array(naturals(3).permutations(ofCount: 2)).count == 6)
    #expect(Array(naturals(3).permutations()).count == 6)
    #expect(Array(mergeSorted(naturals(2), naturals(1))) == [0, 0, 1])
    #expect(Array(mergeSorted([naturals(2), naturals(1)])) == [0, 0, 1])
    #expect(Array(mergeSorted([naturals(1), naturals(1)], by: <)) == [0, 0])
    #expect(!naturals().allEqual())
    #expect(naturals().allUnique())
    #expect(naturals().isSorted())
    #expect(naturals().isSorted(by: <))
    #expect(try naturals(1).one() == 0)
    #expect(try naturals(1).only() == 0)
    #expect(try naturals(0).only(default: 1) == 1)
    #expect(naturals().first(default: 7) == 0)
    #expect(naturals().last(default: 7) == 4)
    #expect(naturals().nth(2) == 2)
    #expect(naturals().nth(9, default: 7) == 7)
    #expect(naturals().elementCount() == 5)
    #expect(Array(naturals().uniqueNeighbors()).count == 5)
    #expect(Array(naturals().uniqueNeighbors(by: ==)).count == 5)
    #expect(naturals().max(count: 2) == [3, 4])
    #expect(Array(naturals(2).uniqued()).count == 2)
    #expect(Array(product(naturals(2), [1])).count == 2)
  }

  @Test func `an array has the methods of both libraries`() throws {
    let a = [0, 1, 2, 3, 4]
    let r = a.tee(2)
    #expect(Array(r[0]) == Array(r[1]))
    #expect(a.peekable().peek() == 0)
    #expect(a.seekable(window: 2).next() == 0)
    #expect(a.spy(2).head == [0, 1])
    #expect(Array(zipLongest(a, [0, 1])).count == 5)
    #expect(Array(zipLongest(a, [0, 1], padding: (0, 0))).count == 5)
    #expect(Array(zipLongest(a, a, a, padding: (0, 0, 0))).count == 5)
    #expect(try zipStrict(a, a, a).collect().count == 5)
    #expect(Array(chain([0], [0], [0])) == [0, 0, 0])
    #expect(Array(chain([0], [0])) == [0, 0])
    #expect(Array(chain(a, a, a, a)).count == 20)
    #expect(Array(cartesianProduct(a, a, a)).count == 125)
    #expect(Array(a.cartesianProduct(repeating: 3)).count == 125)
    #expect(Array(a.combinations(ofCount: 2)).count == 10)
    #expect(a.combinations(ofCount: 2).count == 10)  // swift-algorithms' has a count
    #expect(Array(a.combinations(ofCount: 1...2)).count == 15)
    #expect(Array(a.combinations(ofCount: 2, withReplacement: true)).count == 15)
    #expect(Array(a.permutations(ofCount: 2)).count == 20)
    #expect(a.permutations(ofCount: 2).count == 20)
    #expect(Array(a.permutations()).count == 120)
    #expect(Array(mergeSorted(a, [0])).count == 6)
    #expect(Array(mergeSorted([a, a], by: <)).count == 10)
    #expect(!a.allEqual())
    #expect(a.allUnique())
    #expect(a.isSorted())
    #expect(try [1].one() == 1)
    #expect(try [1].only() == 1)
    #expect(a.first(default: 7) == 0)
    #expect(a.first == 0)
    #expect(a.last(default: 7) == 4)
    #expect(a.last == 4)
    #expect(a.nth(2) == 2)
    #expect(a.elementCount() == 5)
    #expect(Array(a.uniqueNeighbors()).count == 5)
    #expect(Array(a.lazy.uniqueNeighbors(by: ==)).count == 5)
    #expect(Array(a.lazy.combinations(ofCount: 2)).count == 10)
    #expect(Array(a.lazy.permutations()).count == 120)
  }

  @Test func `async sequences have their methods beside both libraries`() async {
    var all: [Int] = []
    for await n in chain([1].async, [2].async, [3].async) { all.append(n) }
    for await n in chain([1].async, [2].async) { all.append(n) }
    #expect(all == [1, 2, 3, 1, 2])
    let (a, b) = ([1].async, [2].async)
    for await (x, y) in zip(a, b) { #expect(x < y) }
  }
}
