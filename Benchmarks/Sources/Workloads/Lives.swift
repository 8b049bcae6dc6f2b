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

private func constant(_ n: Int) -> Generator<Int> {
  Generator { yield in while true { try yield(n) } }
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
  static var lives: [Workload] {
    [
      Workload(create: { naturals(from: $0) }),

      Workload("create-drain", per: "generator") { count in
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

      Workload("create-delegate-drain", per: "generator") { count in
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

      Workload("create-drop", per: "generator") { count in
        {
          for i in 0..<count { keep(naturals(from: i).state == .created ? 1 : 0) }
          return count
        }
      },
    ]
  }
}

extension Workload {
  /// What it costs to resume one of many.
  static var crowds: [Workload] {
    [
      Workload(live: { constant($0) }),

      Workload("ring", per: "hop") { count in
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
    ]
  }
}
