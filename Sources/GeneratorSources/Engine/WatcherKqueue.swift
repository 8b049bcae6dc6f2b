#if canImport(Darwin)
  import Darwin
  import SystemPackage

  /// Tells of changes by kqueue(2): see `Watcher.swift`.
  final class Watcher {
    /// A closed file is not watched any more, so that there is nothing to keep.
    typealias Watch = Void

    private let descriptor: FileDescriptor
    private var directory: FileDescriptor?

    // As elsewhere in this folder, what reads `errno` is not inlined into a body that yields.
    @inline(never)
    init() throws {
      let descriptor = kqueue()
      if descriptor < 0 {
        throw WatchFailure("the limit of open files is reached", Errno(rawValue: errno))
      }
      self.descriptor = try FileDescriptor(rawValue: descriptor).aboveStandard()
      try self.descriptor.closeOnExec()
    }

    deinit {
      try? directory?.close()
      try? descriptor.close()
    }

    var descriptors: [FileDescriptor] { [descriptor] }

    /// It has no events of others, and is asked after `poll` has found one.
    var hasNews: Bool { true }

    func watch(directory path: FilePath) throws {
      let before = directory
      directory = nil
      // The one before is closed after the new one is watched, so that nothing is missed.
      defer { try? before?.close() }
      let opened = try FileDescriptor.openOwn(
        path, FileDescriptor.AccessMode(rawValue: O_EVTONLY), options: .directory)
      directory = opened
      try add(opened, NOTE_WRITE | NOTE_DELETE | NOTE_RENAME)
    }

    func watch(_ file: FileDescriptor, at path: FilePath) throws -> Watch {
      try add(file, NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB)
    }

    func forget(_ watch: Watch) {}

    func drain() {
      var events = Array(repeating: kevent(), count: 8)
      var now = timespec()
      // Sound, because the system writes to the array, whose length it is told, while it is called.
      // An event is given once, since it is cleared when it is read.
      while kevent(descriptor.rawValue, nil, 0, &events, Int32(events.count), &now) > 0 {}
    }

    @inline(never)
    private func add(_ watched: FileDescriptor, _ events: Int32) throws {
      var change = kevent(
        ident: UInt(watched.rawValue), filter: Int16(EVFILT_VNODE),
        flags: UInt16(EV_ADD | EV_CLEAR), fflags: UInt32(events), data: 0, udata: nil)
      // Sound, because the system reads one change, which there is, and writes no event.
      if kevent(descriptor.rawValue, &change, 1, nil, 0, nil) < 0 { throw Errno(rawValue: errno) }
    }
  }
#endif
