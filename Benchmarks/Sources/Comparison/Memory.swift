#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import Workloads

/// Prints what a live, suspended generator takes: resident bytes and page tables, and their sum.
///
/// The array that keeps them is made and touched before, so that it does not count.
func measureMemory(of count: Int) {
  var generators = SuspendedGenerators(room: count)
  let before = Memory.now
  generators.start()
  let after = Memory.now
  let resident = Double(after.resident - before.resident) / Double(count)
  let tables = Double(after.pageTables - before.pageTables) / Double(count)
  print("\(count)\t\(resident.rounded())\t\(tables.rounded())\t\((resident + tables).rounded())")
  withExtendedLifetime(generators) {}
}

private struct Memory {
  var resident = 0
  var pageTables = 0

  static var now: Memory {
    var memory = Memory()
    // The second field of statm counts pages; it is exact where VmRSS may lag behind.
    if let fields = contents(of: "/proc/self/statm")?.split(separator: " "), fields.count > 1 {
      memory.resident = (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
    for line in contents(of: "/proc/self/status")?.split(separator: "\n") ?? []
    where line.hasPrefix("VmPTE:") {
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      memory.pageTables = (kilobytes.flatMap { Int($0) } ?? 0) * 1024
    }
    return memory
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
