import CKeep
import Generators

func counter(_ count: Int) -> Generator<Int> {
  Generator { yield in for n in 0..<count { try yield(n) } }
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
  static let elements = [
    Workload("next", per: "element") { count in
      let g = counter(count)
      return {
        var last = 0
        for n in g {
          keep(n)
          last = n
        }
        return last
      }
    },

    Workload("next without end", per: "element") { count in
      let g = naturals(from: 0)
      return {
        var last = 0
        for n in g {
          keep(n)
          last = n
          if n == count { break }
        }
        return last
      }
    },

    Workload("next by call", per: "element") { count in
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

    Workload("send", per: "element") { count in
      let echo = Coroutine<Int, Int, Void> { yield in
        var heard = try yield(0)
        while true { heard = try yield(heard) }
      }
      _ = try! echo.start()
      return {
        var last = 0
        for n in 0..<count {
          last = try! echo.send(n)!
          keep(last)
        }
        return last
      }
    },

    Workload("next that may fail", per: "element") { count in
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

    Workload("next of a string", per: "element") { count in
      // Too long to be kept without an allocation, so that each handing over is counted.
      let text = String(repeating: "text", count: 8)
      let g = Generator { yield in for _ in 0..<count { try yield(text) } }
      return {
        var bytes = 0
        for s in g { bytes = s.utf8.count }
        return bytes
      }
    },

    Workload("wrapped sequence", per: "element") { count in
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

    Workload("next during an access", per: "element") { count in
      let g = counter(count)
      let total = Total()
      return {
        total.last.take(from: g)
        return total.last
      }
    },

    Workload("throw, caught", per: "throw") { count in
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

    Workload("pipeline of three", per: "element") { count in
      let g = doubled(incremented(counter(count)))
      return {
        var last = 0
        for n in g {
          keep(n)
          last = n
        }
        return last
      }
    },

    Workload("slice", per: "element") { count in
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
