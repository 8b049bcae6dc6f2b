#if Macros
import SwiftDiagnostics
import SwiftSyntax

extension Lowering {
  func loop(
    _ label: String?, breakBlock: Int, continueBlock: Int, _ body: CodeBlockItemListSyntax,
    _ scope: Scope
  ) throws {
    targets.append(
      JumpTarget(
        label: label, breakBlock: breakBlock, continueBlock: continueBlock, takesPlainBreak: true,
        pendingCount: pending.count))
    try lower(body, scope)
    targets.removeLast()
    if current != nil { jump(continueBlock) }
  }

  func lowerControl(_ node: Syntax, _ scope: Scope, _ label: String?) throws {
    switch node.as(SyntaxEnum.self) {
    case .doStmt(let statement): try lower(statement, scope, label)
    case .whileStmt(let statement): try lower(statement, scope, label)
    case .repeatStmt(let statement):
      let body = newBlock()
      let test = newBlock()
      let end = newBlock()
      jump(body)
      current = body
      try loop(
        label, breakBlock: end, continueBlock: test, statement.body.statements, scope)
      current = test
      add(
        .test(
          head: "if \(try text(statement.condition, scope))", bound: [], then: [.jump(body)],
          else: [.jump(end)], at: position(of: statement.condition)))
      current = end
    case .forStmt(let statement): try lower(statement, scope, label)
    case .ifExpr(let expression):
      let join = newBlock()
      if let label {
        targets.append(
          JumpTarget(
            label: label, breakBlock: join, continueBlock: nil, takesPlainBreak: false,
            pendingCount: pending.count))
      }
      try lower(expression, scope, join)
      if label != nil { targets.removeLast() }
      current = join
    case .switchExpr(let expression): try lower(expression, scope, label)
    default:
      throw refusal(
        firstYield(node) ?? node,
        "'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment"
      )
    }
  }

  func lower(_ statement: WhileStmtSyntax, _ scope: Scope, _ label: String?) throws {
    let head = newBlock()
    jump(head)
    current = head
    let end = newBlock()
    let body = newBlock()
    let inner = Scope(scope)
    if statement.conditions.trimmedDescription == "true" {
      jump(body)
    } else {
      let (test, bound) = try conditions(statement.conditions, scope)
      add(
        .test(
          head: "if \(test)", bound: bound, then: [.jump(body)], else: [.jump(end)],
          at: position(of: statement.conditions)))
      introduce(bound, inner)
    }
    current = body
    try loop(label, breakBlock: end, continueBlock: head, statement.body.statements, inner)
    current = end
  }

  func lower(_ statement: ForStmtSyntax, _ scope: Scope, _ label: String?) throws {
    let isAsync = statement.awaitKeyword != nil
    let isTry = statement.tryKeyword != nil
    let iterator = newIterator(
      of: try text(statement.sequence, scope), isAsync: isAsync,
      elementsDependOnOpaque: OpaqueTypes.elementsDependOnOpaque(statement.sequence, in: scope),
      at: position(of: statement.sequence))
    iterator.isConcrete = Self.hasConcreteIterator(statement.sequence)
    let head = newBlock()
    jump(head)
    current = head
    let end = newBlock()
    let body = newBlock()
    let bound = declare(
      statement.pattern, isLet: statement.pattern.is(ValueBindingPatternSyntax.self) ? nil : true)
    let isCase = statement.caseKeyword != nil
    let type = try statement.typeAnnotation.map { ": " + (try text($0.type, scope)) } ?? ""
    let patternText = try patternText(statement.pattern, bound, scope)
    let pattern = isCase ? patternText : Self.withoutSpecifier(patternText)
    let element = element(of: iterator)
    let inner = Scope(scope)
    let whereScope = Scope(scope)
    for variable in bound {
      variable.typing =
        if isCase {
          "_witness { guard case \(pattern)\(type) = \(element) else { fatalError() }; \(returning(variable, of: bound)) }"
        } else if statement.pattern.is(IdentifierPatternSyntax.self), type.isEmpty {
          "_witness { \(element) }"
        } else {
          "_witness { let \(pattern)\(type) = \(element); \(returning(variable, of: bound)) }"
        }
      whereScope.declare(variable.name, .bound(variable))
    }
    let condition = try statement.whereClause.map { try text($0.condition, whereScope) }
    introduce(bound, inner)
    add(
      .next(
        iterator: iterator,
        prefix: (isTry ? "\(Mark.throwing)try " : "") + (isAsync ? "await " : ""),
        pattern: pattern + type, isCase: isCase, bound: bound, condition: condition,
        then: [.jump(body)], skip: [.jump(head)], else: [.jump(end)],
        at: position(of: statement)))
    current = body
    pending.append(.iterator(iterator))
    try loop(label, breakBlock: end, continueBlock: head, statement.body.statements, inner)
    pending.removeLast()
    current = end
    add(.text(emptying(iterator), at: nil))
  }

