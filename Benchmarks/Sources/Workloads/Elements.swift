import CKeep
import Generators

func counter(_ count: Int) -> Generator<Int> {
  Generator { yield in for n in 0..<count { try yield(n) } }
}

/// Fibonacci numbers, of 24 bits so that all languages count alike.
private func fibonacci(_ count: Int) -> Generator<Int> {
  Generator { yield in
    var (a, b) = (0, 1)
    for _ in 0..<count {
      try yield(a)
      (a, b) = (b, (a + b) & 0xff_ffff)
    }
  }
}

/// A started coroutine that yields what it is sent.
private func echo() -> Coroutine<Int, Int, Void> {
  let echo = Coroutine<Int, Int, Void> { yield in
    var heard = try yield(0)
    while true { heard = try yield(heard) }
  }
  try! echo.start()
  return echo
}

private func incremented(_ numbers: Generator<Int>) -> Generator<Int> {
  Generator { yield in for n in numbers { try yield(n + 1) } }
}

private func doubled(_ numbers: Generator<Int>) -> Generator<Int> {
  Generator { yield in for n in numbers { try yield(n * 2) } }
}

private struct Ping: Error {}

extension Workload {
  /// What one element costs.
  static var elements: [Workload] {
    [
      Workload("count") { counter($0) },
      Workload("fibonacci") { fibonacci($0) },
      Workload("pipeline") { doubled(incremented(counter($0))) },

      Workload("next-endless") { count in
        let g = naturals(from: 0)
        return { last(of: g, upTo: count) }
      },

      Workload("next-call") { count in
        let g = counter(count)
        return {
          var last = 0
          for _ in 0..<count {
            last = g.next()!
            keep(last)
          }
          return last
        }
      },

      Workload(
        "send",
        check: { count in
          let echo = echo()
          return (0..<count).reduce(0) { $0 &+ (try! echo.send($1)!) }
        }
      ) { count in
        let echo = echo()
        return {
          var last = 0
          for n in 0..<count {
            last = try! echo.send(n)!
            keep(last)
          }
          return last
        }
      },

      Workload("next-throwing") { count in
        let g = ThrowingGenerator { yield in for n in 0..<count { try yield(n) } }
        return {
          var last = 0
          while let n = try! g.next() {
            keep(n)
            last = n
          }
          return last
        }
      },

      Workload("next-string") { count in
        // Too long to be kept without an allocation, so that each handing over is counted.
        let text = String(repeating: "text", count: 8)
        let g = Generator { yield in for _ in 0..<count { try yield(text) } }
        return {
          var bytes = 0
          for s in g { bytes = s.utf8.count }
          return bytes
        }
      },

      Workload("wrapped-sequence") { count in
        let g = Generator(0..<count)
        return {
          var last = 0
          for n in g {
            keep(n)
            last = n
          }
          return last
        }
      },

      Workload("next-accessed") { count in
        let g = counter(count)
        let total = Total()
        return {
          total.last.take(from: g)
          return total.last
        }
      },

      Workload("throw", per: "throw") { count in
        let listener = ThrowingGenerator { yield in
          var caught = 0
          while true {
            do { try yield(caught) } catch is Ping { caught += 1 }
          }
        }
        _ = try! listener.start()
        return {
          var last = 0
          for _ in 0..<count {
            last = try! listener.throw(Ping())!
            keep(last)
          }
          return last
        }
      },

      Workload("slice") { count in
        let g = counter(.max)
        return {
          var last = 0
          for n in g[..<count] {
            keep(n)
            last = n
          }
          return last
        }
      },
    ]
  }
}

/// The consumer of a generator keeps an access to this property open, which the runtime tracks.
public class Total {
  /// The last element.
  public var last = 0
}

extension Int {
  @inline(never)
  mutating func take(from generator: Generator<Int>) {
    for n in generator {
      keep(n)
      self = n
    }
  }
}
