import GeneratorPlatform
import GeneratorSocketPlatform
import GeneratorScheduling
public import SystemPackage

/// A socket that others connect to.
///
/// ```swift
/// // The system chooses a free port for 0.
/// let listener = try Listener(on: SocketAddress("127.0.0.1:0")!)
/// print(listener.address.port! > 0)  // true
/// ```
///
/// Tasks take the connections by ``GeneratorScheduling/TaskContext/accept(from:)``, several of them if
/// need be. It is closed when the last reference to it goes, or by ``close()``.
public final class Listener: CustomStringConvertible {
  let socket: Registration

  /// Where it listens, with the port that it was given.
  public let address: SocketAddress

  private let file: ListenerFile?

  /// Listens at an address.
  ///
  /// The address of a listener that was closed is free at once, though there are connections yet
  /// (`SO_REUSEADDR`). A Unix socket makes a file at its path, which goes when the listener is closed; one
  /// that was left there by a process that was killed has to be removed before. `[::]` takes IPv4
  /// connections too where the system is set so.
  ///
  /// - Parameters:
  ///   - address: where to listen; port 0 is any that is free.
  ///   - backlog: how many connections may wait to be accepted; the system may allow fewer.
  /// - Throws: `Errno.addressInUse`, `Errno.permissionDenied` and others that the system says.
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

  /// The socket, for its options.
  ///
  /// It is the listener's, and is not to be closed by others.
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

  /// Closes the listener, at once; nothing if it is closed.
  ///
  /// Tasks that wait to accept are told: their wait throws
  /// ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``, as each further one does. Connections
  /// that were accepted are not concerned; those that wait to be are ended.
  public func close() {
    if !socket.isClosed { file?.remove() }
    socket.closeSocket()
  }

  /// For example, `listener on 127.0.0.1:8080`.
  public var description: String { "listener on \(address)" }
}
