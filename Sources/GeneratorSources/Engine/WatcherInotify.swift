#if os(Linux) || os(Android)
  import SystemPackage

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Tells of changes by inotify(7): see `Watcher.swift`.
  struct Watcher: ~Copyable {
    typealias Watch = Int32

    let descriptor: FileDescriptor
    private var directory: Watch?

    // As elsewhere in this folder, what reads `errno` is not inlined into a body that yields.
    @inline(never)
    init() throws {
      let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      if descriptor < 0 {
        throw WatchFailure(
          "the limit of inotify instances (fs.inotify.max_user_instances) or of open files is reached",
          Errno(rawValue: errno))
      }
      self.descriptor = FileDescriptor(rawValue: descriptor)
    }

    deinit { try? descriptor.close() }

    mutating func watch(directory path: FilePath) throws {
      let before = directory
      do {
        directory = try add(
          path, IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
      } catch let error as Errno {
        // One that is not there, or may not be listed, tells nothing: who waits looks once in a while.
        directory = nil
        guard error == .noSuchFileOrDirectory || error == .permissionDenied else { throw error }
      }
      if let before, before != directory { forget(before) }
    }

    func watch(_ file: FileDescriptor, at path: FilePath) throws -> Watch {
      // This link leads to the very file; at the path there may be another one by now.
      let link = FilePath("/proc/self/fd/\(file.rawValue)")
      do {
        return try add(link, IN_MODIFY)
      } catch Errno.noSuchFileOrDirectory {
        return try add(path, IN_MODIFY)
      }
    }

    func forget(_ watch: Watch) {
      // It fails where the file is gone, and its watch with it, which is as well.
      _ = inotify_rm_watch(descriptor.rawValue, watch)
    }

    @inline(never)
    func drain() {
      withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { bytes in
        // Sound, because the system writes no more than it is told that there is room for.
        while read(descriptor.rawValue, bytes.baseAddress, bytes.count) > 0 {}
      }
    }

    @inline(never)
    private func add(_ path: FilePath, _ events: Int32) throws -> Watch {
      // Sound, because the system reads the path up to its NUL.
      let watch = path.withPlatformString {
        inotify_add_watch(descriptor.rawValue, $0, UInt32(events))
      }
      if watch >= 0 { return watch }
      let error = Errno(rawValue: errno)
      if error == .noSpace {
        // "No space left on device", says the system.
        throw WatchFailure("the limit of inotify watches (fs.inotify.max_user_watches) is reached")
      }
      throw error
    }
  }
#endif