  /// Returns whether a stored property can have the type of a sequence's iterator.
  ///
  /// A range or an array of literals can't be another declaration's `some` type.
  static func hasConcreteIterator(_ sequence: ExprSyntax) -> Bool {
    if let operators = sequence.as(SequenceExprSyntax.self) {
      return operators.elements.contains {
        ["..<", "..."].contains($0.as(BinaryOperatorExprSyntax.self)?.operator.text)
      }
    }
    guard let array = sequence.as(ArrayExprSyntax.self) else { return false }
    return array.elements.allSatisfy {
      $0.expression.is(IntegerLiteralExprSyntax.self)
        || $0.expression.is(StringLiteralExprSyntax.self)
    }
  }

  static func withoutSpecifier(_ pattern: String) -> String {
    if pattern.first == Mark.specifier, let end = pattern.firstIndex(of: Mark.end) {
      return String(pattern[end...].dropFirst().drop(while: \.isWhitespace))
    }
    return pattern.hasPrefix("let ") ? String(pattern.dropFirst(4)) : pattern
  }

  func lower(_ expression: IfExprSyntax, _ scope: Scope, _ join: Int) throws {
    let (head, bound) = try conditions(expression.conditions, scope)
    let inner = Scope(scope)
    introduce(bound, inner)
    let then = newBlock()
    let otherwise = expression.elseBody == nil ? join : newBlock()
    add(
      .test(
        head: "if \(head)", bound: bound, then: [.jump(then)], else: [.jump(otherwise)],
        at: position(of: expression)))
    current = then
    try lower(expression.body.statements, inner)
    if current != nil { jump(join) }
    current = otherwise
    switch expression.elseBody {
    case .codeBlock(let block)?:
      try lower(block.statements, scope)
      if current != nil { jump(join) }
    case .ifExpr(let other)?: try lower(other, scope, join)
    default: current = nil
    }
  }

  func lower(_ expression: SwitchExprSyntax, _ scope: Scope, _ label: String?) throws {
    let join = newBlock()
    let subject = try text(expression.subject, scope)
    var arms: [Arm] = []
    var bodies: [(block: Int, branch: SwitchCaseSyntax, scope: Scope)] = []
    for element in expression.cases {
      guard case .switchCase(let branch) = element else {
        throw refusal(element, "'#if' inside of a 'switch' is not supported in a generator")
      }
      let inner = Scope(scope)
      var bound: [Variable] = []
      var head = "default"
      if case .case(let caseLabel) = branch.label {
        (head, bound) = try patterns(
          caseLabel.caseItems.map { ($0.pattern, $0.whereClause) }, scope
        ) { pattern, text, result in
          let value = self.typed(subject, of: expression.subject, for: pattern)
          return Self.isIrrefutable(pattern)
            ? "let \(Self.withoutSpecifier(text)) = \(value); \(result)"
            : "guard case \(text) = \(value) else { fatalError() }; \(result)"
        }
        for variable in bound {
          variable.mayBeOpaque = mayBeOpaque(variable, from: expression.subject, scope)
        }
        head = "case " + head
      }
      if let attribute = branch.attribute { head = attribute.trimmedDescription + " " + head }
      introduce(bound, inner)
      let block = newBlock()
      arms.append(Arm(label: head, bound: bound, body: [.jump(block)]))
      bodies.append((block, branch, inner))
    }
    add(.choose(head: "switch \(subject)", arms: arms, at: position(of: expression)))
    current = nil
    targets.append(
      JumpTarget(
        label: label, breakBlock: join, continueBlock: nil, takesPlainBreak: true,
        pendingCount: pending.count))
    for (index, body) in bodies.enumerated() {
      current = body.block
      nextCase.append(
        index + 1 < bodies.count ? (bodies[index + 1].block, pending.count) : nil)
      try lower(body.branch.statements, body.scope)
      nextCase.removeLast()
      if current != nil { jump(join) }
    }
    targets.removeLast()
    current = join
  }

  static func isIrrefutable(_ pattern: PatternSyntax) -> Bool {
    guard let binding = pattern.as(ValueBindingPatternSyntax.self) else { return false }
    return binding.pattern.is(IdentifierPatternSyntax.self)
      || binding.pattern.is(TuplePatternSyntax.self)
  }

  /// Returns the patterns of a `case` or `catch`, which all bind the same variables.
  func patterns(
    _ items: [(pattern: PatternSyntax, condition: WhereClauseSyntax?)], _ scope: Scope,
    typing: (_ pattern: PatternSyntax, _ text: String, _ result: String) -> String
  ) throws -> (head: String, bound: [Variable]) {
    let whereScope = Scope(scope)
    var bound: [Variable] = []
    var texts: [String] = []
    for (index, item) in items.enumerated() {
      if index == 0 {
        bound = declare(item.pattern, isLet: nil)
        for variable in bound { whereScope.declare(variable.name, .bound(variable)) }
      }
      let text = try patternText(item.pattern, bound, scope)
      if index == 0 {
        for variable in bound {
          variable.typing =
            "_witness { \(typing(item.pattern, text, returning(variable, of: bound))) }"
        }
      }
      let condition = try item.condition.map {
        " where " + (try self.text($0.condition, whereScope))
      }
      texts.append(position(of: item.pattern).mark + text + (condition ?? ""))
    }
    return (texts.joined(separator: ", "), bound)
  }

