/// A tournament tree of losers, which decides which of several sorted inputs has the next line.
///
/// It is a state machine without inputs: its owner passes the first line of each, takes the winner's line, and
/// replaces it with the next of the same input. Of equal lines, that of the earlier input comes first.
///
/// Lines are compared as bytes, and by their first eight bytes if these differ.
struct MergeTree {
  private struct Head {
    let prefix: UInt64
    let line: ArraySlice<UInt8>
  }

  /// The next line of each input; `nil` for an input that has ended.
  private var heads: [Head?]
  /// The loser of the match at each inner node, of which the first is the root; node 0 has the winner.
  private var losers: [Int]

  /// Creates a tree of the first line of each input.
  init(_ lines: [ArraySlice<UInt8>?]) {
    heads = lines.map { $0.map { Head(prefix: $0.orderPrefix, line: $0) } }
    losers = [Int](repeating: 0, count: max(1, heads.count))
    // The winners of all nodes, from the leaves up.
    var winners = [Int](repeating: 0, count: heads.count) + heads.indices
    for node in stride(from: heads.count - 1, to: 0, by: -1) {
      let (left, right) = (winners[2 * node], winners[2 * node + 1])
      let isLeftFirst = precedes(left, right)
      winners[node] = isLeftFirst ? left : right
      losers[node] = isLeftFirst ? right : left
    }
    losers[0] = heads.count > 1 ? winners[1] : 0
  }

  /// The input that has the next line, and the line; `nil` if no input has any.
  var winner: (input: Int, line: ArraySlice<UInt8>)? {
    guard !heads.isEmpty, let head = heads[losers[0]] else { return nil }
    return (losers[0], head.line)
  }

  /// Replaces the line of the winner with the next of its input; `nil` if that has ended.
  ///
  /// - Complexity: O(log *k*) comparisons for *k* inputs.
  mutating func replaceWinner(with line: ArraySlice<UInt8>?) {
    var winner = losers[0]
    heads[winner] = line.map { Head(prefix: $0.orderPrefix, line: $0) }
    var node = (winner + heads.count) / 2
    while node > 0 {
      if precedes(losers[node], winner) { swap(&losers[node], &winner) }
      node /= 2
    }
    losers[0] = winner
  }

  /// Returns whether the line of one input comes before that of another.
  private func precedes(_ first: Int, _ second: Int) -> Bool {
    guard let a = heads[first] else { return false }
    guard let b = heads[second] else { return true }
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    let order = a.line.order(to: b.line)
    return order != 0 ? order < 0 : first < second
  }
}
