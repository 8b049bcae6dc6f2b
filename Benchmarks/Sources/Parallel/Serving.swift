import Workloads

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times workloads for a program that asks several like this one in turns.
///
/// A line `name<tab>count` comes in, and a line `nanoseconds<tab>number` goes out.
func serve(_ workloads: [Workload]) {
  let workloads = Dictionary(uniqueKeysWithValues: workloads.map { ($0.name, $0) })
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
