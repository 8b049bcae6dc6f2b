#if Macros
import SwiftSyntax
import SwiftSyntaxMacros

/// The place where a generator is declared, as far as a macro can know it.
///
/// A macro sees the declarations around its own, without their members and types. Unique names begin with the
/// discriminator of the expansion, which is a mangled name. It tells what kind of type an extension extends, and
/// whether a declaration is local.
struct DeclarationSite {
  /// The types, functions and accessors around the function, the innermost first.
  let lexicalContext: [Syntax]
  /// The type that the innermost extension extends, or `nil` if there is none or the discriminator doesn't tell.
  private let extended: ExtendedKind?
  /// The innermost type or extension around the function, even if the function is in code of a member.
  private let type: Syntax?

  init(_ context: some MacroExpansionContext) {
    self.init(context.lexicalContext, discriminator: context.makeUniqueName("").text)
  }

  init(_ lexicalContext: [Syntax], discriminator: String) {
    let isInCode = lexicalContext.contains { !$0.isProtocol((any DeclGroupSyntax).self) }
    // A mangled name has this behind a local declaration's name, and also behind that of a member of a local type.
    let isLocal = discriminator.contains("_$l") && !isInCode
    // The lexical context lacks an accessor without `get`, and the statements of a script.
    self.lexicalContext = (isLocal ? [Self.getter] : []) + lexicalContext
    type = lexicalContext.first { $0.isProtocol((any DeclGroupSyntax).self) }
    extended =
      type?.is(ExtensionDeclSyntax.self) == true
      ? ExtendedKind(discriminator: discriminator) : nil
  }

  private static let getter = Syntax(
    AccessorDeclSyntax(accessorSpecifier: .keyword(.get, presence: .present)))

  /// Whether the function is a protocol's, so that no type can be declared beside it.
  var isInProtocol: Bool {
    guard let type = lexicalContext.first else { return false }
    if type.is(ProtocolDeclSyntax.self) { return true }
    guard let declaration = type.as(ExtensionDeclSyntax.self) else { return false }
    return extended.map { $0 == .protocol } ?? ExtendedKind.mayBeProtocol(declaration)
  }

  /// Whether the function's `self`, or that of the code around it, may be an actor that the code is isolated to.
  var mayHaveActor: Bool {
    guard let type else { return false }
    if type.is(ActorDeclSyntax.self) { return true }
    return type.is(ExtensionDeclSyntax.self) && extended != .value
  }
}

/// The kind of type that an extension extends.
enum ExtendedKind {
  case `protocol`, `class`
  /// A struct or an enumeration.
  case value

  /// Reads the kind of the type at the beginning of a mangled name.
  ///
  /// The names of its modules and types stand before their kinds, as in `$s6Shapes5ShapeP`. The text behind it begins
  /// with the names of the function and of the macro, or with the module of the extension.
  init?(discriminator: String) {
    var reader = MangledNameReader(discriminator)
    guard reader.skip("$s") || reader.skip("$e") || reader.skip("$S") else { return nil }
    var found: ExtendedKind?
    if reader.skip("S") {
      // Types of the standard library with abbreviations, or the modules of imported ones.
      switch reader.next() {
      case "o", "C": break
      case "c":
        guard let letter = reader.next() else { return nil }
        found = "AFfhIi".contains(letter) ? .protocol : letter == "M" ? .class : .value
      case let letter?: found = "BEeFGHjKkLlMmQTtUXxYyZz".contains(letter) ? .protocol : .value
      case nil: return nil
      }
    } else if !reader.skip("s"), !reader.skipIdentifier() {
      return nil
    }
    names: while found != .protocol, reader.skipIdentifier() {
      // The name of a private type is followed by what stands for its file.
      if reader.skipIdentifier(), !reader.skip("LL") { break }
      switch reader.next() {
      case "P": found = .protocol
      case "C": found = .class
      case "V", "O": found = .value
      default: break names
      }
    }
    guard let found else { return nil }
    self = found
  }

  /// Guesses from an extension's text whether it is of a protocol, where the discriminator doesn't tell.
  static func mayBeProtocol(_ declaration: ExtensionDeclSyntax) -> Bool {
    let type = declaration.extendedType
    let requirements = declaration.genericWhereClause?.tokens(viewMode: .sourceAccurate)
    if requirements?.contains(where: { $0.text == "Self" }) ?? false { return true }
    let name =
      type.as(IdentifierTypeSyntax.self)?.name.text ?? type.as(MemberTypeSyntax.self)?.name.text
      ?? ""
    return names.contains(name) || name.hasSuffix("Protocol")
      || name.count > 5 && (name.hasSuffix("able") || name.hasSuffix("ible"))
  }

  private static let names: Set<String> = [
    "Actor", "AsyncSequence", "BidirectionalCollection", "BinaryFloatingPoint", "BinaryInteger",
    "Clock", "Collection", "Error", "FixedWidthInteger", "FloatingPoint",
    "LazySequenceProtocol", "MutableCollection", "Numeric", "OptionSet", "RandomAccessCollection",
    "RandomNumberGenerator", "RangeExpression", "RangeReplaceableCollection", "Sequence",
    "SetAlgebra", "SignedInteger", "SignedNumeric", "UnsignedInteger", "View",
  ]
}

/// A reader of the identifiers of a mangled name, as `docs/ABI/Mangling.rst` of the compiler describes them.
struct MangledNameReader {
  private var rest: Substring.UTF8View

  init(_ name: String) { rest = Substring(name).utf8 }

  mutating func next() -> Character? { rest.popFirst().map { Character(Unicode.Scalar($0)) } }

  mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  /// Skips an identifier, if one comes next.
  ///
  /// It is its length and its text, or refers to words of earlier identifiers and has only the new part as text.
  mutating func skipIdentifier() -> Bool {
    guard let first = rest.first, isDigit(first) else { return false }
    // One zero begins an identifier with words of earlier ones, two begin one in Punycode.
    let isPunycode = skip("00")
    var hasWords = !isPunycode && skip("0")
    repeat {
      while hasWords, let letter = rest.first, isLetter(letter) {
        rest = rest.dropFirst()
        // A capital letter refers to the last word.
        hasWords = letter & 0x20 != 0
      }
      if skip("0") { return true }
      let digits = rest.prefix(while: isDigit)
      guard let length = Int(String(Substring(digits))), length > 0 else { return false }
      rest = rest.dropFirst(digits.count)
      if isPunycode { _ = skip("_") }
      rest = rest.dropFirst(length)
    } while hasWords
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte }
  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte | 0x20
  }
}
#endif
