#if Macros
import SwiftSyntax

/// A search for the references to lowered variables in a piece of code that isn't lowered, and for the jumps out of it.
final class Resolver {
  unowned let lowering: Lowering
  private(set) var edits: [Edit] = []
  /// The edits that write out literals such as `#line`.
  private(set) var literals: [Edit] = []
  /// Whether the code mentions a variable of the body, or a parameter.
  private(set) var usesVariables = false
  private var closureDepth = 0
  private var loops = 0
  private var breakables = 0
  private var labels: [String] = []
  private var exhaustiveDos = 0
  /// Whether the code around is a function that the body declares.
  private var isInLocalFunction = false

  init(_ lowering: Lowering) { self.lowering = lowering }

  static func rewrite(
    _ node: some SyntaxProtocol, _ scope: Scope, _ lowering: Lowering
  ) throws -> String {
    let resolver = Resolver(lowering)
    try resolver.walk(Syntax(node), scope)
    return Edit.apply(resolver.edits + resolver.literals, to: node)
  }

  func replace(_ node: some SyntaxProtocol, _ text: String) {
    edits.append(Edit(replacing: node, by: text))
  }

  /// Returns the expression for a name, or `nil` if the name stays as it is.
  func spelling(of name: String, in scope: Scope) -> String? {
    guard let found = scope.meaning(of: name) else {
      lowering.freeNames.insert(Scope.name(name))
      return nil
    }
    if case .plain = found { return nil }
    usesVariables = true
    switch found {
    case .plain: return nil
    case .bound(let variable): return bare(variable)
    case .variable(let variable):
      if closureDepth > 0 { variable.isCaptured = true }
      return reference(variable, captured: closureDepth > 0)
    }
  }

  /// Returns the names that a pattern binds.
  static func names(in pattern: some SyntaxProtocol) -> [(name: String, isLet: Bool)] {
    var result: [(String, Bool)] = []
    func visit(_ node: Syntax, _ isLet: Bool) {
      if let binding = node.as(ValueBindingPatternSyntax.self) {
        visit(Syntax(binding.pattern), binding.bindingSpecifier.text == "let")
      } else if let identifier = node.as(IdentifierPatternSyntax.self) {
        result.append((identifier.identifier.text, isLet))
      } else if !node.is(ClosureExprSyntax.self) {
        for child in node.children(viewMode: .sourceAccurate) { visit(child, isLet) }
      }
    }
    visit(Syntax(pattern), true)
    return result
  }

  private func declareLocals(_ pattern: some SyntaxProtocol, _ scope: Scope) {
    for (name, _) in Self.names(in: pattern) {
      scope.declare(name, .plain)
      lowering.plainNames.insert(Scope.name(name))
    }
  }

  private func walkConditions(_ conditions: ConditionElementListSyntax, _ scope: Scope) throws {
    for element in conditions {
      switch element.condition {
      case .optionalBinding(let binding):
        if let initializer = binding.initializer {
          try walk(Syntax(initializer), scope)
        } else if let pattern = binding.pattern.as(IdentifierPatternSyntax.self),
          let text = spelling(of: pattern.identifier.text, in: scope)
        {
          edits.append(Edit(after: pattern, " = " + text))
        }
        try walk(binding.typeAnnotation, scope)
        declareLocals(binding.pattern, scope)
      case .matchingPattern(let matching):
        try walk(Syntax(matching.initializer), scope)
        try walk(Syntax(matching.pattern), scope)
        declareLocals(matching.pattern, scope)
      default: try walk(Syntax(element), scope)
      }
    }
  }

  private func loopBody(_ body: () throws -> Void) rethrows {
    loops += 1
    breakables += 1
    defer {
      loops -= 1
      breakables -= 1
    }
    try body()
  }

  /// Walks code whose `break` and `continue` don't refer to loops of the body.
  private func function(_ body: () throws -> Void) rethrows {
    let outer = (loops, breakables, labels)
    (loops, breakables, labels) = (0, 0, [])
    closureDepth += 1
    defer {
      closureDepth -= 1
      (loops, breakables, labels) = outer
    }
    try body()
  }

