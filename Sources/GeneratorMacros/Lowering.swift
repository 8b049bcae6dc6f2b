#if Macros
import SwiftSyntax
import SwiftSyntaxMacros

/// The lowering of a body into blocks between which the machine can suspend.
///
/// Statements without a `yield` stay as they are, but for the names of variables and the jumps out of them.
/// Statements with one become tests and jumps.
final class Lowering {
  let signature: Signature
  let line: (Syntax) -> Int
  let converter: SourceLocationConverter

  let opaqueTypes: OpaqueTypes

  var variables: [Variable] = []
  /// Names that the body uses and doesn't declare.
  var freeNames: Set<String> = []
  /// Names that code which stays as it is declares.
  var plainNames: Set<String> = []
  var usesSelf = false
  var blocks: [Block] = []
  var regions: [Region] = []
  /// Local functions, which use none of the body's variables.
  var localFunctions: [(name: String, text: String, mayUseSelf: Bool)] = []
  var localTypes: [(name: String, text: String)] = []
  /// The variables of patterns that leave out the type of an inferred error, as `.large(let number)` does.
  var boundOfInferred: [(variables: [Variable], pattern: PatternSyntax, statement: DoStmtSyntax)] =
    []
  /// The code that runs if the machine is released while it is suspended before the block `resume`.
  var cleanups: [(resume: Int, block: Int)] = []

  var targets: [JumpTarget] = []
  var pending: [Pending] = []
  /// Whether the body delegates to a call by the function's own name.
  var isRecursive = false
  /// Whether a body that is closed while it is suspended has anything to run.
  var hasCleanup = false
  var region: Int?
  /// The number of `do` statements around the current statement that catch every error.
  var exhaustiveDos = 0
  /// The block that statements are added to; `nil` after a jump.
  var current: Int?
  /// The target of `fallthrough`.
  var nextCase: [(block: Int, pendingCount: Int)?] = []

  /// The code that runs when a scope is left.
  enum Pending {
    case block(String)
    /// The iterator of a loop that is left from inside.
    case iterator(Variable)

    var text: String {
      switch self {
      case .block(let block): "do \(block)"
      case .iterator(let variable): emptying(variable)
      }
    }
  }

  var hasPendingDefer: Bool {
    pending.contains { if case .block = $0 { true } else { false } }
  }

  static let endBlock = 0
  static let startBlock = 1

  init(
    _ signature: Signature, line: @escaping (Syntax) -> Int
  ) {
    self.signature = signature
    self.line = line
    opaqueTypes = OpaqueTypes(
      of: signature.function.body.map(Syntax.init) ?? Syntax(signature.function))
    converter = SourceLocationConverter(fileName: "", tree: signature.function.root)
  }

  func position(of node: some SyntaxProtocol) -> Position {
    Position(
      line: line(Syntax(node)),
      column: converter.location(for: node.positionAfterSkippingLeadingTrivia).column)
  }

  // MARK: Blocks

  func newBlock() -> Int {
    let depth = targets.count { $0.continueBlock != nil }
    blocks.append(Block(region: region, depth: depth))
    return blocks.count - 1
  }

  func add(_ piece: Piece) {
    if let current { blocks[current].pieces.append(piece) }
  }

  func jump(_ block: Int) {
    add(.jump(block))
    current = nil
  }

  func newVariable(_ name: String, isLet: Bool) -> Variable {
    let variable = Variable(variables.count, name, isLet: isLet)
    variables.append(variable)
    return variable
  }

  /// Returns a variable for the error of a region, of the type that a `do` statement names, if it does.
  func newError(_ declared: String? = nil) -> Variable {
    let variable = newVariable("error", isLet: false)
    // Errors that leave the body have its failure's type. Errors that leave a `do` have the type that it names.
    let isTyped = exhaustiveDos == 0 && signature.isThrowing
    let outer = region.map { regions[$0].error?.errorType ?? "any Error" }
    let type = declared ?? outer ?? (isTyped ? signature.failure : "any Error")
    variable.typing = "_witness { () -> \(type) in fatalError() }"
    variable.errorType = type
    return variable
  }

  /// Returns the type of an error that is thrown, where it is not any error.
  static func throwing(_ error: Variable) -> String {
    guard let type = error.errorType, type != "any Error" else { return "" }
    return " throws(\(type))"
  }

  func text(_ node: some SyntaxProtocol, _ scope: Scope) throws -> String {
    position(of: node).mark + (try Resolver.rewrite(node, scope, self))
  }

  func leaveScopes(downTo count: Int) {
    for item in pending[count...].reversed() { add(.text(item.text, at: nil)) }
  }

