import GeneratorPlatform
import SystemPackage

extension Directory {
  /// Opens the directory at a path, unless it is one of `others`.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - others: directories that aren't opened again.
  ///   - identity: which file it is, when this returns.
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
    // A name that the system gives is not empty, and has neither a separator nor a NUL in it.
    FilePath.Component(platformString: name.map { CChar(bitPattern: $0) } + [0])!
  }
}
