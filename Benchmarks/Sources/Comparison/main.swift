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

func serve() {
  let workloads = Dictionary(uniqueKeysWithValues: Workload.all.map { ($0.name, $0) })
  while let line = readLine() {
    let fields = line.split(separator: "\t").map(String.init)
    guard fields.count == 2, let workload = workloads[fields[0]], let count = Int(fields[1]) else {
      print("unknown")
      fflush(nil)
      continue
    }
    let work = workload.prepare(count)
    var number = 0
    let time = ContinuousClock().measure { number = work() }
    print("\(Int64(time / .nanoseconds(1)))\t\(number)")
    fflush(nil)
  }
}

switch CommandLine.arguments.dropFirst().first {
case nil: serve()
case "list": for workload in Workload.all { print("\(workload.name)\t\(workload.unit)") }
case "memory":
  measureMemory(of: CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 100_000)
case let other?:
  print("unknown mode: \(other)")
  exit(2)
}
