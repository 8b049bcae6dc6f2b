import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorScheduling
public import SystemPackage

extension TaskContext {
  /// Writes all bytes to a connection, and waits while the peer is slow to take them.
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
  /// Returns when the system has taken all bytes, which doesn't mean that the peer has received them. If
  /// several tasks write to one connection at once, each writes all its bytes before the next begins. After
  /// an error, or an interruption of the wait, some of the bytes may have been written, and the connection is
  /// only good for closing.
  ///
  /// - Parameters:
  ///   - bytes: The bytes to write.
  ///   - connection: The connection to write to.
  /// - Throws: `Errno.brokenPipe` or `Errno.connectionReset` if the peer is gone, without a signal;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; the error that interrupts the task.
  /// - Complexity: One system call if the peer keeps up, without an allocation.
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

  /// Writes text as UTF-8 to a connection: see ``write(_:to:)-(RawSpan,Connection)``.
  public func write(_ text: String, to connection: Connection) throws {
    try text.withUTF8Bytes { try write($0, to: connection) }
  }

  /// Writes all bytes to a descriptor, and waits while it has no room for them.
  ///
  /// ```swift
  /// try Scheduler().run { task in try task.write("ready\n", to: .standardOutput) }
  /// ```
  ///
  /// For pipes, terminals, files and sockets. The descriptor may be set to block or not, and isn't changed,
  /// since other processes may share it.
  ///
  /// - A pipe that is set to block is written when it is ready, `PIPE_BUF` bytes at a time, for which it then
  ///   has room.
  /// - A terminal is opened a second time during the write, without blocking.
  /// - The thread waits in the system if another process takes the room of the pipe first. It may also wait
  ///   for a disk, and for a terminal that can't be opened again.
  /// - The bytes of several tasks that write to one descriptor at once may be mixed.
  ///
  /// Writing to a pipe without a reader raises the signal SIGPIPE, as it does without a scheduler. Unless the
  /// signal is ignored, it ends the process, which is usual for a program whose output goes to `head`. A
  /// socket never raises it.
  ///
  /// - Parameters:
  ///   - bytes: The bytes to write.
  ///   - descriptor: The descriptor to write to.
  /// - Throws: `Errno`, such as `.brokenPipe` if there is no reader;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` if the descriptor was closed while the
  ///   task waited; the error that interrupts the task.
  /// - Complexity: Two to four system calls for each portion that is written.
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

  /// Writes text as UTF-8 to a descriptor: see ``write(_:to:)-(RawSpan,FileDescriptor)``.
  public func write(_ text: String, to descriptor: FileDescriptor) throws {
    try text.withUTF8Bytes { try write($0, to: descriptor) }
  }
}
