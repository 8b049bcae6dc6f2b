import SystemPackage

/// A pattern that paths match: `*.log`, `logs/**/*.log`, `2024-0[1-6]?.csv`.
///
/// | in a pattern | matches |
/// |---|---|
/// | `?` | one character |
/// | `*` | any characters within one name, or none |
/// | `[abc]`, `[a-z]` | one of these characters |
/// | `[!abc]`, `[!a-z]` | one character that is none of these |
/// | `**` as a whole name | any directories, or none; as the last name, anything inside of them |
///
/// All other characters match themselves, including a `[` without a closing `]`. To match a special
/// character, put it in brackets: `[*]`, `[?]`, `[[]`. `\` isn't special. Only `**` matches `/`.
///
/// ```swift
/// let logs: Glob = "logs/**/*.log"
/// print(logs.matches("logs/web/2024/a.log"), logs.matches("logs/a.log.gz"))  // true false
/// ```
///
/// A name that begins with a dot is hidden. Only a dot in the pattern matches its first dot, unless the
/// pattern is created with `includesHidden`. Matching is case-sensitive. A character is a Unicode scalar,
/// compared without normalization; bytes of a path that aren't UTF-8 count as U+FFFD. Repeated separators
/// and names `.` have no effect, in patterns and in paths.
///
/// The pattern matches what Python's `glob` matches with `recursive=True`, and within a name what `fnmatch`
/// matches. Unlike in `glob.translate`, `[!a]` matches neither `/` nor the dot of a hidden name.
public struct Glob: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The pattern, as written.
  public let description: String

  /// Whether wildcards match names that begin with a dot.
  public let includesHidden: Bool

  enum Part: Hashable {
    /// Any directories.
    case any
    case name(NamePattern)
  }

  /// The pattern's names, without those that have no effect.
  let parts: [Part]

  /// Creates a pattern.
  ///
  /// No text is invalid.
  ///
  /// - Parameters:
  ///   - pattern: The text of the pattern.
  ///   - includesHidden: Whether wildcards match names that begin with a dot.
  /// - Complexity: Linear in the pattern.
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

  /// Creates a pattern of a literal.
  ///
  /// Its wildcards don't match hidden names.
  ///
  /// - Parameter value: The text of the pattern.
  public init(stringLiteral value: String) { self.init(value) }

  /// Returns a pattern that matches a text and nothing else.
  ///
  /// ```swift
  /// let name = "what?.txt"
  /// print(Glob.escape(name))  // what[?].txt
  /// let notes = Glob("**/" + Glob.escape(name))
  /// ```
  ///
  /// This is Python's `glob.escape`.
  ///
  /// - Parameter text: The text to match.
  /// - Returns: The text with its special characters in brackets.
  /// - Complexity: Linear in the text.
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

  /// Returns whether a path as a whole matches.
  ///
  /// ```swift
  /// let paths: [FilePath] = ["a.c", "a.h", "sub/b.c", ".c"]
  /// print(paths.filter(Glob("*.c").matches).map(\.string))     // ["a.c"]
  /// print(paths.filter(Glob("**/*.c").matches).map(\.string))  // ["a.c", "sub/b.c"]
  /// ```
  ///
  /// A pattern that begins with `/` matches absolute paths only, and any other pattern relative paths only. A
  /// pattern that ends with `/` is for directories, and matches no path. This is Python's
  /// `PurePath.full_match`.
  ///
  /// - Parameter path: The path, which is not looked up. A path that no file can have matches nothing.
  /// - Returns: Whether the path matches.
  /// - Complexity: O(*n* · *m*) for a path of *n* and a pattern of *m* characters.
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

  /// Returns the names between separators.
  ///
  /// A combining character after a separator doesn't hide it.
  private static func names(of pattern: String) -> [Substring] {
    pattern.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
  }

  var isAbsolute: Bool { description.utf8.first == UInt8(ascii: "/") }

  /// Whether the pattern asks for something that only a directory is.
  var isForDirectories: Bool {
    description != "/" && (description.hasSuffix("/") || description.hasSuffix("/."))
  }

  /// Whether the pattern has a name that leads out of the directory in which it begins.
  var isLeadingOut: Bool { Self.names(of: description).contains("..") }
}

extension Glob {
  /// The pattern positions that the path read so far may have reached: the state set of a small NFA.
  struct Way {
    private let glob: Glob
    /// The parts that the next name may match, in order.
    ///
    /// At `glob.parts.endIndex`, the pattern is used up.
    private var positions: [Int]

    /// Creates the state before the first name.
    init(of glob: Glob) {
      (self.glob, positions) = (glob, [])
      reach(0)
      // A last `**` matches at least one name, unless the pattern has nothing else.
      if glob.parts == [.any] { positions.append(1) }
    }

    /// Whether no path that begins with the names so far can match.
    var isEmpty: Bool { positions.isEmpty }

    /// Whether the path that ends here matches.
    var hasArrived: Bool { positions.last == glob.parts.endIndex }

    /// Whether a path with more names may match.
    var goesOn: Bool { positions.contains { $0 < glob.parts.endIndex } }

    /// Returns the state after one more name.
    func after(_ name: String) -> Way {
      var next = self
      next.positions = []
      for position in positions where position < glob.parts.endIndex {
        switch glob.parts[position] {
        case .any:
          if name.unicodeScalars.first == ".", !glob.includesHidden { continue }
          next.reach(position)
          // As the last part, `**` also matches what is inside of a directory.
          if position + 1 == glob.parts.endIndex { next.reach(position + 1) }
        case .name(let pattern):
          if pattern.matches(name) { next.reach(position + 1) }
        }
      }
      return next
    }

    /// Adds a position.
    ///
    /// After `**` it also adds the next one, because `**` may match no name at all.
    private mutating func reach(_ position: Int) {
      // Positions ascend, and no step adds one that is more than two beyond the last.
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
    // If no bracket closes this set, none closes a later one, so the search isn't repeated.
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

  /// Returns the position of the `]` that closes a set.
  ///
  /// A `]` at the set's beginning is a character of it.
  private static func endOfSet(in pattern: [Unicode.Scalar], from start: Int) -> Int? {
    var index = start
    if index < pattern.endIndex, pattern[index] == "!" { index += 1 }
    if index < pattern.endIndex, pattern[index] == "]" { index += 1 }
    return pattern[index...].firstIndex(of: "]")
  }

  /// Returns the token for the text between brackets.
  ///
  /// Follows CPython's steps in order, so that odd sets such as `[z-a]` or `[a-c-e]` mean the same.
  private static func set(_ content: ArraySlice<Unicode.Scalar>) -> Token {
    // The hyphens between two chunks are those that make a range.
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
      // An empty range matches nothing.
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

  /// Returns whether a name matches.
  func matches(_ name: String) -> Bool {
    let name = name.unicodeScalars
    if name.first == ".", !includesHidden, tokens.first != .character(".") { return false }
    var position = name.startIndex
    var token = 0
    // The last `*`, and the position up to which it has matched. Going back to it is enough, because
    // it can match whatever an earlier `*` could.
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
