/// A condition on records, such as `status>=500 and path~"/api"`.
///
/// A comparison has a field, an operator and a value. Comparisons are joined by `and`, which binds
/// more strongly, and `or`, negated by `not`, and grouped by parentheses.
///
/// | Field | Operators | Value |
/// |---|---|---|
/// | `status` | `=` `!=` `<` `<=` `>` `>=` | `404`; with `=` and `!=` also a class such as `4xx` |
/// | `size` | the same | bytes: `500`, `20k`, `3M`, `1G`, in thousands; `20Ki`, in 1,024s |
/// | `time` | the same | a time that ``TimeBound`` reads |
/// | `host`, `user`, `method`, `path`, `request`, `referrer`, `agent` | `=` `!=` `~` `!~` | text |
///
/// `==` is the same as `=`. `~` is "contains". A `^` at the start of the text and a `$` at its end stand for the
/// start and the end of the field: `path~"^/blog/"`, `path~".gif$"`. Texts are compared byte for byte with
/// the log's own spelling, including its escapes. A field that the record doesn't have, such as the referrer
/// of a request without one, is the empty text.
///
/// A time stands for the whole span that it names, a day for its 24 hours and `10:00` for a minute:
/// `time=2015-05-18` holds for that day, and `time>2015-05-18` from the next day on.
///
/// A value is a word or a text in quotes. In quotes, `\"`, `\\`, `\^` and `\$` stand for the character itself.
/// Words end at a space, a parenthesis or a quote, and have no escapes.
public struct Query: Sendable {
  /// The maximum nesting depth of parentheses and `not`.
  static let greatestDepth = 200

  /// The comparisons, each with the index of the next one.
  ///
  /// So matching a record makes no recursive calls and touches no other memory.
  private var steps: [Step] = []
  private var start = Step.accept

  private struct Step {
    /// The indices that stand for the answers.
    static let (accept, reject) = (-1, -2)

    let comparison: Comparison
    let ifTrue: Int
    let ifFalse: Int
  }

  /// Creates a condition from its text.
  ///
  /// - Throws: ``QueryError``, with what was expected and what was found.
  public init(_ text: String) throws(QueryError) {
    var parser = QueryParser(text)
    let condition = try parser.readQuery()
    start = add(condition, ifTrue: Step.accept, ifFalse: Step.reject)
  }

  /// Returns whether the condition holds for a record.
  public func matches(_ record: LogRecord) -> Bool {
    var index = start
    while index >= 0 {
      let holds = steps[index].comparison.holds(for: record)
      index = holds ? steps[index].ifTrue : steps[index].ifFalse
    }
    return index == Step.accept
  }

  /// Adds the steps of a condition, the last one first, and returns the index of the one to start with.
  private mutating func add(_ condition: Condition, ifTrue: Int, ifFalse: Int) -> Int {
    switch condition {
    case .comparison(let comparison):
      steps.append(Step(comparison: comparison, ifTrue: ifTrue, ifFalse: ifFalse))
      return steps.count - 1
    case .not(let condition):
      return add(condition, ifTrue: ifFalse, ifFalse: ifTrue)
    case .all(let conditions):
      return conditions.reversed().reduce(ifTrue) { add($1, ifTrue: $0, ifFalse: ifFalse) }
    case .any(let conditions):
      return conditions.reversed().reduce(ifFalse) { add($1, ifTrue: ifTrue, ifFalse: $0) }
    }
  }
}

/// The syntax tree of a query.
indirect enum Condition {
  case comparison(Comparison)
  case not(Condition)
  case all([Condition])
  case any([Condition])
}

/// A field, and the value that it is compared with.
enum Comparison: Sendable {
  case status(Relation, Int)
  case statusIs(StatusPattern, Bool)
  case size(Relation, Int)
  case time(Relation, TimeSpan)
  /// Whether the text must be found, or must not be.
  case text(TextField, TextPattern, Bool)

  func holds(for record: LogRecord) -> Bool {
    switch self {
    case .status(let relation, let status): relation.holds(record.status, status)
    case .statusIs(let pattern, let expected): pattern.matches(record.status) == expected
    case .size(let relation, let size): relation.holds(record.size, size)
    case .time(let relation, let span): span.holds(relation, record.time)
    case .text(let field, let pattern, let expected):
      pattern.matches(field.value(in: record)) == expected
    }
  }
}

/// A relation of two numbers.
enum Relation: Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

  @inline(__always)
  func holds(_ first: Int, _ second: Int) -> Bool {
    switch self {
    case .equal: first == second
    case .notEqual: first != second
    case .less: first < second
    case .lessOrEqual: first <= second
    case .greater: first > second
    case .greaterOrEqual: first >= second
    }
  }
}

/// A day, a minute or a second.
struct TimeSpan: Sendable {
  private let isInstant: Bool
  private let seconds: Range<Int>

  /// Reads a text of ``TimeBound``.
  init?(_ text: String) {
    guard let bound = TimeBound(text) else { return nil }
    let bytes = Array(text.utf8)[...].drop { $0 == UInt8(ascii: "[") }
    // The text after the day has its hours and minutes in five characters, and an offset last.
    let isISO = bytes.dropFirst(4).first == UInt8(ascii: "-")
    let afterDay = bytes.dropFirst(isISO ? 10 : 11)
    let length =
      if afterDay.isEmpty || afterDay.first == UInt8(ascii: "]") {
        86_400
      } else {
        afterDay.dropFirst(6).first == UInt8(ascii: ":") ? 1 : 60
      }
    switch bound {
    case .clock(let start): (isInstant, seconds) = (false, start..<(start + length))
    case .instant(let start): (isInstant, seconds) = (true, start..<(start + length))
    }
  }

  @inline(__always)
  func holds(_ relation: Relation, _ time: LogTime) -> Bool {
    let second = isInstant ? time.instant : time.clock
    return switch relation {
    case .equal: seconds.contains(second)
    case .notEqual: !seconds.contains(second)
    case .less: second < seconds.lowerBound
    case .lessOrEqual: second < seconds.upperBound
    case .greater: second >= seconds.upperBound
    case .greaterOrEqual: second >= seconds.lowerBound
    }
  }
}

/// A field of a record that is a text.
enum TextField: Sendable {
  case host, user, method, path, request, referrer, agent

  /// Returns the field; empty if the record has none.
  func value(in record: LogRecord) -> ArraySlice<UInt8> {
    switch self {
    case .host: record.host
    case .user: record.user
    case .method: record.method ?? []
    case .path: record.path
    case .request: record.request
    case .referrer: record.referrer ?? []
    case .agent: record.agent ?? []
    }
  }
}

/// A text to find in another one.
struct TextPattern: Sendable {
  let bytes: [UInt8]
  var isAtStart = false
  var isAtEnd = false

  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    let (text, wanted) = (text.span, bytes.span)
    let slack = text.count - wanted.count
    if slack < 0 || (isAtStart && isAtEnd && slack > 0) { return false }
    if isAtStart { return text.holds(wanted, at: 0) }
    if isAtEnd { return text.holds(wanted, at: slack) }
    guard wanted.count > 0 else { return true }
    var position = 0
    while let found = text.firstIndex(of: wanted[0], in: position..<(slack + 1)) {
      if text.holds(wanted, at: found) { return true }
      position = found + 1
    }
    return false
  }
}

extension Span where Element == UInt8 {
  /// Returns whether `other` is at `index`, after which there is room for it.
  @inline(__always)
  fileprivate func holds(_ other: Span<UInt8>, at index: Int) -> Bool {
    for offset in other.indices where self[index &+ offset] != other[offset] { return false }
    return true
  }
}
