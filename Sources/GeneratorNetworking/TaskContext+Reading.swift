import GeneratorSocketPlatform
import GeneratorPlatform
public import GeneratorScheduling
public import SystemPackage

extension TaskContext {
  /// Waits until a connection has bytes, and reads those that are there.
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
  /// The array has what was read, and nothing else, when it returns; after an error it is as it was. Its
  /// room is used again, and grows no larger than what comes. How the peer has cut what it sent into writes
  /// is not to be seen. Where there is always something, it gives way now and then.
  ///
  /// - Parameters:
  ///   - connection: what to read from.
  ///   - buffer: what to replace by the bytes.
  ///   - maximum: how many bytes to read at most; never more than 65,536.
  /// - Returns: how many there were; 0 at the end, when the peer has closed or will send no more.
  /// - Throws: `Errno.connectionReset` and others that the system says of a peer that is gone;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; what the task is interrupted with.
  /// - Precondition: `maximum` is positive.
  /// - Complexity: one call of the system where there is something, else three and one resumption; no
  ///   allocation but for the array to grow.
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

  /// Waits until a descriptor has bytes, and reads those that are there.
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
  /// As ``read(from:into:maximum:)-(Connection,_,_)``, for pipes, terminals, files and sockets. Whether the
  /// descriptor is set to block makes no difference, and is not changed: other processes may share it.
  /// So it is read when it is ready; who else reads the same pipe or terminal, in another
  /// process, may be faster, and the thread then waits in the system. A file on a disk is read at once.
  ///
  /// - Parameters:
  ///   - descriptor: what to read from.
  ///   - buffer: what to replace by the bytes.
  ///   - maximum: how many bytes to read at most; never more than 65,536.
  /// - Returns: how many there were; 0 at the end.
  /// - Throws: `Errno`; ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` if it was closed
  ///   while the task waited; what the task is interrupted with.
  /// - Precondition: `maximum` is positive.
  /// - Complexity: two or three calls of the system, and three more with one resumption if it waits.
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
