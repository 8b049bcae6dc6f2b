#if Macros
import SwiftSyntax

extension Emission {
  /// Whether the step takes its isolation as a parameter.
  ///
  /// The values that such a closure captures must be `Sendable`. The other kind isn't isolated as its caller is where
  /// it captures the `self` of an actor's isolated method.
  var isIsolating: Bool {
    form == .closure && signature.isAsync && signature.isLocal && signature.mayHaveActor
      && lowering.usesSelf
  }

  /// Whether the parameters are in the state, and not captured.
  var keepsParameters: Bool { form == .machine || isIsolating }

  /// Whether a method beside the function makes the closures, because the function may be isolated to `self`.
  private var hasMaker: Bool {
    signature.isAsync && signature.isInstance && signature.mayHaveActor
      && !signature.function.modifiers.contains { $0.name.text == "nonisolated" }
  }

  /// The type that the function returns, as it is written.
  private var returned: String {
    signature.function.signature.returnClause?.type.trimmedDescription ?? ""
  }

  /// Returns the body of the function.
  func closureBody() -> String {
    if hasMaker { return "return \(names.maker)(\(makerArguments))\n" }
    // An async body is isolated as its consumer is, and not as its function.
    let isolation = signature.isAsync ? "nonisolated " : ""
    // A closure directly in the expansion of a body macro is no closure of the function's (swiftlang/swift#80050).
    return "\(isolation)func _generator() -> \(returned) {\n\(closures())}\nreturn _generator()\n"
  }

  /// Returns the declarations beside the function.
  func closurePeers() -> [String] {
    guard hasMaker else { return [] }
    let metatypes = metatypes.map { "_: \($0).Type" }
    let parameters = usedParameters.map { "_ \($0.name): \($0.parameterType)" }
    let generics = signature.generics.map { $0.name + ($0.constraint.map { ": " + $0 } ?? "") }
    let clause = generics.isEmpty ? "" : "<\(generics.joined(separator: ", "))>"
    let requirements = signature.requirements.map { " where " + $0 } ?? ""
    return [
      "\(attributes)\(isInlinable ? "@inlinable internal " : "private ")nonisolated func \(names.maker)\(clause)(\((metatypes + parameters).joined(separator: ", "))) -> \(returned)\(requirements) {\n\(closures())}"
    ]
  }

  private var makerArguments: String {
    (metatypes.map { $0 + ".self" } + usedParameters.map(\.name)).joined(separator: ", ")
  }

  /// The names of the generic parameters, whose metatypes are passed because the other parameters may not determine
  /// them.
  private var metatypes: [String] {
    signature.generics.filter { !$0.isOpaque && !$0.name.contains(" ") }.map(\.name)
  }

  /// Returns code that makes the closures over a tuple of the variables.
  ///
  /// Each is as small as a part may be, because the compiler solves all statements of a closure as one system.
  private func closures() -> String {
    var code = lowering.localTypes.map { $0.text + "\n" }.joined() + localFunctions
    for variable in needed(hoisted) {
      let witness = "let _t_\(variable.unique) = \(spellTyping(variable.typing, in: .closure))"
      code += located(variable.position, witness)
    }
    for variable in hoisted {
      code += located(
        variable.position, "let _n_\(variable.unique) = \(emptySlot(of: variable, "_t_"))")
    }
    let parameters = keepsParameters ? usedParameters.map { "\($0.label): \($0.name)" } : []
    // A tuple has two elements or more.
    let values =
      ["_first: ()", "_second: ()"] + parameters + hoisted.map { "\($0.unique): _n_\($0.unique)" }
    code += "let _n = _ClosureState((\(values.joined(separator: ", "))))\n"

    isParted = isHeavy
    code += isParted ? partedClosures() : wholeClosure()
    var machine = "_step"
    if !lowering.cleanups.isEmpty {
      isParted = false
      code += closure(
        "_defers", by: "_n._closure", head: "_s -> Void",
        "switch _s._pc {\n\(cleanupCases())default: break\n}\n_s._pc = -1\n")
      machine += ", _defers"
    }
    return code + "return \(wrapped(machine))\n"
  }

