/// A stage that passes on the lines that a text occurs in.
///
/// Control goes on to the next stage with each such line.
///
/// ```swift
/// let missing = grep(" 404 ", into: collecting())
/// print(try push(["GET /a 200 17", "GET /b 404 0"], into: missing))  // ["GET /b 404 0"]
/// ```
///
/// The text is found as `String.contains` finds it, by characters. Beazley's `grep`.
///
/// - Parameters:
///   - text: what must occur; the empty text occurs everywhere.
///   - target: the next stage.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is that of `target`.
/// - Complexity: the search in each line, one resumption for it, and one of `target` for one that is
///   passed on.
public func grep<Return>(
  _ text: String, into target: Sink<String, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Return> {
  filtering(where: { $0.contains(text) }, into: target, fileID: fileID, line: line)
}

/// A stage that passes on the lines in which a regular expression has a match.
///
/// Control goes on to the next stage with each such line.
///
/// ```swift
/// let failed = grep(/\s[45]\d\d\s/, into: counting())
/// print(try push(["GET /a 200 17", "GET /b 404 0", "GET /c 500 3"], into: failed))  // 2
/// ```
///
/// An error that a parser inside of the expression throws comes out of the `send`. Beazley's `grep`,
/// with Python's `re.search`.
///
/// - Parameters:
///   - pattern: what must match somewhere in a line.
///   - target: the next stage.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is that of `target`.
/// - Complexity: the search in each line, one resumption for it, and one of `target` for one that is
///   passed on.
public func grep<Return>(
  _ pattern: some RegexComponent, into target: Sink<String, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<String, Return> {
  let regex = pattern.regex
  return filtering(
    where: { try regex.firstMatch(in: $0) != nil }, into: target, fileID: fileID, line: line)
}
