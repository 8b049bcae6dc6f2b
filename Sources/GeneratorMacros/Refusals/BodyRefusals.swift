#if Macros
import SwiftDiagnostics
import SwiftSyntax

/// A walk over a generator's body, which finds the code that can't be lowered.
///
/// A list of statements that has a `yield` in it, at any depth, is lowered to blocks: its variables
/// become stored properties. A statement without one is copied as it is, so that everything is allowed
/// inside of it that a function may contain.
final class BodyRefusals {
  let function: FunctionDeclSyntax
  let returned: ReturnedGenerator
  var findings = BodyFindings()
  /// The types that the statements declare.
  var localTypes: [String: TokenSyntax] = [:]

  init(function: FunctionDeclSyntax, returned: ReturnedGenerator) {
    self.function = function
    self.returned = returned
  }

  lazy var usedNames = Set(
    function.tokens(viewMode: .sourceAccurate).compactMap {
      if case .identifier(let name) = $0.tokenKind { name } else { nil }
    })

  func check(_ body: CodeBlockSyntax) -> BodyFindings {
    var around = Surroundings()
    for parameter in function.signature.parameterClause.parameters {
      around.bind((parameter.secondName ?? parameter.firstName).text, hasYield: true)
    }
    // Such a parameter is refused, and the body is checked as if it had another name.
    around.yieldIsShadowed = false
    walk(body.statements, in: around, isLowered: true)
    checkNestedGenerators(in: Syntax(body))
    checkOpaqueTypes(in: Syntax(body))
    return findings
  }

  func refuse(
    _ message: String, at node: some SyntaxProtocol, notes: [Note] = [], fixIts: [FixIt?] = []
  ) {
    findings.diagnostics.append(
      .refusal(message, at: node, notes: notes, fixIts: fixIts.compactMap { $0 }))
  }

  // MARK: Statements

  func walk(
    _ list: CodeBlockItemListSyntax, in outer: Surroundings, isLowered mustLower: Bool = false
  ) {
    var around = outer
    around.isLowered =
      outer.nesting == .body && (mustLower || Yields.first(in: list) != nil)
    var declared: [String: Syntax] = [:]
    for (index, item) in zip(list.indices, list) {
      around.statement = item
      let node = Syntax(item.item)
      if let declaration = node.as(DeclSyntax.self) {
        if around.isLowered { checkLocal(declaration, in: around, declared: &declared) }
        walk(declaration: declaration, in: &around)
      } else if let statement = node.as(StmtSyntax.self) {
        if around.isLowered, let deferred = pendingDefer(statement, index, in: list) {
          refuse(deferred)
        }
        walk(statement: statement, in: &around)
      } else if let expression = node.as(ExprSyntax.self) {
        walk(statement: expression, in: &around)
      }
    }
  }

  func refuse(_ diagnostic: Diagnostic) { findings.diagnostics.append(diagnostic) }

  /// Returns the error for a `defer` that is pending at a yield, if the function promises a fork.
  private func pendingDefer(
    _ statement: StmtSyntax, _ index: CodeBlockItemListSyntax.Index,
    in list: CodeBlockItemListSyntax
  ) -> Diagnostic? {
    guard returned.isFork, let statement = statement.as(DeferStmtSyntax.self) else { return nil }
    for later in list[list.index(after: index)...] {
      guard let yield = Yields.first(in: later) else { continue }
      let type = returned.type?.trimmedDescription ?? ""
      let other = "some Sequence<\(returned.element ?? "")>"
      return .refusal(
        "'defer' is pending at a 'yield', so that a copy can't be a fork: return '\(other)' instead of '\(type)'",
        at: statement.deferKeyword,
        notes: [.refusal("the generator is suspended here", at: yield)],
        fixIts: returned.type.map {
          [.refusal("return '\(other)'", [.replacing($0, with: other)])]
        } ?? [])
    }
    return nil
  }

