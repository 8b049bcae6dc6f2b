import AsyncGenerators
import CKeep
import Foundation
import Workloads

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Figures of async generators and their peers, for `compare-async`: each line is a name and nanoseconds.
///
/// All are measured in turns, in one process, and each is the best of the rounds.
@main
struct Async {
  typealias Work = (Int, isolated (any Actor)?) async throws -> Void

  struct Figure {
    var name: String
    var count: Int
    var work: Work
    var best = Double.infinity
  }

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "drive" {
      let request = Request(arguments.dropFirst(), drivers: AsyncWorkload.drivers.keys)
      // Valgrind ends where Dispatch takes the main thread.
      if request.repetitions == 0 {
        return try OneThread().run { try await AsyncWorkload.drive(request) }
      }
    }
    Task {
      do {
        try await run(arguments)
        exit(0)
      } catch {
        print(error)
        exit(1)
      }
    }
    dispatchMain()
  }

  static func run(_ arguments: ArraySlice<String>) async throws {
    switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
    case ("pool", let count?): try await onPool(count, named: arguments.dropFirst(2).first)
    case ("main", let count?): try await onMainActor(count)
    case ("live", let count?): try await live(count)
    case ("drive", _):
      try await AsyncWorkload.drive(
        Request(arguments.dropFirst(), drivers: AsyncWorkload.drivers.keys))
    default:
      print(
        "usage: Async pool COUNT [FIGURE] | main COUNT | live COUNT | drive NAME WORKLOAD N REPS")
      exit(2)
    }
  }

  @concurrent
  static func onPool(_ count: Int, named name: String?) async throws {
    try await measure(figures(count, isFast: true).filter { name == nil || $0.name == name })
  }

  @MainActor
  static func onMainActor(_ count: Int) async throws {
    try await measure(figures(count, isFast: false))
  }

  /// Returns what is measured; `isFast` tells whether a hop takes one microsecond rather than ten.
  static func figures(_ count: Int, isFast: Bool) -> [Figure] {
    // The peers that hop for each element.
    let hops = isFast ? count / 4 : count / 50
    let starts = count / 20
    return [
      Figure(name: "iterator", count: count) { await read(HandWritten($0), $1) },
      Figure(name: "generator", count: count) { await read(generator($0), $1) },
      Figure(name: "throwing", count: count) { count, isolation in
        for try await n in throwing(count) { keep(n) }
      },
      Figure(name: "awaiting", count: count) { count, isolation in
        for try await n in awaiting(count) { keep(n) }
      },
      Figure(name: "unfolding", count: hops) { await read(unfolding($0), $1) },
      Figure(name: "continuation", count: hops) { await read(streaming($0), $1) },
      Figure(name: "channel", count: hops / 4) { await read(channel($0), $1) },
      Figure(name: "pages of 10", count: count) { await read(pages($0, of: 10), $1) },
      Figure(name: "pages of 100", count: count) { await read(pages($0, of: 100), $1) },
      Figure(name: "depth 1", count: count) { count, isolation in
        for try await n in nested(count, depth: 1) { keep(n) }
      },
      Figure(name: "depth 100", count: count) { count, isolation in
        for try await n in nested(count, depth: 100) { keep(n) }
      },
      Figure(name: "actor: loop", count: hops) { count, isolation in
        let adder = Adder()
        for n in 0..<count { keep(await adder.add(n)) }
      },
      Figure(name: "actor: generator", count: hops) { await read(calling(Adder(), $0), $1) },
      Figure(name: "actor: awaiting", count: hops) { count, isolation in
        for try await n in awaitingCalls(Adder(), count) { keep(n) }
      },
      Figure(name: "create: generator", count: starts) { count, isolation in
        for _ in 0..<count { keep(await generator(3).next(isolation: isolation) ?? 0) }
      },
      Figure(name: "create: awaiting", count: starts) { count, isolation in
        for _ in 0..<count { keep(try await awaiting(3).next(isolation: isolation) ?? 0) }
      },
      Figure(name: "create: unfolding", count: min(starts, hops)) { count, isolation in
        for _ in 0..<count {
          var iterator = unfolding(3).makeAsyncIterator()
          keep(await iterator.next(isolation: isolation) ?? 0)
        }
      },
      Figure(name: "create: continuation", count: min(starts, hops)) { count, isolation in
        for _ in 0..<count {
          var iterator = streaming(3).makeAsyncIterator()
          keep(await iterator.next(isolation: isolation) ?? 0)
        }
      },
    ]
  }

  static func measure(
    _ figures: [Figure], rounds: Int = 5, isolation: isolated (any Actor)? = #isolation
  ) async throws {
    var figures = figures
    for _ in 0..<rounds {
      for index in figures.indices {
        let start = now()
        try await figures[index].work(figures[index].count, isolation)
        figures[index].best = min(
          figures[index].best, (now() - start) / Double(figures[index].count))
      }
    }
    for figure in figures { print("\(figure.name)\t\(figure.best)") }
  }

  /// Bytes of resident memory that each of `count` suspended generators takes.
  static func live(_ count: Int) async throws {
    let before = residentBytes()
    var suspended: [AsyncGenerator<Int>] = []
    suspended.reserveCapacity(count)
    for _ in 0..<count {
      let generator = generator(3)
      await generator.next()
      suspended.append(generator)
    }
    print("live\t\(Double(residentBytes() - before) / Double(count))")
    var sum = 0
    for generator in suspended { sum += await generator.next() ?? 0 }
    precondition(sum == 2 * count)
  }

  /// Nanoseconds of the process's processor time.
  ///
  /// The peers run on two threads. On a shared machine their wall time depends on whether there are two
  /// processors at that moment.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  static func residentBytes() -> Int {
    guard let line = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    return Int(line.split(separator: " ")[1])! * 4096
  }
}
