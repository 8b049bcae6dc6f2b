import GeneratorPlatform
public import GeneratorScheduling
public import SystemPackage

extension TaskContext {
  /// Waits until a descriptor can be read without waiting.
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
  /// It is so when there are bytes, at the end, after an error, and for a socket that listens when a
  /// peer has connected. Then it returns at once, as always for a file on a disk, which the system reads
  /// however long that takes. The descriptor may be set to block or not, and is left as it is.
  ///
  /// Several tasks may wait for one descriptor: they are woken in the order in which they came, and one that
  /// finds that nothing is left by its turn waits on. If the descriptor is closed meanwhile, by another
  /// task or another thread, the wait ends with an error, after 50 ms or so, for the system does not tell.
  ///
  /// asyncio's `add_reader`, trio's `wait_readable`.
  ///
  /// - Parameter descriptor: a file, pipe, socket, terminal, or what else the system can poll.
  /// - Throws: `Errno.badFileDescriptor` if it is not open;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)`` if it was closed while the task
  ///   waited; what the task is interrupted with.
  /// - Complexity: one call of the system; if it waits, two more and one resumption.
  public func waitUntilReadable(_ descriptor: FileDescriptor) throws {
    try wait(until: .readable, of: descriptor, poller(), isAgain: false)
  }

  /// Waits until a descriptor can be written without waiting.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   try task.waitUntilWritable(.standardOutput)
  ///   print("somebody reads it")
  /// }
  /// ```
  ///
  /// How much can be written is not said: to a pipe that is set to block, at least `PIPE_BUF` bytes. An
  /// error is for the next write to tell, such as that the reader of a pipe is gone. In all else it is as
  /// ``waitUntilReadable(_:)``.
  ///
  /// - Parameter descriptor: a file, pipe, socket, terminal, or what else the system can poll.
  /// - Throws: as ``waitUntilReadable(_:)``.
  /// - Complexity: one call of the system; if it waits, two more and one resumption.
  public func waitUntilWritable(_ descriptor: FileDescriptor) throws {
    try wait(until: .writable, of: descriptor, poller(), isAgain: false)
  }
}