  private func walkChildren(_ node: Syntax, _ scope: Scope) throws {
    for child in node.children(viewMode: .sourceAccurate) { try walk(child, scope) }
  }

  func walk(_ node: (some SyntaxProtocol)?, _ scope: Scope) throws {
    if let node { try walk(Syntax(node), scope) }
  }

  func walk(_ node: Syntax, _ scope: Scope) throws {
    switch node.as(SyntaxEnum.self) {
    case .declReferenceExpr(let name): walkName(name, scope)
    case .identifierType(let type) where type.name.text == "Self":
      edits.append(Edit(replacing: type.name, by: String(Mark.selfType)))
      try walk(type.genericArgumentClause, scope)
    case .superExpr(let expression):
      lowering.usesSelf = true
      replace(expression, String(Mark.superValue))
    case .tryExpr(let expression):
      if expression.questionOrExclamationMark == nil { markThrowing(expression) }
      try walkChildren(node, scope)
    case .awaitExpr(let expression):
      if closureDepth == 0 { replace(expression.awaitKeyword, String(Mark.awaiting)) }
      try walkChildren(node, scope)
    case .throwStmt(let statement):
      markThrowing(statement)
      try walkChildren(node, scope)
    case .closureExpr(let closure): try walkClosure(closure, scope)
    case .infixOperatorExpr, .sequenceExpr:
      try walkChildren(node, scope)
      if let assignment = TypedThrowsClosure.Assignment(node),
        spelling(of: assignment.target.baseName.text, in: scope) != nil
      {
        replace(assignment.operator, "= (")
        edits.append(Edit(after: assignment.end, ", ())"))
      }
    case .functionDecl(let declaration):
      scope.declare(declaration.name.text, .plain)
      let inner = Scope(scope)
      for parameter in declaration.signature.parameterClause.parameters {
        inner.declare((parameter.secondName ?? parameter.firstName).text, .plain)
        try walk(parameter.defaultValue, scope)
      }
      let outer = isInLocalFunction
      isInLocalFunction = true
      defer { isInLocalFunction = outer }
      try function { try walk(declaration.body, inner) }
    case .structDecl, .classDecl, .enumDecl, .actorDecl: walkLiterals(node)
    case .macroExpansionExpr(let expansion): try walkMacro(expansion, scope)
    case .consumeExpr(let expression):
      if let text = consumed(expression.expression, scope) {
        replace(expression, text)
      } else {
        try walkChildren(node, scope)
      }
    case .codeBlockItemList(let list):
      let inner = Scope(scope)
      for item in list {
        if let declaration = item.item.as(FunctionDeclSyntax.self) {
          inner.declare(declaration.name.text, .plain)
        }
      }
      for item in list { try walk(Syntax(item), inner) }
    case .variableDecl(let declaration):
      for binding in declaration.bindings {
        try walk(binding.typeAnnotation, scope)
        if declaration.modifiers.contains(where: { $0.name.text == "async" }) {
          // Another task evaluates it, so that it captures what it uses.
          try function { try walk(binding.initializer, scope) }
        } else {
          try walk(binding.initializer, scope)
        }
        try walk(binding.accessorBlock, scope)
        declareLocals(binding.pattern, scope)
      }
    case .guardStmt(let statement):
      let inner = Scope(scope)
      try walkConditions(statement.conditions, inner)
      try walk(Syntax(statement.body), scope)
      for (name, meaning) in inner.meanings { scope.declare(name, meaning) }
    case .ifExpr(let expression):
      let inner = Scope(scope)
      try walkConditions(expression.conditions, inner)
      try walk(Syntax(expression.body), inner)
      switch expression.elseBody {
      case .codeBlock(let block)?: try walk(Syntax(block), scope)
      case .ifExpr(let other)?: try walk(Syntax(other), scope)
      default: break
      }
    case .whileStmt(let statement):
      let inner = Scope(scope)
      try loopBody {
        try walkConditions(statement.conditions, inner)
        try walk(Syntax(statement.body), inner)
      }
    case .repeatStmt(let statement):
      try loopBody { try walk(Syntax(statement.body), scope) }
      try walk(Syntax(statement.condition), scope)
    case .forStmt(let statement):
      if statement.tryKeyword != nil { markThrowing(statement) }
      try walk(Syntax(statement.sequence), scope)
      let inner = Scope(scope)
      try walk(Syntax(statement.pattern), scope)
      declareLocals(statement.pattern, inner)
      try loopBody {
        try walk(statement.whereClause, inner)
        try walk(Syntax(statement.body), inner)
      }
    case .switchExpr(let expression): try walkSwitch(expression, scope)
    case .catchClause(let clause):
      let inner = Scope(scope)
      if clause.catchItems.isEmpty { inner.declare("error", .plain) }
      for item in clause.catchItems {
        try walk(item.pattern, scope)
        if let pattern = item.pattern { declareLocals(pattern, inner) }
        try walk(item.whereClause, inner)
      }
      try walk(Syntax(clause.body), inner)
    case .doStmt(let statement):
      let isExhaustive = statement.catchClauses.contains(where: Self.catchesAll)
      exhaustiveDos += isExhaustive ? 1 : 0
      try walk(Syntax(statement.body), scope)
      exhaustiveDos -= isExhaustive ? 1 : 0
      for clause in statement.catchClauses { try walk(Syntax(clause), scope) }
    case .labeledStmt(let statement):
      labels.append(statement.label.text)
      defer { labels.removeLast() }
      try walk(Syntax(statement.statement), scope)
    case .breakStmt(let statement):
      if closureDepth > 0 { return }
      if let label = statement.label?.text {
        if !labels.contains(label) {
          replace(statement, try lowering.jumpText(.break(label), statement))
        }
      } else if breakables == 0 {
        replace(statement, try lowering.jumpText(.break(nil), statement))
      }
    case .continueStmt(let statement):
      if closureDepth > 0 { return }
      if let label = statement.label?.text {
        if !labels.contains(label) {
          replace(statement, try lowering.jumpText(.continue(label), statement))
        }
      } else if loops == 0 {
        replace(statement, try lowering.jumpText(.continue(nil), statement))
      }
    case .returnStmt(let statement):
      if closureDepth > 0 { return try walkChildren(node, scope) }
      if let value = statement.expression {
        if lowering.signature.kind == .coroutine {
          let text = try Resolver.rewrite(value, scope, lowering)
          replace(statement, lowering.returnText(text))
          return
        }
        throw refusal(
          value,
          "a generator returns no value; use 'yield(…)' to produce an element, and 'return' to end"
        )
      }
      replace(statement, try lowering.jumpText(.return, statement))
    default: try walkChildren(node, scope)
    }
  }

