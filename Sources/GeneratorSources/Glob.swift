import SystemPackage

/// A pattern that paths match: `*.log`, `logs/**/*.log`, `2024-0[1-6]?.csv`.
///
/// | in a pattern | matches |
/// |---|---|
/// | `?` | a character |
/// | `*` | any characters of one name, or none |
/// | `[abc]`, `[a-z]` | one of these characters |
/// | `[!abc]`, `[!a-z]` | a character that is none of these |
/// | `**` as a name of its own | any directories, or none; as the last name anything inside of them |
///
/// Everything else stands for itself, as does a `[` that no `]` closes. What is special stands for
/// itself in brackets: `[*]`, `[?]`, `[[]`; `\` is not special. Nothing but `**` matches `/`.
///
/// ```swift
/// let logs: Glob = "logs/**/*.log"
/// print(logs.matches("logs/web/2024/a.log"), logs.matches("logs/a.log.gz"))  // true false
/// ```
///
/// A name that begins with a dot is hidden: it is matched by a dot in the pattern, and by nothing
/// else, unless the pattern is made with `includesHidden`. Upper and lower case differ. A character
/// is a Unicode scalar, compared as it is, and bytes of a path that are not UTF-8 are U+FFFD. In
/// patterns as in paths neither two separators in a row nor a name `.` make a difference.
///
/// It is what Python's `glob` matches, with `recursive=True`, and `fnmatch` in a name; of
/// `glob.translate` it differs in that `[!a]` matches neither `/` nor the dot of a hidden name.
public struct Glob: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The pattern, as it was written.
  public let description: String

  /// Whether wildcards match names that begin with a dot.
  public let includesHidden: Bool

  enum Part: Hashable {
    /// Any directories.
    case any
    case name(NamePattern)
  }

  /// The pattern's names, without those that mean nothing.
  let parts: [Part]

  /// Makes a pattern; there is none that is wrong.
  ///
  /// - Parameters:
  ///   - pattern: the pattern.
  ///   - includesHidden: whether wildcards match names that begin with a dot.
  /// - Complexity: linear in the pattern.
  public init(_ pattern: String, includesHidden: Bool = false) {
    description = pattern
    self.includesHidden = includesHidden
    var parts: [Part] = []
    for part in Self.names(of: pattern) where part != "." {
      if part != "**" {
        parts.append(.name(NamePattern(part, includesHidden: includesHidden)))
      } else if parts.last != .any {
        parts.append(.any)
      }
    }
    self.parts = parts
  }

  /// Makes a pattern of a literal, which does not match hidden names by wildcards.
  ///
  /// - Parameter value: the pattern.
  public init(stringLiteral value: String) { self.init(value) }

  /// A pattern that matches a text and nothing else.
  ///
  /// ```swift
  /// let name = "what?.txt"
  /// print(Glob.escape(name))  // what[?].txt
  /// let notes = Glob("**/" + Glob.escape(name))
  /// ```
  ///
  /// Python's `glob.escape`.
  ///
  /// - Parameter text: the text.
  /// - Returns: the text with what is special in it in brackets.
  /// - Complexity: linear in the text.
  public static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for character in text.unicodeScalars {
      if ["*", "?", "["].contains(character) {
        escaped.append(contentsOf: ["[", character, "]"])
      } else {
        escaped.append(character)
      }
    }
    return String(escaped)
  }

  /// Whether the whole of a path matches.
  ///
  /// ```swift
  /// let paths: [FilePath] = ["a.c", "a.h", "sub/b.c", ".c"]
  /// print(paths.filter(Glob("*.c").matches).map(\.string))     // ["a.c"]
  /// print(paths.filter(Glob("**/*.c").matches).map(\.string))  // ["a.c", "sub/b.c"]
  /// ```
  ///
  /// An absolute path matches a pattern that begins with `/`, and a relative one a pattern that does
  /// not. A pattern that ends with `/` is for directories, and matches no path. Python's
  /// `PurePath.full_match`.
  ///
  /// - Parameter path: the path, which is not looked up; one that no file can have matches nothing.
  /// - Returns: whether it matches.
  /// - Complexity: O(*n* · *m*) for a path and a pattern of so many characters.
  public func matches(_ path: some PathInput) -> Bool {
    guard let path = try? path.filePath(), path.isAbsolute == isAbsolute, !isForDirectories else {
      return false
    }
    var way = Way(of: self)
    for name in path.components where name.kind != .currentDirectory {
      way = way.after(name.string)
      if way.isEmpty { return false }
    }
    return way.hasArrived
  }

  /// What stands between separators, which may have a combining character behind them.
  private static func names(of pattern: String) -> [Substring] {
    pattern.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
  }

  var isAbsolute: Bool { description.utf8.first == UInt8(ascii: "/") }

  /// It asks for what only a directory is.
  var isForDirectories: Bool {
    description != "/" && (description.hasSuffix("/") || description.hasSuffix("/."))
  }

  /// It has a name that leads out of the directory where it begins.
  var isLeadingOut: Bool { Self.names(of: description).contains("..") }
}

extension Glob {
  /// How far a path has come on its way through a pattern, by all the ways that there are.
  struct Way {
    private let glob: Glob
    /// The parts that the next name may match, in order; at `glob.parts.endIndex`, no name may.
    private var positions: [Int]

    /// Before the first name.
    init(of glob: Glob) {
      (self.glob, positions) = (glob, [])
      reach(0)
      // What a last `**` matches is at least a name, unless there is nothing else in the pattern.
      if glob.parts == [.any] { positions.append(1) }
    }

    /// No path that goes on here can match.
    var isEmpty: Bool { positions.isEmpty }

