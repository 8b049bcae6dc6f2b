import TerminalText

extension TextCounts {
  /// Returns the counts as text for people.
  ///
  /// - Parameters:
  ///   - top: The number of the most frequent words to show.
  ///   - number: Returns the text of a number.
  /// - Returns: Lines, each with its end.
  public func report(top: Int, number: (Int) -> String) -> String {
    var rows = [("Files", files), ("Lines", lines), ("Words", words), ("Bytes", bytes)]
    if top > 0 { rows.append(("Different words", differentWords)) }
    if binaryFiles > 0 { rows.append(("Binary files passed over", binaryFiles)) }
    let titleWidth = rows.map(\.0.count).max()!
    let numberWidth = rows.map { number($0.1).count }.max()!
    var text = ""
    for (title, count) in rows {
      text += padded(title, to: titleWidth) + "  "
      text += padded(number(count), to: numberWidth, onLeft: true) + "\n"
    }
    let words = top > 0 ? topWords(top) : []
    if words.isEmpty { return text }
    let countWidth = number(words[0].count).count
    text += "\nMost frequent words\n"
    for (word, count) in words {
      text += "  " + padded(number(count), to: countWidth, onLeft: true) + "  \(shown(word))\n"
    }
    return text
  }
}

private func padded(_ text: String, to width: Int, onLeft: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - text.count))
  return onLeft ? space + text : text + space
}

/// Returns a word that is safe to show: a terminal obeys control characters.
private func shown(_ word: String) -> String {
  guard word.unicodeScalars.contains(where: \.commandsTerminal) else { return word }
  return word.unicodeScalars.map { scalar in
    scalar.commandsTerminal ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
  }.joined()
}
