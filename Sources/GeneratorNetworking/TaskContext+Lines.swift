public import GeneratorScheduling
public import GeneratorSources
public import SystemPackage

extension TaskContext {
  /// Returns the lines that come from a connection, to be taken one by one.
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
  /// Nothing is read before the first line is asked for. While the task waits for a line, the other tasks
  /// go on.
  ///
  /// A line ends with LF or CRLF, which it no longer has. A last line without an end is a line. A line
  /// that is too long is an error before the rest of it is read, so that a peer can't fill the memory:
  /// set `limit` to what the protocol allows.
  ///
  /// `lines(of:)` of module GeneratorSources has the same lines. It blocks the thread while it waits, and
  /// with it all tasks. It is a generator, which this can't be: the body of a generator can't wait in a
  /// task.
  ///
  /// - Parameters:
  ///   - connection: what to read; nothing else should read it meanwhile.
  ///   - limit: the longest line that is returned, in bytes without its end.
  ///   - invalidUTF8: what becomes of bytes that are not UTF-8.
  ///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is `.fail`, not
  ///     UTF-8.
  /// - Returns: the lines, which are valid as long as the task's body runs.
  /// - Precondition: `limit` is positive.
  /// - Complexity: O(1).
  @_lifetime(copy self)
  public func lines(
    of connection: Connection, limit: Int = RecordReader.standardLimit,
    invalidUTF8: InvalidUTF8Policy = .repair, badLines: BadLinesPolicy = .fail
  ) -> TaskLines {
    TaskLines(self, of: connection, limit: limit, invalidUTF8: invalidUTF8, badLines: badLines)
  }

  /// Returns the lines that come from a descriptor, to be taken one by one.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   var commands = task.lines(of: .standardInput)
  ///   while let command = try commands.next() { print("do", command) }
  /// }
  /// ```
  ///
  /// Nothing is read before the first line is asked for. While the task waits for a line, the other tasks
  /// go on. The lines are those of ``lines(of:limit:invalidUTF8:badLines:)-(Connection,_,_,_)``, and the
  /// descriptor is read as by ``read(from:into:maximum:)-(FileDescriptor,_,_)``: a pipe, a terminal or a
  /// socket is waited for, and left open and as it is.
  ///
  /// - Parameters:
  ///   - descriptor: what to read; nothing else should read it meanwhile.
  ///   - limit: the longest line that is returned, in bytes without its end.
  ///   - invalidUTF8: what becomes of bytes that are not UTF-8.
  ///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is `.fail`, not
  ///     UTF-8.
  /// - Returns: the lines, which are valid as long as the task's body runs.
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
