public import Generators

/// The lines of several inputs, one input after the other, as text.
///
/// An input is opened when the lines before it have ended, and closed before the next one is opened.
/// Control leaves the generator at each line.
///
/// ```swift
/// let paths: [FilePath] = ["monday.log", "tuesday.log"]
/// let week = lines(of: paths)
/// while let line = try week.next() { print(line) }
/// ```
///
/// Lines do not go on from one input to the next: a last line without an end is a line. Each input is
/// counted for itself, so that an error says `tuesday.log:17`. An input may be named twice; nothing
/// comes of no inputs. Python's `fileinput.input(paths)`. Where each line is to know its file:
///
/// ```swift
/// let named = files(in: "logs", matching: "**/*.log").flatMap { path in
///   lines(of: path).map { (path, $0) }
/// }
/// ```
///
/// Strings are paths here too: `lines(of: ["monday.log", "tuesday.log"])`, and `lines(of: lines(of: "names.txt"))`
/// reads the files that `names.txt` lists.
///
/// For what goes on from one input to the next there is ``ConcatenatedInput``.
///
/// - Parameters:
///   - inputs: what to read, asked for one at a time.
///   - limit: the longest line that is given, in bytes without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - unreadable: what becomes of an input that can't be opened, or not be read to its end; the
///     lines that were read of it have been returned.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the lines, whose `next()` throws a ``SourceError`` as that of `lines(of:)` of one input.
/// - Precondition: `limit` is positive.
/// - Complexity: a line is linear in its bytes, one resumption and the string; one input is open at a
///   time.
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

/// The lines of the inputs that a generator gives, one input after the other, as text.
///
/// An input is asked for and opened when the lines before it have ended, and that one is closed then.
/// Control leaves the generator at each line.
///
/// ```swift
/// let all = lines(of: files(in: "logs", matching: "**/*.log"))
/// while let line = try all.next() { print(line) }
/// ```
///
/// It is `lines(of:)` of a sequence of inputs in all else. An error of `inputs` comes out of `next()`.
///
/// - Parameters:
///   - inputs: what to read, asked for one at a time; it is let go of when the lines end.
///   - limit: the longest line that is given, in bytes without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - unreadable: what becomes of an input that can't be opened, or not be read to its end; the
///     lines that were read of it have been returned.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the lines, whose `next()` throws a ``SourceError`` as that of `lines(of:)` of one input.
/// - Precondition: `limit` is positive.
/// - Complexity: a line is linear in its bytes, one resumption and the string; one input is open at a
///   time.
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
    // A consumer may throw a `SourceError` into a `yield`, which thus is outside. So may the closure of
    // `badLines`, after which reading hasn't failed.
    do {
      guard let next = try reader.nextText(invalidUTF8, badLines) else { return }
      line = next
    } catch let error as SourceError where error.line == nil && reader.hasFailed {
      return try unreadable.meet(error)
    }
    try yield(line)
  }
}
