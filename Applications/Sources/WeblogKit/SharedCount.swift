import Synchronization

/// A count to which several threads add, each to a part of its own.
final class SharedCount<Counts: Aggregation>: Sendable {
  /// A reference, so that no copy is made of what it has counted when it goes from hand to hand.
  private final class Part: Sendable {
    let counts: Mutex<Counts>

    init(_ counts: Counts) { self.counts = Mutex(counts) }
  }

  private let initial: Counts
  /// The parts that nobody has.
  private let parts = Mutex<[Part]>([])

  /// Creates a count of nothing, each part of which begins with `initial`.
  init(_ initial: Counts) { self.initial = initial }

  /// Has something added to a part that nobody else has.
  func withPart<Result: Sendable>(
    _ body: (inout Counts) throws -> Result
  ) rethrows -> Result {
    let part = parts.withLock { $0.popLast() } ?? Part(initial)
    defer { parts.withLock { $0.append(part) } }
    return try part.counts.withLock { try body(&$0) }
  }

  /// Takes out what was counted, when nobody adds any more.
  func takeTotal() -> Counts {
    var total: Counts?
    while let part = parts.withLock({ $0.popLast() }) {
      let counts = part.counts.withLock { counts in
        defer { counts = initial }
        return counts
      }
      if total == nil { total = counts } else { total!.merge(counts) }
    }
    return total ?? initial
  }
}
