#if Macros
import SwiftDiagnostics
import SwiftSyntax

extension BodyRefusals {
  func walk(expression: ExprSyntax, in around: Surroundings) {
    switch expression.as(ExprSyntaxEnum.self) {
    case .functionCallExpr(let call):
      if around.nesting == .body, !around.yieldIsShadowed, Yields.isYield(call) {
        refuseYield(call, in: around)
        for argument in call.arguments {
          walk(expression: argument.expression, in: around)
        }
        return
      }
      walk(other: Syntax(call), in: around)
    case .declReferenceExpr(let name):
      if around.nesting == .body, !around.yieldIsShadowed, Yields.isReference(name) {
        if Yields.isKeyword(name.baseName) { return refuseKeyword(name.baseName, in: around) }
        refuse(
          "'yield' isn't a value: only the generator's own body can yield. A helper can yield for the stackful 'Generator { yield in … }', or be a generator that 'yield(from:)' runs",
          at: name)
      }
    case .tryExpr(let expression):
      if expression.questionOrExclamationMark == nil {
        // `f(try yield(x))` is refused for the yield alone.
        if Yields.call(ExprSyntax(expression)) == nil || around.yieldIsShadowed {
          noteError(Syntax(expression.tryKeyword), in: around)
        }
        walk(expression: expression.expression, in: around)
      } else {
        var inner = around
        inner.handling = .caught
        walk(expression: expression.expression, in: inner)
      }
    case .awaitExpr(let expression):
      noteAwait(Syntax(expression.awaitKeyword), in: around)
      walk(expression: expression.expression, in: around)
    case .closureExpr(let closure): walk(closure, in: around)
    case .ternaryExpr(let choice):
      walk(expression: choice.condition, in: around)
      walk(expression: choice.thenExpression, in: around.withoutHoist)
      walk(expression: choice.elseExpression, in: around.withoutHoist)
    case .sequenceExpr(let sequence):
      // Operands that another operand before them may skip can't be moved in front of the statement.
      var inner = around
      for element in sequence.elements {
        if let `operator` = element.as(BinaryOperatorExprSyntax.self) {
          if ["??", "&&", "||"].contains(`operator`.operator.text) { inner = inner.withoutHoist }
        } else if let ternary = element.as(UnresolvedTernaryExprSyntax.self) {
          inner = inner.withoutHoist
          walk(expression: ternary.thenExpression, in: inner)
        } else {
          walk(expression: element, in: inner)
        }
      }
    case .infixOperatorExpr(let infix):
      walk(expression: infix.leftOperand, in: around)
      let mayLeaveOut = ["??", "&&", "||"].contains(infix.operator.trimmedDescription)
      walk(
        expression: infix.rightOperand,
        in: mayLeaveOut ? around.withoutHoist : around)
    case .ifExpr, .switchExpr: walkValue(of: expression, in: around)
    default: walk(other: Syntax(expression), in: around)
    }
  }

  /// Walks an `if` or `switch` whose branches are a value.
  ///
  /// It reports one mistake, even if several branches yield.
  func walkValue(of expression: ExprSyntax, in around: Surroundings) {
    if around.nesting == .body, !around.yieldIsShadowed,
      let yield = Yields.first(in: expression)
    {
      let keyword = expression.is(IfExprSyntax.self) ? "an 'if'" : "a 'switch'"
      refuse(
        "'yield' can't be inside of \(keyword) that is a value: declare the variable first, and assign to it in each branch",
        at: yield)
      return
    }
    var inner = around
    inner.isLowered = false
    if let branch = expression.as(IfExprSyntax.self) {
      walk(branch, in: inner)
    } else if let choice = expression.as(SwitchExprSyntax.self) {
      walk(choice, in: inner)
    }
  }

  func walk(_ closure: ClosureExprSyntax, in around: Surroundings) {
    if let signature = closure.signature {
      for capture in signature.capture?.items ?? [] {
        if let value = capture.capturedValue { walk(expression: value, in: around) }
      }
    }
    var inner = around
    if Yields.isShadowed(by: closure) { inner.yieldIsShadowed = true }
    checkYields(in: Syntax(closure.statements), nesting: .closure, in: inner)
  }

  /// Walks the children of `node`, each as an operand.
  func walk(other node: Syntax, in around: Surroundings) {
    for child in node.children(viewMode: .sourceAccurate) {
      if let expression = child.as(ExprSyntax.self) {
        walk(expression: expression, in: around)
      } else if let list = child.as(CodeBlockItemListSyntax.self) {
        walk(list, in: around)
      } else {
        walk(other: child, in: around)
      }
    }
  }

  // MARK: Yields

  /// Refuses each `yield` inside of `node`, which isn't part of the body.
  func checkYields(in node: Syntax, nesting: Surroundings.Nesting, in around: Surroundings) {
    guard !around.yieldIsShadowed, around.nesting == .body || around.nesting == .ifConfig else {
      return
    }
    for found in Yields.all(in: node) {
      switch nesting {
      case .closure:
        refuse(
          "'yield' can't be inside of a closure, which isn't part of the generator: use a 'for' loop, or the stackful 'Generator'",
          at: found)
      case .function:
        refuse(
          "'yield' can't be inside of a nested function, which isn't part of the generator: make it a generator of its own, and run it by 'yield(from:)'",
          at: found)
      case .accessor: refuse("'yield' can't be inside of an accessor", at: found)
      case .deferred:
        refuse(
          "'yield' can't be inside of 'defer': the generator has ended when it runs", at: found)
      case .body, .ifConfig: break
      }
    }
  }

