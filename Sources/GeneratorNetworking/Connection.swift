import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
public import SystemPackage

/// A stream of bytes to and from a peer: a connected socket.
///
/// A task gets one by ``GeneratorScheduling/TaskContext/accept(from:)`` or
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
/// It is closed when the last reference to it goes, or by ``close()``. What is written leaves at once, and
/// is not held back for more to come: see ``setNoDelay(_:)``.
public final class Connection: CustomStringConvertible {
  let socket: Registration
  let writeTurn = WriteTurn()

  /// The address of the other end; that of a Unix socket without a path is `unix:`.
  public let peer: SocketAddress

  init(_ number: Int32, peer: SocketAddress) {
    socket = Registration(number, owner: .library)
    self.peer = peer
  }

  /// Takes over a connected stream socket, which was made elsewhere: inherited, or one of a pair.
  ///
  /// ```swift
  /// let inherited = try Connection(takingOver: .standardInput)
  /// ```
  ///
  /// The socket is the connection's from now on, which closes it; it is set not to block.
  ///
  /// - Parameter descriptor: the socket.
  /// - Throws: `Errno.notSocket`, `Errno.badFileDescriptor`; `Errno.socketNotConnected`;
  ///   `Errno.protocolWrongTypeForSocket` for one that is no stream. The descriptor is left open then.
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

  /// The socket, for its options.
  ///
  /// It is the connection's: neither closed nor read or written by others.
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

  /// Closes the connection, at once; nothing if it is closed.
  ///
  /// Tasks that wait to read from it or to write to it are told: their wait throws
  /// ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` when they have their turn, as each
  /// further use does.
  ///
  /// The system goes on to send what was written. But if the peer has sent what was not read, it is told
  /// of an error, and may lose what it has not read itself: to part in peace, read to the end first.
  public func close() { socket.closeSocket() }

  /// Tells the peer that no more is coming: it reads the end, and can still send.
  ///
  /// Go's `CloseWrite`, asyncio's `write_eof`, trio's `send_eof`.
  ///
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; `Errno.socketNotConnected`
  ///   if the peer is gone.
  public func closeWriting() throws {
    try socket.ensureOpen()
    try asErrno { try Sockets.closeWriting(socket.number) }
  }

  /// Sets whether what is written leaves at once, as it does at first, or may wait for more.
  ///
  /// To wait, up to 200 ms, makes fewer and larger packets of many small writes that nobody answers.
  /// Nothing for a Unix socket. `TCP_NODELAY`.
  ///
  /// - Parameter isSet: whether it leaves at once.
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``.
  public func setNoDelay(_ isSet: Bool) throws {
    try socket.ensureOpen()
    Sockets.setNoDelay(of: socket.number, isSet, peer.storage)
  }

  /// For example, `connection to 127.0.0.1:8080`.
  public var description: String { "connection to \(peer)" }
}
