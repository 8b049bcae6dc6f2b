import GeneratorSocketPlatform
import GeneratorPlatform
public import GeneratorScheduling
public import SystemPackage

extension TaskContext {
  /// Waits until a connection has bytes, and reads them.
  ///
  /// ```swift
  /// func echo(_ connection: Connection, _ task: TaskContext) throws {
  ///   var bytes: [UInt8] = []
  ///   while try task.read(from: connection, into: &bytes) > 0 {
  ///     try task.write(bytes, to: connection)
  ///   }
  /// }
  /// ```
  ///
  /// When this returns, the array has exactly the bytes that were read; when it throws, the array is
  /// unchanged. The array's storage is reused, and grows no larger than the bytes that arrive. The boundaries
  /// of the peer's writes aren't visible. If there are always bytes, this yields the turn now and then.
  ///
  /// - Parameters:
  ///   - connection: The connection to read.
  ///   - buffer: The array whose contents are replaced by the bytes.
  ///   - maximum: The largest number of bytes to read; never more than 65,536.
  /// - Returns: The number of bytes; 0 at the end, when the peer has closed the connection or sends no more.
  /// - Throws: `Errno.connectionReset` and other errors of a peer that is gone;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; the error that interrupts the task.
  /// - Precondition: `maximum` is positive.
  /// - Complexity: One system call if there are bytes, otherwise three and one resumption; no allocation
  ///   except to grow the array.
  @discardableResult
  public func read(
    from connection: Connection, into buffer: inout [UInt8], maximum: Int = 65_536
  ) throws -> Int {
    precondition(maximum)
    let poller = try poller()
    let socket = connection.socket
    var isAgain = false
    while true {
      try socket.ensureOpen()
      switch poller.bytes.receive(from: socket.number, into: &buffer, maximum: maximum) {
      case .count(let count): return count
      case .wouldWait:
        try waitForEvent(.readable, of: socket, poller, isAgain: isAgain)
        isAgain = true
      case .failed(let error): throw Errno(error)
      }
    }
  }

  /// Waits until a descriptor has bytes, and reads them.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   var bytes: [UInt8] = []
  ///   while try task.read(from: .standardInput, into: &bytes) > 0 {
  ///     print(bytes.count, "bytes")
  ///   }
  /// }
  /// ```
  ///
  /// As ``read(from:into:maximum:)-(Connection,_,_)``, for pipes, terminals, files and sockets. The
  /// descriptor may be set to block or not, and isn't changed, since other processes may share it. So it is
  /// read when it is ready. If another process reads the same pipe or terminal first, the thread then waits
  /// in the system. A file on a disk is read at once.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor to read.
  ///   - buffer: The array whose contents are replaced by the bytes.
  ///   - maximum: The largest number of bytes to read; never more than 65,536.
  /// - Returns: The number of bytes; 0 at the end.
  /// - Throws: `Errno`; ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` if the descriptor was
  ///   closed while the task waited; the error that interrupts the task.
  /// - Precondition: `maximum` is positive.
  /// - Complexity: Two or three system calls; three more and one resumption if it waits.
  @discardableResult
  public func read(
    from descriptor: FileDescriptor, into buffer: inout [UInt8], maximum: Int = 65_536
  ) throws -> Int {
    precondition(maximum)
    let poller = try poller()
    let number = descriptor.rawValue
    var (isSocket, isAgain) = (true, false)
    while true {
      let attempt =
        isSocket
        ? poller.bytes.receive(from: number, into: &buffer, maximum: maximum)
        : poller.bytes.read(from: number, into: &buffer, maximum: maximum)
      switch attempt {
      case .count(let count): return count
      case .failed(let error) where error == .notSocket && isSocket:
        isSocket = false
        try wait(until: .readable, of: descriptor, poller, isAgain: false)
      case .wouldWait:
        try wait(until: .readable, of: descriptor, poller, isAgain: isAgain)
        isAgain = true
      case .failed(let error): throw Errno(error)
      }
    }
  }

  private func precondition(_ maximum: Int) {
    guard maximum > 0 else { fatalError("maximum must be positive, and is \(maximum)") }
  }
}
