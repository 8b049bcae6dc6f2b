import CKeep
import CompiledGenerators
import Workloads

// The workloads of `scripts/benchmark`, compiled.

@Generator
private func maskedFibonacci(_ n: Int) -> some Sequence<Int> {
  var (a, b) = (0, 1)
  for _ in 0..<n {
    yield(a)
    (a, b) = (b, (a + b) & 0xff_ffff)
  }
}

@Generator
private func incremented(_ n: Int) -> some Sequence<Int> {
  for x in countByFor(n) { yield(x + 1) }
}

@Generator
private func doubled(_ n: Int) -> some Sequence<Int> {
  for x in incremented(n) { yield(x * 2) }
}

@Generator
private func constant(_ n: Int) -> some Sequence<Int> {
  while true { yield(n) }
}

@Generator
private func echo() -> some CompiledCoroutine<Int, Int, Void> {
  var heard = try yield(0)
  while true { heard = try yield(heard) }
}

@Generator
private func successor() -> some CompiledCoroutine<Int, Int, Void> {
  var token = try yield(0)
  while true { token = try yield(token + 1) }
}

private struct Ping: Error {}

@Generator
private func listener() -> some CompiledCoroutine<Int, Void, Void> {
  var caught = 0
  while true {
    do { _ = try yield(caught) } catch is Ping { caught += 1 }
  }
}

extension Workload {
  /// The workloads of the driver `swift-compiled`.
  static var compiled: [Workload] {
    [
      Workload("count") { countByFor($0) },
      Workload("fibonacci") { maskedFibonacci($0) },
      Workload("pipeline") { doubled($0) },
      Workload("tree-delegation") { [root = Node.root!] in walk(root) },
      Workload(create: { naturals(from: $0).makeIterator() }),
      Workload(live: { constant($0).makeIterator() }),

      Workload(
        "send",
        check: { count in
          var echo = echo()
          _ = try! echo.start()
          return (0..<count).reduce(0) { $0 &+ (try! echo.send($1)!) }
        }
      ) { count in
        {
          var echo = echo()
          _ = try! echo.start()
          var last = 0
          for n in 0..<count {
            last = try! echo.send(n)!
            keep(last)
          }
          return last
        }
      },

      Workload("throw", per: "throw") { count in
        {
          var listener = listener()
          _ = try! listener.start()
          var last = 0
          for _ in 0..<count {
            last = try! listener.throw(Ping())!
            keep(last)
          }
          return last
        }
      },

      Workload("ring", per: "hop") { count in
        var ring = (0..<1000).map { _ in
          var member = successor()
          _ = try! member.start()
          return member
        }
        return { pass(count, around: &ring) }
      },
    ]
  }
}

/// Sends a token to each member in turn; one access for all of them.
@inline(never)
private func pass(_ hops: Int, around ring: inout [some CompiledCoroutine<Int, Int, Void>]) -> Int {
  var (token, place) = (0, 0)
  for _ in 0..<hops {
    token = try! ring[place].send(token)!
    place = place == 999 ? 0 : place + 1
  }
  return token
}
