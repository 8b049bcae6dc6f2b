#if Macros
import SwiftSyntax

/// The surroundings of a piece of a body.
struct Surroundings {
  enum Nesting { case body, ifConfig, deferred, closure, function, accessor }

  enum Handling {
    case leaves
    /// In a `do` whose catches don't cover every error.
    case partlyCaught
    case caught
  }

  var nesting = Nesting.body
  var handling = Handling.leaves
  /// Whether `yield` has another meaning here, such as the parameter of a stackful generator's closure.
  var yieldIsShadowed = false
  /// Whether the list of statements is lowered, so that its variables are stored.
  var isLowered = false
  var isInsideIf = false
  var labels: [String] = []
  var loops = 0
  var breakables = 0
  /// The names that are visible here, with `true` for variables that the generator stores.
  var names: [String: Bool] = [:]

  /// The statement in front of which a yield's value can be bound, if its order allows that.
  private(set) var hoist: CodeBlockItemSyntax?

  var statement: CodeBlockItemSyntax? {
    get { hoist }
    set { hoist = newValue }
  }

  var withoutHoist: Surroundings {
    var copy = self
    copy.hoist = nil
    return copy
  }

  var insideLoop: Surroundings {
    var copy = self
    copy.loops += 1
    copy.breakables += 1
    return copy
  }

  /// Enters a `defer` block, which no jump and no error may leave.
  mutating func startOfDefer() {
    loops = 0
    breakables = 0
    labels = []
    handling = .leaves
    hoist = nil
  }

  mutating func bind(_ name: String, hasYield: Bool) {
    names[name] = hasYield
    if name == "yield" { yieldIsShadowed = true }
  }

  mutating func bindAll(in pattern: some SyntaxProtocol, hasYield: Bool) {
    for name in Names.bound(by: pattern) { bind(name.text, hasYield: hasYield) }
  }
}
#endif