  /// Returns whether a clause catches every error: `catch`, `catch let error`, `catch _`.
  static func catchesAll(_ clause: CatchClauseSyntax) -> Bool {
    clause.catchItems.isEmpty
      || clause.catchItems.contains { item in
        guard item.whereClause == nil else { return false }
        return item.pattern.map(catchesAll) ?? true
      }
  }

  static func catchesAll(_ pattern: PatternSyntax) -> Bool {
    if let binding = pattern.as(ValueBindingPatternSyntax.self) {
      return binding.pattern.is(IdentifierPatternSyntax.self)
        || binding.pattern.is(WildcardPatternSyntax.self)
    }
    return pattern.is(WildcardPatternSyntax.self)
      || pattern.as(ExpressionPatternSyntax.self)?.expression.is(
        DiscardAssignmentExprSyntax.self)
        == true
  }

  private func markThrowing(_ node: some SyntaxProtocol) {
    if closureDepth == 0, exhaustiveDos == 0 {
      edits.append(Edit(before: node, String(Mark.throwing)))
    }
  }

  /// Writes out the value that a literal such as `#line` has in the body as written.
  ///
  /// In an expansion it would be that of the attribute, and the name that of the step.
  private func walkMacro(_ expansion: MacroExpansionExprSyntax, _ scope: Scope) throws {
    switch expansion.macroName.text {
    case "line", "column": walkLiterals(Syntax(expansion))
    case "function" where !isInLocalFunction:
      let function = lowering.signature.function
      let labels = function.signature.parameterClause.parameters.map {
        Scope.name($0.firstName.text) + ":"
      }
      let name = "\(Scope.name(function.name.text))(\(labels.joined()))"
      literals.append(Edit(replacing: expansion, by: "\"\(name)\""))
    default: try walkChildren(Syntax(expansion), scope)
    }
  }

