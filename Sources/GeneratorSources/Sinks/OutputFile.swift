import SystemPackage

/// What a writer writes to: a file that is opened when it is needed, and a buffer in front of it.
final class OutputFile {
  private enum Target {
    case path(Result<FilePath, SourceError>, name: String, appending: Bool)
    case descriptor(FileDescriptor, isOwned: Bool)
  }

  /// What is written to the system at once, in bytes, unless it is a line that is longer.
  static let bufferSize = 64 << 10

  private let target: Target
  private var descriptor: FileDescriptor?
  private var buffer: [UInt8] = []

  /// How many bytes the system has taken.
  private(set) var count = 0

  init(_ path: some PathInput, appending: Bool) {
    target = .path(path.checkedPath, name: path.name, appending: appending)
  }

  init(_ descriptor: FileDescriptor, isOwned: Bool) {
    target = .descriptor(descriptor, isOwned: isOwned)
    self.descriptor = descriptor
  }

  deinit {
    // Open only if nothing was written, or if that has failed, and an error is on its way.
    try? closeDescriptor()
  }

  /// Opens the file, if it was not.
  func open() throws {
    guard descriptor == nil, case .path(let path, _, let isAppended) = target else { return }
    descriptor = try named {
      try .openOwn(
        path.get(), .writeOnly, options: [.create, isAppended ? .append : .truncate],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }
  }

  /// Adds to the buffer, and empties it if it is full.
  func write(_ bytes: some Sequence<UInt8>, terminator: some Sequence<UInt8> = EmptyCollection())
    throws
  {
    try open()
    buffer.append(contentsOf: bytes)
    buffer.append(contentsOf: terminator)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Empties the buffer.
  func flush() throws {
    guard let descriptor, !buffer.isEmpty else { return }
    // Also if it fails: a part of it may be written, and must not be written again. A line that was
    // very long does not keep its memory.
    defer { buffer.removeAll(keepingCapacity: buffer.capacity <= 4 * Self.bufferSize) }
    count += try named { try descriptor.writeAll(buffer) }
  }

  /// Empties the buffer and closes the file.
  func close() throws {
    try flush()
    try named(closeDescriptor)
  }

  private func closeDescriptor() throws {
    guard let descriptor else { return }
    self.descriptor = nil
    if case .descriptor(_, isOwned: false) = target { return }
    do {
      try descriptor.close()
    } catch Errno.interrupted {
      // It is closed all the same; to close it again might close a file of somebody else (PEP 475).
    }
  }

  private func named<Result>(_ action: () throws -> Result) throws -> Result {
    do {
      return try action()
    } catch let errno as Errno {
      throw SinkError(sink: name, errno: errno)
    } catch is SourceError {
      // Of a path that no file can have.
      throw SinkError(sink: name, errno: .invalidArgument)
    }
  }

  private var name: String {
    switch target {
    case .path(_, let name, _): name
    case .descriptor(.standardOutput, _): "standard output"
    case .descriptor(.standardError, _): "standard error"
    case .descriptor(let descriptor, _): "descriptor \(descriptor.rawValue)"
    }
  }
}
