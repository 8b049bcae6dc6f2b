public import SystemPackage

/// The end of a pipeline that writes lines to a file.
///
/// The file is opened, and emptied or made, when the first line comes, or at the end if none does. It is
/// closed when the sink is closed or dropped, or fails.
///
/// ```swift
/// let bytes = try push(["one", "two"], into: writer(to: "numbers.txt"))
/// print(bytes)                                   // 8
/// print(try lines(of: "numbers.txt").collect())  // ["one", "two"]
/// try push(["three"], into: writer(to: "numbers.txt", appending: true))
/// print(try lines(of: "numbers.txt").collect())  // ["one", "two", "three"]
/// ```
///
/// Lines are collected until there are 64 KiB of them, and written at once. What the system refuses, for
/// example because the disk is full, is an error of the `send` or the `close()` that met it, or, of a
/// sink that is dropped, goes to `UnraisableError.hook`; the sink has then ended and
/// closed the file. When an error is thrown in, what came before it is written first.
///
/// A pipe that nobody reads any more is an error like any other, `Errno.brokenPipe`, in a program that
/// ignores the signal SIGPIPE; unless it does, that signal ends it.
///
/// To close the file does not wait until the data is on the disk. Python's `print(line, file=f)`.
///
/// - Parameters:
///   - path: the file; if there is none it is made, with the permissions that the process's mask leaves
///     of reading and writing for all.
///   - appending: whether to write behind what is in the file, rather than to empty it.
///   - terminator: what is written behind each line.
///   - flushing: when the system is given what is to be written.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is the number of bytes that were written, and which throws a
///   ``SinkError`` if it can't open, write or close the file.
/// - Complexity: linear in the bytes, and one resumption for a line. The memory is 64 KiB and that of
///   the longest line.
public func writer(
  to path: some PathInput, appending: Bool = false, terminator: String = "\n",
  flushing: FlushingPolicy = .atEnd, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Int> {
  lineWriter(OutputFile(path, appending: appending), terminator, flushing, fileID, line)
}

/// The end of a pipeline that writes lines to an open descriptor.
///
/// The lines are written from where the descriptor stands.
///
/// ```swift
/// try push(["alpha", "beta", "gamma"], into: grep("et", into: writer(to: .standardOutput)))
/// // beta
/// ```
///
/// One that is full and does not wait (`O_NONBLOCK`) is an error. In all else it is the form that takes
/// a path.
///
/// - Parameters:
///   - descriptor: where to write.
///   - closing: whether to close the descriptor when the sink is closed or dropped, or fails.
///   - terminator: what is written behind each line.
///   - flushing: when the system is given what is to be written.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is the number of bytes that were written, and which throws a
///   ``SinkError`` if it can't write.
/// - Complexity: as of the form that takes a path.
public func writer(
  to descriptor: FileDescriptor, closing: Bool = false, terminator: String = "\n",
  flushing: FlushingPolicy = .atEnd, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Int> {
  lineWriter(OutputFile(descriptor, isOwned: closing), terminator, flushing, fileID, line)
}

/// The end of a pipeline that writes bytes to a file, as they are.
///
/// ```swift
/// try push([[0xCA, 0xFE], [0xBA, 0xBE]], into: byteWriter(to: "magic"))
/// let copied = try push(bytes(of: "magic"), into: byteWriter(to: "copy of magic"))
/// print(copied)  // 4
/// ```
///
/// In all else it is `writer(to:)`, which writes lines.
///
/// - Parameters:
///   - path: the file; if there is none it is made.
///   - appending: whether to write behind what is in the file, rather than to empty it.
///   - flushing: when the system is given what is to be written; a line is an array here.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is the number of bytes that were written, and which throws a
///   ``SinkError`` if it can't open, write or close the file.
/// - Complexity: linear in the bytes, and one resumption for an array. The memory is 64 KiB and that of
///   the longest array.
public func byteWriter(
  to path: some PathInput, appending: Bool = false, flushing: FlushingPolicy = .atEnd,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<[UInt8], Int> {
  writing(to: OutputFile(path, appending: appending), flushing, fileID, line) {
    try $0.write($1)
  }
}

/// The end of a pipeline that writes bytes to an open descriptor, as they are.
///
/// ```swift
/// let source = bytes(of: .standardInput, chunk: 4096)
/// try push(source, into: byteWriter(to: .standardOutput, flushing: .eachLine))  // cat
/// ```
///
/// In all else it is `writer(to:)`, which writes lines.
///
/// - Parameters:
///   - descriptor: where to write, from where it stands.
///   - closing: whether to close the descriptor when the sink is closed or dropped, or fails.
///   - flushing: when the system is given what is to be written; a line is an array here.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is the number of bytes that were written, and which throws a
///   ``SinkError`` if it can't write.
/// - Complexity: as of the form that takes a path.
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
      // Where nothing came, an empty file is what was asked for.
      try file.open()
    } catch {
      try file.close()
      throw error
    }
    try file.close()
    return file.count
  }
}
