#if Macros
import SwiftDiagnostics
import SwiftSyntax

/// The checks of the declaration around a generator's body: its modifiers, parameters, effects and return type.
struct DeclarationRefusals {
  let function: FunctionDeclSyntax
  let lexicalContext: [Syntax]
  let returned: ReturnedGenerator
  let body: BodyFindings

  func diagnostics() -> [Diagnostic] {
    modifiers + name + context + sending + parameters + result
  }

  // MARK: The function

  private var modifiers: [Diagnostic] {
    function.modifiers.compactMap { modifier in
      let remove = FixIt.refusal(
        "remove '\(modifier.name.text)'", FixIt.Change.removing(modifier.name))
      switch modifier.name.text {
      case "mutating":
        return .refusal(
          "a generator can't be a mutating method: its body runs after the call, on a copy of 'self'",
          at: modifier, fixIts: [remove])
      case "consuming", "borrowing", "__consuming":
        return .refusal(
          "a generator can't be a '\(modifier.name.text)' method: it keeps a copy of 'self'",
          at: modifier, fixIts: [remove])
      default: return nil
      }
    }
  }

  private var name: [Diagnostic] {
    switch function.name.tokenKind {
    case .binaryOperator, .prefixOperator, .postfixOperator:
      [
        .refusal(
          "an operator can't be a generator: give the generator a name, and let the operator call it",
          at: function.name)
      ]
    default: []
    }
  }

  /// The errors of a generator that could be sent out of the isolation that its body needs.
  private var sending: [Diagnostic] {
    guard returned.isSendable, returned.kind != .async,
      let actor = Signature.globalActor(of: function, in: lexicalContext)
    else { return [] }
    return [
      .refusal(
        "a generator that returns '\(typeText)' can't be isolated to '\(actor)', since its 'next()' could be called anywhere",
        at: function.name)
    ]
  }

  private var context: [Diagnostic] {
    guard let type = lexicalContext.first, !isStatic else { return [] }
    if type.is(ActorDeclSyntax.self), returned.kind == .sequence || returned.kind == .throwing,
      !function.modifiers.contains(where: { $0.name.text == "nonisolated" })
    {
      return [
        .refusal(
          "a generator that returns '\(typeText)' can't be isolated to an actor, since its 'next()' isn't: declare it 'nonisolated', or return '\(asyncType)'",
          at: function.name,
          fixIts: [
            FixIt.Change.inserting(
              "nonisolated ",
              before: function.modifiers.isEmpty
                ? Syntax(function.funcKeyword) : Syntax(function.modifiers)
            ).map {
              .refusal("declare it 'nonisolated'", [$0])
            },
            .refusal("return '\(asyncType)'", changeOfType(to: asyncType)),
          ].compactMap { $0 })
      ]
    }
    if let group = type.asProtocol((any DeclGroupSyntax).self), Self.isNoncopyable(group) {
      return [
        .refusal(
          "a method of a noncopyable type can't be a generator: it would keep a copy of 'self'",
          at: function.name)
      ]
    }
    return []
  }

  private var isStatic: Bool {
    function.modifiers.contains { ["static", "class"].contains($0.name.text) }
  }

  /// Returns whether the inheritance clause of a type says `~Copyable`.
  static func isNoncopyable(_ group: any DeclGroupSyntax) -> Bool {
    guard !group.is(ProtocolDeclSyntax.self), !group.is(ExtensionDeclSyntax.self) else {
      return false
    }
    return group.inheritanceClause?.inheritedTypes.contains {
      suppresses($0.type, ["Copyable", "Escapable"])
    } == true
  }

  /// Returns whether `type` says `~Copyable`, by itself or in `some P & ~Copyable`.
  private static func suppresses(_ type: TypeSyntax, _ names: Set<String>) -> Bool {
    func search(_ node: Syntax) -> Bool {
      if let suppressed = node.as(SuppressedTypeSyntax.self) {
        return names.contains(
          ReturnedGenerator.constraints(of: suppressed.type).first?.name ?? "")
      }
      return node.children(viewMode: .sourceAccurate).contains(where: search)
    }
    return search(Syntax(type))
  }

  // MARK: Parameters