    /// The path that ends here matches.
    var hasArrived: Bool { positions.last == glob.parts.endIndex }

    /// A path that goes on here may match.
    var goesOn: Bool { positions.contains { $0 < glob.parts.endIndex } }

    /// The way with one more name.
    func after(_ name: String) -> Way {
      var next = self
      next.positions = []
      for position in positions where position < glob.parts.endIndex {
        switch glob.parts[position] {
        case .any:
          if name.unicodeScalars.first == ".", !glob.includesHidden { continue }
          next.reach(position)
          // As the last part it takes what is inside of a directory, too.
          if position + 1 == glob.parts.endIndex { next.reach(position + 1) }
        case .name(let pattern):
          if pattern.matches(name) { next.reach(position + 1) }
        }
      }
      return next
    }

    /// Adds a position, and with `**` the one after it, since that may match no name at all.
    private mutating func reach(_ position: Int) {
      // They ascend, and no step adds one that is more than two behind the last.
      if positions.suffix(3).contains(position) { return }
      positions.append(position)
      guard position < glob.parts.endIndex - 1, glob.parts[position] == .any else { return }
      reach(position + 1)
    }
  }
}

/// The pattern of one name, as `fnmatch` reads it.
struct NamePattern: Hashable {
  private enum Token: Hashable {
    case character(Unicode.Scalar)
    case anyCharacter
    case anyCharacters
    case oneOf([ClosedRange<Unicode.Scalar>])
    case noneOf([ClosedRange<Unicode.Scalar>])
  }

  private let tokens: [Token]
  private let includesHidden: Bool

  init(_ pattern: Substring, includesHidden: Bool) {
    let pattern = Array(pattern.unicodeScalars)
    var tokens: [Token] = []
    var index = 0
    // Where no bracket closes a set, none closes a later one either, which is not searched for again.
    var mayClose = true
    while index < pattern.endIndex {
      let character = pattern[index]
      index += 1
      switch character {
      case "*":
        if tokens.last != .anyCharacters { tokens.append(.anyCharacters) }
      case "?":
        tokens.append(.anyCharacter)
      case "[":
        if mayClose, let end = Self.endOfSet(in: pattern, from: index) {
          tokens.append(Self.set(pattern[index..<end]))
          index = end + 1
        } else {
          mayClose = false
          tokens.append(.character("["))
        }
      default:
        tokens.append(.character(character))
      }
    }
    self.tokens = tokens
    self.includesHidden = includesHidden
  }

  /// Where the `]` is that closes a set; one at its beginning is a character of it.
  private static func endOfSet(in pattern: [Unicode.Scalar], from start: Int) -> Int? {
    var index = start
    if index < pattern.endIndex, pattern[index] == "!" { index += 1 }
    if index < pattern.endIndex, pattern[index] == "]" { index += 1 }
    return pattern[index...].firstIndex(of: "]")
  }

  /// What stands between brackets.
  ///
  /// CPython's steps, in its order, since what is odd, as `[z-a]` or `[a-c-e]`, is to mean the same.
  private static func set(_ content: ArraySlice<Unicode.Scalar>) -> Token {
    // The hyphens between chunks are those that stand for a range.
    var chunks: [[Unicode.Scalar]] = []
    var start = content.startIndex
    var from = start + (content.first == "!" ? 2 : 1)
    while from < content.endIndex, let hyphen = content[from...].firstIndex(of: "-") {
      chunks.append(Array(content[start..<hyphen]))
      start = hyphen + 1
      from = hyphen + 3
    }
    if start < content.endIndex || chunks.isEmpty {
      chunks.append(Array(content[start...]))
    } else {
      chunks[chunks.count - 1].append("-")
    }
    for index in chunks.indices.dropFirst().reversed()
    where chunks[index - 1].last! > chunks[index].first! {
      // An empty range is nothing.
      chunks[index - 1].removeLast()
      chunks[index - 1] += chunks[index].dropFirst()
      chunks.remove(at: index)
    }
    let isNegated = chunks[0].first == "!"
    if isNegated { chunks[0].removeFirst() }
    var ranges = chunks.joined().map { $0...$0 }
    for (chunk, next) in zip(chunks, chunks.dropFirst()) {
      if let first = chunk.last, let last = next.first { ranges.append(first...last) }
    }
    if isNegated { return ranges.isEmpty ? .anyCharacter : .noneOf(ranges) }
    return .oneOf(ranges)
  }

  /// Whether a name matches.
  func matches(_ name: String) -> Bool {
    let name = name.unicodeScalars
    if name.first == ".", !includesHidden, tokens.first != .character(".") { return false }
    var position = name.startIndex
    var token = 0
    // The last `*`, and up to where it has taken the name: enough to go back to, since what an
    // earlier one could take this one can take as well.
    var retry: (token: Int, position: String.Index)?
    while position < name.endIndex {
      if token < tokens.endIndex, tokens[token] == .anyCharacters {
        token += 1
        retry = (token, position)
      } else if token < tokens.endIndex, Self.matches(tokens[token], name[position]) {
        token += 1
        position = name.index(after: position)
      } else if let last = retry {
        position = name.index(after: last.position)
        token = last.token
        retry = (token, position)
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == .anyCharacters }
  }

  private static func matches(_ token: Token, _ character: Unicode.Scalar) -> Bool {
    switch token {
    case .character(let expected): expected == character
    case .anyCharacter: true
    case .anyCharacters: false
    case .oneOf(let ranges): ranges.contains { $0.contains(character) }
    case .noneOf(let ranges): !ranges.contains { $0.contains(character) }
    }
  }
}
