#if Macros
import SwiftSyntax
import SwiftSyntaxMacros

/// The facts about a body that the generator's declaration states.
struct Signature {
  enum Kind {
    case sequence, throwing, async, coroutine
  }

  /// The form in which the function returns a generator that neither throws nor awaits.
  enum Result {
    case sequence, iterator, anySequence, anyIterator
  }

  let function: FunctionDeclSyntax
  let kind: Kind
  let result: Result
  /// Whether the return type promises that a copy is a fork.
  let isForkable: Bool
  /// Whether the return type promises that the generator may be sent to another isolation.
  let isSendable: Bool
  let element: String
  /// The type of the errors that the body may throw; `Never` if it throws none.
  let failure: String
  /// The types of the values that a coroutine's body is sent and returns.
  let input: String?
  let returned: String?

  /// The type or extension that the function is a member of.
  let host: Host?
  /// The attribute of the actor that the function is isolated to, where its source says so.
  let globalActor: String?
  /// Whether the function is declared in code.
  let isLocal: Bool
  /// Whether `self` may be an actor that the function, or the code around it, is isolated to.
  let mayHaveActor: Bool

  struct Host {
    let type: String
    let isStatic: Bool
    let isProtocolExtensionOrUnknown: Bool
    /// Whether it is a class that may have subclasses.
    let isClass: Bool
    let isActor: Bool
  }

  /// The parameters as properties of the machine.
  var parameters: [Parameter]
  /// Generic parameters with their constraints, those that stand for `some` types of parameters last.
  var generics: [Generic]
  var requirements: String?

  struct Parameter {
    let name: String
    let type: String
    let isClosure: Bool
    /// The name as an argument's label, where keywords need no backticks.
    var label: String {
      let plain = Scope.name(name)
      return ["inout", "let", "var"].contains(plain)
        || !plain.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? name : plain
    }
    /// The type for a parameter with the same value, also of a closure.
    var parameterType: String { isClosure ? "@escaping \(type)" : type }
  }

  struct Generic {
    /// The text of its declaration, with `each` or `let`.
    let name: String
    let constraint: String?
    /// Whether it stands for a `some` type, which has no name in the function itself.
    let isOpaque: Bool

    /// The text as an argument.
    var argument: String {
      if name.hasPrefix("each ") { return "repeat " + name }
      return name.hasPrefix("let ") ? String(name.dropFirst(4)) : name
    }
  }

  /// Whether the body is resumed with messages: it may be thrown into, or is sent values.
  var isResumable: Bool { kind == .throwing || kind == .coroutine }
  /// The type of those messages.
  var messageType: String { "_Message<\(input ?? "Void"), \(failure)>" }
  /// Whether the body must return a value.
  var returnsValue: Bool { returned.map { !["Void", "()"].contains($0) } ?? false }
  var isThrowing: Bool { failure != "Never" }
  var isAsync: Bool { kind == .async }
  var isInstance: Bool { host.map { !$0.isStatic } ?? false }
}

extension Signature {
  init(
    _ function: FunctionDeclSyntax, at site: DeclarationSite
  ) throws {
    let lexicalContext = site.lexicalContext
    self.function = function
    guard let type = function.signature.returnClause?.type else {
      throw refusal(
        function.name, "a generator must return a sequence, such as 'some Sequence<Int>'")
    }
    let shape = try Shape(ReturnedGenerator.unwrapped(type).trimmed)
    kind = shape.kind
    result = shape.result
    isForkable = shape.isForkable
    isSendable = ReturnedGenerator.constraints(of: type).contains { $0.name == "Sendable" }
    element = shape.arguments[0]
    switch shape.kind {
    case .sequence:
      failure = "Never"
      input = nil
      returned = nil
    case .throwing, .async:
      failure = shape.arguments.count > 1 ? shape.arguments[1] : "any Error"
      input = nil
      returned = nil
    case .coroutine:
      failure = "any Error"
      input = shape.arguments.count > 1 ? shape.arguments[1] : "Void"
      returned = shape.arguments.count > 2 ? shape.arguments[2] : "Void"
    }

    // It stands in a type, or in code: a function, an accessor, a closure, an implicit getter.
    isLocal = lexicalContext.first.map { !$0.isProtocol((any DeclGroupSyntax).self) } ?? false
    mayHaveActor = site.mayHaveActor
    host = isLocal ? nil : lexicalContext.first.flatMap { Self.host($0, of: function) }

    globalActor = Self.globalActor(of: function, in: lexicalContext)

    var renamer = OpaqueParameterNamer(viewMode: .sourceAccurate)
    parameters = function.signature.parameterClause.parameters.map {
      Self.parameter($0, &renamer)
    }
    generics =
      (function.genericParameterClause?.parameters ?? []).map {
        let isPack = $0.trimmedDescription.hasPrefix("each ")
        let isValue = $0.trimmedDescription.hasPrefix("let ")
        return Generic(
          name: (isPack ? "each " : isValue ? "let " : "") + $0.name.text,
          constraint: $0.inheritedType?.trimmedDescription, isOpaque: false)
      } + renamer.generics
    requirements = function.genericWhereClause?.requirements.trimmedDescription
  }

  /// Returns the attribute of the actor that a function is isolated to, where its source says so.
  static func globalActor(of function: FunctionDeclSyntax, in context: [Syntax]) -> String? {
    if function.modifiers.contains(where: { $0.name.text == "nonisolated" }) { return nil }
    return namedActor(of: function)
      ?? ([Syntax(function)] + context).lazy.compactMap(globalActor(of:)).first
  }