  private var parameters: [Diagnostic] {
    var found: [Diagnostic] = []
    let noncopyable = noncopyableParameters
    for parameter in function.signature.parameterClause.parameters {
      let name = (parameter.secondName ?? parameter.firstName).text
      if name == "yield" {
        found.append(
          .refusal(
            "a parameter of a generator can't be named 'yield'",
            at: parameter.secondName ?? parameter.firstName))
      }
      found += diagnostics(of: parameter, name: name, noncopyable: noncopyable)
    }
    return found
  }

  /// The generic parameters that needn't be copyable.
  private var noncopyableParameters: Set<String> {
    var names: Set<String> = []
    for parameter in function.genericParameterClause?.parameters ?? [] {
      if let type = parameter.inheritedType, Self.suppresses(type, ["Copyable", "Escapable"]) {
        names.insert(parameter.name.text)
      }
    }
    for requirement in function.genericWhereClause?.requirements ?? [] {
      if case .conformanceRequirement(let conformance) = requirement.requirement,
        Self.suppresses(conformance.rightType, ["Copyable", "Escapable"])
      {
        names.insert(conformance.leftType.trimmedDescription)
      }
    }
    return names
  }

  private func diagnostics(
    of parameter: FunctionParameterSyntax, name: String, noncopyable: Set<String>
  ) -> [Diagnostic] {
    if let pack = Self.firstPack(in: Syntax(parameter.type)) {
      return [
        .refusal(
          "a generator can't have a parameter pack: take a tuple, or an array", at: pack)
      ]
    }
    var type = parameter.type
    var specifiers: [TokenSyntax] = []
    var attributes: [AttributeSyntax] = []
    while true {
      if let attributed = type.as(AttributedTypeSyntax.self) {
        // The children are read, as the names of the properties differ among versions.
        for child in attributed.children(viewMode: .sourceAccurate)
        where child.id != attributed.baseType.id && !child.is(AttributeListSyntax.self) {
          specifiers += child.tokens(viewMode: .sourceAccurate)
        }
        attributes += attributed.attributes.compactMap { $0.as(AttributeSyntax.self) }
        type = attributed.baseType
      } else if ReturnedGenerator.unwrapped(type).id != type.id {
        type = ReturnedGenerator.unwrapped(type)
      } else {
        break
      }
    }
    if Self.suppresses(type, ["Copyable", "Escapable"])
      || noncopyable.contains(type.trimmedDescription)
    {
      return [
        .refusal(
          "'\(name)' may be noncopyable: a generator keeps copies of its parameters", at: type)
      ]
    }
    for token in specifiers {
      let remove = FixIt.refusal("remove '\(token.text)'", FixIt.Change.removing(token))
      switch token.text {
      case "inout":
        return [
          .refusal(
            "a generator can't have an 'inout' parameter: its body runs after the call has returned",
            at: token)
        ]
      case "borrowing", "consuming", "__owned", "__shared":
        return [
          .refusal(
            "a parameter of a generator can't be '\(token.text)': the generator keeps a copy of it",
            at: token, fixIts: [remove])
        ]
      case "isolated":
        return [
          .refusal(
            "a generator can't have an 'isolated' parameter: its body runs after the call has returned"
              + (returned.kind == .async ? ", isolated to its consumer" : ""), at: token)
        ]
      default: break
      }
    }
    if let attribute = attributes.first(where: {
      $0.attributeName.trimmedDescription == "autoclosure"
    }) {
      return [
        .refusal(
          "a generator can't have an '@autoclosure' parameter: take a closure, '@escaping \(type.trimmedDescription)'",
          at: attribute,
          fixIts: [
            .refusal(
              "take a closure",
              [.replacing(parameter.type, with: "@escaping \(type.trimmedDescription)")])
          ])
      ]
    }
    if type.is(FunctionTypeSyntax.self), parameter.ellipsis == nil,
      !attributes.contains(where: { $0.attributeName.trimmedDescription == "escaping" })
    {
      return [
        .refusal(
          "'\(name)' must be '@escaping': the generator calls it after '\(function.name.text)' has returned",
          at: parameter.type,
          fixIts: [FixIt.Change.inserting("@escaping ", before: parameter.type)].compactMap {
            $0.map { .refusal("add '@escaping'", [$0]) }
          })
      ]
    }
    return []
  }

