import TestSupport
import Testing

@testable import GeneratorWorkers

struct MergeTreeTests {
  /// Merges lists of lines, and returns each line with its input.
  private static func merged(_ inputs: [[String]]) -> [(String, Int)] {
    var rests = inputs.map { $0.map { ArraySlice($0.utf8) }[...] }
    var tree = MergeTree(rests.indices.map { rests[$0].popFirst() })
    var result: [(String, Int)] = []
    while let (input, line) = tree.winner {
      result.append((String(decoding: line, as: UTF8.self), input))
      tree.replaceWinner(with: rests[input].popFirst())
    }
    return result
  }

  @Test func `without inputs there is no line`() {
    expectEqual(Self.merged([]).count, 0)
    expectEqual(Self.merged([[], []]).count, 0)
  }

  @Test func `one input is passed through`() {
    expectEqual(Self.merged([["a", "b", "b"]]).map(\.0), ["a", "b", "b"])
  }

  @Test func `of equal lines that of the earlier input comes first`() {
    let merged = Self.merged([["b"], ["a", "b"], ["b", "b"]])
    expectEqual(merged.map(\.0), ["a", "b", "b", "b", "b"])
    expectEqual(merged.map(\.1), [1, 0, 1, 2, 2])
  }

  @Test func `a line comes before the longer ones that begin with it`() {
    let lines = ["", "\0", "\0\0\0\0\0\0\0\0", "a", "a\0", "abcdefgh", "abcdefgh\0", "abcdefghi"]
    expectEqual(Self.merged(lines.reversed().map { [$0] }).map(\.0), lines)
  }

  @Test(arguments: 1...20)
  func `any number of inputs is merged as sorting does`(_ count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    let inputs = (0..<count).map { _ in
      (0..<Int.random(in: 0...30, using: &random)).map { _ in
        String(
          (0..<Int.random(in: 0...10, using: &random)).map { _ in
            "ab".randomElement(using: &random)!
          })
      }.sorted()
    }
    expectEqual(Self.merged(inputs).map(\.0), inputs.flatMap { $0 }.sorted())
  }
}
