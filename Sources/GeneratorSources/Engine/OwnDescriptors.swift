import GeneratorPlatform
import SystemPackage

extension FileDescriptor {
  /// Opens a file for this library's own use: see `Descriptors.aboveStandard(_:)`.
  static func openOwn(
    _ path: FilePath, _ mode: AccessMode, options: OpenOptions = [],
    permissions: FilePermissions? = nil
  ) throws -> FileDescriptor {
    let opened = try open(
      path, mode, options: options.union(.closeOnExec), permissions: permissions)
    let moved = try asErrno { try Descriptors.aboveStandard(opened.rawValue) }
    return FileDescriptor(rawValue: moved)
  }

  /// Makes later readings wait, for a descriptor that was opened not to wait.
  ///
  /// - Returns: Whether it is a named pipe.
  func isNamedPipeSetToWait() throws -> Bool {
    try asErrno { try Descriptors.setNonBlocking(rawValue, false) }
    return try stat().type == .fifo
  }

  /// Makes a pipe for this library's own use, which started programs don't inherit.
  static func ownPipe() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    let (readEnd, writeEnd) = try asErrno { try Descriptors.makePipe() }
    return (FileDescriptor(rawValue: readEnd), FileDescriptor(rawValue: writeEnd))
  }
}

extension Poll {
  /// Waits until one of several descriptors can be read without waiting, has ended or has failed, or until
  /// `deadline`.
  ///
  /// - Parameters:
  ///   - descriptors: The descriptors to wait for.
  ///   - deadline: The time to return at the latest, or `nil` for none.
  /// - Returns: For each descriptor, in order, whether it can be read, has ended or has failed.
  /// - Throws: `Errno`.
  static func readable(
    _ descriptors: [FileDescriptor], until deadline: ContinuousClock.Instant?
  ) throws -> [Bool] {
    try asErrno { try readable(descriptors.map(\.rawValue), until: deadline) }
  }
}
