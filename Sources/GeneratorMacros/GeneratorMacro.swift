#if Macros
import SwiftDiagnostics
import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@Generator`: writes the state machine of a body.
struct GeneratorMacro {}

extension GeneratorMacro: BodyMacro {
  static var formatMode: FormatMode { .disabled }

  static func expansion(
    of node: AttributeSyntax,
    providingBodyFor declaration: some DeclSyntaxProtocol & WithOptionalCodeBlockSyntax,
    in context: some MacroExpansionContext
  ) throws -> [CodeBlockItemSyntax] {
    let refusals = refusals(of: declaration, context)
    if !refusals.isEmpty {
      for refusal in refusals { context.diagnose(refusal) }
      return refusedBody(of: declaration)
    }
    do {
      let emission = try emission(of: node, declaration, context)
      let text =
        switch emission.form {
        case .machine: emission.machineBody()
        case .closure: emission.closureBody()
        }
      return Array(Parser.parse(source: Layout.withoutMarks(text)).statements)
    } catch let error as DiagnosticsError {
      // Were this thrown, the compiler would check the original body, and complain about every `yield`.
      for diagnostic in error.diagnostics { context.diagnose(diagnostic) }
      return refusedBody(of: declaration)
    }
  }
}

extension GeneratorMacro: PeerMacro {
  static func expansion(
    of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    // The other role reports the mistakes.
    guard refusals(of: declaration, context).isEmpty,
      let emission = try? emission(of: node, declaration, context)
    else { return [] }
    return emission.peers().flatMap { text in
      Parser.parse(source: Layout.withoutMarks(text)).statements.compactMap {
        $0.item.as(DeclSyntax.self)
      }
    }
  }
}

extension GeneratorMacro {
  /// Returns the mistakes that the syntax of a declaration shows.
  private static func refusals(
    of declaration: some DeclSyntaxProtocol, _ context: some MacroExpansionContext
  ) -> [Diagnostic] {
    guard let function = declaration.as(FunctionDeclSyntax.self) else {
      return Refusals.diagnostic(ofMisplaced: declaration).map { [$0] } ?? []
    }
    return Refusals(function: function, lexicalContext: DeclarationSite(context).lexicalContext)
      .diagnostics()
  }

  /// Returns a body that compiles without an error in place of one that was refused.
  private static func refusedBody(of declaration: some DeclSyntaxProtocol) -> [CodeBlockItemSyntax]
  {
    let text = declaration.as(FunctionDeclSyntax.self).map(Refusals.body) ?? "fatalError()"
    return Array(Parser.parse(source: text).statements)
  }

  private static func emission(
    of node: AttributeSyntax, _ declaration: some SyntaxProtocol,
    _ context: some MacroExpansionContext
  ) throws -> Emission {
    guard let function = declaration.as(FunctionDeclSyntax.self), function.body != nil else {
      throw refusal(node, "'@Generator' can only be attached to a function with a body")
    }
    let site = DeclarationSite(context)
    let signature = try Signature(function, at: site)
    let file = context.location(
      of: function, at: .afterLeadingTrivia, filePathMode: .filePath)?.file.description
    let fileID =
      context.location(
        of: function, at: .afterLeadingTrivia, filePathMode: .fileID)?.file.description ?? "\"\""
    let form: Emission.Form =
      wantsClosure(node) || !canDeclareMachine(signature, site) ? .closure : .machine
    let lowering = Lowering(signature) { node in
      context.location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath).flatMap {
        Int($0.line.description)
      } ?? 1
    }
    try lowering.run()
    let emission = Emission(
      lowering, form: form, names: PeerNames(function, in: site.lexicalContext), file: file,
      fileID: fileID)
    if emission.reachesMissingReturn, let body = function.body {
      throw refusal(
        body.rightBrace,
        "missing return in a coroutine expected to return '\(signature.returned ?? "Void")'")
    }
    if let refused = lowering.refusalOfInferred(in: form) { throw refused }
    if form == .closure, lowering.isRecursive, signature.kind != .sequence {
      throw refusal(
        function.name,
        "a generator that may fail or awaits can't delegate to itself in a local function or in an extension of a protocol"
      )
    }
    return emission
  }

  private static func wantsClosure(_ node: AttributeSyntax) -> Bool {
    guard case .argumentList(let arguments)? = node.arguments else { return false }
    return arguments.contains {
      $0.expression.as(MemberAccessExprSyntax.self)?.declName.baseName.text == "closure"
    }
  }

  private static func canDeclareMachine(_ signature: Signature, _ site: DeclarationSite) -> Bool {
    // A protocol and its extensions can't have types.
    if signature.isLocal || site.isInProtocol { return false }
    // The `A.B` of a generic type can't be named without its arguments, not even in its extension.
    return site.lexicalContext.first?.as(ExtensionDeclSyntax.self).map {
      !$0.extendedType.is(MemberTypeSyntax.self) || $0.genericWhereClause == nil
    } ?? true
  }
}
#endif
