import TerminalText

/// What is wrong with a query, and where.
public struct QueryError: Error, Hashable, CustomStringConvertible {
  /// The query.
  public let query: String

  /// Where in the query it goes wrong, in characters from its start, the first of which is 1.
  public let column: Int

  /// What stands there.
  public let found: String

  /// What should stand there.
  public let expected: String

  /// What is wrong, the line of the query, and a caret below the place.
  ///
  ///     column 8: expected a number of bytes, as 500, 20k or 3M, found "x"
  ///       size > x
  ///              ^
  public var description: String {
    // Line breaks and tabs of a query are shown as spaces, so that the caret stands where it should.
    let characters = query.map { character in
      character.unicodeScalars.contains(where: \.commandsTerminal) ? " " : character
    }
    // Of a long query the part around the place.
    let place = column - 1
    let start = place > 60 ? place - 50 : 0
    let end = min(characters.count, place + 50)
    let (before, after) = (start > 0 ? "… " : "", end < characters.count ? " …" : "")
    let line = before + String(characters[start..<end]) + after
    let margin = String(repeating: " ", count: before.count + place - start)
    return "column \(column): expected \(expected), found \(found)\n  \(line)\n  \(margin)^"
  }
}