  func walk(statement: StmtSyntax, in around: inout Surroundings) {
    switch statement.as(StmtSyntaxEnum.self) {
    case .expressionStmt(let expression): walk(statement: expression.expression, in: &around)
    case .labeledStmt(let labeled):
      var inner = around
      inner.labels.append(labeled.label.text)
      walk(statement: labeled.statement, in: &inner)
      around.names = inner.names
    case .doStmt(let statement): walk(statement, in: around)
    case .whileStmt(let loop):
      var inner = around
      walk(conditions: loop.conditions, isLoop: true, in: &inner)
      walk(loop.body.statements, in: inner.insideLoop)
    case .repeatStmt(let loop):
      walk(loop.body.statements, in: around.insideLoop)
      walk(expression: loop.condition, in: around.withoutHoist)
    case .forStmt(let loop): walk(loop, in: around)
    case .guardStmt(let statement):
      let outer = around
      walk(conditions: statement.conditions, in: &around)
      walk(statement.body.statements, in: outer)
      if outer.isLowered { checkFallsThrough(statement) }
    case .deferStmt(let statement):
      checkYields(in: Syntax(statement.body), nesting: .deferred, in: around)
      var inner = around
      inner.nesting = around.nesting == .body ? .deferred : around.nesting
      inner.startOfDefer()
      walk(statement.body.statements, in: inner)
    case .returnStmt(let statement): walk(statement, in: around)
    case .throwStmt(let statement):
      noteError(Syntax(statement.throwKeyword), in: around)
      walk(expression: statement.expression, in: around)
    case .breakStmt(let statement):
      checkJump(
        Syntax(statement), keyword: "break", label: statement.label,
        isInside: around.breakables > 0, in: around)
    case .continueStmt(let statement):
      checkJump(
        Syntax(statement), keyword: "continue", label: statement.label,
        isInside: around.loops > 0, in: around)
    case .yieldStmt(let statement): refuseKeyword(statement.yieldKeyword, in: around)
    default: walk(other: Syntax(statement), in: around)
    }
  }

  /// Walks an expression that is a statement, such as `yield(x)`, an assignment, `if` and `switch`.
  func walk(statement expression: ExprSyntax, in around: inout Surroundings) {
    if let branch = expression.as(IfExprSyntax.self) { return walk(branch, in: around) }
    if let choice = expression.as(SwitchExprSyntax.self) { return walk(choice, in: around) }
    if let (left, right) = Yields.assignment(expression) {
      walk(expression: left, in: around)
      walk(wholeRightHandSide: right, in: around)
      return
    }
    walk(wholeRightHandSide: expression, in: around)
  }

  /// Walks an expression that may be a `yield`: a statement, or a value that is bound or assigned.
  func walk(wholeRightHandSide expression: ExprSyntax, in around: Surroundings) {
    guard around.nesting == .body, !around.yieldIsShadowed,
      let (call, isAwaited) = Yields.call(expression)
    else { return walk(expression: expression, in: around) }
    if let isAwaited { findings.awaits.append(Syntax(isAwaited)) }
    checkArguments(of: call)
    checkRecursion(of: call, in: around)
    for argument in call.arguments {
      walk(expression: argument.expression, in: around)
    }
    if let closure = call.trailingClosure {
      walk(expression: ExprSyntax(closure), in: around)
    }
  }

  func walk(_ statement: DoStmtSyntax, in around: Surroundings) {
    var inner = around
    inner.isInsideIf = true
    if !statement.catchClauses.isEmpty {
      if statement.catchClauses.contains(where: Self.catchesAll) {
        inner.handling = .caught
      } else if inner.handling == .leaves {
        inner.handling = .partlyCaught
      }
    }
    walk(statement.body.statements, in: inner)
    for clause in statement.catchClauses {
      var inside = around
      if clause.catchItems.isEmpty {
        inside.bind("error", hasYield: Yields.first(in: clause.body) != nil)
      }
      for item in clause.catchItems {
        if let pattern = item.pattern {
          walk(pattern: pattern, hasYield: Yields.first(in: clause.body) != nil, in: &inside)
        }
        if let condition = item.whereClause?.condition {
          walk(expression: condition, in: inside.withoutHoist)
        }
      }
      walk(clause.body.statements, in: inside)
    }
  }

