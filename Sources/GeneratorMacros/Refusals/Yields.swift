#if Macros
import SwiftSyntax

/// Functions that find the calls of `yield`.
enum Yields {
  static func isYield(_ call: FunctionCallExprSyntax) -> Bool {
    call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == "yield"
  }

  /// Returns whether `name` is `yield` itself, neither called nor a member of something.
  static func isReference(_ name: DeclReferenceExprSyntax) -> Bool {
    guard name.baseName.text == "yield" else { return false }
    if let call = name.parent?.as(FunctionCallExprSyntax.self) {
      return call.calledExpression.id != name.id
    }
    if let member = name.parent?.as(MemberAccessExprSyntax.self) {
      return member.declName.id != name.id
    }
    return name.parent?.is(KeyPathPropertyComponentSyntax.self) != true
  }

  /// Returns whether `yield` is written in front of a value on its line, as other languages do, and not called.
  static func isKeyword(_ name: TokenSyntax) -> Bool {
    guard name.trailingTrivia.allSatisfy({ !$0.isNewline }),
      let next = name.nextToken(viewMode: .sourceAccurate),
      next.leadingTrivia.allSatisfy({ !$0.isNewline })
    else { return false }
    return switch next.tokenKind {
    case .identifier, .dollarIdentifier, .integerLiteral, .floatLiteral, .stringQuote,
      .prefixOperator, .keyword(.self), .keyword(.true), .keyword(.false), .keyword(.nil):
      true
    default: false
    }
  }

  /// Returns the call in `yield(x)`, `try yield(x)` and `try await yield(x)`, and its `await`.
  static func call(
    _ expression: ExprSyntax
  ) -> (call: FunctionCallExprSyntax, await: TokenSyntax?)? {
    if let call = expression.as(FunctionCallExprSyntax.self) {
      return isYield(call) ? (call, nil) : nil
    }
    if let expression = expression.as(TryExprSyntax.self) {
      return expression.questionOrExclamationMark == nil ? call(expression.expression) : nil
    }
    if let expression = expression.as(AwaitExprSyntax.self) {
      return call(expression.expression).map { ($0.call, $0.await ?? expression.awaitKeyword) }
    }
    return nil
  }

  /// Returns the two sides of `a = b`, whether operators are folded or not.
  static func assignment(_ expression: ExprSyntax) -> (left: ExprSyntax, right: ExprSyntax)? {
    if let infix = expression.as(InfixOperatorExprSyntax.self) {
      return infix.operator.is(AssignmentExprSyntax.self)
        ? (infix.leftOperand, infix.rightOperand) : nil
    }
    guard let sequence = expression.as(SequenceExprSyntax.self), sequence.elements.count == 3,
      sequence.elements.dropFirst().first?.is(AssignmentExprSyntax.self) == true,
      let left = sequence.elements.first, let right = sequence.elements.last
    else { return nil }
    return (left, right)
  }

  /// Returns the first `yield` of the generator itself in `node`: none in a closure, a function or a type.
  static func first(in node: some SyntaxProtocol) -> FunctionCallExprSyntax? {
    let node = Syntax(node)
    if let call = node.as(FunctionCallExprSyntax.self), isYield(call) { return call }
    if node.is(ClosureExprSyntax.self) || node.is(AccessorBlockSyntax.self)
      || node.isProtocol((any DeclGroupSyntax).self) || node.is(FunctionDeclSyntax.self)
    {
      return nil
    }
    for child in node.children(viewMode: .sourceAccurate) {
      if let found = first(in: child) { return found }
    }
    return nil
  }

  /// Returns every use of `yield` in `node`, at any depth, unless it is another `yield` there.
  static func all(in node: Syntax) -> [Syntax] {
    if let call = node.as(FunctionCallExprSyntax.self), isYield(call) {
      return [node]
        + call.arguments.flatMap { all(in: Syntax($0)) }
        + (call.trailingClosure.map { all(in: Syntax($0)) } ?? [])
    }
    if let name = node.as(DeclReferenceExprSyntax.self) {
      return isReference(name) ? [node] : []
    }
    if let closure = node.as(ClosureExprSyntax.self), isShadowed(by: closure) { return [] }
    if let function = node.as(FunctionDeclSyntax.self) {
      if function.attributes.contains(where: BodyRefusals.isGeneratorAttribute) { return [] }
      let names = function.signature.parameterClause.parameters.map {
        ($0.secondName ?? $0.firstName).text
      }
      if names.contains("yield") { return [] }
    }
    return node.children(viewMode: .sourceAccurate).flatMap { all(in: $0) }
  }

  /// Returns whether a parameter or a capture of `closure` is named `yield`, as a stackful generator's is.
  static func isShadowed(by closure: ClosureExprSyntax) -> Bool {
    guard let signature = closure.signature else { return false }
    if signature.capture?.items.contains(where: {
      $0.capturedValue != nil && $0.capturedName?.text == "yield"
    }) == true {
      return true
    }
    guard let clause = signature.parameterClause.map({ Syntax($0) }) else { return false }
    if let list = clause.as(ClosureShorthandParameterListSyntax.self) {
      return list.contains { $0.name.text == "yield" }
    }
    return clause.as(ClosureParameterClauseSyntax.self)?.parameters.contains {
      ($0.secondName ?? $0.firstName).text == "yield"
    } == true
  }
}

/// Functions that find names in a piece of syntax.
enum Names {
  /// Returns the names that a pattern binds.
  static func bound(by node: some SyntaxProtocol) -> [TokenSyntax] {
    if let identifier = Syntax(node).as(IdentifierPatternSyntax.self) {
      return [identifier.identifier]
    }
    if Syntax(node).is(ClosureExprSyntax.self) { return [] }
    return node.children(viewMode: .sourceAccurate).flatMap { bound(by: $0) }
  }

  /// Returns each reference to a name in `node`, except a member of something.
  static func references(in node: Syntax) -> [DeclReferenceExprSyntax] {
    if let name = node.as(DeclReferenceExprSyntax.self) {
      if let member = name.parent?.as(MemberAccessExprSyntax.self), member.declName.id == name.id {
        return []
      }
      return name.parent?.is(KeyPathPropertyComponentSyntax.self) == true ? [] : [name]
    }
    return node.children(viewMode: .sourceAccurate).flatMap { references(in: $0) }
  }

  /// Returns every name that `function` declares, in its signature and its body.
  static func declared(in function: FunctionDeclSyntax) -> Set<String> {
    var names: Set<String> = []
    func collect(_ node: Syntax) {
      if let parameter = node.as(FunctionParameterSyntax.self) {
        names.insert((parameter.secondName ?? parameter.firstName).text)
      } else if let parameter = node.as(ClosureParameterSyntax.self) {
        names.insert((parameter.secondName ?? parameter.firstName).text)
      } else if let parameter = node.as(ClosureShorthandParameterSyntax.self) {
        names.insert(parameter.name.text)
      } else if let pattern = node.as(IdentifierPatternSyntax.self) {
        names.insert(pattern.identifier.text)
      } else if let function = node.as(FunctionDeclSyntax.self) {
        names.insert(function.name.text)
      }
      for child in node.children(viewMode: .sourceAccurate) { collect(child) }
    }
    collect(Syntax(function))
    return names
  }
}
#endif
