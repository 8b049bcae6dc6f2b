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
/// For what goes on from one input to the next there is ``Concatenated``.
///
/// - Parameters:
///   - inputs: what to read, asked for one at a time.
///   - limit: the longest line that is given, in bytes without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is
///     ``InvalidUTF8/fail``, not UTF-8.
///   - unreadable: what becomes of an input that can't be opened, or not be read to its end; the
///     lines that were read of it have been returned.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the lines, whose `next()` throws a ``SourceError`` as that of `lines(of:)` of one input.
/// - Precondition: `limit` is positive.
/// - Complexity: a line is linear in its bytes, one resumption and the string; one input is open at a
///   time.
public func lines<Inputs: Sequence>(
  of inputs: Inputs, limit: Int = RecordReader.standardLimit, invalidUTF8: InvalidUTF8 = .repair,
  badLines: BadLines = .fail, unreadable: Unreadable = .fail,
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
///     ``InvalidUTF8/fail``, not UTF-8.
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
  invalidUTF8: InvalidUTF8 = .repair, badLines: BadLines = .fail, unreadable: Unreadable = .fail,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<String> where Inputs.Element: ByteInput {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    while let input = try inputs.nextErasingFailure() {
      try yieldLines(of: input, limit, invalidUTF8, badLines, unreadable, yield)
    }
  }
}

private func yieldLines(
  of input: some ByteInput, _ limit: Int, _ invalidUTF8: InvalidUTF8, _ badLines: BadLines,
  _ unreadable: Unreadable, _ yield: Generator<String>.Yield
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

/// Several inputs as one, each beginning where the one before it ends, as `cat` has it.
///
/// Nothing is between them: a line goes on from one to the next. An input is opened when the one
/// before it has ended, which is closed then.
///
/// ```swift
/// // What `split` made of a file.
/// let whole = Concatenated(files(in: "parts", matching: "backup.*"), name: "backup")
/// print(try lines(of: whole).elementCount())
/// ```
///
/// An input that can't be opened or read is an error that names that input; a record at fault has the
/// name of the whole, and its number in it. To read the lines of several files, each for itself, there
/// is `lines(of:)` of a sequence.
public struct Concatenated<Input: ByteInput>: ByteInput {
  /// What error messages call the whole.
  public let name: String

  private let unreadable: Unreadable
  /// Begins with the first input, and gives one input after another.
  private let begin: () -> () throws -> Input?

  /// Makes an input of a sequence of them.
  ///
  /// - Parameters:
  ///   - inputs: the inputs, asked for one at a time, and from the first on whenever this is opened.
  ///   - name: what error messages call the whole.
  ///   - unreadable: what becomes of an input that can't be opened, or not be read to its end.
  /// - Complexity: O(1); one input is open at a time.
  public init(
    _ inputs: some Sequence<Input>, name: String = "concatenated inputs",
    unreadable: Unreadable = .fail
  ) {
    self.name = name
    self.unreadable = unreadable
    begin = {
      var iterator = inputs.makeIterator()
      return { iterator.next() }
    }
  }

  /// Makes an input of those in a source that may fail.
  ///
  /// - Parameters:
  ///   - inputs: the inputs, asked for one at a time; whoever opens this again goes on with the rest.
  ///   - name: what error messages call the whole.
  ///   - unreadable: what becomes of an input that can't be opened, or not be read to its end.
  /// - Complexity: O(1); one input is open at a time.
  @_disfavoredOverload
  public init(
    _ inputs: some ThrowingSource<Input, some Error>, name: String = "concatenated inputs",
    unreadable: Unreadable = .fail
  ) {
    self.name = name
    self.unreadable = unreadable
    begin = { { try inputs.nextErasingFailure() } }
  }

  /// Begins with the first input, which it does not open yet.
  ///
  /// - Returns: the source, which closes what is open when it is let go of.
  public func open() -> any ByteSource { Source(next: begin(), unreadable: unreadable) }

  private final class Source: ByteSource {
    /// `nil` when there are no more inputs, or one has failed.
    private var next: (() throws -> Input?)?
    private var current: (name: String, source: any ByteSource)?
    private let unreadable: Unreadable

    init(next: @escaping () throws -> Input?, unreadable: Unreadable) {
      self.next = next
      self.unreadable = unreadable
    }

    deinit {
      // The input is closed before the generator that it came from, which may have made it.
      current = nil
    }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let count = buffer.count
      do {
        while buffer.count == count, let next {
          if let (name, source) = current {
            try readOn(source, name, into: &buffer)
          } else if let input = try next() {
            try begin(input)
          } else {
            self.next = nil
          }
        }
      } catch {
        current = nil
        next = nil
        throw error
      }
    }

    private func readOn(
      _ source: any ByteSource, _ name: String, into buffer: inout OutputSpan<UInt8>
    ) throws {
      let count = buffer.count
      do {
        try source.read(into: &buffer)
        if buffer.count == count { current = nil }
      } catch {
        current = nil
        try meet(SourceError.from(error, of: name))
      }
    }

    private func begin(_ input: Input) throws {
      do {
        current = (input.name, try input.opened())
      } catch {
        try meet(error)
      }
    }

    private func meet(_ error: any Error) throws {
      guard let error = error as? SourceError, error.line == nil else { throw error }
      try unreadable.meet(error)
    }
  }
}
