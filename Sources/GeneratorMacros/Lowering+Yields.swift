#if Macros
import SwiftSyntax

extension Lowering {
  func isYieldCall(_ call: FunctionCallExprSyntax) -> Bool {
    call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == "yield"
  }

  /// Returns the call of `yield` that an expression is, with or without `try` and `await` before it.
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

  func firstYield(_ node: Syntax) -> Syntax? {
    if yieldCall(node) != nil { return node }
    for child in node.children(viewMode: .sourceAccurate) {
      if let found = firstYield(child) { return found }
    }
    return nil
  }

  /// Returns the expression that stands for the call in the code behind it.
  @discardableResult
  func lowerYield(
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
    // Throws here the error that the suspended body is thrown.
    if signature.isThrowing {
      let target =
        isUsed && signature.kind == .coroutine
        ? "let _in: (\(signature.input ?? "Void"))" : "_"
      add(.text("\(Mark.throwing)\(target) = try _m._input()", at: position(of: call)))
    }
    return signature.kind == .coroutine ? "_in" : "()"
  }

  /// Returns an argument of `yield`, with calls for the `try` and `await` before the call.
  ///
  /// The syntax doesn't show whether the argument throws or awaits. Functions that do both in name only keep
  /// the compiler from warning of a mark without a use.
  func marked(
    _ argument: ExprSyntax, by call: FunctionCallExprSyntax, _ scope: Scope
  ) throws -> String {
    let value = try text(argument, scope)
    guard Self.mayHaveEffects(Syntax(argument)) else { return value }
    let awaits = signature.isAsync && Self.isAsync(call)
    if infersError, let keyword = Self.mark(of: call, TryExprSyntax.self)?.tryKeyword,
      !signature.isResumable
    {
      // The call must throw errors of the value's own type, because the compiler infers the caught type from it.
      let isDelegate = call.arguments.first?.label != nil
      return "\(Mark.throwing)\(position(of: keyword).mark)try "
        + (awaits ? "await \(isDelegate ? "_delegating" : "_awaiting")(\(value))" : value)
    }
    guard Self.isMarked(call, by: TryExprSyntax.self), let failure = caughtFailure else {
      return awaits ? "await _awaiting(\(value))" : value
    }
    return awaits
      ? "\(Mark.throwing)try await _awaiting(\(value), as: (\(failure)).self)"
      : "\(Mark.throwing)try _failing(\(value), as: (\(failure)).self)"
  }

  /// Marks code that may throw an error that the body is thrown, unless the body never fails.
  var throwing: String { signature.isThrowing ? String(Mark.throwing) : "" }

  /// The type of the errors that may be thrown at the current statement; `nil` if none may.
  var caughtFailure: String? {
    guard signature.isThrowing || exhaustiveDos > 0 else { return nil }
    guard let region else { return signature.failure }
    return regions[region].error.map { $0.errorType ?? "any Error" } ?? signature.failure
  }

  /// Whether the compiler infers the type of the errors that are thrown at the current statement.
  var infersError: Bool { region.map { regions[$0].error == nil } ?? false }

  static func mayHaveEffects(_ node: Syntax) -> Bool {
    switch node.kind {
    case .functionCallExpr, .subscriptCallExpr, .memberAccessExpr, .macroExpansionExpr: true
    case .closureExpr: false
    default: node.children(viewMode: .sourceAccurate).contains { mayHaveEffects($0) }
    }
  }

