public import Generators

/// The lines of a file, a pipe or any other input, as text.
///
/// The input is opened when the first line is asked for, read 128 KiB ahead, and closed when the lines
/// end, fail, or are let go of. Control leaves the generator at each line.
///
/// ```swift
/// let log = lines(of: "access.log")
/// while let line = try log.next() {
///   if line.contains(" 404 ") { print(line) }
/// }
/// ```
///
/// A line ends with LF or CRLF, which it does not have any more; a CR anywhere else is a part of it, as
/// is NUL. A last line without an end is a line, and an empty input has none. Python's
/// `for line in open(path, newline="\n")`, and `for line in sys.stdin`.
///
/// To wait for a line blocks the thread. A task of module GeneratorScheduling takes the lines of a pipe or a
/// connection by `task.lines(of:)` of module GeneratorNetworking instead, which lets the other tasks go on.
///
/// A file that grows meanwhile is read up to the end that it has then; one that is cut ends there; one
/// that is removed is read on. To read lines without copying them there is ``RecordReader``.
///
/// A line that is too long ends the lines, unless `badLines` skips it. It is reported before the rest of
/// it is read, and the rest is never kept in memory:
///
/// ```swift
/// var skipped: [Int?] = []
/// let short = lines(
///   of: "access.log", limit: 80, badLines: .skip { skipped.append($0.line) })
/// print(try short.elementCount(), skipped)
/// ```
///
/// - Parameters:
///   - input: what to read.
///   - limit: the longest line that is given, in bytes without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the lines, whose `next()` throws a ``SourceError`` if the input can't be opened or read,
///   and if a bad line fails; and what the closure of ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `limit` is positive.
/// - Complexity: a line is linear in its bytes, one resumption and the string. The memory is that of
///   the longest line, and at least 128 KiB.
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
