public import Generators

/// Returns the lines of several inputs, one input after the other, as text.
///
/// Opens each input when the lines before it have ended and their input has been closed. The generator is
/// suspended at each line.
///
/// ```swift
/// let paths: [FilePath] = ["monday.log", "tuesday.log"]
/// let week = lines(of: paths)
/// while let line = try week.next() { print(line) }
/// ```
///
/// A line never continues in the next input: a last line without an end is a line. Lines are counted from 1
/// in each input, so an error says `tuesday.log:17`. You can pass an input twice. Without inputs there are
/// no lines. This is Python's `fileinput.input(paths)`. To know the file of each line:
///
/// ```swift
/// let named = files(in: "logs", matching: "**/*.log").flatMap { path in
///   lines(of: path).map { (path, $0) }
/// }
/// ```
///
/// Strings are paths here too: use `lines(of: ["monday.log", "tuesday.log"])`. With
/// `lines(of: lines(of: "names.txt"))` you read the files that `names.txt` lists.
///
/// To join inputs whose lines continue from one to the next, use ``ConcatenatedInput``.
///
/// - Parameters:
///   - inputs: The inputs to read, requested one at a time.
///   - limit: The longest line that is returned, in bytes without its end.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - badLines: The treatment of a line that is longer than `limit` or, if `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - unreadable: The treatment of an input that can't be opened or can't be read to its end. The lines
///     that were read before the error have been returned.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The lines. Their `next()` throws a ``SourceError`` as that of `lines(of:)` of one input does.
/// - Precondition: `limit` is positive.
/// - Complexity: Linear in the bytes of a line, with one resumption and one string for each. One input is
///   open at a time.
public func lines<Inputs: Sequence>(
  of inputs: Inputs, limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8Policy = .repair,
  badLines: BadLinesPolicy = .fail, unreadable: UnreadableFilePolicy = .fail,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<String> where Inputs.Element: ByteInput {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    for input in inputs {
      try yieldLines(of: input, limit, invalidUTF8, badLines, unreadable, yield)
    }
  }
}

/// Returns the lines of the inputs in a source, one input after the other, as text.
///
/// Requests and opens each input when the lines before it have ended and their input has been closed. The
/// generator is suspended at each line.
///
/// ```swift
/// let all = lines(of: files(in: "logs", matching: "**/*.log"))
/// while let line = try all.next() { print(line) }
/// ```
///
/// In all other respects it is `lines(of:)` of a sequence of inputs. An error of `inputs` is thrown by
/// `next()`.
///
/// - Parameters:
///   - inputs: The inputs to read, requested one at a time. The source is released when the lines end.
///   - limit: The longest line that is returned, in bytes without its end.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - badLines: The treatment of a line that is longer than `limit` or, if `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - unreadable: The treatment of an input that can't be opened or can't be read to its end. The lines
///     that were read before the error have been returned.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The lines. Their `next()` throws a ``SourceError`` as that of `lines(of:)` of one input does.
/// - Precondition: `limit` is positive.
/// - Complexity: Linear in the bytes of a line, with one resumption and one string for each. One input is
///   open at a time.
@_disfavoredOverload
public func lines<Inputs: ThrowingSource>(
  of inputs: Inputs, limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8Policy = .repair, badLines: BadLinesPolicy = .fail,
  unreadable: UnreadableFilePolicy = .fail,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<String> where Inputs.Element: ByteInput {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    while let input = try inputs.nextErasingFailure() {
      try yieldLines(of: input, limit, invalidUTF8, badLines, unreadable, yield)
    }
  }
}

private func yieldLines(
  of input: some ByteInput, _ limit: Int, _ invalidUTF8: InvalidUTF8Policy,
  _ badLines: BadLinesPolicy,
  _ unreadable: UnreadableFilePolicy, _ yield: Generator<String>.Yield
) throws {
  var reader: RecordReader
  do {
    reader = try RecordReader(linesOf: input, limit: limit)
  } catch let error as SourceError where error.line == nil {
    return try unreadable.meet(error)
  }
  while true {
    let line: String
    // The `yield` is outside, because a consumer may throw a `SourceError` into it. The closure of
    // `badLines` may throw one too; reading hasn't failed then.
    do {
      guard let next = try reader.nextText(invalidUTF8, badLines) else { return }
      line = next
    } catch let error as SourceError where error.line == nil && reader.hasFailed {
      return try unreadable.meet(error)
    }
    try yield(line)
  }
}