  private static func firstPack(in node: Syntax) -> Syntax? {
    if node.is(PackExpansionTypeSyntax.self) { return node }
    for child in node.children(viewMode: .sourceAccurate) {
      if let found = firstPack(in: child) { return found }
    }
    return nil
  }

  // MARK: Effects and the return type

  private var typeText: String { returned.type?.trimmedDescription ?? "" }
  private var waits: Bool { !body.awaits.isEmpty }
  private var asyncType: String {
    ReturnedGenerator.spelled(
      element: returned.element, waits: true,
      throws: returned.mayThrow || !body.escapingErrors.isEmpty)
  }

  private func changeOfType(to text: String) -> [FixIt.Change] {
    function.signature.returnClause.map { [.replacing($0.type, with: text)] } ?? []
  }

  private var result: [Diagnostic] {
    let specifiers = function.signature.effectSpecifiers
    let asyncToken = specifiers?.asyncSpecifier
    let throwsToken = specifiers?.throwsClause?.throwsSpecifier
    if throwsToken?.text == "rethrows" {
      // Without a closure that throws, the compiler's own error says so.
      let isLegal = function.signature.parameterClause.parameters.contains {
        $0.type.tokens(viewMode: .sourceAccurate).contains { $0.text == "throws" }
      }
      return isLegal ? [rethrowing(throwsToken!)] : []
    }
    let effect = asyncToken ?? throwsToken
    if returned.isLeftToCompiler { return [] }
    guard let kind = returned.kind else {
      return [wrongType(isAsync: asyncToken != nil, isThrowing: throwsToken != nil)]
    }
    if let effect {
      return [wrongEffect(effect, asyncToken, specifiers?.throwsClause, of: kind)]
    }
    return bodyEffects(of: kind)
  }

  private func removal(of specifiers: FunctionEffectSpecifiersSyntax?) -> [FixIt.Change] {
    guard let specifiers, let last = specifiers.lastToken(viewMode: .sourceAccurate) else {
      return []
    }
    return [
      .replacing(specifiers, with: ""), .replaceTrailingTrivia(token: last, newTrivia: []),
    ]
  }

  private func rethrowing(_ token: TokenSyntax) -> Diagnostic {
    let type = ReturnedGenerator.spelled(
      element: returned.element, waits: returned.kind == .async || waits, throws: true)
    return .refusal(
      "a generator can't be 'rethrows': its errors are thrown by 'next()'. Return '\(type)'",
      at: token,
      fixIts: [
        .refusal(
          "return '\(type)'",
          removal(of: function.signature.effectSpecifiers) + changeOfType(to: type))
      ])
  }

  private func wrongEffect(
    _ effect: TokenSyntax, _ asyncToken: TokenSyntax?, _ throwsClause: ThrowsClauseSyntax?,
    of kind: ReturnedGenerator.Kind
  ) -> Diagnostic {
    let words = [asyncToken?.text, throwsClause?.throwsSpecifier.text].compactMap { $0 }
      .joined(separator: " ")
    let isEnough =
      (asyncToken == nil || kind == .async) && (throwsClause == nil || returned.mayThrow)
    let removal = removal(of: function.signature.effectSpecifiers)
    if isEnough || kind == .coroutine {
      return .refusal(
        "a generator isn't '\(words)' itself, since calling it runs nothing: '\(typeText)' says what its body may do",
        at: effect, fixIts: [.refusal("remove '\(words)'", removal)])
    }
    var failure = "any Error"
    if let type = throwsClause?.type { failure = type.trimmedDescription }
    let waits = asyncToken != nil || kind == .async
    let isThrowing = throwsClause != nil || returned.mayThrow
    let element = returned.element ?? "<#Element#>"
    let type =
      waits
      ? "some AsyncSequence<\(element), \(isThrowing ? failure : "Never")>"
      : "some ThrowingSource<\(element), \(failure)>"
    return .refusal(
      "a generator isn't '\(words)' itself, since calling it runs nothing: return '\(type)', whose body may do that",
      at: effect,
      fixIts: [.refusal("return '\(type)'", removal + changeOfType(to: type))])
  }

