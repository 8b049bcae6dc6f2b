import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The functions here that read `errno` are not inlined: a generator's body may go on on another thread
// after a `yield`, and a function reads the place of `errno` once.

/// What the system calls a file, however many names it has.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  fileprivate init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// What a name in a directory stands for.
enum FileKind {
  case file
  case directory
  /// A named pipe, or the end of another one.
  case pipe
  /// A device, a socket.
  case other

  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .directory
    case S_IFIFO: self = .pipe
    default: self = .other
    }
  }
}

/// What the system says of a file.
struct FileStatus {
  let identity: FileIdentity
  let kind: FileKind

  /// In bytes.
  let size: Int64

  private init(_ status: stat) {
    identity = FileIdentity(status)
    kind = FileKind(status)
    size = Int64(status.st_size)
  }

  /// Of an open file.
  @inline(never)
  init(of descriptor: FileDescriptor) throws {
    var status = stat()
    // Sound, because the system writes a `stat` to a `stat`.
    if fstat(descriptor.rawValue, &status) != 0 { throw Errno(rawValue: errno) }
    self.init(status)
  }

  /// Of what is at a path, behind symbolic links.
  ///
  /// - Returns: the status; `nil` where there is nothing, as behind a link that leads nowhere.
  @inline(never)
  static func ofFile(at path: FilePath) throws -> FileStatus? {
    var status = stat()
    // Sound, because the system reads the path up to its NUL, and writes a `stat` to a `stat`.
    guard path.withPlatformString({ stat($0, &status) }) != 0 else { return FileStatus(status) }
    switch Errno(rawValue: errno) {
    case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels: return nil
    case let error: throw error
    }
  }
}
