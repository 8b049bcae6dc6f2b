import GeneratorPlatform
import SystemPackage

/// The bytes of the files at a path, one after the other, as they are written.
///
/// The system's reports only say that it is time to check. All knowledge of the files comes from `stat`, so
/// a report may come twice, late, or because of another file.
final class FollowingSource: ByteSource {
  /// The result of an attempt to read without waiting.
  enum Availability {
    case bytes
    case nothing
    /// The input has ended.
    case end
  }

  /// A file that is, or was, at the path.
  private struct File {
    let source: DescriptorSource
    let identity: FileIdentity
    /// `nil` if the system doesn't tell of its changes.
    let watch: Watcher.Watch?
    /// The number of bytes that were read, or skipped at first.
    var position: Int64 = 0

    /// Returns the current size of the file.
    func size() throws -> Int64 { try source.descriptor.stat().size }
  }

  private enum Change {
    case none
    /// The file is shorter than the position of reading.
    case cut
    /// Another file is to be read next.
    case replaced
    /// The file at the path can't be followed.
    case refused(any Error)
  }

  /// The result of a check of the path.
  private enum Find {
    case nothing
    /// The latest known file.
    case known
    case new(File)
  }

  /// The state of the path at the last check, as the closure knows it.
  private enum Presence: Equatable {
    case file
    case nothing
    /// The path can't be followed, or the file can't be read, for this reason.
    case trouble(String)
  }

  /// An error that the closure for events threw.
  private struct ClosureFailure: Error {
    let error: any Error
  }

  private let input: FollowingInput
  private let path: FilePath
  private let directory: FilePath
  /// `nil` if the system has no resources left to report changes.
  private var watcher: Watcher?
  /// The file that is read, and after it the files that have replaced it since.
  private var files: [File] = []
  private var lastByte: UInt8?
  private var presence = Presence.file
  private var refusedSince: ContinuousClock.Instant?
  private var waitingSince: ContinuousClock.Instant?
  private var hasToldUnwatched = false
  private var hasEnded = false

  /// The time of the next check without a report, after there was nothing to read.
  private(set) var deadline = ContinuousClock.now

  /// The descriptors that `poll` reports as readable when it may be time to check.
  var descriptors: [FileDescriptor] {
    (watcher?.descriptors ?? []) + (input.stop.map { [$0.descriptor] } ?? [])
  }

  /// Whether it is time to check, after `poll` has returned.
  var hasNews: Bool {
    input.stop?.isStopped == true || deadline <= ContinuousClock.now || watcher?.hasNews == true
  }

  init(_ input: FollowingInput) throws {
    self.input = input
    path = try input.path.get()
    // Waiting for a file at an empty path would never end.
    if path.isEmpty {
      throw SourceError(source: input.name, reason: .system(.noSuchFileOrDirectory))
    }
    let directory = path.removingLastComponent()
    self.directory = directory.isEmpty ? "." : directory
    do {
      do {
        if input.isUnwatched { throw WatchFailure("the input is set to be unwatched") }
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
      // The report may have been about another file of the process.
      repeat { _ = try Poll.readable(descriptors, until: deadline) } while !hasNews
    }
  }

  /// Appends what is available, without waiting.
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

  /// Reads more of the file, or of the file that has replaced it.
  ///
  /// - Returns: `false` if there is nothing to read now.
  private func readOn(into buffer: inout OutputSpan<UInt8>) throws -> Bool {
    while true {
      if try readFile(into: &buffer) { return true }
      // Changes from here on are reported, so a change that is missed below isn't lost.
      watcher?.drain()
      let change = try look()
      if case .cut = change {
        try files[0].source.descriptor.seek(offset: 0, from: .start)
        files[0].position = 0
        try tell(.truncated)
      } else {
        // These bytes were written before the file was replaced.
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

  /// Checks what has happened to the file and the path.
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
        // Otherwise the event is reported when the previous file has been read.
        if files.count == 1 { try tell(.newFile) }
      }
    case .failure(let error):
      if error is ClosureFailure { throw error }
      refusal = error
      if let error = error as? Errno, error != .isDirectory {
        // A program may make a file readable only a moment after it has created it.
        let now = ContinuousClock.now
        let since = refusedSince ?? now
        refusedSince = since
        if since.duration(to: now) < input.recheck { refusal = nil }
      }
    }
    if files.count > 2 { return .replaced }
    // While the new file is empty, its writer may still write to the old one.
    if files.count == 2, try files[1].size() > 0 { return .replaced }
    if let file = files.first, try file.size() < file.position { return .cut }
    return refusal.map { .refused($0) } ?? .none
  }

  /// Opens the file at the path, unless it is the latest known file or missing.
  private func find() throws -> Find {
    let latest = files.last?.identity
    // If `stat` fails, opening reports the error.
    if let latest, let status = try? path.stat(), FileIdentity(status) == latest {
      return .known
    }
    // Before opening, so that a file that appears after a failed opening is reported.
    _ = try watched { try $0.watch(directory: directory) }
    let source: DescriptorSource
    do {
      // Opening a named pipe would wait for its writer before `stat` could reject it.
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

  /// Returns the watch of a file or directory, or tells the closure that the system can't watch it.
  private func watched<Watch>(_ watch: (Watcher) throws -> Watch) throws -> Watch? {
    guard let watcher else { return nil }
    do {
      return try watch(watcher)
    } catch let failure as WatchFailure {
      try tellUnwatched(failure)
      return nil
    } catch {
      // Nothing is reported for a path that is missing or can't be listed. The checks every second
      // find it, and opening it reports any other fault.
      return nil
    }
  }

  // MARK: - Reporting

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

  /// Tells the closure the state of the path, if that has changed.
  private func become(_ new: Presence, _ kind: FollowingInput.Event.Kind) throws {
    if presence == new { return }
    presence = new
    try tell(kind)
  }

  /// Tells the closure of an error, or throws it if there is no closure.
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
