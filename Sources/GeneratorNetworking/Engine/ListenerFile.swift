import GeneratorPlatform
import SystemPackage

/// The file that a listener has created at its path, and removes when it is closed.
struct ListenerFile {
  private let path: FilePath
  private let device: DeviceID
  private let inode: Inode

  /// Identifies the file at a path.
  init?(at path: FilePath) {
    guard let status = try? path.stat(followTargetSymlink: false) else { return nil }
    self.path = path
    (device, inode) = (status.deviceID, status.inode)
  }

  /// Removes the file, unless another file is at its path by now.
  func remove() {
    guard let present = ListenerFile(at: path), (present.device, present.inode) == (device, inode)
    else { return }
    path.withPlatformString { removeEntry(at: $0) }
  }
}
