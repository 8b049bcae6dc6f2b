public import Generators

/// Returns the numbers of a range that are 2, 3 or 5, or that none of these divides: all primes are among them.
///
/// - Parameters:
///   - range: The numbers.
///   - descending: Whether the largest comes first.
/// - Returns: The numbers, in order.
public func candidates(
  in range: ClosedRange<UInt64>, descending: Bool = false
) -> Generator<UInt64> {
  descending ? descendingCandidates(in: range) : ascendingCandidates(in: range)
}

/// The remainders modulo 30 of all candidates but the first three.
private let spokes: [UInt64] = [1, 7, 11, 13, 17, 19, 23, 29]

private func ascendingCandidates(in range: ClosedRange<UInt64>) -> Generator<UInt64> {
  Generator { yield in
    for number in [2, 3, 5] as [UInt64] where range.contains(number) { try yield(number) }
    var turn = range.lowerBound / 30 * 30
    while true {
      for spoke in spokes {
        let (number, isTooLarge) = turn.addingReportingOverflow(spoke)
        if isTooLarge || number > range.upperBound { return }
        if number >= range.lowerBound, number > 1 { try yield(number) }
      }
      // If this would overflow, an earlier spoke has.
      turn += 30
    }
  }
}

private func descendingCandidates(in range: ClosedRange<UInt64>) -> Generator<UInt64> {
  Generator { yield in
    var turn = range.upperBound / 30 * 30
    wheel: while true {
      for spoke in spokes.reversed() {
        let (number, isTooLarge) = turn.addingReportingOverflow(spoke)
        if isTooLarge || number > range.upperBound { continue }
        if number < range.lowerBound { break wheel }
        if number > 1 { try yield(number) }
      }
      if turn == 0 { break }
      turn -= 30
    }
    for number in [5, 3, 2] as [UInt64] where range.contains(number) { try yield(number) }
  }
}
