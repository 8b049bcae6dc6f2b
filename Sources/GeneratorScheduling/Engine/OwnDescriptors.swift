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
  /// numbers. A socket that has such a number would be read as standard input, or be written to by
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

  /// Makes a pipe whose ends are not 0, 1 or 2.
  static func pipeAboveStandard() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    let (first, second) = try pipe()
    let readEnd: FileDescriptor
    do {
      readEnd = try first.aboveStandard()
    } catch {
      try? second.close()
      throw error
    }
    do {
      return (readEnd, try second.aboveStandard())
    } catch {
      try? readEnd.close()
      throw error
    }
  }
}
