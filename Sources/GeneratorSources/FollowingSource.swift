import GeneratorPlatform
import SystemPackage

/// The bytes of the files that are at a path, one after the other, as they are written.
///
/// Nothing is taken from what the system tells but that it is time to look: all that is known of the
/// files comes from `stat`. So it does not matter what is told twice, late, or of other files.
final class FollowingSource: ByteSource {
  /// What can be had without waiting.
  enum Availability {
    case bytes
    case nothing
    /// It has ended.
    case end
  }

  /// A file that is at the path, or was.
  private struct File {
    let source: DescriptorSource
    let identity: FileIdentity
    /// `nil` if the system doesn't tell of its changes.
    let watch: Watcher.Watch?
    /// How much was read of it, and passed over at first.
    var position: Int64 = 0

    /// What it has in it now.
    func size() throws -> Int64 { try source.descriptor.stat().size }
  }

  private enum Change {
    case none
    /// The file is shorter than what was read of it.
    case cut
    /// Another one is to be read after it.
    case replaced
    /// What is at the path can't be followed.
    case refused(any Error)
  }

  /// The result of a look at the path.
  private enum Find {
    case nothing
    /// The latest file that is known.
    case known
    case new(File)
  }

  /// The state of the path at the last look, which the closure was told.
  private enum Presence: Equatable {
    case file
    case nothing
    /// This can't be followed, or read.
    case trouble(String)
  }

  /// An error that the closure for events threw.
  private struct ClosureFailure: Error {
    let error: any Error
  }

  private let input: FollowingInput
  private let path: FilePath
  private let directory: FilePath
  /// `nil` where the system has no means to tell of changes.
  private var watcher: Watcher?
  /// The one that is read, and those that were put in its place since.
  private var files: [File] = []
  private var lastByte: UInt8?
  private var presence = Presence.file
  private var refusedSince: ContinuousClock.Instant?
  private var waitingSince: ContinuousClock.Instant?
  private var hasToldUnwatched = false
  private var hasEnded = false

  /// When to look again, after there was nothing, even if nothing is told.
  private(set) var deadline = ContinuousClock.now

  /// The descriptors that are readable, by `poll`, when it may be time to look again.
  var descriptors: [FileDescriptor] {
    (watcher?.descriptors ?? []) + (input.stop.map { [$0.descriptor] } ?? [])
  }

  /// Whether it is time to look again, after `poll` has returned.
  var hasNews: Bool {
    input.stop?.isStopped == true || deadline <= ContinuousClock.now || watcher?.hasNews == true
  }

  init(_ input: FollowingInput) throws {
    self.input = input
    path = try input.path.get()
    // To wait for a file there would be to wait permanently.
    if path.isEmpty {
      throw SourceError(source: input.name, reason: .system(.noSuchFileOrDirectory))
    }
    let directory = path.removingLastComponent()
    self.directory = directory.isEmpty ? "." : directory
    do {
      do {
        if input.isUnwatched { throw WatchFailure("that was asked for") }
        watcher = try Watcher()
      } catch {
        try tellUnwatched(error)
      }
      switch Result(catching: find) {
      case .success(.new(let file)):
        files = [file]
        if input.start == .end {
          files[0].position = try file.source.descriptor.seek(offset: 0, from: .end)
        }
      case .success: try become(.nothing, .missing)
      case .failure(let error): try meet(error)
      }
    } catch let failure as ClosureFailure {
      throw failure.error
    } catch {
      throw named(error)
    }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    while case .nothing = try readAvailable(into: &buffer) {
      // The event may have been that of another file of the process.
      repeat { _ = try Poll.readable(descriptors, until: deadline) } while !hasNews
    }
  }

  /// Appends what is there, without waiting.
  func readAvailable(into buffer: inout OutputSpan<UInt8>) throws -> Availability {
    if hasEnded { return .end }
    if input.stop?.isStopped == true { return end() }
    do {
      if try readOn(into: &buffer) {
        waitingSince = nil
        return .bytes
      }
    } catch let failure as ClosureFailure {
      _ = end()
      throw failure.error
    } catch {
      do {
        try meet(error)
      } catch {
        _ = end()
        throw (error as? ClosureFailure)?.error ?? named(error)
      }
    }
    let now = ContinuousClock.now
    let since = waitingSince ?? now
    waitingSince = since
    deadline = now + input.recheck
    if let idle = input.idle {
      let isOver = since.duration(to: now) >= idle
      if isOver { return end() }
      deadline = min(deadline, now + (idle - since.duration(to: now)))
    }
    return .nothing
  }

  private func end() -> Availability {
    hasEnded = true
    files = []
    watcher = nil
    return .end
  }

