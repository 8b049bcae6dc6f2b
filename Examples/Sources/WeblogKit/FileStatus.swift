import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system says of a file, after symbolic links.
struct FileStatus {
  let isDirectory: Bool
  let isRegular: Bool
  let size: Int

  /// Asks for the file at `path`; `nil` if there is none, or it can't be seen.
  init?(_ path: FilePath) {
    var status = stat()
    guard stat(path.string, &status) == 0 else { return nil }
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    isRegular = status.st_mode & S_IFMT == S_IFREG
    size = Int(status.st_size)
  }
}