  /// Writes out the places in code that has no variables of the body.
  func walkLiterals(_ node: Syntax) {
    if let expansion = node.as(MacroExpansionExprSyntax.self) {
      let position = lowering.position(of: expansion)
      switch expansion.macroName.text {
      case "line": return literals.append(Edit(replacing: expansion, by: "\(position.line)"))
      case "column": return literals.append(Edit(replacing: expansion, by: "\(position.column)"))
      default: break
      }
    }
    for child in node.children(viewMode: .sourceAccurate) { walkLiterals(child) }
  }

  /// Returns the expression that moves a consumed variable out of its slot.
  private func consumed(_ expression: ExprSyntax, _ scope: Scope) -> String? {
    guard let name = expression.as(DeclReferenceExprSyntax.self),
      case .variable? = scope.meaning(of: name.baseName.text),
      let text = spelling(of: name.baseName.text, in: scope)
    else { return nil }
    // A closure that is called again reads the variable again.
    if closureDepth > 0 { return text }
    return String(Mark.consuming) + text
  }

  private func walkName(_ name: DeclReferenceExprSyntax, _ scope: Scope) {
    if let access = name.parent?.as(MemberAccessExprSyntax.self), access.declName.id == name.id {
      return
    }
    if name.parent?.is(KeyPathPropertyComponentSyntax.self) == true { return }
    switch name.baseName.text {
    case "self":
      // `self` of a key path's root or of a type, as in `Int.self`, is a member access, met above.
      lowering.usesSelf = true
      // In a closure with `self` in its capture list, it is the captured value.
      if scope.meaning(of: "self") != nil { return }
      return replace(name.baseName, String(Mark.selfValue))
    case "Self": return replace(name.baseName, String(Mark.selfType))
    case let text:
      if let spelling = spelling(of: text, in: scope) {
        // The slot of a constant that is set later can be changed. The result of a function can't.
        let isConstant = isLateConstant(text, scope) && !Self.isAssigned(ExprSyntax(name))
        let isTuple = TypedThrowsClosure.Assignment.isTarget(name)
        return replace(
          name.baseName,
          isConstant ? "_constant(\(spelling))" : isTuple ? "(\(spelling), _)" : spelling)
      }
      if scope.meaning(of: text) == nil, name.argumentNames == nil { markMember(name, text) }
    }
  }

  private func isLateConstant(_ name: String, _ scope: Scope) -> Bool {
    guard case .variable(let variable)? = scope.meaning(of: name) else { return false }
    return variable.isLet && variable.isDeferred
  }

  /// Returns whether a value is assigned to an expression, alone or as an element of a tuple.
  private static func isAssigned(_ expression: ExprSyntax) -> Bool {
    if let assignment = expression.parent?.as(InfixOperatorExprSyntax.self) {
      return assignment.operator.is(AssignmentExprSyntax.self)
        && assignment.leftOperand.id == expression.id
    }
    if let elements = expression.parent?.as(ExprListSyntax.self),
      elements.parent?.is(SequenceExprSyntax.self) == true
    {
      return elements.first?.id == expression.id
        && elements.dropFirst().first?.is(AssignmentExprSyntax.self) == true
    }
    guard let tuple = expression.parent?.parent?.parent?.as(TupleExprSyntax.self) else {
      return false
    }
    return isAssigned(ExprSyntax(tuple))
  }

  /// Marks a bare name that may be a member of `self`.
  private func markMember(_ name: DeclReferenceExprSyntax, _ text: String) {
    guard name.parent?.is(MacroExpansionExprSyntax.self) != true, mayBeMember(text) else { return }
    let isCalled =
      name.parent?.as(FunctionCallExprSyntax.self)?.calledExpression.id == ExprSyntax(name).id
    edits.append(Edit(before: name, String(isCalled ? Mark.call : Mark.member)))
  }