  func lower(_ statement: DoStmtSyntax, _ scope: Scope, _ label: String?) throws {
    let join = newBlock()
    targets.append(
      JumpTarget(
        label: label, breakBlock: join, continueBlock: nil, takesPlainBreak: false,
        pendingCount: pending.count))
    defer { targets.removeLast() }
    guard !statement.catchClauses.isEmpty else {
      try lower(statement.body.statements, scope)
      if current != nil { jump(join) }
      current = join
      return
    }

    let handler = newBlock()
    let outerRegion = region
    let isExhaustive = statement.catchClauses.contains(where: Resolver.catchesAll)
    exhaustiveDos += isExhaustive ? 1 : 0
    // The error waits in a slot if its type is written, or if no clause depends on it.
    let declared = statement.throwsClause?.type?.trimmedDescription
    let error =
      declared != nil || Self.ignoresError(statement) ? newError(declared ?? "any Error") : nil
    regions.append(Region(parent: region, handler: handler, error: error))
    region = regions.count - 1
    let inside = newBlock()
    jump(inside)
    current = inside
    try lower(statement.body.statements, scope)
    region = outerRegion
    exhaustiveDos -= isExhaustive ? 1 : 0
    if current != nil { jump(join) }

    current = handler
    var arms: [Arm] = []
    var bodies: [(block: Int, clause: CatchClauseSyntax, scope: Scope)] = []
    for clause in statement.catchClauses {
      let inner = Scope(scope)
      var bound: [Variable]
      var head = ""
      if clause.catchItems.allSatisfy({ $0.pattern == nil }) {
        let variable = newVariable("error", isLet: true)
        variable.isInferredError = error == nil
        variable.typing = error.map { "_witness { \(reference($0)) }" } ?? Self.inferredError
        bound = [variable]
        if let condition = clause.catchItems.first?.whereClause?.condition {
          let whereScope = Scope(scope)
          whereScope.declare("error", .bound(variable))
          head = "let \(bare(variable)) where \(try text(condition, whereScope))"
        }
      } else {
        (head, bound) = try patterns(
          clause.catchItems.compactMap { item in
            item.pattern.map { ($0, item.whereClause) }
          }, scope
        ) { pattern, text, result in
          let isLast = Resolver.catchesAll(pattern)
          let thrown =
            error.map { "do\(Self.throwing($0)) { throw \(reference($0)) }" }
            ?? "do { throw _value(of: (any Error).self) }"
          return
            "\(thrown) catch \(text) { \(result) }\(isLast ? "" : " catch { fatalError() }")"
        }
        if error == nil, let pattern = clause.catchItems.first?.pattern,
          pattern.tokens(viewMode: .sourceAccurate).first(where: { $0.text != "let" })?.text == "."
        {
          boundOfInferred.append((bound, pattern, statement))
        }
      }
      introduce(bound, inner)
      let block = newBlock()
      let keyword = position(of: clause)
      // A brace stands before it.
      let place = Position(line: keyword.line, column: max(1, keyword.column - "} ".count))
      arms.append(Arm(label: head, bound: bound, body: [.jump(block)], at: place))
      bodies.append((block, clause, inner))
    }
    add(.catches(arms: arms, error: error, isExhaustive: isExhaustive))
    current = nil
    for body in bodies {
      current = body.block
      try lower(body.clause.body.statements, body.scope)
      if current != nil { jump(join) }
    }
    current = join
  }

  /// Returns the refusal of a pattern that needs the type of an error where the compiler can't infer it.
  func refusalOfInferred(in form: Emission.Form) -> DiagnosticsError? {
    for (variables, pattern, statement) in boundOfInferred {
      let reason: String
      if let kept = variables.first(where: \.isHoisted) {
        reason = "'\(kept.name)' is kept across a 'yield'"
      } else if form == .closure, isRecursive {
        // The step is a closure, where the compiler infers no error. As a function it would have to name its machine's
        // type.
        reason = "this generator delegates to itself"
      } else {
        continue
      }
      let diagnostic = Diagnostic.refusal(
        "\(reason), for which the type of the error must be known: write 'do throws(…)' with it, or name it in the pattern",
        at: pattern,
        fixIts: [
          .refusal(
            "write the type of the error",
            [.replacing(statement.doKeyword, with: "do throws(<#Error#>)")])
        ])
      return DiagnosticsError(diagnostics: [diagnostic])
    }
    return nil
  }

  /// The witness of an error whose type the compiler infers elsewhere.
  static let inferredError = "_witness { () -> _ErrorKeptAcrossYield in fatalError() }"

  /// Returns whether the clauses of a `do` do the same for each error.
  static func ignoresError(_ statement: DoStmtSyntax) -> Bool {
    guard let first = statement.catchClauses.first, Resolver.catchesAll(first),
      Resolver.names(in: first.catchItems).isEmpty
    else { return false }
    return !first.catchItems.isEmpty
      || !first.body.tokens(viewMode: .sourceAccurate).contains { $0.text == "error" }
  }
}
#endif
