import GeneratorPlatform

#if os(Linux) || os(Android)
  import CLinux
  import SystemPackage

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  // The functions here that read `errno` are not inlined: a generator's body may go on on another
  // thread after a `yield`, and a function reads the place of `errno` once.

  /// Tells of changes by inotify(7): see `Watcher.swift`.
  ///
  /// A user has 128 inotify instances by default, for all programs. So all watchers of the process share
  /// one: see ``SharedInotify``.
  final class Watcher {
    typealias Watch = Int32

    private let shared: SharedInotify.Membership
    private var directory: Watch?

    init() throws { shared = try SharedInotify.join() }

    deinit { SharedInotify.leave(shared) }

    /// The shared instance is among them: the thread that waits first tells the others.
    var descriptors: [FileDescriptor] { [shared.bell, shared.instance] }

    var hasNews: Bool { SharedInotify.hasNews(for: shared) }

    func drain() { SharedInotify.drain(shared) }

    func watch(directory path: FilePath) throws {
      let before = directory
      do {
        directory = try SharedInotify.watch(
          path,
          IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR,
          for: shared)
      } catch {
        directory = nil
        if let before { forget(before) }
        throw error
      }
      // It was counted again if it is the same one.
      if let before { forget(before) }
    }

    func watch(_ file: FileDescriptor, at path: FilePath) throws -> Watch {
      // This link leads to the very file; at the path there may be another one by now.
      let link = FilePath("/proc/self/fd/\(file.rawValue)")
      do {
        return try SharedInotify.watch(link, IN_MODIFY, for: shared)
      } catch Errno.noSuchFileOrDirectory {
        return try SharedInotify.watch(path, IN_MODIFY, for: shared)
      }
    }

    func forget(_ watch: Watch) { SharedInotify.forget(watch, for: shared) }
  }

  /// The one inotify instance of the process, which is open while there are watchers.
  ///
  /// All watchers wait for the instance. The first thread that wakes reads all events, and rings the bell
  /// of each watcher that an event concerns: a watcher that waits on another thread, or is about to,
  /// would otherwise not learn of an event that was read before it looked. Nothing but system calls that
  /// don't wait is done under the lock.
  enum SharedInotify {
    /// A watcher's share of the instance.
    struct Membership: Sendable {
      fileprivate let id: Int
      /// Can be read when there is news.
      let bell: FileDescriptor
      let instance: FileDescriptor
    }

    private struct State {
      var instance: FileDescriptor?
      var lastID = 0
      /// The bell of each member, and whether it was rung.
      var members: [Int: (bell: FileDescriptor, isRung: Bool)] = [:]
      /// For each watch, the members that asked for it, and how often.
      var watched: [Int32: [Int: Int]] = [:]
    }

    private static let state = Locked(State())

    /// Opens the instance, if it is not open.
    static func join() throws -> Membership {
      try state.withLock { state in
        let instance = try state.instance ?? openInstance()
        do {
          let bell = try openBell()
          state.instance = instance
          state.lastID += 1
          state.members[state.lastID] = (bell, false)
          return Membership(id: state.lastID, bell: bell, instance: instance)
        } catch {
          if state.instance == nil { try? instance.close() }
          throw error
        }
      }
    }

    /// Closes the member's bell, and the instance after the last member.
    static func leave(_ member: Membership) {
      state.withLock { state in
        for (watch, counts) in state.watched where counts[member.id] != nil {
          remove(member.id, from: watch, all: true, &state)
        }
        state.members[member.id] = nil
        try? member.bell.close()
        if state.members.isEmpty {
          try? member.instance.close()
          state = State()
        }
      }
    }

    static func watch(
      _ path: FilePath, _ events: Int32, for member: Membership
    ) throws -> Int32 {
      // Under the lock, so that no other member removes the watch before it is counted here.
      try state.withLock { state in
        let watch = try add(path, events, to: member.instance)
        state.watched[watch, default: [:]][member.id, default: 0] += 1
        return watch
      }
    }

    static func forget(_ watch: Int32, for member: Membership) {
      state.withLock { remove(member.id, from: watch, all: false, &$0) }
    }

    static func hasNews(for member: Membership) -> Bool {
      state.withLock { state in
        if state.members[member.id]?.isRung != true { distribute(&state) }
        return state.members[member.id]?.isRung == true
      }
    }

    static func drain(_ member: Membership) {
      state.withLock { state in
        distribute(&state)
        guard state.members[member.id]?.isRung == true else { return }
        state.members[member.id]?.isRung = false
        var count: UInt64 = 0
        // Sound, because the system writes 8 bytes to a number of 8 bytes.
        _ = read(member.bell.rawValue, &count, 8)
      }
    }

    // MARK: - Under the lock

    /// Counts a member of a watch down, and removes the watch after the last one.
    private static func remove(_ member: Int, from watch: Int32, all: Bool, _ state: inout State) {
      // A file that is gone is not watched any more, and was removed when the system told of that.
      guard var counts = state.watched[watch], let count = counts[member] else { return }
      counts[member] = all || count == 1 ? nil : count - 1
      state.watched[watch] = counts.isEmpty ? nil : counts
      if counts.isEmpty, let instance = state.instance {
        _ = inotify_rm_watch(instance.rawValue, watch)
      }
    }

    /// Reads the events that there are, and rings the bells of the members that they concern.
    @inline(never)
    private static func distribute(_ state: inout State) {
      guard let instance = state.instance else { return }
      withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { bytes in
        while true {
          // Sound, because the system writes no more than it is told that there is room for.
          let count = read(instance.rawValue, bytes.baseAddress, bytes.count)
          if count <= 0 { return }
          var offset = 0
          let headerSize = MemoryLayout<inotify_event>.size
          while offset + headerSize <= count {
            // Sound, because the system writes whole events, each a header and as many bytes of a
            // name as the header says.
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            offset += headerSize + Int(event.len)
            tell(of: event, &state)
          }
        }
      }
    }

    private static func tell(of event: inotify_event, _ state: inout State) {
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
        // Events were lost, of any of them.
        for id in Array(state.members.keys) { ring(id, &state) }
        return
      }
      for id in (state.watched[event.wd] ?? [:]).keys { ring(id, &state) }
      if event.mask & UInt32(IN_IGNORED) != 0 { state.watched[event.wd] = nil }
    }

    private static func ring(_ id: Int, _ state: inout State) {
      guard let member = state.members[id], !member.isRung else { return }
      state.members[id]?.isRung = true
      var one: UInt64 = 1
      // Sound, because the system reads 8 bytes of a number of 8 bytes. It does not wait: the number
      // in the bell is 0 unless it is rung.
      _ = write(member.bell.rawValue, &one, 8)
    }

    @inline(never)
    private static func openInstance() throws -> FileDescriptor {
      let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      if number < 0 {
        throw WatchFailure(
          "the limit of inotify instances (fs.inotify.max_user_instances) or of open files is reached",
          Errno(rawValue: errno))
      }
      return FileDescriptor(
        rawValue: try asErrno { () throws(SystemError) in try Descriptors.aboveStandard(number) })
    }

    @inline(never)
    private static func openBell() throws -> FileDescriptor {
      let number = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
      if number < 0 {
        throw WatchFailure("the limit of open files is reached", Errno(rawValue: errno))
      }
      return FileDescriptor(
        rawValue: try asErrno { () throws(SystemError) in try Descriptors.aboveStandard(number) })
    }

    @inline(never)
    private static func add(
      _ path: FilePath, _ events: Int32, to instance: FileDescriptor
    ) throws -> Int32 {
      // The events that one member asks for must not replace those of another.
      let events = UInt32(events) | UInt32(IN_MASK_ADD)
      // Sound, because the system reads the path up to its NUL.
      let watch = path.withPlatformString { inotify_add_watch(instance.rawValue, $0, events) }
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
