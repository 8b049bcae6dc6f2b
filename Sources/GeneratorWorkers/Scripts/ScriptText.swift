/// Functions that quote texts for the languages of the scripts, and refuse texts that a script can't contain.
enum ScriptText {
  /// Returns a literal of Python that stands for the text.
  static func python(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
    return "\"\(escaped.joined())\""
  }

  /// Returns a list of Python with literals that stand for the texts.
  static func python(_ texts: [String]) -> String {
    "[\(texts.map { python($0) }.joined(separator: ", "))]"
  }

  /// Returns a word of a shell that stands for the text.
  static func shell(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-./:@%+".utf8.contains(byte)
      }
    }
    if isPlain, !text.isEmpty { return text }
    // Scalars, since a quote may have a combining character behind it.
    return "'\(text.unicodeScalars.map { $0 == "'" ? #"'\''"# : "\($0)" }.joined())'"
  }

  /// Returns words of a shell that stand for the texts.
  static func shell(_ texts: [String]) -> String {
    texts.map { shell($0) }.joined(separator: " ")
  }

  /// Returns a path that no command takes for an option.
  static func operand(_ path: String) -> String {
    path.utf8.first == UInt8(ascii: "-") ? "./\(path)" : path
  }

  /// Returns a pattern as Hadoop's file systems read it.
  ///
  /// They have braces and a backslash of their own, `^` for the `!` of a set, and no set of a bracket.
  static func hadoopPattern(_ path: String) -> String {
    var pattern = ""
    var rest = path.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "[", let member = rest.first, "[*?".unicodeScalars.contains(member),
        rest.dropFirst().first == "]"
      {
        pattern += "\\\(member)"
        rest = rest.dropFirst(2)
      } else if scalar == "[", rest.first == "!" {
        pattern += "[^"
        rest = rest.dropFirst()
      } else if "{}\\".unicodeScalars.contains(scalar) {
        pattern += "\\\(scalar)"
      } else {
        pattern.unicodeScalars.append(scalar)
      }
    }
    return pattern
  }

  /// Refuses paths and options with line feeds or other control characters.
  static func check(_ job: JobDescription) throws {
    for text in [job.executable] + job.options + job.inputs + [job.output].compactMap(\.self)
    where text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw WorkerError("a script can't have a name with a control character: \(text)")
    }
  }

  /// Refuses inputs that Hadoop's file systems don't read, or read in another way.
  static func checkForHadoop(_ inputs: [String]) throws {
    for input in inputs {
      let names = input.utf8.split(separator: UInt8(ascii: "/"))
      if names.contains(where: { $0.elementsEqual("**".utf8) }) {
        throw WorkerError("Hadoop's patterns have no **; name the directory instead: \(input)")
      }
      guard let name = names.last, !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8)
      else {
        continue
      }
      if name.first == UInt8(ascii: "_") || name.first == UInt8(ascii: ".") {
        throw WorkerError("Hadoop passes over names that begin with _ or a dot: \(input)")
      }
    }
  }
}
