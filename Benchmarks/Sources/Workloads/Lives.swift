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

extension Workload {
  /// What it costs to resume one of many.
  static let crowds = [
    Workload("ring of 1,000", per: "hop") { count in
      let ring = (0..<1000).map { _ in
        let member = Coroutine<Int, Int, Void> { yield in
          var token = try yield(0)
          while true { token = try yield(token + 1) }
        }
        _ = try! member.start()
        return member
      }
      return {
        var (token, place) = (0, 0)
        for _ in 0..<count {
          token = try! ring[place].send(token)!
          place = place == 999 ? 0 : place + 1
        }
        return token
      }
    },

    Workload("next of 20,000 in turn", per: "element") { count in
      let crowd = (0..<20_000).map { naturals(from: $0) }
      for member in crowd { keep(member.next()!) }
      return {
        var (last, place) = (0, 0)
        for _ in 0..<count {
          last = crowd[place].next()!
          keep(last)
          place = place == 19_999 ? 0 : place + 1
        }
        return last
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
