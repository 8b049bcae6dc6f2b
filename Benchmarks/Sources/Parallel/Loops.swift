import Dispatch
import GeneratorParallel
import Generators
import Synchronization
import Workloads

// Loops with the same answer, in groups: a serial one, and ways to be faster than that one on two
// cores. A name is that of the group, a colon and that of the way.

extension Workload {
  /// All, in the order in which they are printed; in a group the serial one is the first.
  static var onSeveralThreads: [Workload] {
    [
      ("100 ns", 100), ("1 us", 1000), ("10 us", 10_000), ("100 us", 100_000), ("1 ms", 1_000_000),
    ].flatMap { name, nanoseconds in
      maps("map, \(name)", Work(nanoseconds: nanoseconds))
    }
      + maps("map, uneven, 0 to 20 us", Work(nanoseconds: 10_000, isUneven: true))
      + mapsOfGenerator(Work(nanoseconds: 100)) + filters(Work(nanoseconds: 100))
      + reductions(Work(nanoseconds: 100)) + prefetching(Work(nanoseconds: 1000))
  }
  private static func serial(_ group: String, _ work: Work) -> Workload {
    loop("\(group): serial") { count in
      var sum = 0
      for n in 0..<count { sum &+= work(n) }
      return sum
    }
  }

  private static func maps(_ group: String, _ work: Work) -> [Workload] {
    [
      serial(group, work),
      halves(group) { elements in
        var sum = 0
        for n in elements { sum &+= work(n) }
        return sum
      },
      loop("\(group): parallel map") { count in
        var sum = 0
        for number in parallel(0..<count, workers: 2).map({ work($0) }) { sum &+= number }
        return sum
      },
      loop("\(group): parallel map, unordered") { count in
        var sum = 0
        let results = parallel(0..<count, ordered: false, workers: 2).map { work($0) }
        for number in results { sum &+= number }
        return sum
      },
    ]
  }

  /// What the machine gains, without any handing over.
  private static func halves(
    _ group: String, _ body: @escaping @Sendable (Range<Int>) -> Int
  ) -> Workload {
    loop("\(group): halves by hand") { count in
      let sum = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: 2) { half in
        sum.wrappingAdd(body(half * count / 2..<(half + 1) * count / 2), ordering: .relaxed)
      }
      return sum.load(ordering: .relaxed)
    }
  }

  private static func mapsOfGenerator(_ work: Work) -> [Workload] {
    let group = "map of a generator, 100 ns"
    @Sendable func naturals(_ count: Int) -> Generator<Int> {
      Generator { yield in for n in 0..<count { try yield(n) } }
    }
    return [
      loop("\(group): serial") { count in
        var sum = 0
        for n in naturals(count) { sum &+= work(n) }
        return sum
      },
      loop("\(group): parallel map") { count in
        var sum = 0
        for number in parallel(naturals(count), workers: 2).map({ work($0) }) { sum &+= number }
        return sum
      },
    ]
  }

  private static func filters(_ work: Work) -> [Workload] {
    let group = "filter, 100 ns"
    return [
      loop("\(group): serial") { count in
        var sum = 0
        for n in 0..<count where work(n) & 1 == 0 { sum &+= n }
        return sum
      },
      halves(group) { elements in
        var sum = 0
        for n in elements where work(n) & 1 == 0 { sum &+= n }
        return sum
      },
      loop("\(group): parallel filter") { count in
        var sum = 0
        for n in parallel(0..<count, workers: 2).filter({ work($0) & 1 == 0 }) { sum &+= n }
        return sum
      },
      loop("\(group): parallel filter, unordered") { count in
        var sum = 0
        let chosen = parallel(0..<count, ordered: false, workers: 2).filter { work($0) & 1 == 0 }
        for n in chosen { sum &+= n }
        return sum
      },
    ]
  }

  private static func reductions(_ work: Work) -> [Workload] {
    let group = "reduce, 100 ns"
    return [
      serial(group, work),
      halves(group) { elements in
        var sum = 0
        for n in elements { sum &+= work(n) }
        return sum
      },
      loop("\(group): parallel reduce") { count in
        parallel(0..<count, workers: 2).reduce(into: 0) {
          $0 &+= work($1)
        } combine: {
          $0 &+= $1
        }
      },
      loop("\(group): parallel reduce, unordered") { count in
        parallel(0..<count, ordered: false, workers: 2).reduce(into: 0) {
          $0 &+= work($1)
        } combine: {
          $0 &+= $1
        }
      },
    ]
  }

  private static func prefetching(_ work: Work) -> [Workload] {
    let group = "producer of 1 us, consumer of 1 us"
    return [
      loop("\(group): serial") { count in
        var sum = 0
        for n in (0..<count).lazy.map({ work($0) }) { sum &+= work(n) }
        return sum
      },
      loop("\(group): prefetched") { count in
        var sum = 0
        for n in prefetched((0..<count).lazy.map({ work($0) })) { sum &+= work(n) }
        return sum
      },
    ]
  }

  private static func loop(_ name: String, _ body: @escaping (Int) -> Int) -> Workload {
    Workload(name, per: "element") { count in { body(count) } }
  }
}
