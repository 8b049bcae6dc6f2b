/// The lines of several sorted runs, sorted.
final class SortedMerge {
  private let inputs: [any SortedLines]
  private var tree: MergeTree
  /// Whether the winner's line was returned.
  private var isTaken = false

  init(_ inputs: [any SortedLines]) throws {
    self.inputs = inputs
    tree = MergeTree(try inputs.map { try $0.next() })
  }

  /// Returns the next line, or `nil` after the last one.
  func next() throws -> ArraySlice<UInt8>? {
    if isTaken, let winner = tree.winner {
      tree.replaceWinner(with: try inputs[winner.input].next())
    }
    isTaken = true
    return tree.winner?.line
  }
}
