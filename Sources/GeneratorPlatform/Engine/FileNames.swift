#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calls that change the names of files.
package enum FileNames {
  /// Renames a file, and replaces the file that has the new name.
  package static func rename(_ path: String, to newPath: String) throws(SystemError) {
    if systemRename(path, newPath) != 0 { throw .last }
  }

  /// Removes a name of a file.
  package static func remove(_ path: String) throws(SystemError) {
    if unlink(path) != 0 { throw .last }
  }

  /// Returns the path in a symbolic link.
  package static func target(ofLink path: String) throws(SystemError) -> String {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    // Sound, because the system writes no more bytes than there are, and returns how many.
    let count = bytes.withUnsafeMutableBytes {
      readlink(path, $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
    }
    if count < 0 { throw .last }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

/// Calls the system's function, whose name a function above has, too.
private func systemRename(_ path: String, _ newPath: String) -> Int32 { rename(path, newPath) }
