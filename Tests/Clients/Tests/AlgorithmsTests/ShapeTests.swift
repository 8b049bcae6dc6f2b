import Algorithms
import AsyncAlgorithms
import Foundation
import GeneratorAlgorithms
import Generators
import Testing

/// The operations that shape a sequence, in a file that imports the three libraries.
///
/// On sequences that are read once, on collections and on lazy ones. The test is that they compile.
@Suite struct ShapeTests {
  @Test func `chunking is not ambiguous`() {
    let g = Generator(1...9)
    let a = [1, 2, 3]
    #expect(Array(g.chunks(ofCount: 2).prefix(1)) == [[1, 2]])
    _ = a.chunks(ofCount: 2)
    _ = (g.chunks(ofCount: 2, remainder: .kept), a.chunks(ofCount: 2, remainder: .dropped))
    _ = (g.windows(ofCount: 2), a.windows(ofCount: 2))
    _ = (g.windows(ofCount: 2, by: 2), a.windows(ofCount: 2, by: 1))
    _ = (g.windows(ofCount: 2, by: 2, padding: 0), a.windows(ofCount: 2, padding: 1))
    _ = (g.chunked(by: <), a.chunked(by: <))
    _ = (g.chunked { $0 < $1 }, a.chunked { $0 < $1 })
    _ = a.chunked { (a: Int, b: Int) -> Bool in a < b }
    _ = (g.lazy.chunked { $0 < $1 }, a.lazy.chunked { $0 < $1 })
    _ = (g.chunked(on: { $0 / 2 }), a.chunked(on: { $0 / 2 }))
    _ = (g.chunked { $0 / 2 }, a.chunked { $0 / 2 })
    _ = (g.lazy.chunked { $0 / 2 }, a.lazy.chunked { $0 / 2 })
    _ = (g.chunked(on: \.description), a.chunked(on: \.description))
    _ = (g.lazy.chunked(on: \.description), a.lazy.chunked(on: \.description))
  }

  @Test func `splitting is not ambiguous`() {
    let g = Generator(1...9)
    let a = [1, 2, 3]
    _ = (g.splitBefore { $0 > 1 }, a.splitBefore { $0 > 1 }, a.lazy.splitBefore { $0 > 1 })
    _ = (g.splitAfter { $0 > 1 }, a.splitAfter { $0 > 1 }, a.lazy.splitAfter { $0 > 1 })
    _ = (g.splitAt { $0 > 1 }, a.splitAt { $0 > 1 }, a.lazy.splitAt { $0 > 1 })
    _ = (g.split { $0 > 1 }, a.split { $0 > 1 }, a.lazy.split { $0 > 1 }, g.lazy.split { $0 > 1 })
    _ = (g.runLengths(), a.runLengths(), a.lazy.runLengths())
    _ = (g.runLengths().expandingRunLengths(), [(1, 2)].expandingRunLengths())
    _ = [(1, 2)].lazy.expandingRunLengths()
  }

  @Test func `cycling is not ambiguous`() {
    let g = Generator(1...9)
    let a = [1, 2, 3]
    _ = (g.cycled(), a.cycled(), a.lazy.cycled(), g.lazy.cycled())
    _ = (g.cycled(times: 2), a.cycled(times: 2), a.lazy.cycled(times: 1), g.lazy.cycled(times: 1))
    _ = (count(from: 1), count(from: 1, by: 2), count(from: 0.5), count(from: 0.5, by: 1))
    _ = (count(from: Date()), count(from: Date(), by: 60), count(from: Decimal(1), by: 2))
    _ = (count(from: UInt(3)), count(from: 3 as UInt, by: 2), count(from: CGFloat(1), by: 2))
    _ = (repeated(1), repeated("a"))
  }

  @Test func `selecting is not ambiguous`() {
    let g = Generator(1...9)
    let a = [1, 2, 3]
    _ = (g.compressed(by: [true]), a.compressed(by: [true]), a.lazy.compressed(by: repeated(true)))
    _ = (g.markingEnds(), a.markingEnds(), a.lazy.markingEnds())
    _ = (g.inspected { _ in }, a.inspected { _ in }, a.lazy.inspected { _ in })
    _ = (g.distributed(over: 2), a.distributed(over: 2), a.lazy.distributed(over: 2))
    _ = (g.consecutiveGroups(), a.consecutiveGroups(), a.lazy.consecutiveGroups())
    _ = (g.consecutiveGroups { $0 * 2 }, a.consecutiveGroups(by: { $0 }))
    _ = Data([1, 2]).consecutiveGroups()
  }

  @Test func `interleaving is not ambiguous`() {
    let g = Generator(1...9)
    let a = [1, 2, 3]
    _ = (g.interleaved(with: a), a.interleaved(with: g), a.lazy.interleaved(with: g))
    _ = ([g, g].interleaved(), [a, a].interleaved(), Generator([g, g]).interleaved())
    _ = ([g, g].roundRobin(), [a, a].roundRobin(), Generator([g, g]).roundRobin())
    _ = (g[1..<3, by: 2], g[1...3, by: 2], g[..<3, by: 2], g[...3, by: 2], g[3..., by: 2])
    _ = (g[1..<3], g[1...3], g[..<3], g[...3], g[3...])
  }
}
