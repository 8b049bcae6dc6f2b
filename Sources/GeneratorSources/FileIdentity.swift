import SystemPackage

/// The system's identity of a file, whatever its names.
struct FileIdentity: Hashable {
  private let device: DeviceID
  private let inode: Inode

  init(_ status: Stat) { (device, inode) = (status.deviceID, status.inode) }
}

extension FilePath {
  /// Returns the status of the file at the path, and follows symbolic links.
  ///
  /// - Returns: The status, or `nil` if there is no file, as behind a dangling link.
  func statIfPresent() throws(Errno) -> Stat? {
    do {
      return try stat()
    } catch {
      switch error {
      case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels: return nil
      default: throw error
      }
    }
  }
}
