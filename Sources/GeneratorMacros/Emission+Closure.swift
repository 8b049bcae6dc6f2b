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
  func closureBody() -> String {
    let parameters = usedParameters.map(\.name)
    let captures = signature.isInstance ? "[self] " : ""
    let element = signature.element
    var make = parameters.map { name in
      "let \(name) = \(parameters.count == 1 ? "_p" : "_p.\(name)")\n"
    }.joined()
    for variable in needed(hoisted) {
      let code = "let _t_\(variable.unique) = \(spellClosureTyping(variable.typing))"
      if let place = variable.position, let file {
        make += "#sourceLocation(file: \(file), line: \(place.line))\n\(code)\n#sourceLocation()\n"
      } else {
        make += code + "\n"
      }
    }
    for variable in hoisted {
      make +=
        "let _n_\(variable.unique) = _t_\(variable.unique).\(variable.isBoxed ? "box" : "slot")\n"
    }
    let state = (["_pc: 0", "_u: ()"] + hoisted.map { "\($0.unique): _n_\($0.unique)" })
      .joined(separator: ", ")
    let (code, usesLoop) = cases(order)
    let machine = "switch _s._pc {\n\(code)default: return nil\n}\n"
    let step = usesLoop ? "_g: while true {\n\(machine)}\n" : machine
    let argument =
      parameters.count == 1
      ? parameters[0] : "(" + parameters.map { "\($0): \($0)" }.joined(separator: ", ") + ")"
    let cleanup = cleanupCases()
    let type = cleanup.isEmpty ? "_ClosureGenerator" : "_DeferringClosureGenerator"
    var result =
      "\(type)<\(element), _, _>(\(argument), { \(captures)_p in\n\(make)return .init((\(state)), { \(captures)(_s) -> (\(element))? in\n\(step)}"
    if !cleanup.isEmpty {
      result += ", { \(captures)_s in\nswitch _s._pc {\n\(cleanup)default: break\n}\n_s._pc = -1\n}"
    }
    result += ") })"
    let wrapped =
      switch signature.result {
      case .sequence: result
      case .iterator: "\(result).makeIterator()"
      case .anySequence: "AnySequence(\(result))"
      case .anyIterator: "AnyIterator(\(result).makeIterator())"
      }
    // A capture list directly in the expansion of a body macro doesn't compile (swiftlang/swift#80050).
    let returned = signature.function.signature.returnClause?.type.trimmedDescription ?? ""
    return
      "func _generator() -> \(returned) {\n\(lowering.localTypes.map { $0.text + "\n" }.joined())\(localFunctions)return \(wrapped)\n}\nreturn _generator()\n"
  }
}
