#if Macros
import SwiftSyntax

extension Emission {
  private func spellClosureTyping(_ text: String) -> String {
    scan(text) { mark, number in
      switch mark {
      case Mark.selfValue: return "self"
      case Mark.selfType: return "Self"
      case Mark.member, Mark.call, Mark.throwing, Mark.jump: return ""
      default:
        let variable = variables[number]
        if variable.isParameter || mark == Mark.bare { return variable.unique }
        return "_t_\(variable.unique).value"
      }
    }
  }

  /// The body of the function: it makes a closure over a tuple of the variables.
  ///
  /// The closure is as small as a part may be, because the compiler solves all statements of a closure as one system.
  func closureBody() -> String {
    var code = lowering.localTypes.map { $0.text + "\n" }.joined() + localFunctions
    for variable in needed(hoisted) {
      let witness = "let _t_\(variable.unique) = \(spellClosureTyping(variable.typing))\n"
      if let place = variable.position, let file {
        code += "#sourceLocation(file: \(file), line: \(place.line))\n\(witness)#sourceLocation()\n"
      } else {
        code += witness
      }
    }
    for variable in hoisted {
      code +=
        "let _n_\(variable.unique) = _t_\(variable.unique).\(variable.isBoxed ? "box" : "slot")\n"
    }
    let state = ["_pc: 0", "_u: ()"] + hoisted.map { "\($0.unique): _n_\($0.unique)" }
    code += "let _n = (\(state.joined(separator: ", ")))\n"

    isParted = isHeavy
    code += isParted ? partedClosures() : wholeClosure()
    var result = "_ClosureGenerator(_n, _step)"
    isParted = false
    let cleanup = cleanupCases()
    if !cleanup.isEmpty {
      code +=
        "let _defers = _closure(_n) { \(captures)_s -> Void in\nswitch _s._pc {\n\(cleanup)default: break\n}\n_s._pc = -1\n}\n"
      result = "_DeferringClosureGenerator(_n, _step, _defers)"
    }
    switch signature.result {
    case .sequence: break
    case .iterator: result += ".makeIterator()"
    case .anySequence: result = "AnySequence(\(result))"
    case .anyIterator: result = "AnyIterator(\(result).makeIterator())"
    }
    code += "return \(result)\n"
    // A capture list directly in the expansion of a body macro doesn't compile (swiftlang/swift#80050).
    let returned = signature.function.signature.returnClause?.type.trimmedDescription ?? ""
    return "func _generator() -> \(returned) {\n\(code)}\nreturn _generator()\n"
  }

  private var captures: String { signature.isInstance ? "[self] " : "" }

  private func wholeClosure() -> String {
    let (cases, usesLoop) = cases(order)
    let machine = "switch _s._pc {\n\(cases)default: return nil\n}\n"
    let body = usesLoop ? "_g: while true {\n\(machine)}\n" : machine
    return
      "let _step = _closure(_n) { \(captures)_s -> (\(signature.element))? in\n\(body)}\n"
  }

  private func partedClosures() -> String {
    var code = ""
    var dispatch = ""
    for (number, part) in parts().enumerated() {
      let (cases, _) = cases(part)
      code +=
        "let _part\(number) = _closure(_n) { \(captures)_s -> _Part<\(signature.element)> in\n_g: while true {\nswitch _s._pc {\n\(cases)default: return .jump\n}\n}\n}\n"
      dispatch += "case \(labels(of: part)): part = _part\(number)(&_s)\n"
    }
    return code
      + "let _step = _closure(_n) { _s -> (\(signature.element))? in\n\(partLoop(dispatch))}\n"
  }
}
#endif
