#if Macros
import SwiftSyntax

extension Lowering {
  func lower(_ declaration: VariableDeclSyntax, _ scope: Scope) throws {
    if let modifier = declaration.modifiers.first {
      throw refusal(
        modifier, "'\(modifier.trimmedDescription)' is not supported on a generator's variable")
    }
    if !declaration.attributes.isEmpty {
      throw refusal(declaration, "attributes on a generator's variable are not supported")
    }
    let isLet = declaration.bindingSpecifier.text == "let"
    for binding in declaration.bindings {
      if binding.accessorBlock != nil {
        throw refusal(binding, "a computed variable is not supported in a scope that yields")
      }
      try lower(binding, isLet, scope)
    }
  }

  func lower(_ binding: PatternBindingSyntax, _ isLet: Bool, _ scope: Scope) throws {
    let type = try binding.typeAnnotation.map { try text($0.type, scope) }
    let annotation = type.map { ": " + $0 } ?? ""
    var value: String?
    if let initializer = binding.initializer {
      if let call = yieldCall(initializer.value) {
        value = try lowerYield(call, scope, isUsed: true)
      } else {
        value = try text(initializer.value, scope)
        if !isLet, TypedThrowsClosure.isLiteral(initializer.value) {
          value = value.map { "{ let _closure\(annotation) = \($0); return _closure }()" }
        }
      }
    } else if !isLet, let type = binding.typeAnnotation?.type,
      type.is(OptionalTypeSyntax.self) || type.is(ImplicitlyUnwrappedOptionalTypeSyntax.self)
    {
      // The language has this rule for these spellings only.
      value = "nil"
    }
    let bound = declare(binding.pattern, isLet: isLet)
    if !isLet || value == nil, bound.count > 1 { _ = specifier(bound) }
    let pattern = try patternText(binding.pattern, bound, scope)
    for variable in bound {
      variable.isDeferred = value == nil
      variable.mayBeOpaque =
        type == nil && mayBeOpaque(variable, from: binding.initializer?.value, scope)
      if let type, bound.count == 1, !type.contains("_"), !type.contains("some "),
        value.map({ Self.isWhole(binding.typeAnnotation?.type, isCalled: $0.contains(Mark.call)) })
          ?? true
      {
        variable.typing = "_witness { () -> \(type) in fatalError() }"
      } else if let value {
        let typed =
          value == "_in"
          ? "_value(of: (\(signature.input ?? "Void")).self)"
          : binding.initializer.map { self.typed(value, of: $0.value, for: binding.pattern) }
            ?? value
        variable.typing =
          if type == nil, let initializer = binding.initializer,
            TypedThrowsClosure.isLiteral(initializer.value)
          {
            "_witness { let \(pattern) = \(value); return \(variable.unique) }"
          } else if type == nil, binding.pattern.is(IdentifierPatternSyntax.self) {
            "_witness { return \(typed) }"
          } else {
            "_witness { let \(pattern)\(annotation) = \(typed); \(returning(variable, of: bound)) }"
          }
      } else {
        variable.typing =
          "_witness { let \(pattern) = _value(of: (\(type ?? "Void")).self); \(returning(variable, of: bound)) }"
      }
    }
    if isLet, type == nil, bound.count == 1, let value = binding.initializer?.value {
      bound[0].alias = immutable(value, scope).map { ($0, false) }
    }
    add(
      .bind(
        pattern: pattern, type: type, value: value, variables: bound, isLet: isLet,
        at: position(of: binding)))
    introduce(bound, scope)
  }

  /// Returns whether a type is written in full, without generic arguments to infer from the value.
  ///
  /// A name alone may be that of a generic type. It counts as written in full if inference from the value could fail.
  static func isWhole(_ type: TypeSyntax?, isCalled: Bool) -> Bool {
    guard let type else { return true }
    if let name = type.as(IdentifierTypeSyntax.self), name.genericArgumentClause == nil {
      return StandardTypes.plain.contains(name.name.text)
        || isCalled && !StandardTypes.generic.contains(name.name.text)
    }
    if type.is(MemberTypeSyntax.self) { return isCalled }
    return type.children(viewMode: .sourceAccurate).allSatisfy { child in
      func parts(_ node: Syntax) -> Bool {
        if let type = node.as(TypeSyntax.self) { return isWhole(type, isCalled: isCalled) }
        return node.children(viewMode: .sourceAccurate).allSatisfy(parts)
      }
      return parts(child)
    }
  }

  /// Returns the variable that an expression names, if its value never changes.
  func immutable(_ expression: ExprSyntax, _ scope: Scope) -> Variable? {
    guard let name = expression.as(DeclReferenceExprSyntax.self)?.baseName.text else { return nil }
    return immutable(name, scope)
  }

  func immutable(_ name: String, _ scope: Scope) -> Variable? {
    guard case .variable(let variable)? = scope.meaning(of: name), variable.isLet,
      !variable.isDeferred
    else { return nil }
    return variable
  }

