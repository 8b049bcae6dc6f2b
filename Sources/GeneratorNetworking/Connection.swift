import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
public import SystemPackage

/// A connected socket: a stream of bytes to and from a peer.
///
/// A task gets a connection from ``GeneratorScheduling/TaskContext/accept(from:)`` or
/// ``GeneratorScheduling/TaskContext/connect(to:)``. Two tasks can use it at once, one to read and one to
/// write:
///
/// ```swift
/// try Scheduler().run { task in
///   let listener = try Listener(on: .loopback())
///   try task.spawn(name: "server") { task in
///     let connection = try task.accept(from: listener)
///     try task.write("hello\n", to: connection)
///   }
///   let connection = try task.connect(to: listener.address)
///   var bytes: [UInt8] = []
///   while try task.read(from: connection, into: &bytes) > 0 {
///     print(String(decoding: bytes, as: UTF8.self), terminator: "")
///   }
/// }
/// // prints "hello"
/// ```
///
/// The socket is closed when the last reference to the connection is released, or by ``close()``. Written
/// bytes leave at once, and aren't held back for more: see ``setNoDelay(_:)``.
public final class Connection: CustomStringConvertible {
  let socket: Registration
  let writeTurn = WriteTurn()

  /// The address of the other end; `unix:` for a Unix socket without a path.
  public let peer: SocketAddress

  init(_ number: Int32, peer: SocketAddress) {
    socket = Registration(number, owner: .library)
    self.peer = peer
  }

  /// Takes over a connected stream socket that other code made: an inherited socket, or one of a pair.
  ///
  /// ```swift
  /// let inherited = try Connection(takingOver: .standardInput)
  /// ```
  ///
  /// The connection owns the socket from now on and closes it. It sets the socket to not block.
  ///
  /// - Parameter descriptor: The socket.
  /// - Throws: `Errno.notSocket`, `Errno.badFileDescriptor` or `Errno.socketNotConnected`;
  ///   `Errno.protocolWrongTypeForSocket` for a socket that isn't a stream. The descriptor stays open then.
  public init(takingOver descriptor: FileDescriptor) throws {
    let number = descriptor.rawValue
    peer = try asErrno {
      try Sockets.checkIsStream(number)
      let peer = SocketAddress(try Sockets.peerAddress(of: number))
      try Sockets.setUp(number)
      return peer
    }
    socket = Registration(number, owner: .library)
  }

  deinit { socket.closeSocket() }

  /// The socket's descriptor, for setting options.
  ///
  /// The connection owns it: other code must not close, read or write it.
  ///
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``.
  public var descriptor: FileDescriptor {
    get throws {
      try socket.ensureOpen()
      return FileDescriptor(rawValue: socket.number)
    }
  }

  /// The address of this end.
  ///
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; `Errno`.
  public var local: SocketAddress {
    get throws {
      try socket.ensureOpen()
      return try asErrno {
        SocketAddress(try Sockets.localAddress(of: socket.number))
      }
    }
  }

  /// Whether ``close()`` was called.
  public var isClosed: Bool { socket.isClosed }

  /// Closes the connection at once.
  ///
  /// If it is closed, this does nothing.
  ///
  /// The waits of tasks that read or write the connection throw
  /// ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` when these tasks get their turn, and so
  /// does each later use.
  ///
  /// The system still sends what was written. But if the peer has sent bytes that weren't read, the system
  /// reports an error to the peer, which may lose bytes that it hasn't read itself. To avoid that, read to
  /// the end before closing.
  public func close() { socket.closeSocket() }

  /// Tells the peer that no more bytes follow: the peer reads the end, and can still send.
  ///
  /// Elsewhere: `CloseWrite` in Go, `write_eof` in asyncio, `send_eof` in trio.
  ///
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; `Errno.socketNotConnected` if
  ///   the peer is gone.
  public func closeWriting() throws {
    try socket.ensureOpen()
    try asErrno { try Sockets.closeWriting(socket.number) }
  }

  /// Sets whether written bytes leave at once, the default, or may wait for more.
  ///
  /// Waiting, up to 200 ms, combines many small writes that get no answer into fewer and larger packets. This
  /// has no effect on a Unix socket. The option's name is `TCP_NODELAY`.
  ///
  /// - Parameter isSet: Whether written bytes leave at once.
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``.
  public func setNoDelay(_ isSet: Bool) throws {
    try socket.ensureOpen()
    Sockets.setNoDelay(of: socket.number, isSet, peer.storage)
  }

  /// The address of the peer, such as `connection to 127.0.0.1:8080`.
  public var description: String { "connection to \(peer)" }
}
