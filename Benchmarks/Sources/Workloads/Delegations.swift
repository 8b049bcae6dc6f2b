import Generators

/// A generator of the depth, whose elements all come from the innermost.
private func nested(_ depth: Int) -> Generator<Int> {
  if depth == 1 { return naturals(from: 0) }
  return Generator { yield in try yield(from: nested(depth - 1)) }
}

extension Workload {
  /// An element that passes a number of generators on its way out; one is none but its own.
  static var delegations: [Workload] {
    [1, 10, 17, 100, 1000].map { depth in
      Workload("depth-\(depth)") { count in
        let g = nested(depth)
        _ = g.next()  // makes the chain
        return { last(of: g, upTo: count) }
      }
    }
  }
}