  /// Returns whether a name that the body doesn't declare may be a member of `self` that the step reads by its bare
  /// name.
  private func mayBeMember(_ name: String) -> Bool {
    guard let first = Scope.name(name).first,
      first.isLowercase || first == "_", !StandardFunctions.names.contains(name)
    else { return false }
    if lowering.signature.isLocal { lowering.usesSelf = true }
    guard lowering.signature.host != nil else { return false }
    if !lowering.signature.isInstance { lowering.usesSelf = true }
    return lowering.signature.isInstance
  }

  private func walkClosure(_ closure: ClosureExprSyntax, _ scope: Scope) throws {
    let inner = Scope(scope)
    if let signature = closure.signature {
      for capture in signature.capture?.items ?? [] {
        if let value = capture.capturedValue {
          try walk(Syntax(value), scope)
        } else if let name = capture.capturedName {
          if name.tokenKind == .keyword(.self) {
            guard scope.meaning(of: name.text) == nil else { continue }
            lowering.usesSelf = true
            edits.append(Edit(after: name, String(Mark.selfCapture)))
          } else if let text = spelling(of: name.text, in: scope) {
            edits.append(Edit(after: name, " = " + text))
          } else if scope.meaning(of: name.text) == nil, mayBeMember(name.text) {
            edits.append(Edit(after: name, " = \(Mark.member)\(name.text)"))
          }
        }
      }
      for capture in signature.capture?.items ?? [] {
        if let name = capture.capturedName { inner.declare(name.text, .plain) }
      }
      switch signature.parameterClause {
      case .simpleInput(let names)?: for name in names { inner.declare(name.name.text, .plain) }
      case .parameterClause(let clause)?:
        for parameter in clause.parameters {
          inner.declare((parameter.secondName ?? parameter.firstName).text, .plain)
        }
      default: break
      }
    }
    try function { try walk(Syntax(closure.statements), inner) }
  }

  private func walkSwitch(_ expression: SwitchExprSyntax, _ scope: Scope) throws {
    try walk(Syntax(expression.subject), scope)
    breakables += 1
    defer { breakables -= 1 }
    for element in expression.cases {
      guard case .switchCase(let branch) = element else {
        throw refusal(element, "'#if' inside of a 'switch' is not supported in a generator")
      }
      let inner = Scope(scope)
      if case .case(let label) = branch.label {
        for item in label.caseItems {
          try walk(Syntax(item.pattern), scope)
          declareLocals(item.pattern, inner)
        }
        for item in label.caseItems { try walk(item.whereClause, inner) }
      }
      try walk(Syntax(branch.statements), inner)
    }
  }
}

/// Types of the standard library that bodies name without generic arguments.
enum StandardTypes {
  static let plain: Set<String> = [
    "Any", "AnyHashable", "AnyObject", "Bool", "Character", "Double", "Duration", "Float",
    "Float16", "Int", "Int128", "Int16", "Int32", "Int64", "Int8", "Never", "StaticString",
    "String", "Substring", "UInt", "UInt128", "UInt16", "UInt32", "UInt64", "UInt8", "Unicode",
    "Void",
  ]
  static let generic: Set<String> = [
    "AnyIterator", "AnySequence", "Array", "ArraySlice", "ClosedRange", "ContiguousArray",
    "Dictionary", "KeyPath", "KeyValuePairs", "Optional", "Range", "Result", "Set", "Slice",
    "UnsafeBufferPointer", "UnsafeMutableBufferPointer", "UnsafeMutablePointer", "UnsafePointer",
    "WritableKeyPath",
  ]
}

/// Global functions of the standard library that bodies call by their bare names.
enum StandardFunctions {
  static let names: Set<String> = [
    "abs", "assert", "assertionFailure", "ceil", "cos", "debugPrint", "dump", "exp", "fatalError",
    "floor",
    "isKnownUniquelyReferenced", "log", "log10", "log2", "max", "min", "numericCast", "pow",
    "precondition",
    "preconditionFailure", "print", "readLine", "repeatElement", "round", "sequence", "sin", "sqrt",
    "stride",
    "swap", "tan", "transcode", "trunc", "type", "withExtendedLifetime", "zip",
  ]
}
#endif
