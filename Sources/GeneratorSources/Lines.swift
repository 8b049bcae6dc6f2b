public import Generators

/// Returns the lines of a file, a pipe or any other input, as text.
///
/// Opens the input when the first line is requested, reads up to 128 KiB ahead, and closes it when the
/// lines end, an error is thrown, or the generator is released. The generator is suspended at each line.
///
/// ```swift
/// let log = lines(of: "access.log")
/// while let line = try log.next() {
///   if line.contains(" 404 ") { print(line) }
/// }
/// ```
///
/// A line ends with LF or CRLF, which isn't part of its text. A CR anywhere else belongs to the line, and so
/// does NUL. A last line without an end is a line, and an empty input has none. This is Python's
/// `for line in open(path, newline="\n")`, or `for line in sys.stdin`.
///
/// Waiting for a line blocks the thread. A task of module `GeneratorScheduling` uses `task.lines(of:)` of
/// module `GeneratorNetworking` for the lines of a pipe or a connection, and other tasks run while it waits.
///
/// If the file grows during reading, the added lines are included. If it is truncated, the lines end there.
/// If it is deleted, reading continues. To read lines without copying them, use ``RecordReader``.
///
/// A line that is too long ends the lines, unless `badLines` skips it. It is reported before the rest of it
/// is read, and the rest is never kept in memory:
///
/// ```swift
/// var skipped: [Int?] = []
/// let short = lines(
///   of: "access.log", limit: 80, badLines: .skip { skipped.append($0.line) })
/// print(try short.elementCount(), skipped)
/// ```
///
/// - Parameters:
///   - input: The input to read.
///   - limit: The longest line that is returned, in bytes without its end.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - badLines: The treatment of a line that is longer than `limit` or, if `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The lines. Their `next()` throws a ``SourceError`` if the input can't be opened or read, or if a
///   bad line fails. It also throws what the closure of ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `limit` is positive.
/// - Complexity: Linear in the bytes of a line, with one resumption and one string for each. The memory is
///   that of the longest line, and at least 128 KiB.
public func lines<Input: ByteInput>(
  of input: Input, limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8Policy = .repair,
  badLines: BadLinesPolicy = .fail, fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<String> {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    var reader = try RecordReader(linesOf: input, limit: limit)
    while let line = try reader.nextText(invalidUTF8, badLines) { try yield(line) }
  }
}
