#if canImport(Darwin)
  import GeneratorPlatform
  import SystemPackage

  /// Reports changes by kqueue(2): see `Watcher.swift`.
  final class Watcher {
    /// Closing a file ends its watch, so there is nothing to keep.
    typealias Watch = Void

    private let descriptor: FileDescriptor
    private var directory: FileDescriptor?

    init() throws {
      do throws(SystemError) {
        descriptor = FileDescriptor(rawValue: try VnodeEvents.openQueue())
      } catch {
        throw WatchFailure("the limit of open files is reached", error)
      }
    }

    deinit {
      try? directory?.close()
      try? descriptor.close()
    }

    var descriptors: [FileDescriptor] { [descriptor] }

    /// The queue has only this watcher's events, and `poll` has found one.
    var hasNews: Bool { true }

    func watch(directory path: FilePath) throws {
      let before = directory
      directory = nil
      // The old directory is closed after the new one is watched, so that no change is missed.
      defer { try? before?.close() }
      let opened = try FileDescriptor.openOwn(
        path, FileDescriptor.AccessMode(rawValue: VnodeEvents.openingMode), options: .directory)
      directory = opened
      try add(opened, VnodeEvents.directory)
    }

    func watch(_ file: FileDescriptor, at path: FilePath) throws -> Watch {
      try add(file, VnodeEvents.modified)
    }

    func forget(_ watch: Watch) {}

    func drain() { VnodeEvents.drain(descriptor.rawValue) }

    private func add(_ watched: FileDescriptor, _ events: UInt32) throws {
      try asErrno {
        try VnodeEvents.watch(watched.rawValue, for: events, in: descriptor.rawValue)
      }
    }
  }
#endif
