import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorScheduling

extension TaskContext {
  /// Connects to an address, and waits until the connection is made.
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
  /// If the peer doesn't answer, the system keeps trying for minutes: put a
  /// ``/GeneratorScheduling/TaskContext/withTimeout(_:_:)`` around the call. If the queue of a Unix listener
  /// is full, this tries again after 1 to 50 ms.
  ///
  /// - Parameter address: The address to connect to; for a name, see ``SocketAddress/resolve(host:port:)``.
  /// - Returns: The connection.
  /// - Throws: `Errno.connectionRefused`, `Errno.timedOut`, `Errno.noSuchFileOrDirectory` and other errors of
  ///   the system; the error that interrupts the task, which ends the attempt.
  /// - Complexity: A few system calls; one resumption if it waits.
  public func connect(to address: SocketAddress) throws -> Connection {
    let poller = try poller()
    let number = try asErrno { try Sockets.make(for: address.storage) }
    // From here on, the connection closes the socket in all cases.
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
