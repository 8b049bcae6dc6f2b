import TerminalText

/// A fault in a query, and its place.
public struct QueryError: Error, Hashable, CustomStringConvertible {
  /// The query.
  public let query: String

  /// The place in the query, in characters from its start, counted from 1.
  public let column: Int

  /// The text that was found there.
  public let found: String

  /// The text that was expected there.
  public let expected: String

  /// The fault, the line of the query, and a caret below the place.
  ///
  ///     column 8: expected a number of bytes, as 500, 20k or 3M, found "x"
  ///       size > x
  ///              ^
  public var description: String {
    // Line breaks and tabs are shown as spaces, so that the caret is in the right column.
    let characters = query.map { character in
      character.unicodeScalars.contains(where: \.commandsTerminal) ? " " : character
    }
    // Of a long query, only the part around the place.
    let place = column - 1
    let start = place > 60 ? place - 50 : 0
    let end = min(characters.count, place + 50)
    let (before, after) = (start > 0 ? "… " : "", end < characters.count ? " …" : "")
    let line = before + String(characters[start..<end]) + after
    let margin = String(repeating: " ", count: before.count + place - start)
    return "column \(column): expected \(expected), found \(found)\n  \(line)\n  \(margin)^"
  }
}
