import GeneratorPlatform
import SystemPackage

/// The file that a listener has made at its path, to be removed with it.
struct ListenerFile {
  private let path: FilePath
  private let device: DeviceID
  private let inode: Inode

  /// Looks what is at a path.
  init?(at path: FilePath) {
    guard let status = try? path.stat(followTargetSymlink: false) else { return nil }
    self.path = path
    (device, inode) = (status.deviceID, status.inode)
  }

  /// Removes it, unless another is at its path by now.
  func remove() {
    guard let present = ListenerFile(at: path), (present.device, present.inode) == (device, inode)
    else { return }
    path.withPlatformString { removeEntry(at: $0) }
  }
}
