import GeneratorPlatform
public import GeneratorScheduling
public import SystemPackage

extension TaskContext {
  /// Waits until reading a descriptor would not block.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let (output, input) = try FileDescriptor.pipe()
  ///   try task.spawn { task in
  ///     try task.waitUntilReadable(output)
  ///     print("there is something")
  ///     try output.close()
  ///   }
  ///   try task.yield()
  ///   try task.write("!", to: input)
  ///   try input.close()
  ///   while task.tasks.count > 1 { try task.yield() }
  /// }
  /// // prints "there is something"
  /// ```
  ///
  /// A descriptor is readable when it has bytes, at its end, after an error, and, if it is a listening
  /// socket, when a peer has connected. For a readable descriptor this returns at once. A file on a disk is
  /// always readable, however long the system takes to read it. The descriptor may be set to block or not,
  /// and isn't changed.
  ///
  /// Several tasks may wait for one descriptor. They are woken in the order in which they began to wait; a
  /// task that finds nothing left at its turn continues to wait. If another task or thread closes the
  /// descriptor during the wait, the wait throws after about 50 ms, since the system doesn't report that.
  ///
  /// In Python: `add_reader` of asyncio, `wait_readable` of trio.
  ///
  /// - Parameter descriptor: A file, pipe, socket, terminal, or anything else that the system can poll.
  /// - Throws: `Errno.badFileDescriptor` if it isn't open;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` if it was closed while the task waited;
  ///   the error that interrupts the task.
  /// - Complexity: One system call; two more and one resumption if it waits.
  public func waitUntilReadable(_ descriptor: FileDescriptor) throws {
    try wait(until: .readable, of: descriptor, poller(), isAgain: false)
  }

  /// Waits until writing to a descriptor would not block.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   try task.waitUntilWritable(.standardOutput)
  ///   print("ready")
  /// }
  /// ```
  ///
  /// The number of bytes that can be written isn't known: for a pipe that is set to block, it is at least
  /// `PIPE_BUF`. An error, such as that the reader of a pipe is gone, ends the wait too, and the next write
  /// reports it. Everything else is as in ``waitUntilReadable(_:)``.
  ///
  /// - Parameter descriptor: A file, pipe, socket, terminal, or anything else that the system can poll.
  /// - Throws: As ``waitUntilReadable(_:)``.
  /// - Complexity: One system call; two more and one resumption if it waits.
  public func waitUntilWritable(_ descriptor: FileDescriptor) throws {
    try wait(until: .writable, of: descriptor, poller(), isAgain: false)
  }
}
