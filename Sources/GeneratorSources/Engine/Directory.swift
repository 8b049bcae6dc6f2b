import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open directory, which is closed when it is let go of.
struct Directory: ~Copyable {
  /// A name, and what it stands for, where the directory says so.
  struct Entry {
    /// The name's bytes.
    let name: [UInt8]
    /// The kind, unless only the file itself can tell.
    let kind: FileKind?

    var component: FilePath.Component {
      // A name that the system gives is not empty, and has neither a separator nor a NUL in it.
      FilePath.Component(platformString: name.map { CChar(bitPattern: $0) } + [0])!
    }
  }

  #if canImport(Darwin)
    private typealias Stream = UnsafeMutablePointer<DIR>
  #else
    private typealias Stream = OpaquePointer
  #endif

  // Sound, because this struct is the only owner: it can't be copied, and closes it once.
  private let stream: Stream

  let identity: FileIdentity

  /// Opens the directory at a path.
  @inline(never)
  init(opening path: FilePath) throws {
    let descriptor = try FileDescriptor.openOwn(path, .readOnly, options: .directory)
    // Sound, because the stream owns the descriptor from here on, and nothing else has it.
    guard let stream = fdopendir(descriptor.rawValue) else {
      let error = Errno(rawValue: errno)
      try? descriptor.close()
      throw error
    }
    do {
      // Sound, because the descriptor is the open stream's.
      identity = try FileStatus(of: FileDescriptor(rawValue: dirfd(stream))).identity
    } catch {
      closedir(stream)
      throw error
    }
    self.stream = stream
  }

  deinit { closedir(stream) }

  /// Reads the entries, without `.` and `..`, sorted by the bytes of their names.
  @inline(never)
  mutating func entries() throws -> [Entry] {
    var entries: [Entry] = []
    while true {
      // That it is not changed tells the end from a failure.
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw Errno(rawValue: errno) }
        break
      }
      // Sound, because the entry is valid until the next `readdir`, and is read where it lies, up to
      // the NUL of its name: it may end there, short of the size of a `dirent`.
      let field = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \dirent.d_name)!
      let name = field.assumingMemoryBound(to: CChar.self)
      let bytes = UnsafeRawBufferPointer(start: field, count: strlen(name))
      if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
      let kind: FileKind? =
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_REG): .file
        case Int32(DT_DIR): .directory
        case Int32(DT_LNK), Int32(DT_UNKNOWN): nil
        default: .other
        }
      entries.append(Entry(name: Array(bytes), kind: kind))
    }
    return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }
}
