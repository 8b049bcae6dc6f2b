import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileDescriptor {
  /// Moves a descriptor that was just opened away from 0, 1 and 2.
  ///
  /// In a program that was started without standard input, output or error, the system hands out their
  /// numbers. A file that has such a number would be read as standard input, or be written over by
  /// `print`. The system has no call that opens above a number, so that this one is moved at once.
  ///
  /// - Returns: the descriptor to use: this one, or a duplicate of it, in which case this one is closed.
  ///   A duplicate is not inherited by programs that are started.
  /// - Throws: `Errno`, if there are no more descriptors; this one is closed then.
  @inline(never)
  func aboveStandard() throws -> FileDescriptor {
    guard rawValue <= STDERR_FILENO else { return self }
    let number = fcntl(rawValue, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let error = errno
    try? close()
    if number < 0 { throw Errno(rawValue: error) }
    return FileDescriptor(rawValue: number)
  }

  /// Opens a file for this library's own use: see ``aboveStandard()``.
  static func openOwn(
    _ path: FilePath, _ mode: AccessMode, options: OpenOptions = [],
    permissions: FilePermissions? = nil
  ) throws -> FileDescriptor {
    try open(path, mode, options: options.union(.closeOnExec), permissions: permissions)
      .aboveStandard()
  }

  /// Makes later readings wait, of a descriptor that was opened not to wait.
  ///
  /// - Returns: whether it is a pipe.
  @inline(never)
  func isNamedPipeSetToWait() throws -> Bool {
    let flags = fcntl(rawValue, F_GETFL)
    if flags < 0 || fcntl(rawValue, F_SETFL, flags & ~O_NONBLOCK) < 0 {
      throw Errno(rawValue: errno)
    }
    return try FileStatus(of: self).kind == .pipe
  }

  /// Makes a pipe for this library's own use, which started programs don't inherit.
  static func ownPipe() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    let (first, second) = try pipe()
    let readEnd: FileDescriptor
    do {
      readEnd = try first.aboveStandard()
    } catch {
      try? second.close()
      throw error
    }
    let writeEnd: FileDescriptor
    do {
      writeEnd = try second.aboveStandard()
    } catch {
      try? readEnd.close()
      throw error
    }
    do {
      try readEnd.closeOnExec()
      try writeEnd.closeOnExec()
    } catch {
      try? readEnd.close()
      try? writeEnd.close()
      throw error
    }
    return (readEnd, writeEnd)
  }
}
