#if os(Linux) || os(Android)
  import CLinux
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files without a name, which disappear when their last descriptor is closed, however the process
/// ends.
package enum TemporaryFile {
  /// The directory that the environment names for temporary files, or `/tmp`.
  package static var directory: String {
    // Sound, because the text is copied at once; this library never changes the environment.
    guard let path = getenv("TMPDIR"), path.pointee != 0 else { return "/tmp" }
    return String(cString: path)
  }

  /// Opens an empty file without a name for reading and writing.
  ///
  /// - Parameter directory: A directory on the file system for the file.
  /// - Returns: The descriptor, which started programs don't inherit.
  /// - Throws: `SystemError`.
  package static func open(in directory: String) throws(SystemError) -> Int32 {
    #if os(Linux) || os(Android)
      let unnamed = clinux_open_unnamed(directory)
      if unnamed >= 0 { return try Descriptors.aboveStandard(unnamed) }
      // Some file systems have no such files.
      let error = SystemError.last
      guard [EOPNOTSUPP, EISDIR, EINVAL].contains(error.code) else { throw error }
    #endif
    var path = Array("\(directory)/generators.XXXXXX".utf8CString)
    // Sound, because the template ends with NUL and is changed in place, without changing its
    // length.
    let named = path.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
    if named < 0 { throw .last }
    unlink(path)
    let descriptor = try Descriptors.aboveStandard(named)
    try Descriptors.setCloseOnExec(descriptor)
    return descriptor
  }
}
