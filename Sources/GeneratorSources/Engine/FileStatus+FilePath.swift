import GeneratorPlatform
import SystemPackage

extension FileStatus {
  /// Asks for the status of an open file.
  init(of descriptor: FileDescriptor) throws {
    self = try asErrno { try FileStatus(of: descriptor.rawValue) }
  }

  /// Asks for the status of what is at a path, behind symbolic links.
  ///
  /// - Returns: the status; `nil` where there is nothing, as behind a link that leads nowhere.
  static func ofFile(at path: FilePath) throws -> FileStatus? {
    let status = path.withPlatformString { FileStatus.ofFile(at: $0) }
    return try asErrno { try status.get() }
  }
}

extension Directory {
  /// Opens the directory at a path.
  init(opening path: FilePath) throws {
    let descriptor = try FileDescriptor.openOwn(path, .readOnly, options: .directory)
    self = try asErrno { try Directory(taking: descriptor.rawValue) }
  }
}

extension Directory.Entry {
  var component: FilePath.Component {
    // A name that the system gives is not empty, and has neither a separator nor a NUL in it.
    FilePath.Component(platformString: name.map { CChar(bitPattern: $0) } + [0])!
  }
}
