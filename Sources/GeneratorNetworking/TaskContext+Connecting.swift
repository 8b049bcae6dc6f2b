import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorScheduling

extension TaskContext {
  /// Connects to an address, and waits until that is done.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let free = try Listener(on: .loopback()).address
  ///   do {
  ///     _ = try task.withTimeout(.seconds(5)) { try task.connect(to: free) }
  ///   } catch {
  ///     print(error)
  ///   }
  /// }
  /// // prints "Connection refused"
  /// ```
  ///
  /// The system tries for minutes if the peer does not answer: put a
  /// ``/GeneratorScheduling/TaskContext/withTimeout(_:_:)`` around it. Where the queue of a Unix listener
  /// is full, it tries again after 1 to 50 ms.
  ///
  /// - Parameter address: where to connect; of a name, see ``SocketAddress/resolve(host:port:)``.
  /// - Returns: the connection.
  /// - Throws: `Errno.connectionRefused`, `Errno.timedOut`, `Errno.noSuchFileOrDirectory` and others that
  ///   the system says; what the task is interrupted with, whereupon the attempt ends.
  /// - Complexity: a few calls of the system; one resumption if it waits.
  public func connect(to address: SocketAddress) throws -> Connection {
    let poller = try poller()
    let number = try asErrno { try Sockets.make(for: address.storage) }
    // From here on it is closed in any case.
    let connection = Connection(number, peer: address)
    Sockets.setNoDelay(of: number, true, address.storage)
    var pause = Duration.milliseconds(1)
    while true {
      let connected = try asErrno {
        try Sockets.connect(number, to: address.storage)
      }
      switch connected {
      case .now: return connection
      case .later:
        repeat {
          try waitForEvent(.writable, of: connection.socket, poller, isAgain: false)
        } while try !asErrno { try Sockets.isConnected(number) }
        return connection
      case .full:
        try sleep(for: pause)
        pause = min(pause * 2, .milliseconds(50))
      }
    }
  }
}
