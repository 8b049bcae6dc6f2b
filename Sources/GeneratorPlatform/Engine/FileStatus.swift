#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system calls a file, however many names it has.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  fileprivate init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// What a name in a directory stands for.
package enum FileKind: Sendable {
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
package struct FileStatus: Sendable {
  package let identity: FileIdentity
  package let kind: FileKind

  /// In bytes.
  package let size: Int64

  private init(_ status: stat) {
    identity = FileIdentity(status)
    kind = FileKind(status)
    size = Int64(status.st_size)
  }

  /// Asks for the status of an open file.
  package init(of number: Int32) throws(SystemError) {
    var status = stat()
    // Sound, because the system writes a `stat` to a `stat`.
    if fstat(number, &status) != 0 { throw .last }
    self.init(status)
  }

  /// Asks for the status of what is at a path, behind symbolic links.
  ///
  /// - Parameter path: the path, which ends with a NUL.
  /// - Returns: the status; `nil` where there is nothing, as behind a link that leads nowhere.
  package static func ofFile(at path: UnsafePointer<CChar>) -> Result<FileStatus?, SystemError> {
    var status = stat()
    // Sound, because the system reads the path up to its NUL, and writes a `stat` to a `stat`.
    if stat(path, &status) == 0 { return .success(FileStatus(status)) }
    let error = SystemError.last
    switch error.code {
    case ENOENT, ENOTDIR, ELOOP: return .success(nil)
    default: return .failure(error)
    }
  }

  /// Asks for the status of what is at a path, which may be a symbolic link itself.
  ///
  /// - Parameter path: the path, which ends with a NUL.
  /// - Returns: the status; `nil` if the system doesn't tell.
  package static func ofEntry(at path: UnsafePointer<CChar>) -> FileStatus? {
    var status = stat()
    // Sound, because the system reads the path up to its NUL, and writes a `stat` to a `stat`.
    return lstat(path, &status) == 0 ? FileStatus(status) : nil
  }
}

/// Removes the entry at a path, which ends with a NUL, if that is possible.
package func removeEntry(at path: UnsafePointer<CChar>) {
  // Sound, because the system reads the path up to its NUL.
  unlink(path)
}
