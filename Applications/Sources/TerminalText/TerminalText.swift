// Text from outside, such as a log or the name of a file, made safe for a terminal.

extension Unicode.Scalar {
  /// Whether a terminal obeys the scalar instead of showing it.
  ///
  /// These scalars are the control characters C0, DEL and C1; characters that start a new line; and invisible
  /// characters that change the text around them, such as U+202E, which reverses its direction. The two joiners,
  /// U+200C and U+200D, are not among them: words and emoji are spelled with them.
  public var commandsTerminal: Bool {
    // Most text is ASCII.
    if value < 0x7F { return value < 0x20 }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return self != "\u{200C}" && self != "\u{200D}"
    default: return false
    }
  }

  /// The scalar in ASCII: `\x1b`, and `\u{202e}` from U+0100 on.
  fileprivate var escape: String {
    value < 0x100 ? UInt8(value).escape : "\\u{\(String(value, radix: 16))}"
  }
}

extension UInt8 {
  /// The byte as servers write it in a log: `\x1b`.
  fileprivate var escape: String {
    let digits = String(self, radix: 16)
    return self < 0x10 ? "\\x0\(digits)" : "\\x\(digits)"
  }
}

extension StringProtocol {
  /// The text, with each scalar escaped that a terminal would obey.
  ///
  /// ```swift
  /// print("\u{1B}[2J \u{202E}".escapedForTerminal)  // \x1b[2J \u{202e}
  /// ```
  public var escapedForTerminal: String {
    guard unicodeScalars.contains(where: \.commandsTerminal) else { return String(self) }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.commandsTerminal {
        result += scalar.escape
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension [UInt8] {
  /// Appends bytes.
  ///
  /// Escapes each scalar that a terminal would obey, and each byte that is not UTF-8.
  ///
  /// - Parameter bytes: The bytes to append.
  /// - Complexity: Linear in the bytes.
  public mutating func append(escapedForTerminal bytes: ArraySlice<UInt8>) {
    if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
      append(contentsOf: bytes)
      return
    }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var index = bytes.startIndex
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput:
        return
      case .valid(let units):
        let scalar = Unicode.UTF8.decode(units)
        if scalar.commandsTerminal {
          append(contentsOf: scalar.escape.utf8)
        } else {
          append(contentsOf: units)
        }
        index += units.count
      case .error(let length):
        for byte in bytes[index..<(index + length)] { append(contentsOf: byte.escape.utf8) }
        index += length
      }
    }
  }
}
