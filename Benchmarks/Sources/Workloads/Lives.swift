import CKeep
import Generators

func naturals(from start: Int) -> Generator<Int> {
  Generator { yield in
    var n = start
    while true {
      try yield(n)
      n += 1
    }
  }
}

private func three(from start: Int) -> Generator<Int> {
  Generator { yield in
    try yield(start)
    try yield(start + 1)
    try yield(start + 2)
  }
}

extension Workload {
  /// What a generator costs from its making to its end.
  static let lives = [
    Workload("create, take one, drop", per: "generator") { count in
      {
        var last = 0
        for i in 0..<count {
          last = naturals(from: i).next()!
          keep(last)
        }
        return last
      }
    },

    Workload("create, drain three", per: "generator") { count in
      {
        var last = 0
        for i in 0..<count {
          for n in three(from: i) {
            keep(n)
            last = n
          }
        }
        return last
      }
    },

    Workload("create, delegate, drain three", per: "generator") { count in
      {
        var last = 0
        for i in 0..<count {
          for n in Generator({ yield in try yield(from: three(from: i)) }) {
            keep(n)
            last = n
          }
        }
        return last
      }
    },

    Workload("create, drop", per: "generator") { count in
      {
        for i in 0..<count { keep(naturals(from: i).state == .created ? 1 : 0) }
        return count
      }
    },
  ]
}

/// Generators that are suspended in their bodies, for the measurement of what they take.
public struct SuspendedGenerators {
  private var generators: [Generator<Int>]

  /// Makes room for a number of them, and touches it.
  public init(room count: Int) {
    generators = Array(repeating: naturals(from: 0), count: count)
  }

  /// Makes them: each has a stack, and has yielded once.
  public mutating func start() {
    for i in generators.indices {
      generators[i] = naturals(from: i)
      keep(generators[i].next()!)
    }
  }
}
