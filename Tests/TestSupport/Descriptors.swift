#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Throws an error if a standard descriptor is open: for an exit test that has closed all three.
///
/// The runtime's threads open files for a moment, at any time, and get the lowest free numbers. The library's
/// descriptors stay open. So a number that is in use is looked at again, a few hundred times.
package func requireStandardDescriptorsClosed(_ place: String) throws {
  for number: Int32 in 0...2 {
    var lookCount = 0
    while isOpen(number) {
      lookCount += 1
      guard lookCount < 500 else { throw OpenDescriptor(number: number, place: place) }
      usleep(1000)
    }
  }
}

private struct OpenDescriptor: Error {
  let number: Int32
  let place: String
}

private func isOpen(_ number: Int32) -> Bool { fcntl(number, F_GETFD) >= 0 }

/// Sets the number that all later descriptors of the process must be below: for an exit test.
///
/// - Returns: The former limit.
@discardableResult
package func limitDescriptors(to count: Int) -> Int {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  var limit = rlimit()
  getrlimit(resource, &limit)
  let former = Int(limit.rlim_cur)
  limit.rlim_cur = rlim_t(count)
  guard setrlimit(resource, &limit) == 0 else { fatalError("setrlimit: \(errno)") }
  return former
}
