#if Macros
/// A variable declared in a scope that contains a yield, or a parameter.
final class Variable {
  let id: Int
  /// The name in the user's source, without backticks.
  let name: String
  /// The name in the expansion.
  var unique: String
  let isLet: Bool
  /// An expression of type `_Witness<T>`, with placeholders.
  var typing = ""
  var isParameter = false
  /// Whether a closure refers to it.
  var isCaptured = false
  /// Whether it is declared without a value.
  var isDeferred = false
  var isUsed = false
  /// The blocks that mention it.
  ///
  /// If there are several, it is a stored property.
  var blocks: Set<Int> = []
  var isHoisted = false
  /// Its role if the lowering has introduced it for a loop or a delegation.
  var source: Source?
  /// Whether the iterator is a delegate of the body.
  var isDelegate = false
  /// Whether an iterator's type can't be the `some` type of another declaration.
  var isConcrete = false
  /// Whether the variable's type may involve the `some` type of another declaration.
  var mayBeOpaque = false
  /// Whether the compiler may write the type of an iterator's elements as a member of an opaque type.
  var elementsDependOnOpaque = false
  /// The type of an error that the lowering stores.
  var errorType: String?
  /// Whether the variable is a caught error whose type only the compiler knows.
  var isInferredError = false
  /// The immutable variable that it is another name for, and whether that one is optional.
  var alias: (original: Variable, isUnwrapped: Bool)?
  var position: Position?
  /// The numbers of the variables that the same `var` binds.
  var group: [Int] = []

  init(_ id: Int, _ name: String, isLet: Bool) {
    self.id = id
    self.name = Scope.name(name)
    self.isLet = isLet
    unique = name
  }

  /// Whether a closure may see it change, so that it lives in a box.
  var isBoxed: Bool { isCaptured && !isParameter && (!isLet || isDeferred) }
  /// Its value at places where only types are used.
  var witnessed: String { "_t_\(unique).\(isLet && !isDeferred ? "constant" : "value")" }
  /// The method of a witness that makes its slot.
  var slotMaker: String {
    isBoxed ? isDeferred ? "lateBox" : "box" : isDeferred ? "lateSlot" : "slot"
  }
}

extension Variable {
  /// The kind of source of elements that a variable without a name in the body holds.
  enum Source {
    case iterator, asyncIterator
    /// The delegate of a body that is sent values, or that may fail.
    case delegate
  }

  /// Whether it is another name for a stored variable in each block that mentions it.
  var isAlias: Bool { alias != nil && !isCaptured && blocks.count > 1 }
}

struct Position {
  /// The mark before text of the user's, so that the compiler reports it there.
  var mark: String { "\(Mark.place)\(line):\(column)\(Mark.end)" }

  let line: Int
  let column: Int
}

/// The meaning of a name in a scope.
enum Meaning {
  /// Declared by code that stays as it is.
  case plain
  case variable(Variable)
  /// A variable in the condition that binds it: not stored yet.
  case bound(Variable)
}

final class Scope {
  let parent: Scope?
  /// The meanings of names, which are the same with backticks and without.
  private(set) var meanings: [String: Meaning] = [:]

  init(_ parent: Scope?) { self.parent = parent }

  static func name(_ text: String) -> String { text.filter { $0 != "`" } }

  func declare(_ text: String, _ meaning: Meaning) { meanings[Self.name(text)] = meaning }

  func meaning(of text: String) -> Meaning? {
    let name = Self.name(text)
    var scope: Scope? = self
    while let current = scope {
      if let found = current.meanings[name] { return found }
      scope = current.parent
    }
    return nil
  }
}

/// Marks in rewritten code, spelled when it is known which variables are stored.
///
/// They are characters of the private use area. A body that has them itself is refused.
enum Mark {
  /// A reference to a variable, its number, ``end``.
  static let reference: Character = "\u{E000}"
  static let end: Character = "\u{E001}"
  /// A reference from inside of a closure.
  static let captured: Character = "\u{E002}"
  /// The bare name, in a pattern or in the condition that binds it.
  static let bare: Character = "\u{E003}"
  /// A jump to a block.
  static let jump: Character = "\u{E004}"
  /// Something that may throw out of the code around it.
  static let throwing: Character = "\u{E005}"
  /// `self`.
  static let selfValue: Character = "\u{E006}"
  /// `Self`.
  static let selfType: Character = "\u{E007}"
  /// Before a bare name that can only be a member of `self` or a global variable.
  static let member: Character = "\u{E008}"
  /// Before the name of a bare call, which may be one of `self` or of a global function.
  static let call: Character = "\u{E009}"
  /// A statement that empties the slot of a variable, its number, ``end``.
  static let emptying: Character = "\u{E00A}"
  /// The end of a body with the value `_returned`.
  static let finish: Character = "\u{E00B}"

  /// The start of a call that forwards a message to a delegate, its number, ``end``.
  static let forwarding: Character = "\u{E00C}"

  /// The place of the user's text that follows: its line and column, ``end``.
  static let place: Character = "\u{E00D}"
  /// The keyword `await`.
  ///
  /// At a place where only a type is used, an `await` outside covers it.
  static let awaiting: Character = "\u{E00E}"
  /// `super`.
  static let superValue: Character = "\u{E00F}"
  /// The keyword `var` of a pattern, the number of its first variable, ``end``.
  static let specifier: Character = "\u{E010}"

  /// After `self` in a capture list, which is its value.
  static let selfCapture: Character = "\u{E011}"

  /// Before a reference to a variable that is consumed.
  static let consuming: Character = "\u{E012}"

  static func isMark(_ character: Character) -> Bool {
    character >= "\u{E000}" && character <= "\u{E012}"
  }

  static func isNumbered(_ mark: Character) -> Bool {
    [reference, captured, bare, jump, emptying, forwarding, specifier].contains(mark)
  }
}

func reference(_ variable: Variable, captured: Bool = false) -> String {
  "\(captured ? Mark.captured : Mark.reference)\(variable.id)\(Mark.end)"
}

/// Returns the keyword before a pattern that binds variables which may change.
///
/// Stored variables need none: the compiler would warn of it.
func specifier(_ bound: [Variable]) -> String {
  guard let first = bound.first else { return "var" }
  for variable in bound { variable.group = bound.map(\.id) }
  return "\(Mark.specifier)\(first.id)\(Mark.end)"
}

func emptying(_ variable: Variable) -> String { "\(Mark.emptying)\(variable.id)\(Mark.end)" }

func bare(_ variable: Variable) -> String { "\(Mark.bare)\(variable.id)\(Mark.end)" }
#endif
