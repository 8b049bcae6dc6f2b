#if os(Linux) || os(Android)
  import GeneratorPlatform
  import SystemPackage

  /// Reports changes by inotify(7): see `Watcher.swift`.
  ///
  /// A user has 128 inotify instances by default, for all programs. So all watchers of the process share one:
  /// see ``SharedInotify``.
  final class Watcher {
    typealias Watch = Int32

    private let shared: SharedInotify.Membership
    private var directory: Watch?

    init() throws { shared = try SharedInotify.join() }

    deinit { SharedInotify.leave(shared) }

    /// Includes the shared instance: the first thread that wakes notifies the others.
    var descriptors: [FileDescriptor] { [shared.bell, shared.instance] }

    var hasNews: Bool { SharedInotify.hasNews(for: shared) }

    func drain() { SharedInotify.drain(shared) }

    func watch(directory path: FilePath) throws {
      let before = directory
      do {
        directory = try SharedInotify.watch(path, .directory, for: shared)
      } catch {
        directory = nil
        if let before { forget(before) }
        throw error
      }
      // If it is the same directory, its watch was counted twice.
      if let before { forget(before) }
    }

    func watch(_ file: FileDescriptor, at path: FilePath) throws -> Watch {
      // This link leads to the open file. The path may already lead to another one.
      let link = FilePath("/proc/self/fd/\(file.rawValue)")
      do {
        return try SharedInotify.watch(link, .modified, for: shared)
      } catch Errno.noSuchFileOrDirectory {
        return try SharedInotify.watch(path, .modified, for: shared)
      }
    }

    func forget(_ watch: Watch) { SharedInotify.forget(watch, for: shared) }
  }

  /// The process's only inotify instance, which is open while there are watchers.
  ///
  /// All watchers wait for the instance. The first thread that wakes reads all events, and rings the bell of
  /// each watcher that an event concerns. Without the bell, a watcher on another thread that waits, or is about
  /// to wait, would miss an event that was read before it looked. The lock is held only for system calls that
  /// don't wait.
  enum SharedInotify {
    /// A watcher's share of the instance.
    struct Membership: Sendable {
      fileprivate let id: Int
      /// Readable when there is news.
      let bell: FileDescriptor
      let instance: FileDescriptor
    }

    private struct State {
      var instance: FileDescriptor?
      var lastID = 0
      /// The bell of each member, and whether it is ringing.
      var members: [Int: (bell: FileDescriptor, isRung: Bool)] = [:]
      /// For each watch, the members that requested it, and how often each did.
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

    /// Closes the member's bell and, after the last member, the instance.
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
      _ path: FilePath, _ events: Inotify.Events, for member: Membership
    ) throws -> Int32 {
      // Under the lock, so that no other member removes the watch before this one is counted.
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
        Bell.reset(member.bell.rawValue)
      }
    }

    // MARK: - Under the lock

    /// Removes one request of a member, or all of them, and removes the watch after the last request.
    private static func remove(_ member: Int, from watch: Int32, all: Bool, _ state: inout State) {
      // The watch of a deleted file was removed when the system reported the deletion.
      guard var counts = state.watched[watch], let count = counts[member] else { return }
      counts[member] = all || count == 1 ? nil : count - 1
      state.watched[watch] = counts.isEmpty ? nil : counts
      if counts.isEmpty, let instance = state.instance {
        Inotify.remove(watch, from: instance.rawValue)
      }
    }

    /// Reads the available events, and rings the bells of the members that they concern.
    private static func distribute(_ state: inout State) {
      guard let instance = state.instance else { return }
      Inotify.readEvents(of: instance.rawValue) { tell(of: $1, in: $0, &state) }
    }

    private static func tell(
      of events: Inotify.Events, in watch: Int32, _ state: inout State
    ) {
      if events.contains(.overflow) {
        // Any member may have lost events.
        for id in Array(state.members.keys) { ring(id, &state) }
        return
      }
      for id in (state.watched[watch] ?? [:]).keys { ring(id, &state) }
      if events.contains(.ignored) { state.watched[watch] = nil }
    }

    private static func ring(_ id: Int, _ state: inout State) {
      guard let member = state.members[id], !member.isRung else { return }
      state.members[id]?.isRung = true
      Bell.ring(member.bell.rawValue)
    }

    private static func openInstance() throws -> FileDescriptor {
      do throws(SystemError) {
        return FileDescriptor(rawValue: try Inotify.open())
      } catch {
        throw WatchFailure(
          "the limit of inotify instances (fs.inotify.max_user_instances) or of open files is reached",
          error)
      }
    }

    private static func openBell() throws -> FileDescriptor {
      do throws(SystemError) {
        return FileDescriptor(rawValue: try Bell.open())
      } catch {
        throw WatchFailure("the limit of open files is reached", error)
      }
    }

    private static func add(
      _ path: FilePath, _ events: Inotify.Events, to instance: FileDescriptor
    ) throws -> Int32 {
      // The events are added to those that other members requested.
      switch path.withPlatformString({ Inotify.watch($0, for: events, in: instance.rawValue) }) {
      case .success(let watch): return watch
      case .failure(let error) where error == .noSpace:
        // The system's own message would be "No space left on device".
        throw WatchFailure("the limit of inotify watches (fs.inotify.max_user_watches) is reached")
      case .failure(let error): throw Errno(error)
      }
    }
  }
#endif
