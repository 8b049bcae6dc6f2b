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
    let status: FileStatus
    let watch: Watcher.Watch
    /// How much was read of it, and passed over at first.
    var position: Int64 = 0

    /// What it has in it now.
    func size() throws -> Int64 { try FileStatus(of: source.descriptor).size }
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

  private let input: FollowedFile
  private let directory: FilePath
  private var watcher: Watcher
  /// The one that is read, and those that were put in its place since.
  private var files: [File] = []
  private var lastByte: UInt8?
  private var refusedSince: ContinuousClock.Instant?
  private var waitingSince: ContinuousClock.Instant?
  private var hasEnded = false

  /// When to look again, after there was nothing, even if nothing is told.
  private(set) var deadline = ContinuousClock.now

  /// What can be read, says `poll`, when it is time to look again.
  var descriptors: [FileDescriptor] {
    input.stop.map { [watcher.descriptor, $0.descriptor] } ?? [watcher.descriptor]
  }

  init(_ input: FollowedFile) throws {
    self.input = input
    let directory = input.path.removingLastComponent()
    self.directory = directory.isEmpty ? "." : directory
    do {
      watcher = try Watcher()
      guard let file = try newFile() else { return }
      files = [file]
      if input.start == .end {
        files[0].position = try file.source.descriptor.seek(offset: 0, from: .end)
      }
    } catch {
      throw input.named(error)
    }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    while case .nothing = try readAvailable(into: &buffer) {
      _ = try Poll.readable(descriptors, until: deadline)
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
    } catch {
      _ = end()
      throw input.named(error)
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
    return .end
  }

  /// Reads more of the file, or of the one that has replaced it.
  ///
  /// - Returns: `false` if there is no more now.
  private func readOn(into buffer: inout OutputSpan<UInt8>) throws -> Bool {
    while true {
      if try readFile(into: &buffer) { return true }
      // What happens from here on is told, so that what is overlooked below will be found.
      watcher.drain()
      let change = try look()
      if case .cut = change {
        try files[0].source.descriptor.seek(offset: 0, from: .start)
        files[0].position = 0
      } else {
        // What was written to it before it was replaced.
        if try readFile(into: &buffer) { return true }
        switch change {
        case .none, .cut: return false
        case .replaced: watcher.forget(files.removeFirst().watch)
        case .refused(let error): throw error
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
    do {
      if let file = try newFile() { files.append(file) }
      refusedSince = nil
    } catch let error as Errno where error != .isDirectory {
      // Who makes a file may give it to its readers a moment later.
      let now = ContinuousClock.now
      let since = refusedSince ?? now
      refusedSince = since
      if since.duration(to: now) >= input.recheck { refusal = error }
    } catch {
      refusal = error
    }
    if files.count > 2 { return .replaced }
    // As long as the new one is empty, its writer may still be at the old one.
    if files.count == 2, try files[1].size() > 0 { return .replaced }
    if let file = files.first, try file.size() < file.position { return .cut }
    return refusal.map { .refused($0) } ?? .none
  }

  /// Opens what is at the path, unless that is the latest file that is known, or nothing.
  private func newFile() throws -> File? {
    let latest = files.last?.status
    // What can't be looked at is opened, for the error that it then is.
    if let latest, let status = try? FileStatus.ofFile(at: input.path),
      status.identity == latest.identity
    {
      return nil
    }
    // Before it is opened, so that it is told if it is not there and comes afterwards.
    try watcher.watch(directory: directory)
    let source: DescriptorSource
    do {
      // A named pipe would wait for its writer to be opened, before it can be seen to be one.
      let options: FileDescriptor.OpenOptions = [.nonBlocking, .closeOnExec]
      source = DescriptorSource(
        try .open(input.path, .readOnly, options: options), isOwned: true)
    } catch Errno.noSuchFileOrDirectory {
      return nil
    }
    let status = try FileStatus(of: source.descriptor)
    if status.kind == .directory { throw Errno.isDirectory }
    guard status.kind == .file else { throw WatchFailure("it is not a regular file") }
    if let latest, status.identity == latest.identity { return nil }
    let watch = try watcher.watch(source.descriptor, at: input.path)
    return File(source: source, status: status, watch: watch)
  }
}

extension FollowedFile {
  /// What went wrong with it, with its name.
  fileprivate func named(_ error: any Error) -> any Error {
    guard let failure = error as? WatchFailure else { return SourceError.from(error, of: name) }
    return SourceError(source: name, reason: .undecodable(failure))
  }
}
