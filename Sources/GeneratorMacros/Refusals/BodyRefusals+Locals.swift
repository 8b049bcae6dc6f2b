#if Macros
import SwiftDiagnostics
import SwiftSyntax

extension BodyRefusals {
  /// Checks a declaration of a list of statements that is lowered.
  func checkLocal(
    _ declaration: DeclSyntax, in around: Surroundings, declared: inout [String: Syntax]
  ) {
    if let variable = declaration.as(VariableDeclSyntax.self) {
      check(variable)
      checkRecursion(of: variable, in: around)
      for binding in variable.bindings {
        for name in Names.bound(by: binding.pattern) {
          checkRedeclaration(of: name, declared: &declared)
        }
      }
    } else if let local = declaration.as(FunctionDeclSyntax.self) {
      check(local, in: around)
    } else if let config = declaration.as(IfConfigDeclSyntax.self) {
      check(config)
    }
    guard let type = declaration.asProtocol((any NamedDeclSyntax).self),
      declaration.isProtocol((any DeclGroupSyntax).self) || declaration.is(TypeAliasDeclSyntax.self)
    else { return }
    // They become members of one type.
    if let previous = localTypes[type.name.text] {
      refuse(
        "a generator can't have two local types named '\(type.name.text)'", at: type.name,
        notes: [.refusal("the other one is here", at: previous)])
    }
    localTypes[type.name.text] = type.name
  }

  private func checkRedeclaration(of name: TokenSyntax, declared: inout [String: Syntax]) {
    if let previous = declared[name.text] {
      refuse(
        "invalid redeclaration of '\(name.text)'", at: name,
        notes: [.refusal("'\(name.text)' previously declared here", at: previous)])
    } else {
      declared[name.text] = Syntax(name)
    }
  }

  private func check(_ variable: VariableDeclSyntax) {
    let name = variable.bindings.first.map { $0.pattern.trimmedDescription } ?? "x"
    for modifier in variable.modifiers {
      switch modifier.name.text {
      case "lazy":
        refuse(
          "'lazy' isn't supported for a variable of a generator: compute it where it is first used, or keep an optional",
          at: modifier)
      case "weak", "unowned":
        refuse(
          "'\(modifier.trimmedDescription)' isn't supported for a variable of a generator: hold the reference in a closure, such as 'let \(name) = { [\(modifier.trimmedDescription) object] in object }'",
          at: modifier)
      case "async":
        refuse(
          "'async let' can't be in a scope that yields, since its task ends with the scope: use it in a 'do' without a 'yield'",
          at: modifier)
      default:
        refuse(
          "'\(modifier.trimmedDescription)' isn't supported for a variable of a generator",
          at: modifier)
      }
    }
    for attribute in variable.attributes {
      refuse(
        "'\(attribute.trimmedDescription)' isn't supported for a variable of a generator: no property wrapper or attribute is",
        at: attribute)
    }
    if !["let", "var"].contains(variable.bindingSpecifier.text) {
      refuse(
        "'\(variable.bindingSpecifier.text)' isn't supported in a generator: nothing can be borrowed across a 'yield'",
        at: variable.bindingSpecifier)
    }
    for binding in variable.bindings {
      guard let block = binding.accessorBlock else {
        checkIsCopyable(binding)
        continue
      }
      var observer: TokenSyntax?
      if case .accessors(let list) = block.accessors {
        observer =
          list.first { ["willSet", "didSet"].contains($0.accessorSpecifier.text) }?
          .accessorSpecifier
      }
      if let observer {
        refuse(
          "'\(observer.text)' isn't supported for a variable of a generator: call a function where the variable is set",
          at: observer)
      } else {
        refuse(
          "a computed variable isn't supported in a scope that yields: make it a closure, 'let \(name) = { … }'",
          at: binding.pattern)
      }
    }
  }

  /// Refuses a variable whose type is a noncopyable one of this body, as far as syntax shows.
  private func checkIsCopyable(_ binding: PatternBindingSyntax) {
    var named: TokenSyntax?
    if let type = binding.typeAnnotation?.type.as(IdentifierTypeSyntax.self) {
      named = type.name
    } else if let call = binding.initializer?.value.as(FunctionCallExprSyntax.self) {
      named = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName
    }
    guard let named, noncopyableTypes.contains(named.text) else { return }
    refuse(
      "'\(binding.pattern.trimmedDescription)' is noncopyable: a generator's variables must be copyable, since the generator can be copied",
      at: binding.pattern)
  }

