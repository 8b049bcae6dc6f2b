#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calls that change the names of files.
package enum FileNames {
  /// Gives a file another name, in place of the file that has it.
  package static func rename(_ path: String, to newPath: String) throws(SystemError) {
    if systemRename(path, newPath) != 0 { throw .last }
  }

  /// Takes a name away from a file.
  package static func remove(_ path: String) throws(SystemError) {
    if unlink(path) != 0 { throw .last }
  }
}

/// The name of the call, which a function above bears too.
private func systemRename(_ path: String, _ newPath: String) -> Int32 { rename(path, newPath) }
