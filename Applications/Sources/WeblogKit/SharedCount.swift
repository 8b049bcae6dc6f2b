import Synchronization

/// A count that several threads add to, each to a part of its own.
final class SharedCount<Counts: Aggregation>: Sendable {
  /// A reference, so that passing it on doesn't copy its counts.
  private final class Part: Sendable {
    let counts: Mutex<Counts>

    init(_ counts: Counts) { self.counts = Mutex(counts) }
  }

  private let initial: Counts
  /// The parts that no thread is using.
  private let parts = Mutex<[Part]>([])

  /// Creates an empty count, each part of which begins with `initial`.
  init(_ initial: Counts) { self.initial = initial }

  /// Calls a closure with a part that no other thread is using.
  func withPart<Result: Sendable>(
    _ body: (inout Counts) throws -> Result
  ) rethrows -> Result {
    let part = parts.withLock { $0.popLast() } ?? Part(initial)
    defer { parts.withLock { $0.append(part) } }
    return try part.counts.withLock { try body(&$0) }
  }

  /// Removes and returns the total, after all threads have finished.
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