  /// The types of the body that say `~Copyable`.
  private var noncopyableTypes: Set<String> {
    var names: Set<String> = []
    func collect(_ node: Syntax) {
      if let group = node.asProtocol((any DeclGroupSyntax).self),
        let name = node.asProtocol((any NamedDeclSyntax).self)?.name.text,
        DeclarationRefusals.isNoncopyable(group)
      {
        names.insert(name)
      }
      for child in node.children(viewMode: .sourceAccurate) { collect(child) }
    }
    if let body = function.body { collect(Syntax(body)) }
    return names
  }

  /// Reports a local function among lowered statements that uses a stored variable, which it can't see.
  private func check(_ local: FunctionDeclSyntax, in around: Surroundings) {
    if local.attributes.contains(where: Self.isGeneratorAttribute) { return }
    let own = Names.declared(in: local)
    let used = Names.references(in: Syntax(local)).first {
      around.names[$0.baseName.text] == true && !own.contains($0.baseName.text)
    }
    guard let used else { return }
    let name = local.name.text
    refuse(
      "'\(name)' uses '\(used.baseName.text)' of the generator: write it as a closure, 'let \(name) = { … }'",
      at: local.name, notes: [.refusal("it is used here", at: used)],
      fixIts: [closure(of: local)])
  }

  /// Returns the fix-it that makes a closure of `local`, where its calls stay as they are.
  private func closure(of local: FunctionDeclSyntax) -> FixIt? {
    let parameters = local.signature.parameterClause.parameters
    guard let body = local.body, local.genericParameterClause == nil, local.modifiers.isEmpty,
      local.attributes.isEmpty,
      parameters.allSatisfy({
        $0.firstName.tokenKind == .wildcard && $0.defaultValue == nil && $0.ellipsis == nil
          && !$0.type.trimmedDescription.hasPrefix("some ")
      }),
      !Names.references(in: Syntax(body)).contains(where: {
        $0.baseName.text == local.name.text
      })
    else { return nil }
    let list = parameters.map {
      "\(($0.secondName ?? $0.firstName).text): \($0.type.trimmedDescription)"
    }.joined(separator: ", ")
    let effects = local.signature.effectSpecifiers.map { $0.trimmedDescription + " " } ?? ""
    let result = local.signature.returnClause?.type.trimmedDescription ?? "Void"
    let space = body.leftBrace.trailingTrivia.description
    let statements = body.statements.description
    let start = space.isEmpty && statements.first?.isWhitespace != true ? " " : space
    return .refusal(
      "make it a closure",
      [
        .replacing(
          local,
          with:
            "let \(local.name.text) = { (\(list)) \(effects)-> \(result) in\(start)\(statements)"
            + "\(body.rightBrace.leadingTrivia)}")
      ])
  }

  /// Reports an `#if` with declarations: the macro doesn't know which branch is compiled, and can't store them.
  private func check(_ config: IfConfigDeclSyntax) {
    for clause in config.clauses {
      guard case .statements(let list)? = clause.elements else { continue }
      for item in list {
        guard case .decl(let declaration) = item.item else { continue }
        if declaration.is(VariableDeclSyntax.self) || declaration.is(FunctionDeclSyntax.self) {
          refuse(
            "a declaration can't be inside of '#if' in a scope that yields: declare it before, and assign to it inside",
            at: declaration)
        } else if let inner = declaration.as(IfConfigDeclSyntax.self) {
          check(inner)
        }
      }
    }
  }

  // MARK: Recursion

  /// Returns whether `call` is the generator's function, by its name and its labels.
  private func isRecursive(_ call: FunctionCallExprSyntax, in around: Surroundings) -> Bool {
    let name: String
    if let reference = call.calledExpression.as(DeclReferenceExprSyntax.self) {
      if around.names[reference.baseName.text] != nil { return false }
      name = reference.baseName.text
    } else if let member = call.calledExpression.as(MemberAccessExprSyntax.self),
      let base = member.base?.as(DeclReferenceExprSyntax.self),
      ["self", "Self"].contains(base.baseName.text)
    {
      name = member.declName.baseName.text
    } else {
      return false
    }
    guard name == function.name.text, call.trailingClosure == nil else { return false }
    // Arguments that have a default may be left out.
    var parameters = Array(function.signature.parameterClause.parameters)[...]
    for argument in call.arguments {
      let label = argument.label?.text ?? "_"
      while let next = parameters.first, next.firstName.text != label, next.defaultValue != nil {
        parameters.removeFirst()
      }
      guard let next = parameters.first, next.firstName.text == label else { return false }
      if next.ellipsis == nil { parameters.removeFirst() }
    }
    return parameters.allSatisfy { $0.defaultValue != nil || $0.ellipsis != nil }
  }

