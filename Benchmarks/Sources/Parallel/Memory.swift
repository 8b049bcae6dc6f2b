import GeneratorParallel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads so many results, each of which has memory of its own, and prints the most bytes that were
/// resident.
func measureMemory(_ way: String, of count: Int) -> Bool {
  let transform: @Sendable (Int) -> [Int] = { [$0] }
  var sum = 0
  switch way {
  case "serial": for n in 0..<count { sum &+= transform(n)[0] }
  case "ordered":
    for result in parallel(0..<count, workers: 2).map(transform) { sum &+= result[0] }
  case "unordered":
    for result in parallel(0..<count, ordered: false, workers: 2).map(transform) {
      sum &+= result[0]
    }
  case "prefetched":
    for result in prefetched((0..<count).lazy.map({ transform($0) })) { sum &+= result[0] }
  default: return false
  }
  guard sum == count * (count - 1) / 2 else { fatalError("the sum is \(sum)") }
  print(peakResidentBytes())
  return true
}

/// On Linux what `getrusage` says is at least what the process had that started this one.
private func peakResidentBytes() -> Int {
  #if os(Linux)
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = fread(&bytes, 1, bytes.count, file)
    for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmHWM:") {
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      return (kilobytes.flatMap { Int($0) } ?? 0) * 1024
    }
    return 0
  #else
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