  static func catchesAll(_ clause: CatchClauseSyntax) -> Bool {
    if clause.catchItems.isEmpty { return true }
    return clause.catchItems.contains { item in
      guard item.whereClause == nil, let pattern = item.pattern else {
        return item.whereClause == nil
      }
      if pattern.is(WildcardPatternSyntax.self) { return true }
      if let binding = pattern.as(ValueBindingPatternSyntax.self) {
        return binding.pattern.is(IdentifierPatternSyntax.self)
          || binding.pattern.is(WildcardPatternSyntax.self)
      }
      return pattern.as(ExpressionPatternSyntax.self)?.expression.is(
        DiscardAssignmentExprSyntax.self)
        == true
    }
  }

  func walk(_ loop: ForStmtSyntax, in around: Surroundings) {
    if let keyword = loop.awaitKeyword { noteAwait(Syntax(keyword), in: around) }
    if let keyword = loop.tryKeyword { noteError(Syntax(keyword), in: around) }
    let hasYield = around.nesting == .body && Yields.first(in: loop.body) != nil
    if hasYield { checkRecursion(of: loop, in: around) }
    if hasYield, loop.sequence.is(PackExpansionExprSyntax.self) {
      refuse(
        "a loop over a parameter pack can't have a 'yield' inside: the generator has no variable that could hold its place",
        at: loop.forKeyword)
    }
    walk(expression: loop.sequence, in: around)
    var inner = around
    walk(pattern: loop.pattern, hasYield: hasYield, in: &inner)
    if let condition = loop.whereClause?.condition {
      walk(expression: condition, in: inner.withoutHoist)
    }
    walk(loop.body.statements, in: inner.insideLoop)
  }

  func walk(_ statement: ReturnStmtSyntax, in around: Surroundings) {
    let isOwn = around.nesting == .body || around.nesting == .ifConfig
    if around.nesting == .deferred {
      refuse(
        "'return' cannot transfer control out of a defer statement", at: statement.returnKeyword)
    }
    guard let value = statement.expression else { return }
    if around.nesting == .body, !around.yieldIsShadowed, let (call, _) = Yields.call(value) {
      if returned.kind == .coroutine {
        refuse(
          "'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment",
          at: call, fixIts: [bindFirst(call, in: around)])
      } else if returned.kind != nil {
        let text = value.trimmedDescription
        refuse(
          "'return' takes no value in a generator: write '\(short(text))', then 'return'",
          at: value,
          fixIts: [
            .refusal(
              "put the 'yield' before 'return'",
              [.replacing(statement, with: text + separator(before: statement) + "return")])
          ])
      }
      for argument in call.arguments {
        walk(expression: argument.expression, in: around)
      }
      return
    }
    if isOwn, let kind = returned.kind, kind != .coroutine {
      let text = value.trimmedDescription
      let space = separator(before: statement)
      refuse(
        "a generator that returns '\(typeText)' returns no value: write 'yield(\(short(text)))' to yield it, and 'return' to end",
        at: value,
        fixIts: [
          .refusal(
            "yield the value",
            [.replacing(statement, with: "yield(\(text))\(space)return")]),
          .refusal(
            "yield the elements of the value",
            [.replacing(statement, with: "yield(from: \(text))\(space)return")]),
        ])
    }
    walk(expression: value, in: around)
  }

  func walk(_ branch: IfExprSyntax, in around: Surroundings) {
    var inner = around
    walk(conditions: branch.conditions, in: &inner)
    inner.isInsideIf = true
    walk(branch.body.statements, in: inner)
    var otherwise = around
    otherwise.isInsideIf = true
    switch branch.elseBody {
    case .codeBlock(let block)?: walk(block.statements, in: otherwise)
    case .ifExpr(let other)?: walk(other, in: otherwise.withoutHoist)
    default: break
    }
  }

  func walk(_ choice: SwitchExprSyntax, in around: Surroundings) {
    walk(expression: choice.subject, in: around)
    var inner = around
    inner.breakables += 1
    walk(cases: choice.cases, hasYield: Yields.first(in: choice.cases) != nil, in: inner)
  }

