import TerminalText

/// A JSON value, as far as reports and tables need it.
enum JSON {
  case integer(UInt128)
  /// A number with one digit after the point, as nonnegative tenths.
  case tenths(Int)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// Returns the value as indented JSON, with the keys of objects in ascending order.
  func formatted(indentation: Int = 0) -> String {
    let margin = String(repeating: " ", count: indentation)
    func block(_ open: String, _ lines: [String], _ close: String) -> String {
      if lines.isEmpty { return open + close }
      return "\(open)\n" + lines.map { "\(margin)  \($0)" }.joined(separator: ",\n")
        + "\n\(margin)\(close)"
    }
    switch self {
    case .integer(let number):
      return String(number)
    case .tenths(let number):
      return "\(number / 10).\(number % 10)"
    case .string(let text):
      return Self.quoted(text)
    case .array(let elements):
      return block("[", elements.map { $0.formatted(indentation: indentation + 2) }, "]")
    case .object(let members):
      let lines = members.sorted { $0.key < $1.key }.map { key, value in
        "\(Self.quoted(key)): \(value.formatted(indentation: indentation + 2))"
      }
      return block("{", lines, "}")
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.commandsTerminal:
        // Beyond U+FFFF in two parts.
        for unit in String(scalar).utf16 {
          result += "\\u" + String(unit, radix: 16).leftPadded(to: 4, with: "0")
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
