#if Macros
import SwiftSyntax
import SwiftSyntaxMacros

/// Turns a body into blocks between which the machine can suspend.
///
/// Statements without a `yield` stay as they are, but for the names of variables and the jumps out of them.
/// Statements with one become tests and jumps.
final class Lowering {
  let signature: Signature
  private let line: (Syntax) -> Int
  private let converter: SourceLocationConverter

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
  /// What runs if the machine is released while it is suspended before the block `resume`.
  var cleanups: [(resume: Int, block: Int)] = []

  private var targets: [JumpTarget] = []
  private var pending: [Pending] = []
  /// Whether the body delegates to a call by the function's own name.
  private(set) var isRecursive = false
  /// Whether a body that is closed while it is suspended has anything to run.
  private(set) var hasCleanup = false
  private var region: Int?
  /// Around the current statement, how many `do` statements catch every error.
  private var exhaustiveDos = 0
  /// The block that statements are added to; `nil` after a jump.
  private var current: Int?
  /// Where `fallthrough` goes.
  private var nextCase: [(block: Int, pendingCount: Int)?] = []

  /// What is done when a scope is left.
  private enum Pending {
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

  private var hasPendingDefer: Bool {
    pending.contains { if case .block = $0 { true } else { false } }
  }

  static let endBlock = 0
  static let startBlock = 1

  init(
    _ signature: Signature, line: @escaping (Syntax) -> Int
  ) {
    self.signature = signature
    self.line = line
    converter = SourceLocationConverter(fileName: "", tree: signature.function.root)
  }

  func position(of node: some SyntaxProtocol) -> Position {
    Position(
      line: line(Syntax(node)),
      column: converter.location(for: node.positionAfterSkippingLeadingTrivia).column)
  }

  // MARK: Yields

  func isYieldCall(_ call: FunctionCallExprSyntax) -> Bool {
    call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == "yield"
  }

  /// The call of `yield` that an expression is, with or without `try` and `await` before it.
  func yieldCall(_ expression: some SyntaxProtocol) -> FunctionCallExprSyntax? {
    let node = Syntax(expression)
    if let marked = node.as(TryExprSyntax.self), marked.questionOrExclamationMark == nil {
      return yieldCall(marked.expression)
    }
    if let marked = node.as(AwaitExprSyntax.self) { return yieldCall(marked.expression) }
    guard let call = node.as(FunctionCallExprSyntax.self), isYieldCall(call) else { return nil }
    return call
  }

  func containsYield(_ node: some SyntaxProtocol) -> Bool {
    let node = Syntax(node)
    if let call = node.as(FunctionCallExprSyntax.self), isYieldCall(call) { return true }
    if node.is(ClosureExprSyntax.self) || node.is(FunctionDeclSyntax.self)
      || node.isProtocol((any DeclGroupSyntax).self)
    {
      return false
    }
    return node.children(viewMode: .sourceAccurate).contains { containsYield($0) }
  }

  private func firstYield(_ node: Syntax) -> Syntax? {
    if yieldCall(node) != nil { return node }
    for child in node.children(viewMode: .sourceAccurate) {
      if let found = firstYield(child) { return found }
    }
    return nil
  }

  // MARK: Blocks

  private func newBlock() -> Int {
    let depth = targets.count { $0.continueBlock != nil }
    blocks.append(Block(region: region, depth: depth))
    return blocks.count - 1
  }

  private func add(_ piece: Piece) {
    if let current { blocks[current].pieces.append(piece) }
  }

  private func jump(_ block: Int) {
    add(.jump(block))
    current = nil
  }

  private func newVariable(_ name: String, isLet: Bool) -> Variable {
    let variable = Variable(variables.count, name, isLet: isLet)
    variables.append(variable)
    return variable
  }

  /// A variable for the error of a region, of the type that a `do` statement names, if it does.
  private func newError(_ declared: String? = nil) -> Variable {
    let variable = newVariable("error", isLet: false)
    // What leaves the body is of its failure's type. The compiler infers no other.
    let isTyped = exhaustiveDos == 0 && signature.isThrowing
    let type = declared ?? (isTyped ? signature.failure : "any Error")
    variable.typing = "_witness { () -> \(type) in fatalError() }"
    variable.errorType = type
    return variable
  }

