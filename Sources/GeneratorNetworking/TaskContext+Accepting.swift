import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorScheduling

extension TaskContext {
  /// Waits until a peer connects, and gives the connection.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let listener = try Listener(on: .loopback())
  ///   let server = try task.spawn { task in
  ///     for _ in 1...2 {
  ///       let connection = try task.accept(from: listener)
  ///       try task.spawn { task in try task.write("hello", to: connection) }
  ///     }
  ///   }
  ///   let clients = try (1...2).map { _ in try task.connect(to: listener.address) }
  ///   try task.join(server)
  ///   print(clients.count, "served")
  /// }
  /// // prints "2 served"
  /// ```
  ///
  /// Several tasks may accept from one listener; they are served in the order in which they came. A peer that
  /// has gone again before it was accepted is passed over.
  ///
  /// When the process has no more descriptors it throws, and the peer waits on: a server should then
  /// close something, or sleep for a while, before it tries again.
  ///
  /// - Parameter listener: where the peer connects.
  /// - Returns: the connection.
  /// - Throws: `Errno.tooManyOpenFiles`, `Errno.tooManyOpenFilesInSystem` and `Errno.noMemory`;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; what the task is interrupted with.
  /// - Complexity: at least one call of the system; one resumption if it waits.
  public func accept(from listener: Listener) throws -> Connection {
    let poller = try poller()
    var isAgain = false
    while true {
      try listener.socket.ensureOpen()
      let accepted = try asErrno {
        try Sockets.accept(from: listener.socket.number)
      }
      switch accepted {
      case .connection(let number, let peer):
        return Connection(number, peer: SocketAddress(peer))
      case .wouldWait:
        try waitForEvent(.readable, of: listener.socket, poller, isAgain: isAgain)
        isAgain = true
      }
    }
  }
}
