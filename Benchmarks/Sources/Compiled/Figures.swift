import CAllocations
import CKeep
import CompiledGenerators
import Generators
import Workloads

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Figures of compiled generators and their peers, for `compare-compiled`: each line is a workload, a kind and
/// a number.
@main
struct Figures {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    switch (arguments.first, numbers.count) {
    case ("times", 2): times(count: numbers[0], rounds: numbers[1])
    case ("async", 2): await asyncTimes(count: numbers[0], rounds: numbers[1])
    case ("one", 2): one(CommandLine.arguments[4], CommandLine.arguments[5], numbers[0], numbers[1])
    case ("allocations", 1): allocations(count: numbers[0])
    case ("sizes", 0): sizes()
    case ("live", 1): live(count: numbers[0])
    case ("drive", _): drive(arguments.dropFirst(), ["swift-compiled": Workload.compiled])
    default:
      print(
        """
        usage: Compiled times|async COUNT ROUNDS | one COUNT ROUNDS WORKLOAD KIND | allocations COUNT | sizes
               | live COUNT | drive NAME WORKLOAD N REPS
        """)
      exit(2)
    }
  }

  // MARK: Workloads

  struct Figure {
    let workload: String
    let kind: String
    /// Reads about as many elements as it is told to; returns how many it read, and a sum of them.
    let work: (Int) -> (count: Int, sum: Int)
    var count = 0
    var best = Double.infinity
  }

  @inline(__always)
  static func figure<Elements: Sequence<Int>>(
    _ workload: String, _ kind: String, _ make: @escaping (Int) -> Elements
  ) -> Figure {
    Figure(workload: workload, kind: kind) { n in
      var sum = 0
      for x in make(n) { sum ^= x }
      return (0, sum)
    }
  }

  /// Each element on its own: the loop isn't vectorized.
  @inline(__always)
  static func kept<Elements: Sequence<Int>>(
    _ workload: String, _ kind: String, _ make: @escaping (Int) -> Elements
  ) -> Figure {
    Figure(workload: workload, kind: kind + ", kept") { n in
      var sum = 0
      for x in make(n) {
        keep(x)
        sum ^= x
      }
      return (0, sum)
    }
  }

  /// Behind an existential, as in another module: the optimizer knows nothing of the iterator.
  static func erased<Elements: Sequence<Int>>(
    _ workload: String, _ kind: String, _ make: @escaping (Int) -> Elements
  ) -> Figure {
    Figure(workload: workload, kind: kind + ", erased") { n in
      let choices: [any IteratorProtocol<Int>] = [
        EmptyCollection.Iterator(), make(n).makeIterator(),
      ]
      return (0, readErased(choices[Opaque.range(1).upperBound]))
    }
  }

  @inline(never)
  static func readErased(_ iterator: any IteratorProtocol<Int>) -> Int {
    var iterator = iterator
    var sum = 0
    while let x = iterator.next() { sum ^= x }
    return sum
  }

  @inline(__always)
  static func walk<Elements: Sequence<Int>>(
    _ kind: String, _ make: @escaping (Node) -> Elements
  ) -> Figure {
    let root = Node(0..<1 << 12 - 1)!
    return Figure(workload: "tree", kind: kind) { n in
      var sum = 0
      for _ in 0..<n / (1 << 12) { for x in make(root) { sum ^= x } }
      return (n / (1 << 12) * (1 << 12 - 1), sum)
    }
  }

  @inline(__always)
  static func creation<Elements: Sequence<Int>>(
    _ kind: String, _ make: @escaping (Int) -> Elements
  ) -> Figure {
    Figure(workload: "create", kind: kind) { n in
      let count = n / 16
      var sum = 0
      for i in 0..<count {
        var iterator = make(i).makeIterator()
        let first = iterator.next() ?? 0
        keep(first)
        sum ^= first
      }
      return (count, sum)
    }
  }

  static func figures() -> [Figure] {
    [
      figure("count, while", "compiled") { countByWhile($0) },
      figure("count, while", "by hand") { CountByHand($0) },
      figure("count, while", "stateful") { statefulCount($0) },
      figure("count, while", "stackful") { stackfulCountByWhile($0) },
      figure("count, while", "compiled, opaque") { Opaque.countByWhile($0) },
      figure("count, while", "by hand, opaque") { Opaque.countByHand($0) },
      figure("count, while", "stateful, opaque") { Opaque.statefulCount($0) },

      figure("count, for", "compiled") { countByFor($0) },
      figure("count, for", "by hand") { 0..<$0 },
      figure("count, for", "stateful") { statefulCount($0) },
      figure("count, for", "stackful") { stackfulCountByFor($0) },
      figure("count, for", "compiled, opaque") { Opaque.countByFor($0) },
      figure("count, for", "by hand, opaque") { Opaque.range($0) },
      figure("count, for", "stateful, opaque") { Opaque.statefulCount($0) },

      figure("fib", "compiled") { fibonacci($0) },
      figure("fib", "by hand") { FibonacciByHand($0) },
      figure("fib", "stateful") { statefulFibonacci($0) },
      figure("fib", "stackful") { stackfulFibonacci($0) },
      figure("fib", "compiled, opaque") { Opaque.fibonacci($0) },
      figure("fib", "by hand, opaque") { Opaque.fibonacciByHand($0) },
      figure("fib", "stateful, opaque") { Opaque.statefulFibonacci($0) },

      figure("two loops", "compiled") { twoLoops($0) },
      figure("two loops", "by hand") { TwoLoopsByHand($0) },
      figure("two loops", "stateful") { statefulTwoLoops($0) },
      figure("two loops", "stackful") { stackfulTwoLoops($0) },
      figure("two loops", "compiled, opaque") { Opaque.twoLoops($0) },
      figure("two loops", "by hand, opaque") { Opaque.twoLoopsByHand($0) },
      figure("two loops", "stateful, opaque") { Opaque.statefulTwoLoops($0) },

      figure("three loops", "compiled") { threeLoops($0) },
      figure("three loops", "by hand") { ThreeLoopsByHand($0) },
      figure("three loops", "stateful") { statefulThreeLoops($0) },
      figure("three loops", "stackful") { stackfulThreeLoops($0) },
      figure("three loops", "compiled, opaque") { Opaque.threeLoops($0) },
      figure("three loops", "by hand, opaque") { Opaque.threeLoopsByHand($0) },
      figure("three loops", "stateful, opaque") { Opaque.statefulThreeLoops($0) },

      figure("pipeline", "compiled") { pipeline($0) },
      figure("pipeline", "by hand") { PipelineByHand($0) },
      figure("pipeline", "lazy") { lazyPipeline($0) },
      figure("pipeline", "stateful") { statefulPipeline($0) },
      figure("pipeline", "stackful") { stackfulPipeline($0) },
      figure("pipeline", "compiled, opaque") { Opaque.pipeline($0) },
      figure("pipeline", "by hand, opaque") { Opaque.pipelineByHand($0) },
      figure("pipeline", "stateful, opaque") { Opaque.statefulPipeline($0) },

      kept("count, while", "compiled") { countByWhile($0) },
      kept("count, while", "by hand") { CountByHand($0) },
      kept("count, for", "compiled") { countByFor($0) },
      kept("count, for", "by hand") { 0..<$0 },

      erased("fib", "compiled") { fibonacci($0) },
      erased("fib", "by hand") { FibonacciByHand($0) },
      erased("pipeline", "compiled") { pipeline($0) },
      erased("pipeline", "by hand") { PipelineByHand($0) },

      walk("compiled") { Compiled.walk($0) },
      walk("body with a stack") { walkByStack($0) },
      walk("by hand") { WalkByHand($0) },
      walk("stateful") { statefulWalk($0) },
      walk("stackful") { stackfulWalk($0) },

      creation("compiled") { naturals(from: $0) },
      creation("by hand") { NaturalsByHand(from: $0) },
      creation("stateful") { statefulNaturals(from: $0) },
      creation("stackful") { stackfulNaturals(from: $0) },
      creation("compiled, opaque") { Opaque.naturals($0) },
      creation("by hand, opaque") { Opaque.naturalsByHand($0) },
      creation("stateful, opaque") { Opaque.statefulNaturals($0) },
    ]
  }

  /// How many elements a workload has of `n` steps.
  static func elements(_ workload: String, of n: Int) -> Int {
    switch workload {
    case "two loops": n / 1000 * 500
    case "three loops": n / 100 * 100
    case "pipeline": n - (n + 2) / 3
    default: n
    }
  }

  // MARK: Times

  /// Prints picoseconds an element, the best of rounds in which the figures take turns.
  static func times(count: Int, rounds: Int) {
    var figures = figures()
    var sums: [String: Int] = [:]
    for index in figures.indices {
      let (count, sum) = figures[index].work(count)
      precondition(sums[figures[index].workload, default: sum] == sum, figures[index].workload)
      sums[figures[index].workload] = sum
      figures[index].count = count
    }
    for _ in 0..<rounds {
      for index in figures.indices {
        let start = now()
        let (_, sum) = figures[index].work(count)
        let time = now() - start
        keep(sum)
        figures[index].best = min(figures[index].best, time)
      }
    }
    for figure in figures {
      let elements = figure.count == 0 ? elements(figure.workload, of: count) : figure.count
      print("\(figure.workload)\t\(figure.kind)\t\(figure.best / Double(elements) * 1000)")
    }
  }

  /// Runs one figure, for a profiler.
  static func one(_ workload: String, _ kind: String, _ count: Int, _ rounds: Int) {
    for figure in figures() where figure.workload == workload && figure.kind == kind {
      for _ in 0..<rounds { keep(figure.work(count).sum) }
    }
  }

  // MARK: Memory

  /// Prints how often each figure calls `malloc` while it reads its elements.
  static func allocations(count: Int) {
    let figures = figures()
    var counts: [Int] = []
    counts.reserveCapacity(figures.count)
    for figure in figures {
      keep(figure.work(count).sum)
      let before = allocation_count()
      keep(figure.work(count).sum)
      counts.append(before < 0 ? -1 : allocation_count() - before)
    }
    for (figure, count) in zip(figures, counts) {
      print("\(figure.workload)\t\(figure.kind)\t\(count)")
    }
  }

  static func size<Elements: Sequence>(_ workload: String, _ kind: String, _: Elements) {
    print("\(workload)\t\(kind)\t\(MemoryLayout<Elements.Iterator>.size)")
  }

  /// Prints the bytes of a suspended generator: of its iterator, which is a value.
  static func sizes() {
    size("count, while", "compiled", countByWhile(0))
    size("count, while", "by hand", CountByHand(0))
    size("count, for", "compiled", countByFor(0))
    size("count, for", "by hand", 0..<0)
    size("fib", "compiled", fibonacci(0))
    size("fib", "by hand", FibonacciByHand(0))
    size("two loops", "compiled", twoLoops(0))
    size("two loops", "by hand", TwoLoopsByHand(0))
    size("three loops", "compiled", threeLoops(0))
    size("three loops", "by hand", ThreeLoopsByHand(0))
    size("pipeline", "compiled", pipeline(0))
    size("pipeline", "by hand", PipelineByHand(0))
    let root = Node(0..<1)!
    size("tree", "body with a stack", walkByStack(root))
    size("tree", "by hand", WalkByHand(root))
    size("tree", "compiled", Compiled.walk(root))
    size("create", "compiled", naturals(from: 0))
    size("create", "by hand", NaturalsByHand(from: 0))
  }

  /// Prints the resident bytes that each of `count` suspended generators takes.
  static func live(count: Int) {
    func measure<Elements: Sequence<Int>>(_ kind: String, _ make: (Int) -> Elements) {
      let before = residentBytes()
      var suspended: [Elements.Iterator] = []
      suspended.reserveCapacity(count)
      for _ in 0..<count {
        var iterator = make(3).makeIterator()
        _ = iterator.next()
        suspended.append(iterator)
      }
      print("fib\t\(kind)\t\(Double(residentBytes() - before) / Double(count))")
      var sum = 0
      for index in suspended.indices { sum += suspended[index].next() ?? 0 }
      precondition(sum == count)
    }
    measure("compiled") { fibonacci($0) }
    measure("by hand") { FibonacciByHand($0) }
    measure("stateful") { statefulFibonacci($0) }
    measure("stackful") { stackfulFibonacci($0) }
  }

  static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var total = 0
    var resident = 0
    return withUnsafeMutablePointer(to: &total) { total in
      withUnsafeMutablePointer(to: &resident) { resident in
        withVaList([total, resident]) { vfscanf(file, "%ld %ld", $0) } == 2
          ? resident.pointee * 4096 : 0
      }
    }
  }
}