  /// Returns the actor that the macro's argument `isolation` names.
  private static func namedActor(of function: FunctionDeclSyntax) -> String? {
    for case .attribute(let attribute) in function.attributes {
      guard BodyRefusals.isGeneratorAttribute(.attribute(attribute)),
        case .argumentList(let arguments)? = attribute.arguments,
        let argument = arguments.first(where: { $0.label?.text == "isolation" }),
        let type = argument.expression.as(MemberAccessExprSyntax.self),
        type.declName.baseName.text == "self", let actor = type.base
      else { continue }
      return "@\(actor.trimmedDescription)"
    }
    return nil
  }

  private static func globalActor(of node: Syntax) -> String? {
    let attributes =
      node.asProtocol((any WithAttributesSyntax).self)?.attributes ?? []
    for case .attribute(let attribute) in attributes
    where attribute.attributeName.trimmedDescription.hasSuffix("Actor") {
      return attribute.trimmedDescription
    }
    return nil
  }

  private static func parameter(
    _ parameter: FunctionParameterSyntax, _ renamer: inout OpaqueParameterNamer
  ) -> Parameter {
    var type = parameter.type
    if let attributed = type.as(AttributedTypeSyntax.self) {
      var kept = attributed
      kept.specifiers = []
      kept.attributes = attributed.attributes.filter {
        guard case .attribute(let attribute) = $0 else { return true }
        return !["escaping", "autoclosure"].contains(
          attribute.attributeName.trimmedDescription)
      }
      type =
        kept.attributes.isEmpty
        ? attributed.baseType.trimmed : TypeSyntax(kept.trimmed)
    }
    let named = renamer.rewrite(type)
    let name = (parameter.secondName ?? parameter.firstName).text
    return Parameter(
      name: name, type: parameter.ellipsis == nil ? named : "[\(named)]",
      isClosure: parameter.type.description.contains("@escaping"))
  }

  private static func host(_ context: Syntax, of function: FunctionDeclSyntax) -> Host? {
    let isStatic = function.modifiers.contains {
      ["static", "class"].contains($0.name.text)
    }
    if let node = context.as(ExtensionDeclSyntax.self) {
      return Host(
        type: node.extendedType.trimmedDescription, isStatic: isStatic,
        isProtocolExtensionOrUnknown: true, isClass: false, isActor: false)
    }
    guard let node = context.asProtocol((any NamedDeclSyntax).self) else { return nil }
    return Host(
      type: node.name.text, isStatic: isStatic,
      isProtocolExtensionOrUnknown: context.is(ProtocolDeclSyntax.self),
      isClass: context.as(ClassDeclSyntax.self).map { node in
        !node.modifiers.contains { $0.name.text == "final" }
      } ?? false,
      isActor: context.is(ActorDeclSyntax.self))
  }
}

/// A rewriter that replaces each `some P` of a parameter's type by a generic parameter.
struct OpaqueParameterNamer {
  var generics: [Signature.Generic] = []

  init(viewMode: SyntaxTreeViewMode) {}

  mutating func rewrite(_ type: TypeSyntax) -> String {
    var edits: [Edit] = []
    func visit(_ node: Syntax) {
      if let opaque = node.as(SomeOrAnyTypeSyntax.self),
        opaque.someOrAnySpecifier.text == "some"
      {
        let name = "_Opaque\(generics.count)"
        generics.append(
          .init(
            name: name, constraint: opaque.constraint.trimmedDescription, isOpaque: true))
        edits.append(Edit(replacing: node, by: name))
        return
      }
      for child in node.children(viewMode: .sourceAccurate) { visit(child) }
    }
    visit(Syntax(type))
    return Edit.apply(edits, to: type)
  }
}

/// The parts of the return type of a generator.
struct Shape {
  let kind: Signature.Kind
  let result: Signature.Result
  let arguments: [String]
  /// Whether the type promises that a copy is a fork.
  let isForkable: Bool

  init(_ type: TypeSyntax) throws {
    var base = type
    if let opaque = type.as(SomeOrAnyTypeSyntax.self) { base = opaque.constraint }
    let candidates =
      base.as(CompositionTypeSyntax.self)?.elements.map { $0.type } ?? [base]
    for candidate in candidates {
      guard let (name, clause) = Self.parameterized(candidate) else { continue }
      let arguments = clause.arguments.map { $0.argument.trimmedDescription }
      switch name {
      case "Sequence": (kind, result) = (.sequence, .sequence)
      case "IteratorProtocol", "CompiledGenerator": (kind, result) = (.sequence, .iterator)
      case "AnySequence": (kind, result) = (.sequence, .anySequence)
      case "AnyIterator": (kind, result) = (.sequence, .anyIterator)
      case "ThrowingSource": (kind, result) = (.throwing, .sequence)
      case "AsyncSequence": (kind, result) = (.async, .sequence)
      case "CompiledAsyncGenerator": (kind, result) = (.async, .iterator)
      case "CompiledCoroutine": (kind, result) = (.coroutine, .sequence)
      default: continue
      }
      self.arguments = arguments
      isForkable = name == "CompiledGenerator"
      return
    }
    throw refusal(
      type,
      "a generator must return a sequence, such as 'some Sequence<Int>'"
    )
  }

  private static func parameterized(
    _ type: TypeSyntax
  ) -> (name: String, GenericArgumentClauseSyntax)? {
    if let node = type.as(IdentifierTypeSyntax.self), let clause = node.genericArgumentClause {
      return (node.name.text, clause)
    }
    if let node = type.as(MemberTypeSyntax.self), let clause = node.genericArgumentClause {
      return (node.name.text, clause)
    }
    return nil
  }
}
#endif