  /// Returns the recursive call in an expression that is the call itself, or a chain of members of it.
  ///
  /// A chain that begins with an operation which returns an array or a single value isn't one.
  private func recursion(
    in expression: ExprSyntax, around: Surroundings
  ) -> (call: FunctionCallExprSyntax, isWhole: Bool)? {
    var expression = expression
    var first: String?
    while true {
      if let call = expression.as(FunctionCallExprSyntax.self) {
        if isRecursive(call, in: around) {
          if let first, Self.eagerOperations.contains(first) { return nil }
          return (call, first == nil)
        }
        guard let member = call.calledExpression.as(MemberAccessExprSyntax.self) else {
          return nil
        }
        expression = ExprSyntax(member)
      } else if let member = expression.as(MemberAccessExprSyntax.self), let base = member.base {
        first = member.declName.baseName.text
        expression = base
      } else if let marked = expression.as(TryExprSyntax.self) {
        expression = marked.expression
      } else if let marked = expression.as(AwaitExprSyntax.self) {
        expression = marked.expression
      } else {
        return nil
      }
    }
  }

  private static let eagerOperations: Set<String> = [
    "allSatisfy", "compactMap", "contains", "count", "elementsEqual", "filter", "first", "flatMap",
    "forEach", "map", "max", "min", "reduce", "reversed", "shuffled", "sorted", "split", "suffix",
  ]

  /// Reports a loop over the generator itself, which can't store an iterator of its own type.
  ///
  /// `yield(from:)` runs it on a stack of machines.
  func checkRecursion(of loop: ForStmtSyntax, in around: Surroundings) {
    guard isOpaque, let (call, isWhole) = recursion(in: loop.sequence, around: around) else {
      return
    }
    let name = function.name.text
    let delegation = "yield(from: \(call.trimmedDescription))"
    var fixIts: [FixIt] = []
    if isWhole, loop.whereClause == nil, loop.body.statements.count == 1,
      case .expr(let expression)? = loop.body.statements.first?.item,
      let (yield, _) = Yields.call(expression), yield.arguments.count == 1,
      let value = yield.arguments.first, value.label == nil,
      value.expression.trimmedDescription == loop.pattern.trimmedDescription
    {
      fixIts = [.refusal("delegate by 'yield(from:)'", [.replacing(loop, with: delegation)])]
    }
    let otherwise = "AnySequence(\(call.trimmedDescription))"
    if fixIts.isEmpty, isWhole, returned.kind == .sequence {
      fixIts = [.refusal("erase the type by 'AnySequence'", [.replacing(call, with: otherwise)])]
    }
    refuse(
      "'\(name)' can't loop over itself: write '\(short(delegation))' to yield all of its elements"
        + (returned.kind == .sequence
          ? ", or loop over '\(short(otherwise))', which allocates each level" : ""),
      at: call, fixIts: fixIts)
  }

  private func checkRecursion(of variable: VariableDeclSyntax, in around: Surroundings) {
    guard isOpaque else { return }
    for binding in variable.bindings {
      guard let value = binding.initializer?.value,
        let (call, _) = recursion(in: value, around: around)
      else { continue }
      let otherwise = "AnySequence(\(call.trimmedDescription))"
      refuse(
        "'\(function.name.text)' can't keep itself in a variable: use 'yield(from:)'"
          + (returned.kind == .sequence
            ? ", or '\(short(otherwise))', which allocates each level" : ""),
        at: call,
        fixIts: returned.kind == .sequence
          ? [.refusal("erase the type by 'AnySequence'", [.replacing(call, with: otherwise)])] : [])
    }
  }

  /// Reports a delegation to a sequence that is made of the generator itself, such as a map of it.
  ///
  /// `yield(from:)` runs only the generator itself on a stack of machines.
  func checkRecursion(of delegation: FunctionCallExprSyntax, in around: Surroundings) {
    guard isOpaque, let source = delegation.arguments.first, source.label?.text == "from",
      let (call, isWhole) = recursion(in: source.expression, around: around), !isWhole
    else { return }
    let otherwise = "AnySequence(\(call.trimmedDescription))"
    refuse(
      "'\(function.name.text)' can't yield from a sequence that is made of itself"
        + (returned.kind == .sequence
          ? ": use '\(short(otherwise))', which allocates each level" : ""),
      at: call,
      fixIts: returned.kind == .sequence
        ? [.refusal("erase the type by 'AnySequence'", [.replacing(call, with: otherwise)])] : [])
  }

  private var isOpaque: Bool { returned.type?.is(SomeOrAnyTypeSyntax.self) == true }
}
#endif
