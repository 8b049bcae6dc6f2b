import TerminalText

/// A recursive-descent parser of a query.
struct QueryParser {
  private let query: String
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ query: String) {
    self.query = query
    bytes = Array(query.utf8)
  }

  /// Reads all of the query.
  mutating func readQuery() throws(QueryError) -> Condition {
    let condition = try readDisjunction()
    if position < bytes.count { throw unexpected(#""and", "or" or the end"#) }
    return condition
  }

  private mutating func readDisjunction() throws(QueryError) -> Condition {
    var conditions = [try readConjunction()]
    while read(keyword: "or") { conditions.append(try readConjunction()) }
    return conditions.count == 1 ? conditions[0] : .any(conditions)
  }

  private mutating func readConjunction() throws(QueryError) -> Condition {
    var conditions = [try readNegation()]
    while read(keyword: "and") { conditions.append(try readNegation()) }
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  private mutating func readNegation() throws(QueryError) -> Condition {
    skipSpaces()
    let start = position
    let isNegated = read(keyword: "not")
    guard isNegated || read("(") else { return .comparison(try readComparison()) }
    depth += 1
    defer { depth -= 1 }
    if depth > Query.greatestDepth {
      let limit = Query.greatestDepth
      position = start
      throw unexpected("at most \(limit) parentheses and \"not\" in one another")
    }
    if isNegated { return .not(try readNegation()) }
    let condition = try readDisjunction()
    skipSpaces()
    if !read(")") { throw unexpected(#""and", "or" or ")""#) }
    return condition
  }
}

// MARK: Comparisons

extension QueryParser {
  private enum Field: String, CaseIterable {
    case status, size, host, user, method, path, request, referrer, agent, time

    var text: TextField? {
      switch self {
      case .status, .size, .time: nil
      case .host: .host
      case .user: .user
      case .method: .method
      case .path: .path
      case .request: .request
      case .referrer: .referrer
      case .agent: .agent
      }
    }
  }

  private enum Operator {
    case relation(Relation)
    case contains
    case containsNot
  }

  private static let fields = Field.allCases.map(\.rawValue).joined(separator: ", ")

  private mutating func readComparison() throws(QueryError) -> Comparison {
    skipSpaces()
    let start = position
    let word = readWhile { $0.isLetter }
    guard let field = Field(rawValue: word.lowercased()) else {
      position = start
      throw unexpected("a field (\(Self.fields)), \"not\" or \"(\"")
    }
    if let text = field.text { return try readTextComparison(of: text, named: field.rawValue) }
    let relation = try readRelation(of: field)
    skipSpaces()
    let valueStart = position
    let value = try readValue()
    func unexpectedValue(_ expected: String) -> QueryError {
      position = valueStart
      return unexpected(expected)
    }
    switch field {
    case .status:
      guard let pattern = StatusPattern(value.text) else {
        throw unexpectedValue("a status, as 404 or 4xx")
      }
      switch (relation, pattern) {
      case (.equal, _): return .statusIs(pattern, true)
      case (.notEqual, _): return .statusIs(pattern, false)
      case (_, .code(let code)): return .status(relation, code)
      case (_, .hundreds): throw unexpectedValue("a status, as 404; a class goes with = and !=")
      }
    case .size:
      guard let size = Self.size(value.text) else {
        throw unexpectedValue("a number of bytes, as 500, 20k or 3M")
      }
      return .size(relation, size)
    default:
      guard let span = TimeSpan(value.text) else {
        throw unexpectedValue("a time, as 2015-05-18, 2015-05-18T10:00 or 2015-05-18T10:00Z")
      }
      return .time(relation, span)
    }
  }

  private mutating func readRelation(of field: Field) throws(QueryError) -> Relation {
    let expected = "=, !=, <, <=, > or >="
    skipSpaces()
    let start = position
    if case .relation(let relation) = try readOperator(expected) { return relation }
    position = start
    throw unexpected("\(expected), as \(field.rawValue) is no text")
  }

  private mutating func readTextComparison(
    of field: TextField, named name: String
  ) throws(QueryError) -> Comparison {
    let expected = "=, !=, ~ or !~"
    skipSpaces()
    let start = position
    switch try readOperator(expected) {
    case .relation(.equal): return .text(field, try readExactText(), true)
    case .relation(.notEqual): return .text(field, try readExactText(), false)
    case .contains: return .text(field, try readPattern(), true)
    case .containsNot: return .text(field, try readPattern(), false)
    case .relation:
      position = start
      throw unexpected("\(expected), as \(name) is a text")
    }
  }

  private mutating func readExactText() throws(QueryError) -> TextPattern {
    TextPattern(bytes: try readValue().bytes, isAtStart: true, isAtEnd: true)
  }

  private mutating func readPattern() throws(QueryError) -> TextPattern {
    let value = try readValue()
    var bytes = value.bytes[...]
    let isAtStart = bytes.first == UInt8(ascii: "^") && !value.startIsEscaped
    if isAtStart { bytes.removeFirst() }
    let isAtEnd = bytes.last == UInt8(ascii: "$") && !value.endIsEscaped
    if isAtEnd { bytes.removeLast() }
    return TextPattern(bytes: Array(bytes), isAtStart: isAtStart, isAtEnd: isAtEnd)
  }

  private mutating func readOperator(_ expected: String) throws(QueryError) -> Operator {
    let start = position
    // An operator of two characters isn't read as that of its first one.
    if read("=") {
      _ = read("=")
      return .relation(.equal)
    }
    if read("!") {
      if read("=") { return .relation(.notEqual) }
      if read("~") { return .containsNot }
      position = start
    } else if read("<") {
      return .relation(read("=") ? .lessOrEqual : .less)
    } else if read(">") {
      return .relation(read("=") ? .greaterOrEqual : .greater)
    } else if read("~") {
      return .contains
    }
    throw unexpected(expected)
  }

  /// Reads a number with `k`, `M`, `G` or `T` for powers of 1,000, and `Ki` and so on for powers of 1,024.
  private static func size(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard var size = Int(digits) else { return nil }
    var suffix = text.dropFirst(digits.count).lowercased()
    if suffix.isEmpty { return size }
    let unit = suffix.count == 2 && suffix.last == "i" ? 1_024 : 1_000
    if unit == 1_024 { suffix.removeLast() }
    guard let power = ["k", "m", "g", "t"].firstIndex(of: suffix) else { return nil }
    for _ in 0...power {
      let (product, overflows) = size.multipliedReportingOverflow(by: unit)
      if overflows { return nil }
      size = product
    }
    return size
  }
}

// MARK: Words and characters

extension QueryParser {
  private struct Value {
    var bytes: [UInt8] = []
    /// Whether the first and the last character stand for themselves in any case.
    var startIsEscaped = false
    var endIsEscaped = false

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private mutating func readValue() throws(QueryError) -> Value {
    skipSpaces()
    if position < bytes.count, bytes[position] == .quote { return try readQuotedValue() }
    let start = position
    let expected = "a value, in quotes if it is empty or has spaces, quotes or parentheses"
    if position < bytes.count, bytes[position].isOfOperator {
      throw unexpected("a value, in quotes if it begins so")
    }
    let word = readWhile { $0.isOfWord }
    if word.isEmpty { throw unexpected(expected) }
    if ["and", "or", "not"].contains(word.lowercased()) {
      position = start
      throw unexpected("a value, in quotes if it is a word of the language")
    }
    return Value(bytes: Array(word.utf8))
  }

  private mutating func readQuotedValue() throws(QueryError) -> Value {
    let start = position
    position += 1
    var value = Value()
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == .quote { return value }
      value.endIsEscaped = byte == .backslash
      if byte == .backslash {
        guard position < bytes.count else { break }
        guard #""\^$"#.utf8.contains(bytes[position]) else {
          position -= 1
          throw unexpected(#"\\ for a backslash, or one of \", \^ and \$"#)
        }
        if value.bytes.isEmpty { value.startIsEscaped = true }
        value.bytes.append(bytes[position])
        position += 1
      } else {
        value.bytes.append(byte)
      }
    }
    position = bytes.count
    throw unexpected("a quote to end the text that begins in column \(column(of: start))")
  }

  /// Reads `and`, `or` or `not`, unless it is the start of a longer word.
  private mutating func read(keyword: String) -> Bool {
    skipSpaces()
    let start = position
    if readWhile({ $0.isLetter }).lowercased() == keyword { return true }
    position = start
    return false
  }

  private mutating func read(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func readWhile(_ belongs: (UInt8) -> Bool) -> String {
    let start = position
    while position < bytes.count, belongs(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipSpaces() {
    while position < bytes.count, bytes[position].isSpace { position += 1 }
  }

  /// Returns the error for the text at the parser's position.
  private func unexpected(_ expected: String) -> QueryError {
    QueryError(query: query, column: column(of: position), found: found, expected: expected)
  }

  /// The text at the parser's position: a word, or another character.
  private var found: String {
    guard position < bytes.count else { return "the end" }
    if bytes[position] == .quote { return "a quote" }
    var copy = self
    let isOperator = bytes[position].isOfOperator
    var word = copy.readWhile { $0.isOfWord && $0.isOfOperator == isOperator }
    if word.isEmpty { word = String(decoding: bytes[position...position], as: UTF8.self) }
    // Only the beginning of a long text.
    return "\"" + (word.count > 40 ? word.prefix(40) + "…" : word).escapedForTerminal + "\""
  }

  /// Returns the number of the character that contains the byte at `position`, counted from 1.
  private func column(of position: Int) -> Int {
    String(decoding: bytes[..<position], as: UTF8.self).count + 1
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == .space || (0x09...0x0D).contains(self) }

  /// Whether the character continues a word.
  fileprivate var isOfWord: Bool {
    !isSpace && self != .quote && self != UInt8(ascii: "(") && self != UInt8(ascii: ")")
  }

  fileprivate var isOfOperator: Bool { "=!<>~".utf8.contains(self) }

  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
}
