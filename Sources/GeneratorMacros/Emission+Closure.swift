#if Macros
import SwiftSyntax

extension Emission {
  /// The body of the function: it makes a closure over a tuple of the variables.
  ///
  /// The closure is as small as a part may be, because the compiler solves all statements of a closure as one system.
  func closureBody() -> String {
    var code = lowering.localTypes.map { $0.text + "\n" }.joined() + localFunctions
    for variable in needed(hoisted) {
      let witness = "let _t_\(variable.unique) = \(spellTyping(variable.typing, in: .closure))"
      code += located(variable.position, witness)
    }
    for variable in hoisted {
      code += located(
        variable.position, "let _n_\(variable.unique) = \(emptySlot(of: variable, "_t_"))")
    }
    let values = ["_a: ()", "_b: ()"] + hoisted.map { "\($0.unique): _n_\($0.unique)" }
    code += "let _n = _ClosureState((\(values.joined(separator: ", "))))\n"

    isParted = isHeavy
    code += isParted ? partedClosures() : wholeClosure()
    var machine = "_n, _step"
    if !lowering.cleanups.isEmpty {
      isParted = false
      code +=
        "let _defers = _closure(_n) { \(captures)_s -> Void in\n\(useOfSelf)switch _s._pc {\n\(cleanupCases())default: break\n}\n_s._pc = -1\n}\n"
      machine += ", _defers"
    }
    code += "return \(wrapped(machine))\n"
    // A capture list directly in the expansion of a body macro doesn't compile (swiftlang/swift#80050).
    let returned = signature.function.signature.returnClause?.type.trimmedDescription ?? ""
    return "func _generator() -> \(returned) {\n\(code)}\nreturn _generator()\n"
  }

  /// A machine of closures is its own recipe.
  private func wrapped(_ machine: String) -> String {
    switch signature.kind {
    case .sequence:
      return wrapped(
        recipe: lowering.isRecursive
          ? "_RecursionRecipe(_RecursiveClosureMachine(\(machine)))"
          : "_ClosureMachine(\(machine))")
    case .async:
      return wrapped(
        recipe: "_AsyncClosureMachine(\(machine), failure: (\(signature.failure)).self)")
    case .throwing, .coroutine:
      let line = lowering.position(of: signature.function).line
      return wrapped(
        machine:
          "_ResumableClosureMachine(\(machine), hasCleanup: \(lowering.hasCleanup), GeneratorOrigin(_fileID: \(fileID), line: \(line)))"
      )
    }
  }

  private var captures: String { signature.isInstance ? "[self] " : "" }
  /// The compiler warns of a capture without a use.
  private var useOfSelf: String { signature.isInstance ? "_ = self\n" : "" }

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
    // A part's type says that it may throw any error; the failure is its body's.
    return code + closure("_step", result: shape.result, partLoop(dispatch), isDispatch: true)
  }

  private func closure(
    _ name: String, result: String, _ body: String, isDispatch: Bool = false
  ) -> String {
    if lowering.isRecursive {
      // The machine's type can't be written here.
      let maker = name == "_step" ? shape.closure : shape.partClosure
      return
        "let \(name) = \(maker) { \(captures)\(shape.closureParameters) in\n\(useOfSelf)\(body)}\n"
    }
    let effects = isDispatch ? shape.erasedEffects : shape.effects
    return
      "let \(name) = \(shape.closure) { \(captures)\(shape.closureParameters)\(effects) -> \(result) in\n\(useOfSelf)\(body)}\n"
  }
}
#endif