  private func wrongType(isAsync: Bool, isThrowing: Bool) -> Diagnostic {
    let type = returned.type
    let wanted =
      asyncName(type)
      ?? ReturnedGenerator.spelled(
        element: returned.element, waits: isAsync || waits,
        throws: isThrowing || !body.escapingErrors.isEmpty)
    let removal = removal(of: function.signature.effectSpecifiers)
    guard let type, let clause = function.signature.returnClause else {
      let text = " -> \(wanted)"
      let last: FixIt.Change
      if let specifiers = function.signature.effectSpecifiers {
        last = .replacing(specifiers, with: "-> \(wanted)")
      } else {
        let parenthesis = function.signature.parameterClause.rightParen
        last = .replacing(parenthesis, with: ")" + text)
      }
      return .refusal(
        "a generator must return a sequence, such as '\(shown(wanted))'", at: function.name,
        fixIts: [.refusal("return '\(shown(wanted))'", [last])])
    }
    return .refusal(
      "a generator can't return '\(type.trimmedDescription)': return '\(shown(wanted))'",
      at: clause.type,
      fixIts: [.refusal("return '\(shown(wanted))'", removal + changeOfType(to: wanted))])
  }

  /// Returns a type as a message shows it, without a placeholder.
  private func shown(_ type: String) -> String {
    guard let range = type.firstRange(of: "<#Element#>") else { return type }
    return String(type[..<range.lowerBound]) + "Int" + String(type[range.upperBound...])
  }

  /// Returns the compiled counterpart of a type that isn't compiled, such as `AsyncStream` or `ThrowingGenerator`.
  private func asyncName(_ type: TypeSyntax?) -> String? {
    guard let type, let constraint = ReturnedGenerator.constraints(of: type).first else {
      return nil
    }
    let element = constraint.arguments.first ?? "<#Element#>"
    switch constraint.name {
    case "AsyncStream", "AsyncGenerator": return "some AsyncSequence<\(element), Never>"
    case "AsyncThrowingStream", "AsyncThrowingGenerator", "AsyncSequence":
      let failure = constraint.arguments.count > 1 ? constraint.arguments[1] : "any Error"
      return "some AsyncSequence<\(element), \(failure)>"
    case "ThrowingGenerator", "ThrowingSource": return "some ThrowingSource<\(element), any Error>"
    case "Coroutine" where constraint.arguments.count == 3:
      return "some CompiledCoroutine<\(constraint.arguments.joined(separator: ", "))>"
    default: return nil
    }
  }

  /// Returns the error for a body that awaits or throws although its return type doesn't allow it.
  ///
  /// It is one error about the type, and each other place is a note.
  private func bodyEffects(of kind: ReturnedGenerator.Kind) -> [Diagnostic] {
    let isThrowing = returned.mayThrow || !body.escapingErrors.isEmpty
    if waits, kind != .async, let first = body.awaits.first {
      let others = body.awaits.dropFirst().map { Note.refusal("it waits here too", at: $0) }
      if kind == .coroutine {
        return [
          .refusal(
            "a generator that returns '\(typeText)' can't wait: use the stackful 'AsyncCoroutine'",
            at: first, notes: others)
        ]
      }
      let type = ReturnedGenerator.spelled(
        element: returned.element, waits: true, throws: isThrowing)
      return [
        .refusal(
          "a generator that returns '\(typeText)' can't wait: return '\(type)'", at: first,
          notes: others, fixIts: [.refusal("return '\(type)'", changeOfType(to: type))])
      ]
    }
    guard !returned.mayThrow, let first = body.escapingErrors.first else { return [] }
    let type = ReturnedGenerator.spelled(
      element: returned.element, waits: kind == .async, throws: true)
    return [
      .refusal(
        first.isPartlyCaught
          ? "errors thrown from here are not handled because the enclosing catch is not exhaustive: a generator that returns '\(typeText)' can't throw. Catch them all, or return '\(type)'"
          : "errors thrown from here are not handled: a generator that returns '\(typeText)' can't throw. Catch them, or return '\(type)'",
        at: first.node,
        notes: body.escapingErrors.dropFirst().map {
          .refusal("an error can leave the generator here too", at: $0.node)
        },
        fixIts: [.refusal("return '\(type)'", changeOfType(to: type))])
    ]
  }
}
#endif