  /// Returns whether a variable's type may involve the `some` type of another declaration.
  func mayBeOpaque(_ variable: Variable, from value: ExprSyntax?, _ scope: Scope) -> Bool {
    value.map { opaqueTypes.mayInclude(variable, from: $0, in: scope) } ?? false
  }

  /// Returns `return x`, behind an expression that uses the other variables of the pattern.
  ///
  /// Without it, the compiler would warn that they are unused.
  func returning(_ variable: Variable, of bound: [Variable]) -> String {
    let others = bound.filter { $0.id != variable.id }
    let mention =
      others.isEmpty ? "" : "_ = (\(others.map(bare).joined(separator: ", "))); "
    return mention + "return \(bare(variable))"
  }

  func declare(_ pattern: some SyntaxProtocol, isLet: Bool?) -> [Variable] {
    Resolver.names(in: pattern).map { name, isBoundByLet in
      let variable = newVariable(name, isLet: isLet ?? isBoundByLet)
      variable.position = position(of: pattern)
      return variable
    }
  }

  func introduce(_ bound: [Variable], _ scope: Scope) {
    for variable in bound { scope.declare(variable.name, .variable(variable)) }
  }

  func patternText(
    _ pattern: some SyntaxProtocol, _ bound: [Variable], _ scope: Scope
  ) throws -> String {
    let resolver = Resolver(self)
    try resolver.walk(Syntax(pattern), scope)
    func visit(_ node: Syntax) {
      if let binding = node.as(ValueBindingPatternSyntax.self),
        binding.bindingSpecifier.text == "var"
      {
        let names = Resolver.names(in: binding).map { Scope.name($0.name) }
        let changing = bound.filter { names.contains($0.name) }
        resolver.replace(binding.bindingSpecifier, specifier(changing))
      }
      if let name = node.as(IdentifierPatternSyntax.self) {
        if let variable = bound.first(where: { $0.name == Scope.name(name.identifier.text) }) {
          resolver.replace(name.identifier, bare(variable))
        }
        return
      }
      for child in node.children(viewMode: .sourceAccurate) { visit(child) }
    }
    visit(Syntax(pattern))
    return Edit.apply(resolver.edits, to: pattern)
  }

  /// Returns the text of the conditions of `if`, `guard` and `while`, and the variables that they bind.
  func conditions(
    _ conditions: ConditionElementListSyntax, _ scope: Scope
  ) throws -> (head: String, bound: [Variable]) {
    let inner = Scope(scope)
    var parts: [String] = []
    // The parts without the conditions that bind nothing.
    var typedParts: [String] = []
    var bound: [Variable] = []
    func bind(_ new: [Variable], _ head: String, _ value: String, typed: String) {
      parts.append("\(head) = \(value)")
      typedParts.append("\(head) = \(typed)")
      bound += new
      for variable in new {
        variable.typing =
          "_witness { guard \(typedParts.joined(separator: ", ")) else { fatalError() }; \(returning(variable, of: bound)) }"
        inner.declare(variable.name, .bound(variable))
      }
    }
    for element in conditions {
      switch element.condition {
      case .optionalBinding(let binding):
        if binding.pattern.trimmedDescription == "self" {
          throw refusal(
            binding.pattern,
            "a generator can't bind 'self' anew where it yields; bind it to another name")
        }
        let isLet = binding.bindingSpecifier.text == "let"
        let value: String
        let original: Variable?
        if let initializer = binding.initializer {
          value = try text(initializer.value, inner)
          original = immutable(initializer.value, inner)
        } else {
          let resolver = Resolver(self)
          let name = binding.pattern.trimmedDescription
          value =
            resolver.spelling(of: name, in: inner)
            ?? (signature.isInstance ? "\(Mark.member)\(name)" : name)
          original = immutable(name, inner)
        }
        let new = declare(binding.pattern, isLet: isLet)
        let type = try binding.typeAnnotation.map { try text($0, inner) } ?? ""
        if isLet, type.isEmpty, new.count == 1 { new[0].alias = original.map { ($0, true) } }
        let pattern = try patternText(binding.pattern, new, inner)
        for variable in new {
          variable.mayBeOpaque = mayBeOpaque(variable, from: binding.initializer?.value, inner)
        }
        bind(new, "\(isLet ? "let" : specifier(new)) \(pattern)\(type)", value, typed: typed(value))
      case .matchingPattern(let matching):
        let value = try text(matching.initializer.value, inner)
        let new = declare(matching.pattern, isLet: nil)
        for variable in new {
          variable.mayBeOpaque = mayBeOpaque(variable, from: matching.initializer.value, inner)
        }
        bind(
          new, "case \(try patternText(matching.pattern, new, inner))", value,
          typed: typed(value, of: matching.initializer.value, for: matching.pattern))
      default: parts.append(try text(element.condition, inner))
      }
    }
    return (parts.joined(separator: ", "), bound)
  }
}
#endif
