import Benchmark
import Workloads

// The workloads that `compare-with-python` times as well, for work on one of them. A figure is that
// of a thousand elements or generators, since one takes a few nanoseconds.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .instructions],
    maxDuration: .seconds(1))

  for workload in Workload.all {
    Benchmark("\(workload.name), per thousand \(workload.unit)s") { benchmark in
      let work = workload.prepare(1000)
      benchmark.startMeasurement()
      blackHole(work())
      benchmark.stopMeasurement()
    }
  }
}
