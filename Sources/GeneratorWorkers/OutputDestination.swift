import GeneratorPlatform
import GeneratorSources
import SystemPackage

/// The target of a job's output: a descriptor, or a file that appears when it is complete.
///
/// A file is written under a temporary name beside it, and renamed at the end. Until then, an older file under its name
/// stays unchanged. If the job fails, the temporary file is removed.
final class OutputDestination {
  private let descriptor: FileDescriptor
  private let name: String
  /// The temporary and the final path.
  private let paths: (temporary: String, final: String)?
  private var isOpen = true
  /// A closure that receives the temporary path before that file is made, and `nil` when the file is gone.
  private let onTemporary: (String?) -> Void

  /// Writes to an open descriptor, which stays open.
  init(_ descriptor: FileDescriptor) {
    self.descriptor = descriptor
    name = descriptor == .standardOutput ? "standard output" : "descriptor \(descriptor.rawValue)"
    paths = nil
    isOpen = false
    onTemporary = { _ in }
  }

  /// Writes to the file at a path.
  init(path: String, onTemporary: @escaping (String?) -> Void = { _ in }) throws {
    name = path
    self.onTemporary = onTemporary
    do {
      let status = try? FilePath(path).stat()
      if let status, status.type != .regular {
        // A device or a pipe is no file that can be replaced.
        descriptor = try .openOutput(path, [])
        paths = nil
        return
      }
      let final = try Self.target(of: path, exists: status != nil)
      let temporary = Self.temporaryPath(beside: final)
      onTemporary(temporary)
      descriptor = try .openOutput(
        temporary, [.create, .exclusiveCreate], status?.mode.permissions ?? .all)
      paths = (temporary, final)
    } catch {
      onTemporary(nil)
      throw Self.error(error, path)
    }
  }

  deinit {
    guard isOpen else { return }
    try? descriptor.close()
    removeTemporary()
  }

  /// Returns the path of the file to replace, which is not a link, but the file that the link leads to.
  ///
  /// - Throws: `Errno`, if no file can have such a path. So a run fails before it starts, not at its end.
  private static func target(of path: String, exists: Bool) throws -> String {
    if exists { return try ExecutablePath.resolved(path) }
    // A path that ends with a slash names a directory.
    guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else {
      throw path.hasSuffix("/") ? Errno.isDirectory : Errno.noSuchFileOrDirectory
    }
    // A link may lead to a file that isn't there yet.
    var final = FilePath(path)
    for _ in 0..<40 {
      guard let link = try? FileNames.target(ofLink: final.string) else { return final.string }
      final.removeLastComponent()
      final.push(FilePath(link))
    }
    throw Errno.tooManySymbolicLinkLevels
  }

  private static func temporaryPath(beside path: String) -> String {
    var temporary = FilePath(path)
    let name = temporary.lastComponent?.string ?? "output"
    temporary.removeLastComponent()
    // A name has 255 bytes at most.
    let start = String(decoding: name.utf8.prefix(150), as: UTF8.self)
    temporary.append(".\(start).\(UInt64.random(in: .min ... .max)).tmp")
    return temporary.string
  }

  private static func error(_ error: any Error, _ name: String) -> any Error {
    switch error {
    case let errno as Errno: SinkError(sink: name, errno: errno)
    case let error as SystemError: SinkError(sink: name, errno: Errno(rawValue: error.code))
    default: error
    }
  }

  /// Writes bytes.
  func write(_ bytes: ArraySlice<UInt8>) throws {
    do {
      _ = try descriptor.writeAll(bytes)
    } catch {
      throw Self.error(error, name)
    }
  }

  /// Closes the file and renames it to its own name.
  func commit() throws {
    guard isOpen else { return }
    isOpen = false
    do {
      // Some file systems report only now that the disk is full.
      try descriptor.close()
      if let paths { try FileNames.rename(paths.temporary, to: paths.final) }
      onTemporary(nil)
    } catch {
      removeTemporary()
      throw Self.error(error, name)
    }
  }

  private func removeTemporary() {
    if let paths { try? FileNames.remove(paths.temporary) }
    onTemporary(nil)
  }
}

extension FileDescriptor {
  fileprivate static func openOutput(
    _ path: String, _ options: OpenOptions, _ permissions: FilePermissions? = nil
  ) throws -> FileDescriptor {
    let opened = try open(
      path, .writeOnly, options: options.union(.closeOnExec), permissions: permissions)
    return FileDescriptor(rawValue: try Descriptors.aboveStandard(opened.rawValue))
  }
}

extension FilePermissions {
  fileprivate static var all: FilePermissions {
    [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
  }
}
