#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open directory, which is closed with this value.
package struct Directory: ~Copyable {
  /// A name, and the kind of file that it stands for, if the directory tells.
  package struct Entry {
    /// The name's bytes: at least one, without a separator or a NUL.
    package let name: [UInt8]
    /// The kind; `nil` if only the file itself can tell.
    package let kind: Kind?
  }

  /// The kind of file that a name stands for.
  package enum Kind: Sendable {
    case file
    case directory
    case other
  }

  #if canImport(Darwin)
    private typealias Stream = UnsafeMutablePointer<DIR>
  #else
    private typealias Stream = OpaquePointer
  #endif

  // Sound, because this struct is the only owner: it can't be copied, and closes it once.
  private let stream: Stream

  /// Takes over a descriptor that was opened for a directory.
  ///
  /// - Throws: `SystemError`; the descriptor is closed then.
  package init(taking descriptor: Int32) throws(SystemError) {
    // Sound, because the stream owns the descriptor from here on, and no other code has it.
    guard let stream = fdopendir(descriptor) else {
      let error = SystemError.last
      close(descriptor)
      throw error
    }
    self.stream = stream
  }

  deinit { closedir(stream) }

  /// Reads the entries, without `.` and `..`, sorted by the bytes of their names.
  package mutating func entries() throws(SystemError) -> [Entry] {
    var entries: [Entry] = []
    while true {
      let entry: UnsafeMutablePointer<dirent>
      switch nextEntry(of: stream) {
      case .success(let next?): entry = next
      case .success(nil): return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
      case .failure(let error): throw error
      }
      // Sound, because the entry is valid until the next `readdir`. It is read in place, up to the NUL of its
      // name, because it may end there, before the size of a `dirent`.
      let field = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \dirent.d_name)!
      let name = field.assumingMemoryBound(to: CChar.self)
      let bytes = UnsafeRawBufferPointer(start: field, count: strlen(name))
      if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
      let kind: Kind? =
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_REG): .file
        case Int32(DT_DIR): .directory
        case Int32(DT_LNK), Int32(DT_UNKNOWN): nil
        default: .other
        }
      entries.append(Entry(name: Array(bytes), kind: kind))
    }
  }

  /// Reads one entry; `nil` at the end.
  ///
  /// Not inlined, because it sets and reads `errno`: see ``SystemError/last``.
  @inline(never)
  private func nextEntry(
    of stream: Stream
  ) -> Result<UnsafeMutablePointer<dirent>?, SystemError> {
    // An unchanged `errno` distinguishes the end from a failure.
    errno = 0
    if let entry = readdir(stream) { return .success(entry) }
    return errno == 0 ? .success(nil) : .failure(.last)
  }
}

/// Removes the entry at a path, which ends with a NUL, if that is possible.
package func removeEntry(at path: UnsafePointer<CChar>) {
  // Sound, because the system reads the path up to its NUL.
  unlink(path)
}
