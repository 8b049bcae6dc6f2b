// Times the workloads for `compare-with-python`, which asks in turns all the programs that it
// compares: a line `name<tab>count` comes in, and a line `nanoseconds<tab>number` goes out.
//
//   Comparison                  reads such lines
//   Comparison list             prints the names, each with its unit
//   Comparison memory [count]   makes that many live generators and prints what one costs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import Workloads

switch CommandLine.arguments.dropFirst().first {
case nil: serve(Workload.all)
case "list": for workload in Workload.all { print("\(workload.name)\t\(workload.unit)") }
case "memory":
  measureMemory(of: CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 100_000)
case let other?:
  print("unknown mode: \(other)")
  exit(2)
}
