import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system says of what is at a path, behind symbolic links.
struct FileStatus {
  private var status = stat()

  /// - Throws: `Errno`.
  @inline(never)
  init(_ path: FilePath) throws {
    // Not inlined, for a generator may go on on another thread, and each has its own `errno`.
    if stat(path.string, &status) != 0 { throw Errno(rawValue: errno) }
  }

  var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
  var isRegularFile: Bool { status.st_mode & S_IFMT == S_IFREG }
  var size: Int { Int(status.st_size) }
}
