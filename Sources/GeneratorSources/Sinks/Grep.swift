/// Returns a stage that passes on the lines that contain a text.
///
/// Control goes to the next stage with each such line.
///
/// ```swift
/// let missing = grep(" 404 ", into: collecting())
/// print(try push(["GET /a 200 17", "GET /b 404 0"], into: missing))  // ["GET /b 404 0"]
/// ```
///
/// The search is that of `String.contains`, which compares characters. This is Beazley's `grep`.
///
/// - Parameters:
///   - text: The text to find. The empty text is found in every line.
///   - target: The next stage.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is that of `target`.
/// - Complexity: One search and one resumption for each line, and one resumption of `target` for each line
///   that is passed on.
public func grep<Return>(
  _ text: String, into target: Sink<String, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Return> {
  filtering(where: { $0.contains(text) }, into: target, fileID: fileID, line: line)
}

/// Returns a stage that passes on the lines in which a regular expression has a match.
///
/// Control goes to the next stage with each such line.
///
/// ```swift
/// let failed = grep(/\s[45]\d\d\s/, into: counting())
/// print(try push(["GET /a 200 17", "GET /b 404 0", "GET /c 500 3"], into: failed))  // 2
/// ```
///
/// The `send` throws what a parser inside of the expression throws. This is Beazley's `grep`, with Python's
/// `re.search`.
///
/// - Parameters:
///   - pattern: The expression, which may match anywhere in a line.
///   - target: The next stage.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is that of `target`.
/// - Complexity: One search and one resumption for each line, and one resumption of `target` for each line
///   that is passed on.
public func grep<Return>(
  _ pattern: some RegexComponent, into target: Sink<String, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Return> {
  let regex = pattern.regex
  return filtering(
    where: { try regex.firstMatch(in: $0) != nil }, into: target, fileID: fileID, line: line)
}