  /// Reads more of the file, or of the one that has replaced it.
  ///
  /// - Returns: `false` if there is no more now.
  private func readOn(into buffer: inout OutputSpan<UInt8>) throws -> Bool {
    while true {
      if try readFile(into: &buffer) { return true }
      // What happens from here on is told, so that what is overlooked below will be found.
      watcher?.drain()
      let change = try look()
      if case .cut = change {
        try files[0].source.descriptor.seek(offset: 0, from: .start)
        files[0].position = 0
        try tell(.truncated)
      } else {
        // What was written to it before it was replaced.
        if try readFile(into: &buffer) { return true }
        switch change {
        case .none, .cut: return false
        case .replaced:
          if let watch = files.removeFirst().watch { watcher?.forget(watch) }
          try tell(.newFile)
        case .refused(let error):
          try meet(error)
          return false
        }
      }
      if let last = lastByte, last != UInt8(ascii: "\n") {
        buffer.append(UInt8(ascii: "\n"))
        lastByte = nil
        return true
      }
      lastByte = nil
    }
  }

  private func readFile(into buffer: inout OutputSpan<UInt8>) throws -> Bool {
    guard !files.isEmpty else { return false }
    let before = buffer.count
    try files[0].source.read(into: &buffer)
    let count = buffer.count - before
    if count == 0 { return false }
    files[0].position += Int64(count)
    lastByte = buffer.span[buffer.count - 1]
    return true
  }

  /// Finds out what has become of the file and of the path.
  private func look() throws -> Change {
    var refusal: (any Error)?
    switch Result(catching: find) {
    case .success(let found):
      refusedSince = nil
      switch found {
      case .nothing: try become(.nothing, .missing)
      case .known: try become(.file, .recovered)
      case .new(let file):
        files.append(file)
        presence = .file
        // Otherwise it is told when the file before it has been read.
        if files.count == 1 { try tell(.newFile) }
      }
    case .failure(let error):
      if error is ClosureFailure { throw error }
      refusal = error
      if let error = error as? Errno, error != .isDirectory {
        // The program that makes a file may let others read it only a moment later.
        let now = ContinuousClock.now
        let since = refusedSince ?? now
        refusedSince = since
        if since.duration(to: now) < input.recheck { refusal = nil }
      }
    }
    if files.count > 2 { return .replaced }
    // As long as the new one is empty, its writer may still be at the old one.
    if files.count == 2, try files[1].size() > 0 { return .replaced }
    if let file = files.first, try file.size() < file.position { return .cut }
    return refusal.map { .refused($0) } ?? .none
  }

  /// Opens what is at the path, unless that is the latest file that is known, or nothing.
  private func find() throws -> Find {
    let latest = files.last?.identity
    // What can't be looked at is opened, for the error that it then is.
    if let latest, let status = try? path.stat(), FileIdentity(status) == latest {
      return .known
    }
    // Before it is opened, so that it is told if it is not there and comes afterwards.
    _ = try watched { try $0.watch(directory: directory) }
    let source: DescriptorSource
    do {
      // A named pipe would wait for its writer to be opened, before it can be seen to be one.
      source = DescriptorSource(
        try .openOwn(path, .readOnly, options: .nonBlocking), isOwned: true)
    } catch Errno.noSuchFileOrDirectory {
      return .nothing
    }
    let status = try source.descriptor.stat()
    if status.type == .directory { throw Errno.isDirectory }
    guard status.type == .regular else { throw FollowingFailure.notRegular }
    let identity = FileIdentity(status)
    if identity == latest { return .known }
    let watch = try watched { try $0.watch(source.descriptor, at: path) }
    return .new(File(source: source, identity: identity, watch: watch))
  }

  /// Asks the system to report changes, or tells the closure that it doesn't.
  private func watched<Watch>(_ watch: (Watcher) throws -> Watch) throws -> Watch? {
    guard let watcher else { return nil }
    do {
      return try watch(watcher)
    } catch let failure as WatchFailure {
      try tellUnwatched(failure)
      return nil
    } catch {
      // A path that is missing or may not be listed reports nothing. It is looked at once in a
      // while, and opening it reports any other fault.
      return nil
    }
  }

  // MARK: - Telling

  private func tell(_ kind: FollowingInput.Event.Kind) throws {
    do {
      try input.onEvent?(FollowingInput.Event(source: input.name, kind: kind))
    } catch {
      throw ClosureFailure(error: error)
    }
  }

  private func tellUnwatched(_ reason: any Error) throws {
    if hasToldUnwatched { return }
    hasToldUnwatched = true
    try tell(.unwatched(reason))
  }

  /// Tells the closure the state of the path, unless it knows it already.
  private func become(_ new: Presence, _ kind: FollowingInput.Event.Kind) throws {
    if presence == new { return }
    presence = new
    try tell(kind)
  }

  /// Tells of an error, or throws it if there is no closure to tell.
  private func meet(_ error: any Error) throws {
    if input.onEvent == nil || error is ClosureFailure { throw error }
    let named = named(error)
    try become(
      .trouble("\(named)"),
      .unreadable(
        named as? SourceError ?? SourceError(source: input.name, reason: .undecodable(named))))
  }

  /// Returns the error with the name of the input.
  private func named(_ error: any Error) -> any Error {
    guard let failure = error as? FollowingFailure else {
      return SourceError.from(error, of: input.name)
    }
    return SourceError(source: input.name, reason: .undecodable(failure))
  }
}

/// The reason why a path can't be followed.
private enum FollowingFailure: Error, CustomStringConvertible {
  case notRegular

  var description: String { "can't be followed: it is not a regular file" }
}