  /// The type of an error that is thrown, where it is not any error.
  static func throwing(_ error: Variable) -> String {
    guard let type = error.errorType, type != "any Error" else { return "" }
    return " throws(\(type))"
  }

  private func text(_ node: some SyntaxProtocol, _ scope: Scope) throws -> String {
    position(of: node).mark + (try Resolver.rewrite(node, scope, self))
  }

  private func leaveScopes(downTo count: Int) {
    for item in pending[count...].reversed() { add(.text(item.text, at: nil)) }
  }

  private func destination(
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

  private func exit(_ exit: Exit, _ node: some SyntaxProtocol) throws {
    let (block, count) = try destination(of: exit, node)
    leaveScopes(downTo: count)
    jump(block)
  }

  /// The same as text, for a jump out of code that stays as it is.
  func jumpText(_ exit: Exit, _ node: some SyntaxProtocol) throws -> String {
    let (block, count) = try destination(of: exit, node)
    blocks[block].isRoot = true
    return pending[count...].reversed().map { $0.text + "; " }.joined()
      + "\(Mark.jump)\(block)\(Mark.end)"
  }

  /// What ends a coroutine with a value, in code that stays as it is.
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

  private func lower(_ list: CodeBlockItemListSyntax, _ outer: Scope) throws {
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

  private func lower(_ node: Syntax, _ scope: Scope, _ label: String?) throws {
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
        (declaration.name.text, declaration.trimmedDescription, !resolver.edits.isEmpty))
    case .structDecl, .enumDecl, .classDecl, .actorDecl, .typeAliasDecl:
      let name = node.asProtocol((any NamedDeclSyntax).self)?.name.text ?? ""
      localTypes.append((name, node.trimmedDescription))
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

  /// Whether control may reach the end of a statement without a `yield`.
  ///
  /// The compiler would warn of a jump that follows one which it can't reach.
  private static func fallsThrough(_ node: Syntax) -> Bool {
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

  /// `x = yield(y)`.
  private func yieldAssignment(
    _ node: SequenceExprSyntax
  ) -> (target: ExprSyntax, FunctionCallExprSyntax)? {
    let elements = Array(node.elements)
    guard elements.count == 3, elements[1].is(AssignmentExprSyntax.self),
      let call = yieldCall(elements[2])
    else { return nil }
    return (elements[0], call)
  }

  private func lower(_ statement: DeferStmtSyntax, _ scope: Scope) throws {
    if containsYield(statement) {
      throw refusal(statement, "'yield' inside 'defer' is not supported")
    }
    let block = try text(statement.body, scope)
    pending.append(.block(block))
    // What throws after this point runs the block on its way out.
    let inside = newBlock()
    jump(inside)
    let handler = newBlock()
    let error = newError()
    current = handler
    add(.text("do \(block)", at: nil))
    add(.text("\(Mark.throwing)throw \(reference(error))", at: nil))
    regions.append(Region(parent: region, handler: handler, error: error))
    region = regions.count - 1
    blocks[inside].region = region
    current = inside
  }

  private func lower(_ statement: GuardStmtSyntax, _ scope: Scope) throws {
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
      // A call of type 'Never' is nothing that syntax shows: what follows is never reached.
      add(.text("fatalError(\"'guard' body must not fall through\")", at: nil))
      current = nil
    }
    current = passed
    introduce(bound, scope)
  }

  /// Returns what the call is in the code that follows it.
  @discardableResult
  private func lowerYield(
    _ call: FunctionCallExprSyntax, _ scope: Scope, isUsed: Bool
  ) throws -> String {
    if let argument = call.arguments.first, call.arguments.count == 1,
      argument.label?.text == "from"
    {
      if isRecursion(argument.expression) {
        try lowerRecursion(argument.expression, call, scope)
        return "()"
      }
      if signature.isResumable {
        return try lowerForwarding(argument.expression, call, scope)
      }
      try lowerDelegation(argument.expression, call, scope)
      return "()"
    }
    guard call.arguments.allSatisfy({ $0.label == nil }),
      call.trailingClosure == nil || call.arguments.isEmpty
    else {
      throw refusal(call, "'yield' takes one value without a label, or 'from:' a sequence")
    }
    let value: String
    if let closure = call.trailingClosure {
      value = try text(closure, scope)
    } else if call.arguments.count == 1, let argument = call.arguments.first {
      value = try marked(argument.expression, by: call, scope)
    } else {
      let values = try call.arguments.map { try marked($0.expression, by: call, scope) }
      value = "(" + values.joined(separator: ", ") + ")"
    }
    let next = newBlock()
    blocks[next].isRoot = true
    add(.yield(value, next, at: position(of: call)))
    try noteCleanup(next, call)
    current = next
    guard signature.isResumable else { return "()" }
    // Throws here what the body is thrown while it is suspended.
    if signature.isThrowing {
      let target =
        isUsed && signature.kind == .coroutine
        ? "let _in: (\(signature.input ?? "Void"))" : "_"
      add(.text("\(Mark.throwing)\(target) = try _m._input()", at: position(of: call)))
    }
    return signature.kind == .coroutine ? "_in" : "()"
  }

  /// An argument of `yield`, which the `try` and `await` before the call cover.
  ///
  /// Whether anything in it throws or awaits is nothing that syntax shows. Functions that do both in name only keep
  /// the compiler from warning of a mark without a use.
  private func marked(
    _ argument: ExprSyntax, by call: FunctionCallExprSyntax, _ scope: Scope
  ) throws -> String {
    let value = try text(argument, scope)
    guard Self.mayHaveEffects(Syntax(argument)) else { return value }
    let awaits = signature.isAsync && Self.isAsync(call)
    guard Self.isMarked(call, by: TryExprSyntax.self), let failure = caughtFailure else {
      return awaits ? "await _awaiting(\(value))" : value
    }
    return awaits
      ? "\(Mark.throwing)try await _awaiting(\(value), as: (\(failure)).self)"
      : "\(Mark.throwing)try _failing(\(value), as: (\(failure)).self)"
  }

  /// Marks code that may throw what the body is thrown, which is nothing if it never fails.
  private var throwing: String { signature.isThrowing ? String(Mark.throwing) : "" }

  /// The type of the errors that may be thrown at the current statement; `nil` if none may.
  private var caughtFailure: String? {
    guard signature.isThrowing || exhaustiveDos > 0 else { return nil }
    guard let region else { return signature.failure }
    return regions[region].error.errorType ?? "any Error"
  }

  private static func mayHaveEffects(_ node: Syntax) -> Bool {
    switch node.kind {
    case .functionCallExpr, .subscriptCallExpr, .memberAccessExpr, .macroExpansionExpr: true
    case .closureExpr: false
    default: node.children(viewMode: .sourceAccurate).contains { mayHaveEffects($0) }
    }
  }

  /// Whether an expression is a call of a function with the name and labels of the body's own.
  ///
  /// It may be another one: the type of its result tells, when the code is specialized.
  private func isRecursion(_ expression: ExprSyntax) -> Bool {
    if let marked = expression.as(TryExprSyntax.self) { return isRecursion(marked.expression) }
    if let marked = expression.as(AwaitExprSyntax.self) { return isRecursion(marked.expression) }
    guard let call = expression.as(FunctionCallExprSyntax.self) else { return false }
    var callee = call.calledExpression
    if let specialized = callee.as(GenericSpecializationExprSyntax.self) {
      callee = specialized.expression
    }
    let name =
      callee.as(DeclReferenceExprSyntax.self)
      ?? (signature.host == nil ? nil : callee.as(MemberAccessExprSyntax.self)?.declName)
    guard let name, name.baseName.text == signature.function.name.text else { return false }
    var labels = signature.function.signature.parameterClause.parameters.map {
      (label: $0.firstName.text, isOptional: $0.defaultValue != nil || $0.ellipsis != nil)
    }[...]
    for argument in call.arguments {
      let label = argument.label?.text ?? "_"
      while let first = labels.first, first.label != label, first.isOptional {
        labels.removeFirst()
      }
      guard labels.popFirst()?.label == label else { return false }
    }
    let closures = (call.trailingClosure == nil ? 0 : 1) + call.additionalTrailingClosures.count
    return labels.count { !$0.isOptional } <= closures
  }

  private func lowerRecursion(
    _ expression: ExprSyntax, _ call: FunctionCallExprSyntax, _ scope: Scope
  ) throws {
    guard signature.kind != .coroutine else {
      throw refusal(
        expression,
        "a compiled coroutine can't delegate to itself; use a 'Coroutine' of module 'Generators'")
    }
    isRecursive = true
    let next = newBlock()
    blocks[next].isRoot = true
    let mayBeLast = !hasPendingDefer && region == nil
    add(
      .recur(
        try marked(expression, by: call, scope), next, mayBeLast: mayBeLast, at: position(of: call))
    )
    try noteCleanup(next, call)
    current = next
    // Throws here what the delegate has thrown.
    if signature.isThrowing { add(.text("\(Mark.throwing)_ = try _m._input()", at: nil)) }
  }

  private func lowerDelegation(
    _ expression: ExprSyntax, _ call: FunctionCallExprSyntax, _ scope: Scope
  ) throws {
    let place = position(of: call)
    let isAsync = signature.isAsync && Self.isAsync(call)
    let iterator = newIterator(
      of: try marked(expression, by: call, scope), isAsync: isAsync, at: place)
    iterator.isDelegate = true
    let head = newBlock()
    let end = newBlock()
    let body = newBlock()
    jump(head)
    current = head
    let element = newVariable("element", isLet: true)
    element.typing = "_witness { _element(\(reference(iterator))) }"
    let prefix = isAsync ? (signature.isThrowing ? "\(Mark.throwing)try await " : "await ") : ""
    add(
      .next(
        iterator: iterator, prefix: prefix, pattern: bare(element), isCase: false,
        bound: [element], condition: nil, then: [.jump(body)], skip: [], else: [.jump(end)],
        at: place))
    current = body
    add(.yield(reference(element), head, at: place))
    blocks[head].isRoot = true
    // What is delegated to ends before the defers around the delegation run.
    pending.append(.iterator(iterator))
    try noteCleanup(head, call)
    pending.removeLast()
    current = end
    add(.text(emptying(iterator), at: nil))
  }

  /// Whether a call is marked with `await`.
  private static func isAsync(_ call: FunctionCallExprSyntax) -> Bool {
    isMarked(call, by: AwaitExprSyntax.self)
  }

  private static func isMarked(
    _ call: FunctionCallExprSyntax, by mark: any ExprSyntaxProtocol.Type
  ) -> Bool {
    var node = call.parent
    while let current = node, current.is(TryExprSyntax.self) || current.is(AwaitExprSyntax.self) {
      if current.is(mark) { return true }
      node = current.parent
    }
    return false
  }

  /// Delegates with PEP 380: the delegate gets each message of the body, and returns a value.
  private func lowerForwarding(
    _ expression: ExprSyntax, _ call: FunctionCallExprSyntax, _ scope: Scope
  ) throws -> String {
    let place = position(of: call)
    let value =
      "_delegate(\(try marked(expression, by: call, scope)), \(signature.messageType).self)"
    let delegate = newVariable("delegate", isLet: false)
    delegate.source = .delegate
    delegate.position = place
    delegate.typing = "_witness { \(value) }"
    add(
      .bind(
        pattern: bare(delegate), type: nil, value: value, variables: [delegate], isLet: false,
        at: place))
    let element = newVariable("element", isLet: true)
    element.typing = "_witness { _forwarded(\(reference(delegate))).element }"
    let result = newVariable("result", isLet: true)
    result.typing = "_witness { _forwarded(\(reference(delegate))).result }"
    let yielded = newBlock()
    let returned = newBlock()
    let resumed = newBlock()
    let attempt = signature.isThrowing ? "try " : ""
    func forward(_ message: String) {
      add(
        .choose(
          head:
            "\(throwing)switch \(attempt)\(Mark.forwarding)\(delegate.id)\(Mark.end)\(message))",
          arms: [
            Arm(
              label: "case .yielded(let \(bare(element)))", bound: [element],
              body: [.jump(yielded)]),
            Arm(
              label: "case .returned(let \(bare(result)))", bound: [result],
              body: [.jump(returned)]),
          ], at: place))
    }
    forward(".start")
    current = resumed
    forward("_m")
    current = yielded
    add(.yield(reference(element), resumed, at: place))
    blocks[resumed].isRoot = true
    hasCleanup = true
    pending.append(.iterator(delegate))
    try noteCleanup(resumed, call)
    pending.removeLast()
    current = returned
    add(.text(emptying(delegate), at: nil))
    return reference(result)
  }

  private func newIterator(
    of sequence: String, isAsync: Bool, at place: Position
  ) -> Variable {
    let iterator = newVariable("iterator", isLet: false)
    iterator.source = isAsync ? .asyncIterator : .iterator
    iterator.position = place
    let maker = isAsync ? "_makeAsyncIterator" : "_makeIterator"
    iterator.typing = "_witness { \(maker)(\(typed(sequence))) }"
    add(
      .bind(
        pattern: bare(iterator), type: nil, value: "\(maker)(\(sequence))",
        variables: [iterator], isLet: false, at: place))
    return iterator
  }

  /// An expression of the body where only its type is looked at.
  ///
  /// In an async body it may lack its `await` or `try`, so that the compiler reports that once, where it runs.
  private func typed(_ expression: String) -> String {
    signature.isAsync ? "try await _awaited(\(expression))" : expression
  }

  /// The same of what a pattern takes apart, or of an `if` or `switch`, which can't be an argument.
  ///
  /// A tuple that comes from a generic function doesn't lose the labels inside of it.
  private func typed(
    _ expression: String, of value: ExprSyntax, for pattern: some SyntaxProtocol
  ) -> String {
    func takesApart(_ node: Syntax) -> Bool {
      node.is(TuplePatternSyntax.self) || node.is(TupleExprSyntax.self)
        || node.children(viewMode: .sourceAccurate).contains(where: takesApart)
    }
    if value.is(IfExprSyntax.self) || value.is(SwitchExprSyntax.self) || takesApart(Syntax(pattern))
    {
      return String(expression.flatMap { $0 == Mark.awaiting ? "await" : String($0) })
    }
    return typed(expression)
  }

  /// Notes what must run if the consumer releases the machine while it waits for `resume`.
  private func noteCleanup(_ resume: Int, _ call: FunctionCallExprSyntax) throws {
    if region != nil { hasCleanup = true }
    guard hasPendingDefer else { return }
    if signature.isForkable {
      throw refusal(
        call,
        "a 'CompiledGenerator' can't suspend inside of a 'defer', which its copies would run again; return 'some Sequence<\(signature.element)>'"
      )
    }
    let (outer, outerRegion) = (current, region)
    region = nil
    let block = newBlock()
    blocks[block].isRoot = true
    current = block
    leaveScopes(downTo: 0)
    jump(Self.endBlock)
    cleanups.append((resume, block))
    (current, region) = (outer, outerRegion)
  }

  // MARK: Variables

  private func lower(_ declaration: VariableDeclSyntax, _ scope: Scope) throws {
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

  private func lower(_ binding: PatternBindingSyntax, _ isLet: Bool, _ scope: Scope) throws {
    let type = try binding.typeAnnotation.map { try text($0.type, scope) }
    let annotation = type.map { ": " + $0 } ?? ""
    var value: String?
    if let initializer = binding.initializer {
      if let call = yieldCall(initializer.value) {
        value = try lowerYield(call, scope, isUsed: true)
      } else {
        value = try text(initializer.value, scope)
      }
    } else if !isLet, let type = binding.typeAnnotation?.type,
      type.is(OptionalTypeSyntax.self) || type.is(ImplicitlyUnwrappedOptionalTypeSyntax.self)
    {
      // As the language has it, for these spellings only.
      value = "nil"
    }
    let bound = declare(binding.pattern, isLet: isLet)
    if !isLet || value == nil, bound.count > 1 { _ = specifier(bound) }
    let pattern = try patternText(binding.pattern, bound, scope)
    for variable in bound {
      variable.isDeferred = value == nil
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
          type == nil && binding.pattern.is(IdentifierPatternSyntax.self)
          ? "_witness { return \(typed) }"
          : "_witness { let \(pattern)\(annotation) = \(typed); \(returning(variable, of: bound)) }"
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

  /// Whether a type says all of itself, and leaves no generic argument to be inferred from the value.
  ///
  /// A name alone may be a generic type's. It is taken for a whole type if a look at the value could fail.
  private static func isWhole(_ type: TypeSyntax?, isCalled: Bool) -> Bool {
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

  /// The variable that an expression names, if its value never changes.
  private func immutable(_ expression: ExprSyntax, _ scope: Scope) -> Variable? {
    guard let name = expression.as(DeclReferenceExprSyntax.self)?.baseName.text else { return nil }
    return immutable(name, scope)
  }

  private func immutable(_ name: String, _ scope: Scope) -> Variable? {
    guard case .variable(let variable)? = scope.meaning(of: name), variable.isLet,
      !variable.isDeferred
    else { return nil }
    return variable
  }

  /// `return x`, after a mention of what else the pattern binds, so that nothing is unused.
  private func returning(_ variable: Variable, of bound: [Variable]) -> String {
    let others = bound.filter { $0.id != variable.id }
    let mention =
      others.isEmpty ? "" : "_ = (\(others.map(bare).joined(separator: ", "))); "
    return mention + "return \(bare(variable))"
  }

  private func declare(_ pattern: some SyntaxProtocol, isLet: Bool?) -> [Variable] {
    Resolver.names(in: pattern).map { name, isBoundByLet in
      let variable = newVariable(name, isLet: isLet ?? isBoundByLet)
      variable.position = position(of: pattern)
      return variable
    }
  }

  private func introduce(_ bound: [Variable], _ scope: Scope) {
    for variable in bound { scope.declare(variable.name, .variable(variable)) }
  }

  private func patternText(
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

  /// The conditions of `if`, `guard` and `while`: their text, and what they bind.
  private func conditions(
    _ conditions: ConditionElementListSyntax, _ scope: Scope
  ) throws -> (head: String, bound: [Variable]) {
    let inner = Scope(scope)
    var parts: [String] = []
    // The same without what binds nothing.
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
        bind(new, "\(isLet ? "let" : specifier(new)) \(pattern)\(type)", value, typed: typed(value))
      case .matchingPattern(let matching):
        let value = try text(matching.initializer.value, inner)
        let new = declare(matching.pattern, isLet: nil)
        bind(
          new, "case \(try patternText(matching.pattern, new, inner))", value,
          typed: typed(value, of: matching.initializer.value, for: matching.pattern))
      default: parts.append(try text(element.condition, inner))
      }
    }
    return (parts.joined(separator: ", "), bound)
  }

  // MARK: Control flow

  private func loop(
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

  private func lowerControl(_ node: Syntax, _ scope: Scope, _ label: String?) throws {
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

  private func lower(_ statement: WhileStmtSyntax, _ scope: Scope, _ label: String?) throws {
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

  private func lower(_ statement: ForStmtSyntax, _ scope: Scope, _ label: String?) throws {
    let isAsync = statement.awaitKeyword != nil
    let isTry = statement.tryKeyword != nil
    let iterator = newIterator(
      of: try text(statement.sequence, scope), isAsync: isAsync,
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
    let element = "_element(\(reference(iterator)))"
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

  /// Whether a sequence is of a kind whose iterator's type can be a stored property's.
  ///
  /// A range or an array of literals can't be another declaration's `some` type.
  private static func hasConcreteIterator(_ sequence: ExprSyntax) -> Bool {
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

  private static func withoutSpecifier(_ pattern: String) -> String {
    if pattern.first == Mark.specifier, let end = pattern.firstIndex(of: Mark.end) {
      return String(pattern[end...].dropFirst().drop(while: \.isWhitespace))
    }
    return pattern.hasPrefix("let ") ? String(pattern.dropFirst(4)) : pattern
  }

  private func lower(_ expression: IfExprSyntax, _ scope: Scope, _ join: Int) throws {
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

  private func lower(_ expression: SwitchExprSyntax, _ scope: Scope, _ label: String?) throws {
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

  private static func isIrrefutable(_ pattern: PatternSyntax) -> Bool {
    guard let binding = pattern.as(ValueBindingPatternSyntax.self) else { return false }
    return binding.pattern.is(IdentifierPatternSyntax.self)
      || binding.pattern.is(TuplePatternSyntax.self)
  }

  /// The patterns of a `case` or `catch`, which all bind the same variables.
  private func patterns(
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

  private func lower(_ statement: DoStmtSyntax, _ scope: Scope, _ label: String?) throws {
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
    let error = newError(statement.throwsClause?.type?.trimmedDescription)
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
        variable.typing = "_witness { \(reference(error)) }"
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
          return
            "do\(Self.throwing(error)) { throw \(reference(error)) } catch \(text) { \(result) }\(isLast ? "" : " catch { fatalError() }")"
        }
      }
      introduce(bound, inner)
      let block = newBlock()
      arms.append(Arm(label: head, bound: bound, body: [.jump(block)]))
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
}
#endif