  /// Returns whether an expression is a call of a function with the name and labels of the body's own.
  ///
  /// It may be another function. The type of its result tells, when the code is specialized.
  func isRecursion(_ expression: ExprSyntax) -> Bool {
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

  func lowerRecursion(
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
    // Throws here the error of the delegate.
    if signature.isThrowing { add(.text("\(Mark.throwing)_ = try _m._input()", at: nil)) }
  }

  func lowerDelegation(
    _ expression: ExprSyntax, _ call: FunctionCallExprSyntax, _ scope: Scope
  ) throws {
    let place = position(of: call)
    let isAsync = signature.isAsync && Self.isAsync(call)
    let iterator = newIterator(
      of: try marked(expression, by: call, scope), isAsync: isAsync,
      elementsDependOnOpaque: OpaqueTypes.elementsDependOnOpaque(expression, in: scope),
      delegates: true, at: place)
    iterator.isDelegate = !infersError
    let head = newBlock()
    let end = newBlock()
    let body = newBlock()
    jump(head)
    current = head
    let element = newVariable("element", isLet: true)
    element.typing = "_witness { \(self.element(of: iterator)) }"
    let fails =
      infersError ? Self.isMarked(call, by: TryExprSyntax.self) : signature.isThrowing
    let prefix = isAsync ? (fails ? "\(Mark.throwing)try await " : "await ") : ""
    add(
      .next(
        iterator: iterator, prefix: prefix, pattern: bare(element), isCase: false,
        bound: [element], condition: nil, then: [.jump(body)], skip: [], else: [.jump(end)],
        at: place))
    current = body
    add(.yield(reference(element), head, at: place))
    blocks[head].isRoot = true
    // The delegate ends before the defers around the delegation run.
    pending.append(.iterator(iterator))
    try noteCleanup(head, call)
    pending.removeLast()
    current = end
    add(.text(emptying(iterator), at: nil))
  }

  /// Returns whether a call is marked with `await`.
  static func isAsync(_ call: FunctionCallExprSyntax) -> Bool {
    isMarked(call, by: AwaitExprSyntax.self)
  }

  static func isMarked(
    _ call: FunctionCallExprSyntax, by mark: any ExprSyntaxProtocol.Type
  ) -> Bool { Self.mark(of: call, mark) != nil }

  static func mark<Mark: ExprSyntaxProtocol>(
    of call: FunctionCallExprSyntax, _ type: Mark.Type
  ) -> Mark? {
    var node = call.parent
    while let current = node, current.is(TryExprSyntax.self) || current.is(AwaitExprSyntax.self) {
      if let mark = current.as(type) { return mark }
      node = current.parent
    }
    return nil
  }

  /// Delegates as PEP 380 does: the delegate receives each message for the body, and returns a value.
  func lowerForwarding(
    _ expression: ExprSyntax, _ call: FunctionCallExprSyntax, _ scope: Scope
  ) throws -> String {
    let place = position(of: call)
    let value =
      "_delegate(\(try marked(expression, by: call, scope)), \(signature.messageType).self)"
    let delegate = newVariable("delegate", isLet: false)
    delegate.source = .delegate
    delegate.position = place
    delegate.mayBeOpaque = OpaqueTypes.elementsDependOnOpaque(expression, in: scope)
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

  func newIterator(
    of sequence: String, isAsync: Bool, elementsDependOnOpaque: Bool, delegates: Bool = false,
    at place: Position
  ) -> Variable {
    let iterator = newVariable("iterator", isLet: false)
    iterator.source = isAsync ? .asyncIterator : .iterator
    iterator.position = place
    iterator.elementsDependOnOpaque = elementsDependOnOpaque && !isAsync
    iterator.mayBeOpaque = elementsDependOnOpaque && isAsync
    let maker =
      !isAsync ? "_makeIterator" : delegates ? "_makeAsyncDelegate" : "_makeAsyncIterator"
    iterator.typing = "_witness { \(maker)(\(typed(sequence))) }"
    add(
      .bind(
        pattern: bare(iterator), type: nil, value: "\(maker)(\(sequence))",
        variables: [iterator], isLet: false, at: place))
    return iterator
  }

  /// Returns an expression of an iterator's element, where only its type matters.
  ///
  /// The iterator's own `next()` has the element's type without the name of an opaque type.
  func element(of iterator: Variable) -> String {
    iterator.elementsDependOnOpaque
      ? "\(reference(iterator)).next()!" : "_element(\(reference(iterator)))"
  }

  /// Returns an expression of the body at a place where only its type is used.
  ///
  /// In an async body it may lack its `await` or `try`, so that the compiler reports that once, where it runs.
  func typed(_ expression: String) -> String {
    signature.isAsync ? "try await _awaited(\(expression))" : expression
  }

  /// Returns such an expression for a value that a pattern takes apart, or for an `if` or `switch`, which can't be an
  /// argument.
  ///
  /// A tuple that comes from a generic function doesn't lose the labels inside of it.
  func typed(
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

  /// Notes the code that must run if the consumer releases the machine while it waits for `resume`.
  func noteCleanup(_ resume: Int, _ call: FunctionCallExprSyntax) throws {
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
}
#endif
