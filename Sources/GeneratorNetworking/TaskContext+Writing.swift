import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorScheduling
public import SystemPackage

extension TaskContext {
  /// Writes bytes to a connection, all of them, and waits as often as the peer is slow to take them.
  ///
  /// ```swift
  /// let page = [UInt8](repeating: 0x2E, count: 1_000_000)
  /// try Scheduler().run { task in
  ///   let listener = try Listener(on: .loopback())
  ///   try task.spawn { task in try task.write(page, to: task.accept(from: listener)) }
  ///   let connection = try task.connect(to: listener.address)
  ///   var (total, bytes) = (0, [UInt8]())
  ///   while try task.read(from: connection, into: &bytes) > 0 { total += bytes.count }
  ///   print(total)  // 1000000
  /// }
  /// ```
  ///
  /// It returns when the system has all of them, which need not mean that the peer has. Of tasks that write to
  /// one connection at once, each writes all before the next does. After an error, and an interruption
  /// while it waited, some of the bytes may have been written: the connection is of no use then but to be
  /// closed.
  ///
  /// - Parameters:
  ///   - bytes: what to write.
  ///   - connection: where.
  /// - Throws: `Errno.brokenPipe`, `Errno.connectionReset` if the peer is gone, without a signal;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; what the task is interrupted with.
  /// - Complexity: one call of the system where the peer keeps up; without an allocation.
  public func write(_ bytes: RawSpan, to connection: Connection) throws {
    let poller = try poller()
    let socket = connection.socket
    try socket.ensureOpen()
    try connection.writeTurn.begin(self, socket)
    defer { connection.writeTurn.end() }
    var offset = 0
    while offset < bytes.byteCount {
      switch Sockets.send(bytes, from: offset, to: socket.number) {
      case .count(let count):
        offset += count
        if offset < bytes.byteCount { try giveWayNowAndThen(poller) }
      case .wouldWait: try waitForEvent(.writable, of: socket, poller, isAgain: false)
      case .failed(let error): throw Errno(error)
      }
      if offset < bytes.byteCount { try socket.ensureOpen() }
    }
  }

  /// Writes bytes to a connection: see ``write(_:to:)-(RawSpan,Connection)``.
  public func write(_ bytes: [UInt8], to connection: Connection) throws {
    try write(bytes.span.bytes, to: connection)
  }

  /// Writes bytes to a connection: see ``write(_:to:)-(RawSpan,Connection)``.
  public func write(_ bytes: ArraySlice<UInt8>, to connection: Connection) throws {
    try write(bytes.span.bytes, to: connection)
  }

  /// Writes text in UTF-8 to a connection: see ``write(_:to:)-(RawSpan,Connection)``.
  public func write(_ text: String, to connection: Connection) throws {
    try text.withUTF8Bytes { try write($0, to: connection) }
  }

  /// Writes bytes to a descriptor, all of them, and waits as often as it has no room for them.
  ///
  /// ```swift
  /// try Scheduler().run { task in try task.write("ready\n", to: .standardOutput) }
  /// ```
  ///
  /// For pipes, terminals, files and sockets. Whether the descriptor is set to block makes no difference,
  /// and is not changed: other processes may share it. A pipe that is set to block is written when it is
  /// ready, `PIPE_BUF` bytes at a time, for which it then has room; a terminal is opened once more for
  /// the time, not to block. If another process takes the room of the pipe first, the thread waits in the
  /// system; so it may for a disk and, where the terminal can't be opened again, for that. What several
  /// tasks write to one descriptor at once may be mixed.
  ///
  /// To write to a pipe that nobody reads any more raises the signal SIGPIPE, as it does without a scheduler:
  /// it ends the process, as is usual for a program whose output goes to `head`, unless it is ignored. A
  /// socket never does.
  ///
  /// - Parameters:
  ///   - bytes: what to write.
  ///   - descriptor: where.
  /// - Throws: `Errno`, such as `.brokenPipe` if nobody reads any more;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` if it was closed while the task
  ///   waited; what the task is interrupted with.
  /// - Complexity: two to four calls of the system for what is written at a time.
  public func write(_ bytes: RawSpan, to descriptor: FileDescriptor) throws {
    let number = descriptor.rawValue
    let mode = try asErrno { try Descriptors.writingMode(of: number) }
    if case .blocking = mode, let terminal = Descriptors.nonBlockingTerminal(of: number) {
      try FileDescriptor(rawValue: terminal).closeAfter {
        try write(bytes, to: FileDescriptor(rawValue: terminal), .nonBlocking)
      }
    } else {
      try write(bytes, to: descriptor, mode)
    }
  }

  private func write(
    _ bytes: RawSpan, to descriptor: FileDescriptor, _ mode: Descriptors.WritingMode
  ) throws {
    let poller = try poller()
    let number = descriptor.rawValue
    var offset = 0
    while offset < bytes.byteCount {
      if case .blocking = mode {
        try wait(until: .writable, of: descriptor, poller, isAgain: false)
      }
      switch Descriptors.write(bytes, from: offset, to: number, mode) {
      case .count(let count):
        offset += count
        if offset < bytes.byteCount { try giveWayNowAndThen(poller) }
      case .wouldWait: try wait(until: .writable, of: descriptor, poller, isAgain: false)
      case .failed(let error): throw Errno(error)
      }
    }
  }

  /// Writes bytes to a descriptor: see ``write(_:to:)-(RawSpan,FileDescriptor)``.
  public func write(_ bytes: [UInt8], to descriptor: FileDescriptor) throws {
    try write(bytes.span.bytes, to: descriptor)
  }

  /// Writes bytes to a descriptor: see ``write(_:to:)-(RawSpan,FileDescriptor)``.
  public func write(_ bytes: ArraySlice<UInt8>, to descriptor: FileDescriptor) throws {
    try write(bytes.span.bytes, to: descriptor)
  }

  /// Writes text in UTF-8 to a descriptor: see ``write(_:to:)-(RawSpan,FileDescriptor)``.
  public func write(_ text: String, to descriptor: FileDescriptor) throws {
    try text.withUTF8Bytes { try write($0, to: descriptor) }
  }
}
