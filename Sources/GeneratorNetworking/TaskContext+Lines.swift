public import GeneratorScheduling
public import GeneratorSources
public import SystemPackage

extension TaskContext {
  /// Returns the lines that arrive on a connection, to be taken one by one.
  ///
  /// ```swift
  /// func answer(_ client: Connection, _ task: TaskContext) throws {
  ///   var requests = task.lines(of: client, limit: 1000)
  ///   while let request = try requests.next() {
  ///     try task.write("you said \(request)\n", to: client)
  ///   }
  /// }
  /// ```
  ///
  /// Nothing is read before the first line is requested. While the task waits for a line, the other tasks
  /// run.
  ///
  /// A line ends with LF or CRLF, which are not part of the text. A last line without an ending counts as a
  /// line. A line that is too long is an error before the rest of it is read, so a peer can't fill the
  /// memory: set `limit` to what the protocol allows.
  ///
  /// `lines(of:)` of module GeneratorSources returns a generator of the same lines, which blocks the thread,
  /// and with it all tasks, while it waits. This method can't return a generator, since the body of a
  /// generator can't wait in a task.
  ///
  /// - Parameters:
  ///   - connection: The connection to read. Nothing else should read it at the same time.
  ///   - limit: The largest length of a line, in bytes without its ending.
  ///   - invalidUTF8: The policy for bytes that are not UTF-8.
  ///   - badLines: The policy for a line that is longer than `limit` or, if `invalidUTF8` is `.fail`, not
  ///     UTF-8.
  /// - Returns: The lines, which are valid while the task's body runs.
  /// - Precondition: `limit` is positive.
  /// - Complexity: O(1).
  @_lifetime(copy self)
  public func lines(
    of connection: Connection, limit: Int = RecordReader.standardLimit,
    invalidUTF8: InvalidUTF8Policy = .repair, badLines: BadLinesPolicy = .fail
  ) -> TaskLines {
    TaskLines(self, of: connection, limit: limit, invalidUTF8: invalidUTF8, badLines: badLines)
  }

  /// Returns the lines that arrive on a descriptor, to be taken one by one.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   var commands = task.lines(of: .standardInput)
  ///   while let command = try commands.next() { print("do", command) }
  /// }
  /// ```
  ///
  /// Nothing is read before the first line is requested. While the task waits for a line, the other tasks
  /// run. The lines are those of ``lines(of:limit:invalidUTF8:badLines:)-(Connection,_,_,_)``, and the
  /// descriptor is read as by ``read(from:into:maximum:)-(FileDescriptor,_,_)``: the task waits for a pipe,
  /// terminal or socket, and leaves it open and unchanged.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor to read. Nothing else should read it at the same time.
  ///   - limit: The largest length of a line, in bytes without its ending.
  ///   - invalidUTF8: The policy for bytes that are not UTF-8.
  ///   - badLines: The policy for a line that is longer than `limit` or, if `invalidUTF8` is `.fail`, not
  ///     UTF-8.
  /// - Returns: The lines, which are valid while the task's body runs.
  /// - Precondition: `limit` is positive.
  /// - Complexity: O(1).
  @_lifetime(copy self)
  public func lines(
    of descriptor: FileDescriptor, limit: Int = RecordReader.standardLimit,
    invalidUTF8: InvalidUTF8Policy = .repair, badLines: BadLinesPolicy = .fail
  ) -> TaskLines {
    TaskLines(self, of: descriptor, limit: limit, invalidUTF8: invalidUTF8, badLines: badLines)
  }
}
