#if Macros
import SwiftDiagnostics
import SwiftSyntax

/// The errors of a generator's declaration that its syntax shows.
///
/// The checks run before the body is lowered, so that lowering meets only what it can lower. Several
/// mistakes are several errors, and one mistake is one error. Types aren't known here: the compiler
/// reports what only they show, at the user's line, when it checks the expansion.
///
/// ```swift
/// let refusals = Refusals(function: function, lexicalContext: context.lexicalContext).diagnostics()
/// for refusal in refusals { context.diagnose(refusal) }
/// if !refusals.isEmpty { return Refusals.body(of: function) }
/// ```
///
/// The macro's body role reports them. Its peer role asks only whether there are any, and declares
/// nothing then. The body role never throws them: the compiler would type-check the original body,
/// and complain about each `yield`.
struct Refusals {
  let function: FunctionDeclSyntax
  let lexicalContext: [Syntax]

  init(function: FunctionDeclSyntax, lexicalContext: [Syntax]) {
    self.function = function
    self.lexicalContext = lexicalContext
  }

  func diagnostics() -> [Diagnostic] {
    guard let body = function.body else {
      return [
        .refusal(
          "'@Generator' needs the body of '\(function.name.text)': attach it to a function that has one, "
            + "not to the requirement of a protocol",
          at: function.name)
      ]
    }
    let result = ReturnedGenerator(function.signature.returnClause?.type)
    let found = BodyRefusals(function: function, returned: result).check(body)
    let declaration = DeclarationRefusals(
      function: function, lexicalContext: lexicalContext, returned: result, body: found)
    return declaration.diagnostics() + found.diagnostics
  }

  /// Returns the error for a declaration that isn't a function, such as an initializer.
  static func diagnostic(ofMisplaced declaration: some DeclSyntaxProtocol) -> Diagnostic? {
    guard !declaration.is(FunctionDeclSyntax.self) else { return nil }
    let name =
      switch declaration.kind {
      case .initializerDecl: "an initializer"
      case .deinitializerDecl: "a deinitializer"
      default: "this declaration"
      }
    return .refusal(
      "'@Generator' can only be attached to a function, not to \(name)", at: declaration)
  }

  /// Returns a body of the right type for a function that was refused, so that the compiler adds no error.
  ///
  /// It needs a value of the type behind `some`. The names are those of the standard library and of
  /// the run time.
  static func body(of function: FunctionDeclSyntax) -> String {
    guard let type = function.signature.returnClause?.type,
      let opaque = ReturnedGenerator.opaque(in: Syntax(type))
    else { return "fatalError()" }
    let constraint = ReturnedGenerator.constraints(of: opaque).first { $0.name != "Sendable" }
    let arguments = constraint?.arguments ?? []
    let element = arguments.first ?? "Never"
    let failure = arguments.dropFirst().first ?? "any Error"
    let stand: String
    switch constraint?.name ?? "" {
    case "Sequence", "Collection", "BidirectionalCollection", "RandomAccessCollection",
      "MutableCollection":
      stand = "EmptyCollection<\(element)>"
    case "RangeReplaceableCollection": stand = "[\(element)]"
    case "SetAlgebra": stand = "Set<\(element)>"
    case "IteratorProtocol": stand = "EmptyCollection<\(element)>.Iterator"
    case "AsyncSequence":
      stand = "AsyncThrowingStream<\(element), \(failure)>"
    case "AsyncIteratorProtocol":
      stand = "AsyncThrowingStream<\(element), \(failure)>.Iterator"
    case "CompiledGenerator":
      stand = "_MachineIterator<_RefusedMachine<\(element), Void, Void, Never>>"
    case "ThrowingSource":
      stand = "CompiledThrowingGenerator<_RefusedMachine<\(element), Void, Void, \(failure)>>"
    case "CompiledAsyncGenerator":
      stand = "_AsyncMachineIterator<_RefusedMachine<\(element), Void, Void, \(failure)>>"
    case "CompiledCoroutine":
      let others =
        arguments.count == 3 ? arguments.dropFirst().joined(separator: ", ") : "Void, Void"
      stand = "_CoroutineValue<_RefusedMachine<\(element), \(others), any Error>>"
    default: stand = "Int"
    }
    // Optional, array and tuple types keep the text around the opaque type.
    let whole = type.trimmedDescription
    var text = whole
    if let range = whole.firstRange(of: opaque.trimmedDescription) {
      text.replaceSubrange(range, with: stand)
    }
    return "func _refused() -> \(text) { fatalError() }\nreturn _refused()"
  }
}

extension String {
  /// Returns the range of the first occurrence of `part`.
  ///
  /// It needs no Foundation.
  func firstRange(of part: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) {
        return start..<index(start, offsetBy: part.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
#endif