  func destination(
    of exit: Exit, _ node: some SyntaxProtocol
  ) throws -> (block: Int, pendingCount: Int) {
    switch exit {
    case .return: return (Self.endBlock, 0)
    case .break(let label):
      for target in targets.reversed()
      where label == nil ? target.takesPlainBreak : target.label == label {
        return (target.breakBlock, target.pendingCount)
      }
    case .continue(let label):
      for target in targets.reversed() {
        if let block = target.continueBlock, label == nil || target.label == label {
          return (block, target.pendingCount)
        }
      }
    }
    throw refusal(node, "there is nothing here to leave with this statement")
  }

  func exit(_ exit: Exit, _ node: some SyntaxProtocol) throws {
    let (block, count) = try destination(of: exit, node)
    leaveScopes(downTo: count)
    jump(block)
  }

  /// Returns the text of a jump out of code that isn't lowered.
  func jumpText(_ exit: Exit, _ node: some SyntaxProtocol) throws -> String {
    let (block, count) = try destination(of: exit, node)
    blocks[block].isRoot = true
    return pending[count...].reversed().map { $0.text + "; " }.joined()
      + "\(Mark.jump)\(block)\(Mark.end)"
  }

  /// Returns the statements that end a coroutine with a value, for code that isn't lowered.
  func returnText(_ value: String) -> String {
    "let _returned: \(signature.returned ?? "Void") = \(value); "
      + pending.reversed().map { $0.text + "; " }.joined() + String(Mark.finish)
  }

  // MARK: Statements

  func run() throws {
    guard let body = signature.function.body else { return }
    if body.description.contains(where: Mark.isMark) {
      throw refusal(
        body.leftBrace, "a generator's body can't have characters of the private use area U+E000")
    }
    blocks.append(Block(isRoot: true))
    let top = Scope(nil)
    for parameter in signature.parameters {
      let variable = newVariable(parameter.name, isLet: true)
      variable.isParameter = true
      top.declare(parameter.name, .variable(variable))
    }
    current = newBlock()
    blocks[Self.startBlock].isRoot = true
    try lower(body.statements, top)
    guard current != nil else { return }
    if signature.returnsValue { add(.missingReturn) }
    jump(Self.endBlock)
  }

  func lower(_ list: CodeBlockItemListSyntax, _ outer: Scope) throws {
    let scope = Scope(outer)
    let pendingCount = pending.count
    let outerRegion = region
    for item in list {
      if let declaration = item.item.as(FunctionDeclSyntax.self) {
        scope.declare(declaration.name.text, .plain)
      }
    }
    for item in list {
      if current == nil { break }
      try lower(Syntax(item.item), scope, nil)
    }
    if current != nil { leaveScopes(downTo: pendingCount) }
    pending.removeLast(pending.count - pendingCount)
    if region != outerRegion {
      region = outerRegion
      if current != nil {
        let block = newBlock()
        jump(block)
        current = block
      }
    }
  }

  func lower(_ node: Syntax, _ scope: Scope, _ label: String?) throws {
    switch node.as(SyntaxEnum.self) {
    case .labeledStmt(let statement):
      if containsYield(statement) {
        try lower(Syntax(statement.statement), scope, statement.label.text)
      } else {
        add(.text(try text(statement, scope), at: position(of: statement)))
      }
    case .expressionStmt(let statement):
      try lower(Syntax(statement.expression), scope, label)
    case .variableDecl(let declaration): try lower(declaration, scope)
    case .functionDecl(let declaration):
      let resolver = Resolver(self)
      try resolver.walk(Syntax(declaration), scope)
      guard !resolver.usesVariables else {
        let name = declaration.name.text
        throw refusal(
          declaration.name,
          "'\(name)' uses variables of the generator; write it as a closure: 'let \(name) = { … }'")
      }
      localFunctions.append(
        (
          declaration.name.text, Edit.apply(resolver.literals, to: declaration),
          !resolver.edits.isEmpty
        ))
    case .structDecl, .enumDecl, .classDecl, .actorDecl, .typeAliasDecl:
      let name = node.asProtocol((any NamedDeclSyntax).self)?.name.text ?? ""
      let resolver = Resolver(self)
      resolver.walkLiterals(node)
      localTypes.append((name, Edit.apply(resolver.literals, to: node)))
    case .deferStmt(let statement): try lower(statement, scope)
    case .guardStmt(let statement): try lower(statement, scope)
    case .throwStmt(let statement):
      add(.text(try text(statement, scope), at: position(of: statement)))
      current = nil
    case .returnStmt(let statement):
      if let value = statement.expression {
        guard signature.kind == .coroutine else {
          throw refusal(
            value,
            "a generator returns no value; use 'yield(…)' to produce an element, and 'return' to end"
          )
        }
        add(
          .text(
            "let _returned: \(signature.returned ?? "Void") = \(try text(value, scope))",
            at: position(of: statement)))
        leaveScopes(downTo: 0)
        add(.text(String(Mark.finish), at: nil))
        current = nil
        return
      }
      try exit(.return, statement)
    case .breakStmt(let statement): try exit(.break(statement.label?.text), statement)
    case .continueStmt(let statement): try exit(.continue(statement.label?.text), statement)
    case .fallThroughStmt(let statement):
      guard let next = nextCase.last ?? nil else {
        throw refusal(statement, "'fallthrough' is only allowed inside a switch")
      }
      leaveScopes(downTo: next.pendingCount)
      jump(next.block)
    default:
      if let call = yieldCall(node) {
        try lowerYield(call, scope, isUsed: false)
      } else if let assignment = node.as(SequenceExprSyntax.self),
        let (target, call) = yieldAssignment(assignment)
      {
        let value = try lowerYield(call, scope, isUsed: true)
        add(.text(try text(target, scope) + " = \(value)", at: position(of: assignment)))
      } else if containsYield(node) {
        try lowerControl(node, scope, label)
      } else {
        add(.text(try text(node, scope), at: position(of: node)))
        if !Self.fallsThrough(node) { current = nil }
      }
    }
  }