  func refuseYield(_ call: FunctionCallExprSyntax, in around: Surroundings) {
    checkArguments(of: call)
    if returned.kind == .coroutine || returned.kind == nil {
      refuse(
        "'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment",
        at: call, fixIts: [returned.kind == nil ? nil : bindFirst(call, in: around)])
    } else {
      refuse(
        "'yield' must be a statement of its own: it has no value in a generator that returns '\(typeText)'",
        at: call)
    }
  }

  /// Refuses `yield x` and `yield from x`, which other languages write.
  ///
  /// The parser has already reported two statements on a line, which doesn't say what to write.
  func refuseKeyword(_ name: TokenSyntax, in around: Surroundings) {
    guard around.nesting == .body, !around.yieldIsShadowed else { return }
    let isDelegation = name.nextToken(viewMode: .sourceAccurate)?.text == "from"
    refuse(
      isDelegation
        ? "'yield' is called like a function: write 'yield(from: sequence)'"
        : "'yield' is called like a function: write 'yield(x)'", at: name)
  }

  /// Returns the fix-it that puts `let value = yield(x)` in front of the statement.
  func bindFirst(_ call: FunctionCallExprSyntax, in around: Surroundings) -> FixIt? {
    guard around.nesting == .body, let statement = around.hoist else { return nil }
    let name = unusedName("value")
    var expression = Syntax(call)
    while let parent = expression.parent,
      parent.is(TryExprSyntax.self) || parent.is(AwaitExprSyntax.self)
    {
      expression = parent
    }
    let text = "let \(name) = \(expression.trimmedDescription)" + separator(before: statement)
    // If the statement begins with the call, both changes are one.
    if expression.position == statement.position {
      return .refusal(
        "bind the value first", [.replacing(expression, with: text + name)])
    }
    guard let insertion = FixIt.Change.inserting(text, before: statement) else { return nil }
    return .refusal("bind the value first", [insertion, .replacing(expression, with: name)])
  }

  func checkArguments(of call: FunctionCallExprSyntax) {
    let arguments = call.arguments
    guard let first = arguments.first else {
      if call.trailingClosure == nil, let element = returned.element,
        element != "Void", element != "()"
      {
        refuse("'yield' needs a value: an element of type '\(element)'", at: call)
      }
      return
    }
    if arguments.count > 1 || call.trailingClosure != nil
      || !call.additionalTrailingClosures.isEmpty
    {
      let isTuple =
        call.trailingClosure == nil && arguments.allSatisfy { $0.label?.text != "from" }
      refuse(
        isTuple
          ? "'yield' takes one value: write a tuple in parentheses of its own"
          : "'yield' takes one value, or 'from:' and one sequence", at: call,
        fixIts: isTuple
          ? [
            .refusal(
              "make it a tuple",
              [.replacing(arguments, with: "(\(arguments.trimmedDescription))")])
          ] : [])
      return
    }
    if let label = first.label, label.text != "from" {
      var changes = FixIt.Change.removing(label)
      if let colon = first.colon { changes += FixIt.Change.removing(colon) }
      refuse(
        "'yield' takes a value without a label, or 'from:' and a sequence", at: label,
        fixIts: [.refusal("remove the label", changes)])
    }
    if first.expression.is(InOutExprSyntax.self) {
      refuse("'yield' can't lend a variable: it takes a value", at: first.expression)
    }
  }

  // MARK: Effects

  func noteAwait(_ node: Syntax, in around: Surroundings) {
    switch around.nesting {
    case .deferred:
      refuse(
        "'await' can't be inside of 'defer': the release of a generator, which runs it, can't wait",
        at: node)
    case .body, .ifConfig: findings.awaits.append(node)
    default: break
    }
  }

  func noteError(_ node: Syntax, in around: Surroundings) {
    guard around.handling != .caught else { return }
    switch around.nesting {
    case .deferred: refuse("errors cannot be thrown out of a defer body", at: node)
    case .body, .ifConfig:
      findings.escapingErrors.append(
        .init(node: node, isPartlyCaught: around.handling == .partlyCaught))
    default: break
    }
  }

  // MARK: Text

  var typeText: String { returned.type?.trimmedDescription ?? "" }

  /// Returns a text that fits into a message.
  func short(_ text: String) -> String {
    text.count <= 40 && !text.contains(where: \.isNewline) ? text : "…"
  }

  /// Returns the separator between `node` and a statement that a fix-it puts in front of it.
  func separator(before node: some SyntaxProtocol) -> String {
    var indentation = "; "
    for piece in node.firstToken(viewMode: .sourceAccurate)?.leadingTrivia ?? [] {
      switch piece {
      case .newlines, .carriageReturns, .carriageReturnLineFeeds: indentation = "\n"
      case .spaces(let count) where indentation.hasPrefix("\n"):
        indentation += String(repeating: " ", count: count)
      case .tabs(let count) where indentation.hasPrefix("\n"):
        indentation += String(repeating: "\t", count: count)
      default: break
      }
    }
    return indentation
  }

  func unusedName(_ name: String) -> String {
    var candidate = name
    var number = 2
    while usedNames.contains(candidate) {
      candidate = name + String(number)
      number += 1
    }
    usedNames.insert(candidate)
    return candidate
  }
}
#endif
