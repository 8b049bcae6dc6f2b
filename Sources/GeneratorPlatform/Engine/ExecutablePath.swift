#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The executable of this process.
package enum ExecutablePath {
  /// Returns its absolute path, without symbolic links.
  package static func current() throws(SystemError) -> String {
    #if os(Linux) || os(Android)
      return try resolved("/proc/self/exe")
    #else
      var size = UInt32(PATH_MAX)
      var path = [CChar](repeating: 0, count: Int(size))
      // Sound, because the function writes at most `size` bytes, including the NUL at the end.
      guard _NSGetExecutablePath(&path, &size) == 0 else {
        throw SystemError(code: ENAMETOOLONG)
      }
      return try path.withUnsafeBufferPointer { path throws(SystemError) in
        try resolved(String(cString: path.baseAddress!))
      }
    #endif
  }

  /// Returns an absolute path of the same file without symbolic links.
  package static func resolved(_ path: String) throws(SystemError) -> String {
    // Sound, because the result is separate memory, which is copied before it is freed.
    guard let absolute = realpath(path, nil) else { throw .last }
    defer { free(absolute) }
    return String(cString: absolute)
  }
}