  /// Returns whether control may reach the end of a statement without a `yield`.
  ///
  /// The compiler would warn of a jump that follows one which it can't reach.
  static func fallsThrough(_ node: Syntax) -> Bool {
    func ends(_ list: CodeBlockItemListSyntax) -> Bool {
      list.contains { !fallsThrough(Syntax($0.item)) }
    }
    switch node.as(SyntaxEnum.self) {
    case .returnStmt, .throwStmt, .breakStmt, .continueStmt, .fallThroughStmt: return false
    case .expressionStmt(let statement): return fallsThrough(Syntax(statement.expression))
    case .ifExpr(let expression):
      switch expression.elseBody {
      case .codeBlock(let block)?:
        return !(ends(expression.body.statements) && ends(block.statements))
      case .ifExpr(let other)?:
        return !ends(expression.body.statements) || fallsThrough(Syntax(other))
      default: return true
      }
    case .doStmt(let statement):
      return
        !(ends(statement.body.statements)
        && statement.catchClauses.allSatisfy { ends($0.body.statements) })
    case .functionCallExpr(let call):
      let name = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
      return name != "fatalError" && name != "preconditionFailure"
    default: return true
    }
  }

  /// Returns the target and the call of `x = yield(y)`.
  func yieldAssignment(
    _ node: SequenceExprSyntax
  ) -> (target: ExprSyntax, FunctionCallExprSyntax)? {
    let elements = Array(node.elements)
    guard elements.count == 3, elements[1].is(AssignmentExprSyntax.self),
      let call = yieldCall(elements[2])
    else { return nil }
    return (elements[0], call)
  }

  func lower(_ statement: DeferStmtSyntax, _ scope: Scope) throws {
    if containsYield(statement) {
      throw refusal(statement, "'yield' inside 'defer' is not supported")
    }
    let block = try text(statement.body, scope)
    pending.append(.block(block))
    // An error that is thrown after this point runs the block on its way out.
    let inside = newBlock()
    jump(inside)
    let handler = newBlock()
    current = handler
    var error: Variable?
    if let region, regions[region].error == nil {
      let caught = newVariable("error", isLet: true)
      caught.isInferredError = true
      let run = newBlock()
      let arm = Arm(label: "let \(bare(caught))", bound: [caught], body: [.jump(run)])
      add(.catches(arms: [arm], error: nil, isExhaustive: true))
      current = run
      add(.text("do \(block)", at: nil))
      add(.text("\(Mark.throwing)try _thrown(\(reference(caught)))", at: nil))
    } else {
      let kept = newError()
      error = kept
      add(.text("do \(block)", at: nil))
      add(.text("\(Mark.throwing)throw \(reference(kept))", at: nil))
    }
    regions.append(Region(parent: region, handler: handler, error: error))
    region = regions.count - 1
    blocks[inside].region = region
    current = inside
  }

  func lower(_ statement: GuardStmtSyntax, _ scope: Scope) throws {
    if !containsYield(statement), Resolver.names(in: statement.conditions).isEmpty {
      add(.text(try text(statement, scope), at: position(of: statement)))
      return
    }
    let (head, bound) = try conditions(statement.conditions, scope)
    let passed = newBlock()
    let failed = newBlock()
    add(
      .test(
        head: "if \(head)", bound: bound, then: [.jump(passed)], else: [.jump(failed)],
        at: position(of: statement)))
    current = failed
    try lower(statement.body.statements, scope)
    if current != nil {
      // The syntax doesn't show a call of type 'Never', behind which no code is reached.
      add(.text("fatalError(\"'guard' body must not fall through\")", at: nil))
      current = nil
    }
    current = passed
    introduce(bound, scope)
  }
}
#endif
