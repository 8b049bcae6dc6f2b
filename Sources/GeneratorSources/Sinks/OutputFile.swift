import SystemPackage

/// The file of a writer, which is opened when it is needed, with a buffer in front of it.
final class OutputFile {
  private enum Target {
    case path(Result<FilePath, SourceError>, name: String, appending: Bool)
    case descriptor(FileDescriptor, isOwned: Bool)
  }

  /// The number of bytes that are written to the system at once, unless a line is longer.
  static let bufferSize = 64 << 10

  private let target: Target
  private var descriptor: FileDescriptor?
  private var buffer: [UInt8] = []

  /// The number of bytes that the system has accepted.
  private(set) var count = 0

  init(_ path: some PathInput, appending: Bool) {
    target = .path(path.checkedPath, name: path.name, appending: appending)
  }

  init(_ descriptor: FileDescriptor, isOwned: Bool) {
    target = .descriptor(descriptor, isOwned: isOwned)
    self.descriptor = descriptor
  }

  deinit {
    // The file is still open only if nothing was written, or if an error is already being thrown.
    try? closeDescriptor()
  }

  /// Opens the file, if it isn't open.
  func open() throws {
    guard descriptor == nil, case .path(let path, _, let isAppended) = target else { return }
    descriptor = try named {
      try .openOwn(
        path.get(), .writeOnly, options: [.create, isAppended ? .append : .truncate],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }
  }

  /// Appends to the buffer, and flushes it if it is full.
  func write(_ bytes: some Sequence<UInt8>, terminator: some Sequence<UInt8> = EmptyCollection())
    throws
  {
    try open()
    buffer.append(contentsOf: bytes)
    buffer.append(contentsOf: terminator)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes the buffer to the file.
  func flush() throws {
    guard let descriptor, !buffer.isEmpty else { return }
    // Emptied even after an error, because a part may have been written and must not be written
    // again. The memory of a very long line is released.
    defer { buffer.removeAll(keepingCapacity: buffer.capacity <= 4 * Self.bufferSize) }
    count += try named { try descriptor.writeAll(buffer) }
  }

  /// Flushes the buffer and closes the file.
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
      // The descriptor is closed. Closing it again might close another thread's file (PEP 475).
    }
  }

  private func named<Result>(_ action: () throws -> Result) throws -> Result {
    do {
      return try action()
    } catch let errno as Errno {
      throw SinkError(sink: name, errno: errno)
    } catch is SourceError {
      // No file can have the path.
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
