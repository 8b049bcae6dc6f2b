#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The memory that the process has taken.
public struct Memory {
  private var resident = 0
  private var pageTables = 0

  /// The resident bytes and page tables that each of `count` has taken since then.
  public func bytes(since then: Memory, of count: Int) -> Int {
    (resident - then.resident + pageTables - then.pageTables) / count
  }

  /// What it has taken until now.
  public static var now: Memory {
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
