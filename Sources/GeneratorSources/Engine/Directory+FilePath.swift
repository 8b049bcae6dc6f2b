import GeneratorPlatform
import SystemPackage

extension Directory {
  /// Opens the directory at a path, unless it is one of `others`.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - others: The directories that aren't opened again.
  ///   - identity: Set to the identity of the directory.
  /// - Throws: `Errno`.
  init?(opening path: FilePath, unless others: [FileIdentity], _ identity: inout FileIdentity?)
    throws
  {
    let descriptor = try FileDescriptor.openOwn(path, .readOnly, options: .directory)
    do {
      identity = try FileIdentity(descriptor.stat())
    } catch {
      try? descriptor.close()
      throw error
    }
    if let identity, others.contains(identity) {
      try? descriptor.close()
      return nil
    }
    self = try asErrno { try Directory(taking: descriptor.rawValue) }
  }
}

extension Directory.Entry {
  var component: FilePath.Component {
    // A name from the system isn't empty, and has no separator and no NUL.
    FilePath.Component(platformString: name.map { CChar(bitPattern: $0) } + [0])!
  }
}