  /// Returns an expression of what a call of the function returns.
  ///
  /// A machine of closures is its own recipe.
  private func wrapped(_ machine: String) -> String {
    switch signature.kind {
    case .sequence:
      return wrapped(
        recipe: lowering.isRecursive
          ? "_RecursionRecipe(_n._recursiveMachine(\(machine)))"
          : "_n._machine(\(machine))", isSpecialized: lowering.isRecursive)
    case .async:
      return wrapped(
        recipe: "_n._asyncMachine(\(machine), failure: (\(signature.failure)).self)")
    case .throwing, .coroutine:
      let line = lowering.position(of: signature.function).line
      return wrapped(
        machine:
          "_n._resumableMachine(\(machine), hasCleanup: \(lowering.hasCleanup), GeneratorOrigin(_fileID: \(fileID), line: \(line)))"
      )
    }
  }

  private func wholeClosure() -> String {
    let (cases, usesLoop) = cases(order)
    let machine = "switch _s._pc {\n\(cases)default: return \(shape.end)\n}\n"
    let body = usesLoop ? "_g: while true {\n\(machine)}\n" : machine
    return closure("_step", result: shape.result, body)
  }

  private func partedClosures() -> String {
    var code = ""
    var dispatch = ""
    for (number, part) in parts().enumerated() {
      let (cases, _) = cases(part)
      code += closure(
        "_part\(number)", result: "_Part<\(shape.result)>",
        "_g: while true {\nswitch _s._pc {\n\(cases)default: return .jump\n}\n}\n")
      dispatch +=
        "case \(labels(of: part)): part = \(shape.erasedMarks)_part\(number)(&_s\(shape.unlabeledArguments))\n"
    }
    // By its type, a part may throw any error. The failure is that of its body.
    return code + closure("_step", result: shape.result, partLoop(dispatch), isDispatch: true)
  }

  private func closure(
    _ name: String, result: String, _ body: String, isDispatch: Bool = false
  ) -> String {
    var head = "\(shape.closureParameters)"
    var maker = shape.closure
    var body = body
    if lowering.isRecursive {
      // The machine's type can't be written here.
      if name != "_step" { maker = shape.partClosure }
    } else {
      // In a closure, an error that is caught is of any type. And where a closure that throws a generic type is
      // converted to one that throws any error, Swift 6.3 crashes in release, and the program does in debug. A function
      // in the closure does the same without a conversion.
      let runs =
        !isDispatch
        && (shape.effects != shape.erasedEffects && signature.isThrowing
          || lowering.regions.contains { $0.error == nil })
      head += "\(isDispatch || runs ? shape.erasedEffects : shape.effects) -> \(result)"
      if runs {
        let (modifier, parameter, argument) =
          if !signature.isAsync {
            ("", "", "")
          } else if isIsolating {
            ("", "isolation _isolation: isolated (any Actor)?", "isolation: _isolation")
          } else {
            ("nonisolated(nonsending) ", "", "")
          }
        body =
          "\(modifier)func _run(\(parameter))\(shape.effects) -> \(result) {\n\(body)}\nreturn \(shape.marks)_run(\(argument))\n"
      }
    }
    return closure(name, by: maker, head: head, body)
  }

  /// Returns a closure at the function's name, where the compiler reports what it can't capture.
  private func closure(_ name: String, by maker: String, head: String, _ body: String) -> String {
    let start = "let \(name) = \(maker) "
    let place = lowering.position(of: signature.function.name)
    let column = max(1, place.column - start.count)
    return located(Position(line: place.line, column: column), "\(start){ \(head) in")
      + "\(body)}\n"
  }
}
#endif