  func walk(cases: SwitchCaseListSyntax, hasYield: Bool, in around: Surroundings) {
    for element in cases {
      if let config = Syntax(element).as(IfConfigDeclSyntax.self) {
        if around.nesting == .body, hasYield {
          refuse(
            "'#if' can't stand among the cases of a 'switch' that has a 'yield': put it around the 'switch', or inside of functions that the cases call",
            at: config)
          continue
        }
        for clause in config.clauses {
          if let list = clause.elements.map({ Syntax($0) })?.as(SwitchCaseListSyntax.self) {
            walk(cases: list, hasYield: false, in: around)
          }
        }
      }
      guard let choice = Syntax(element).as(SwitchCaseSyntax.self) else { continue }
      var inner = around
      if let label = Syntax(choice.label).as(SwitchCaseLabelSyntax.self) {
        for item in label.caseItems {
          walk(pattern: item.pattern, hasYield: hasYield, in: &inner)
        }
        for item in label.caseItems {
          if let condition = item.whereClause?.condition {
            walk(expression: condition, in: inner.withoutHoist)
          }
        }
      }
      walk(choice.statements, in: inner)
    }
  }

  /// Refuses the body of a `guard` that plainly falls through.
  ///
  /// It is lowered, so that the compiler can't see it.
  private func checkFallsThrough(_ statement: GuardStmtSyntax) {
    let last = statement.body.statements.last.map { Syntax($0.item) }
    let expression = last?.as(ExprSyntax.self)
    let goesOn =
      last.map {
        $0.is(VariableDeclSyntax.self) || $0.is(DeferStmtSyntax.self)
          || $0.is(ForStmtSyntax.self)
      } ?? true
    guard
      goesOn
        || expression.map({ Yields.call($0) != nil || Yields.assignment($0) != nil }) == true
    else { return }
    refuse(
      "'guard' body must not fall through, consider using a 'return' or 'throw' to exit the scope",
      at: statement.body.rightBrace)
  }

  func walk(
    conditions: ConditionElementListSyntax, isLoop: Bool = false, in around: inout Surroundings
  ) {
    var inner = isLoop ? around.withoutHoist : around
    // The names that `if` and `while` bind are visible in their bodies, and stored if a yield stands there. Whether
    // one does is seen where the variables are used.
    for element in conditions {
      switch element.condition {
      case .optionalBinding(let binding):
        if let value = binding.initializer?.value {
          walk(expression: value, in: inner)
        }
        inner.bindAll(in: binding.pattern, hasYield: around.isLowered)
      case .matchingPattern(let match):
        walk(expression: match.initializer.value, in: inner)
        walk(pattern: match.pattern, hasYield: around.isLowered, in: &inner)
      case .expression(let expression): walk(expression: expression, in: inner)
      default: break
      }
      inner = inner.withoutHoist
    }
    around.names = inner.names
    around.yieldIsShadowed = inner.yieldIsShadowed
  }

  func walk(pattern: PatternSyntax, hasYield: Bool, in around: inout Surroundings) {
    walk(other: Syntax(pattern), in: around.withoutHoist)
    around.bindAll(in: pattern, hasYield: hasYield)
  }

  private func checkJump(
    _ node: Syntax, keyword: String, label: TokenSyntax?, isInside: Bool, in around: Surroundings
  ) {
    guard around.nesting == .body || around.nesting == .deferred else { return }
    let isFound = label.map { around.labels.contains($0.text) } ?? isInside
    if isFound { return }
    // The compiler's own words: the plain body has the same mistake.
    if around.nesting == .deferred {
      refuse("'\(keyword)' cannot transfer control out of a defer statement", at: node)
    } else if let label {
      refuse("cannot find label '\(label.text)' in scope", at: label)
    } else if keyword == "continue" {
      refuse("'continue' is only allowed inside a loop", at: node)
    } else if around.isInsideIf {
      refuse(
        "unlabeled 'break' is only allowed inside a loop or switch, a labeled break is required to exit an if or do",
        at: node)
    } else {
      refuse("'break' is only allowed inside a loop, if, do, or switch", at: node)
    }
  }
}
#endif
