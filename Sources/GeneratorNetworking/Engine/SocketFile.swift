import GeneratorPlatform
import SystemPackage

/// The file that a listener has made at its path, to be removed with it.
struct SocketFile {
  private let path: FilePath
  private let identity: FileIdentity

  /// Looks what is at a path.
  init?(at path: FilePath) {
    guard let status = path.withPlatformString({ FileStatus.ofEntry(at: $0) }) else { return nil }
    self.path = path
    identity = status.identity
  }

  /// Removes it, unless another is at its path by now.
  func remove() {
    guard SocketFile(at: path)?.identity == identity else { return }
    path.withPlatformString { removeEntry(at: $0) }
  }
}
