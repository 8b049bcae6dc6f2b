import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
public import SystemPackage

/// A socket that peers connect to.
///
/// ```swift
/// // The system chooses a free port for 0.
/// let listener = try Listener(on: SocketAddress("127.0.0.1:0")!)
/// print(listener.address.port! > 0)  // true
/// ```
///
/// Tasks take the connections by ``GeneratorScheduling/TaskContext/accept(from:)``; several tasks may do so
/// at once. The socket is closed when the last reference to the listener is released, or by ``close()``.
public final class Listener: CustomStringConvertible {
  let socket: Registration

  /// The address of the listener, with its actual port.
  public let address: SocketAddress

  private let file: ListenerFile?

  /// Creates a listener at an address.
  ///
  /// The address of a closed listener is free at once, even while connections to it exist (`SO_REUSEADDR`). A
  /// Unix socket creates a file at its path, which is removed when the listener is closed. If a killed process
  /// has left such a file, remove the file first. `[::]` also accepts IPv4 connections if the system is
  /// configured to.
  ///
  /// - Parameters:
  ///   - address: The address to listen at; port 0 stands for any free port.
  ///   - backlog: The number of connections that may wait to be accepted; the system may allow fewer.
  /// - Throws: `Errno.addressInUse`, `Errno.permissionDenied` and other errors of the system.
  public init(on address: SocketAddress, backlog: Int = 1024) throws {
    let number = try asErrno { try Sockets.make(for: address.storage) }
    socket = Registration(number, owner: .library)
    do throws(SystemError) {
      try Sockets.listen(number, at: address.storage, backlog: backlog)
      self.address = SocketAddress(try Sockets.localAddress(of: number))
      file = address.path.flatMap { ListenerFile(at: $0) }
    } catch {
      socket.closeSocket()
      throw Errno(error)
    }
  }

  deinit { close() }

  /// The socket's descriptor, for setting options.
  ///
  /// The listener owns it: other code must not close it.
  ///
  /// - Throws: ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``.
  public var descriptor: FileDescriptor {
    get throws {
      try socket.ensureOpen()
      return FileDescriptor(rawValue: socket.number)
    }
  }

  /// Whether ``close()`` was called.
  public var isClosed: Bool { socket.isClosed }

  /// Closes the listener at once.
  ///
  /// If it is closed, this does nothing.
  ///
  /// The waits of tasks that accept throw ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``, and
  /// so does each later one. Accepted connections stay open; connections that wait to be accepted end.
  public func close() {
    if !socket.isClosed { file?.remove() }
    socket.closeSocket()
  }

  /// The address of the listener, such as `listener on 127.0.0.1:8080`.
  public var description: String { "listener on \(address)" }
}
