#if Macros
/// Functions that put the user's texts in a piece of code at the user's lines and columns.
enum Layout {
  /// Returns the line at which the code begins and its text, or `nil` if the code has no marks.
  static func placed(_ code: String) -> (line: Int, text: String)? {
    let parts = split(code)
    guard parts.count > 1, var first = parts[1].place else { return nil }
    let head = parts[0].text
    var line = first.line
    var column = first.column
    var text: String
    if head.utf8.count < first.column {
      text = spaces(first.column - 1 - head.utf8.count) + head
    } else if line > 2 {
      // The text that the macro writes in front is longer than the user's text there.
      // A 'return' goes to the start of a line, or the compiler would warn of what isn't indented after it.
      let keyword = "return "
      let start = head.hasSuffix(keyword) ? head.dropLast(keyword.count) + "\n" + keyword : head
      // A variable has its place where its name is, after what it is a member of.
      let prefix = ["_s._v.", "_s."].first { parts[1].text.hasPrefix($0) }?.utf8.count ?? 0
      first = Position(line: line, column: max(1, first.column - prefix))
      column = first.column
      text = start + "\n" + spaces(column - 1)
    } else {
      text = String(head)
    }
    let start = line - text.count(where: { $0 == "\n" })
    for (index, part) in parts.enumerated().dropFirst() {
      if let place = index == 1 ? first : part.place {
        while line < place.line {
          text += "\n"
          line += 1
          column = 1
        }
        if line == place.line, column < place.column {
          text += spaces(place.column - column)
          column = place.column
        }
      }
      text += part.text
      for byte in part.text.utf8 {
        let isNewline = byte == UInt8(ascii: "\n")
        line += isNewline ? 1 : 0
        column = isNewline ? 1 : column + 1
      }
    }
    return (max(1, start), text)
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Returns the code without marks, for code without a place.
  static func withoutMarks(_ code: String) -> String {
    code.contains(Mark.place) ? split(code).map { String($0.text) }.joined() : code
  }

  private static func split(_ code: String) -> [(place: Position?, text: Substring)] {
    var parts: [(place: Position?, text: Substring)] = []
    for (index, part) in code.split(separator: Mark.place, omittingEmptySubsequences: false)
      .enumerated()
    {
      guard index > 0, let end = part.firstIndex(of: Mark.end) else {
        parts.append((nil, part))
        continue
      }
      let numbers = part[..<end].split(separator: ":").compactMap { Int($0) }
      let place = Position(line: numbers[0], column: numbers[1])
      parts.append((place, part[part.index(after: end)...]))
    }
    return parts
  }
}
#endif
