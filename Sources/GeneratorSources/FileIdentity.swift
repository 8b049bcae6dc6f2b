import SystemPackage

/// What the system calls a file, however many names it has.
struct FileIdentity: Hashable {
  private let device: DeviceID
  private let inode: Inode

  init(_ status: Stat) { (device, inode) = (status.deviceID, status.inode) }
}

extension FilePath {
  /// Asks for the status of what is at the path, behind symbolic links.
  ///
  /// - Returns: the status; `nil` where there is nothing, as behind a link that leads nowhere.
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
