import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorScheduling

extension TaskContext {
  /// Waits until a peer connects, and returns the connection.
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
  /// Several tasks may accept from one listener; they are served in the order in which they began to wait. A
  /// peer that disconnects before it was accepted is skipped.
  ///
  /// When the process has no more descriptors, this throws, and the peer keeps waiting: a server should then
  /// close something, or sleep for a while, before it tries again.
  ///
  /// - Parameter listener: The listener.
  /// - Returns: The connection.
  /// - Throws: `Errno.tooManyOpenFiles`, `Errno.tooManyOpenFilesInSystem` and `Errno.noMemory`;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; the error that interrupts the task.
  /// - Complexity: At least one system call; one resumption if it waits.
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
