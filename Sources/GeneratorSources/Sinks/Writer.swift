public import SystemPackage

/// Returns the end of a pipeline that writes lines to a file.
///
/// Opens the file, and creates or empties it, when the first line is sent, or at the end if there are no
/// lines. Closes it when the sink is closed or dropped, or fails.
///
/// ```swift
/// let bytes = try push(["one", "two"], into: writer(to: "numbers.txt"))
/// print(bytes)                                   // 8
/// print(try lines(of: "numbers.txt").collect())  // ["one", "two"]
/// try push(["three"], into: writer(to: "numbers.txt", appending: true))
/// print(try lines(of: "numbers.txt").collect())  // ["one", "two", "three"]
/// ```
///
/// Lines are buffered and written in portions of 64 KiB. If the system refuses a portion, for example because
/// the disk is full, the current `send` or `close()` throws the error; that of a dropped sink goes to
/// `UnraisableError.hook`. The sink has then ended and closed the file. If an error is thrown in, the lines
/// before it are written first.
///
/// Writing to a pipe without a reader throws `Errno.brokenPipe` if the program ignores the signal SIGPIPE.
/// Otherwise that signal ends the program.
///
/// Closing doesn't wait until the data is on the disk. This is Python's `print(line, file=f)`.
///
/// - Parameters:
///   - path: The file. If it doesn't exist it is created, readable and writable for all as far as the
///     process's mask permits.
///   - appending: Whether to write after the existing content instead of emptying the file.
///   - terminator: The text after each line.
///   - flushing: The times at which the buffer is written to the file.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the number of written bytes. It throws a ``SinkError`` if it can't open,
///   write or close the file.
/// - Complexity: Linear in the bytes, with one resumption for each line. The memory is 64 KiB and that of the
///   longest line.
public func writer(
  to path: some PathInput, appending: Bool = false, terminator: String = "\n",
  flushing: FlushingPolicy = .atEnd, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Int> {
  lineWriter(OutputFile(path, appending: appending), terminator, flushing, fileID, line)
}

/// Returns the end of a pipeline that writes lines to an open descriptor.
///
/// Writing begins at the descriptor's current position.
///
/// ```swift
/// try push(["alpha", "beta", "gamma"], into: grep("et", into: writer(to: .standardOutput)))
/// // beta
/// ```
///
/// If the descriptor is full and doesn't wait (`O_NONBLOCK`), writing throws an error. In all other respects
/// it is the form that takes a path.
///
/// - Parameters:
///   - descriptor: The descriptor to write to.
///   - closing: Whether to close the descriptor when the sink is closed or dropped, or fails.
///   - terminator: The text after each line.
///   - flushing: The times at which the buffer is written to the descriptor.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the number of written bytes. It throws a ``SinkError`` if it can't
///   write.
/// - Complexity: That of the form that takes a path.
public func writer(
  to descriptor: FileDescriptor, closing: Bool = false, terminator: String = "\n",
  flushing: FlushingPolicy = .atEnd, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Int> {
  lineWriter(OutputFile(descriptor, isOwned: closing), terminator, flushing, fileID, line)
}

/// Returns the end of a pipeline that writes bytes to a file, unchanged.
///
/// ```swift
/// try push([[0xCA, 0xFE], [0xBA, 0xBE]], into: byteWriter(to: "magic"))
/// let copied = try push(bytes(of: "magic"), into: byteWriter(to: "copy of magic"))
/// print(copied)  // 4
/// ```
///
/// In all other respects it is `writer(to:)`, which writes lines.
///
/// - Parameters:
///   - path: The file, which is created if it doesn't exist.
///   - appending: Whether to write after the existing content instead of emptying the file.
///   - flushing: The times at which the buffer is written to the file. Each array counts as a line.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the number of written bytes. It throws a ``SinkError`` if it can't open,
///   write or close the file.
/// - Complexity: Linear in the bytes, with one resumption for each array. The memory is 64 KiB and that of
///   the longest array.
public func byteWriter(
  to path: some PathInput, appending: Bool = false, flushing: FlushingPolicy = .atEnd,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<[UInt8], Int> {
  writing(to: OutputFile(path, appending: appending), flushing, fileID, line) {
    try $0.write($1)
  }
}

/// Returns the end of a pipeline that writes bytes to an open descriptor, unchanged.
///
/// ```swift
/// let source = bytes(of: .standardInput, chunk: 4096)
/// try push(source, into: byteWriter(to: .standardOutput, flushing: .eachLine))  // cat
/// ```
///
/// In all other respects it is `writer(to:)`, which writes lines.
///
/// - Parameters:
///   - descriptor: The descriptor to write to, from its current position.
///   - closing: Whether to close the descriptor when the sink is closed or dropped, or fails.
///   - flushing: The times at which the buffer is written to the descriptor. Each array counts as a line.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the number of written bytes. It throws a ``SinkError`` if it can't
///   write.
/// - Complexity: That of the form that takes a path.
public func byteWriter(
  to descriptor: FileDescriptor, closing: Bool = false, flushing: FlushingPolicy = .atEnd,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<[UInt8], Int> {
  writing(to: OutputFile(descriptor, isOwned: closing), flushing, fileID, line) {
    try $0.write($1)
  }
}

private func lineWriter(
  _ file: OutputFile, _ terminator: String, _ flushing: FlushingPolicy, _ fileID: StaticString,
  _ line: UInt
) -> Sink<String, Int> {
  writing(to: file, flushing, fileID, line) {
    try $0.write($1.utf8, terminator: terminator.utf8)
  }
}

private func writing<Input>(
  to file: OutputFile, _ flushing: FlushingPolicy, _ fileID: StaticString, _ line: UInt,
  _ write: @escaping (OutputFile, Input) throws -> Void
) -> Sink<Input, Int> {
  Sink(fileID: fileID, line: line) { yield in
    do {
      while let element = try yield.receive() {
        try write(file, element)
        if flushing == .eachLine { try file.flush() }
      }
      // Without elements the file is still created, empty.
      try file.open()
    } catch {
      try file.close()
      throw error
    }
    try file.close()
    return file.count
  }
}
