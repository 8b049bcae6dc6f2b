import Benchmark
import Workloads

// The workloads that `scripts/benchmark` times as well, for work on one of them. A figure is that
// of a thousand elements or generators, since one takes a few nanoseconds.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .instructions],
    maxDuration: .seconds(1))

  for (driver, workloads) in Workload.drivers {
    for workload in workloads {
      Benchmark("\(driver) \(workload.name), per thousand \(workload.unit)s") { benchmark in
        let work = workload.prepare(1000)
        benchmark.startMeasurement()
        blackHole(work())
        benchmark.stopMeasurement()
      }
    }
  }
}
