#if Macros
import SwiftSyntax

/// The names of the declarations beside a generator.
struct PeerNames {
  let machine: String
  let recipe: String
  let witnesses: String
  let step: String
  let runDefers: String

  init(_ function: FunctionDeclSyntax) {
    // Overloads differ in the text of their signatures, with generic requirements.
    let text =
      function.name.text + function.signature.trimmedDescription
      + (function.genericParameterClause?.trimmedDescription ?? "")
      + (function.genericWhereClause?.trimmedDescription ?? "")
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    // The form of `MacroExpansionContext.makeUniqueName`, whose names need not be announced: a mangled
    // module name, a mangled name and the mark of a macro's unique name. That function gives the roles
    // of one macro different names.
    func name(_ role: String) -> String {
      let identifier = "\(role)_\(digits)"
      return "$s18CompiledGenerators\(identifier.utf8.count)\(identifier)fMu_"
    }
    machine = name("machine")
    recipe = name("recipe")
    witnesses = name("witnesses")
    step = name("step")
    runDefers = name("defers")
  }

  func part(_ number: Int) -> String {
    step.replacingSuffix("fMu_", by: "fMu\(number)_")
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, by other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }

  fileprivate func replacingSuffix(_ suffix: String, by other: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
  }
}

extension Emission {
  /// Whether the types of all stored variables can be inferred outside of the function.
  var canBeMachine: Bool { !needed(hoisted).contains(where: hasAmbiguousCall) }

  // MARK: Generic parameters

  private var slots: [Variable] { hoisted.filter(isGenericSlot) }

  private func clause(_ parameters: [String]) -> String {
    parameters.isEmpty ? "" : "<" + parameters.joined(separator: ", ") + ">"
  }

  private var genericParameters: [String] {
    signature.generics.map { $0.name + ($0.constraint.map { ": " + $0 } ?? "") }
  }

  private var genericArguments: [String] {
    signature.generics.map {
      $0.name.hasPrefix("each ") ? "repeat " + $0.name : $0.name
    }
  }

  private var slotParameters: [String] { slots.map { "_S\($0.id): _SlotProtocol" } }

  private var slotRequirements: [String] {
    slots.map {
      let value = "_S\($0.id).Value"
      guard $0.isAsync else { return "\(value): IteratorProtocol" }
      return "\(value): AsyncIteratorProtocol" + ($0.isTry ? "" : ", \(value).Failure == Never")
    }
  }

  private func whereClause(_ requirements: [String]) -> String {
    let all = (signature.requirements.map { [$0] } ?? []) + requirements
    return all.isEmpty ? "" : " where " + all.joined(separator: ", ")
  }

  private var machineParameters: String { clause(genericParameters + slotParameters) }
  private var machineType: String {
    names.machine + clause(genericArguments + slots.map { "_S\($0.id)" })
  }
  private var witnessesType: String { names.witnesses + clause(genericArguments) }

  // MARK: Typing

  private var isInstance: Bool { signature.isInstance }
  private var hostType: String { signature.host?.type ?? "" }

  /// An expression whose type is looked at outside of the function.
  private func spellTyping(_ text: String) -> String {
    scan(text) { mark, number in
      switch mark {
      case Mark.selfValue: return "_self"
      case Mark.selfType: return hostType
      case Mark.member: return "_self."
      case Mark.throwing, Mark.call, Mark.jump: return ""
      default:
        let variable = variables[number]
        if variable.isParameter || mark == Mark.bare { return variable.unique }
        return isGenericSlot(variable)
          ? "_t_\(variable.unique).value" : "_t._t_\(variable.unique).value"
      }
    }
  }

  /// The same in the function itself.
  private func spellTypingInside(_ text: String) -> String {
    scan(text) { mark, number in
      switch mark {
      case Mark.selfValue: return "self"
      case Mark.selfType: return "Self"
      case Mark.member, Mark.call, Mark.throwing, Mark.jump: return ""
      default:
        let variable = variables[number]
        if variable.isParameter || mark == Mark.bare { return variable.unique }
        return isGenericSlot(variable)
          ? "_t_\(variable.unique).value" : "_t._t_\(variable.unique).value"
      }
    }
  }

  private func witness(_ variable: Variable, _ spell: (String) -> String) -> String {
    let code = "let _t_\(variable.unique) = \(spell(variable.typing))"
    guard let place = variable.position, let file else { return code + "\n" }
    return "#sourceLocation(file: \(file), line: \(place.line))\n\(code)\n#sourceLocation()\n"
  }

  /// The iterators that the types of variables depend on. They don't depend on each other.
  private func iterators(of wanted: [Variable]) -> [Variable] {
    variables.filter { iterator in
      isGenericSlot(iterator)
        && wanted.contains {
          $0.id == iterator.id || references($0.typing).contains(iterator.id)
        }
    }
  }

  private var typingParameters: String {
    var parameters = ["_t: \(witnessesType)"]
    if isInstance { parameters.append("_self: \(hostType)") }
    parameters += usedParameters.map { "\($0.name): \($0.type)" }
    return "(\(parameters.joined(separator: ", "))) in"
  }

  private func inferred(_ wanted: Variable, _ result: String) -> String {
    let iterators = iterators(of: [wanted])
    let witnesses = iterators.map { witness($0, spellTyping) }.joined()
    // A local function can't be a member, which a property's initial value couldn't call.
    let mentions = lowering.localFunctions.contains { function in
      ([wanted] + iterators).contains { $0.typing.contains(function.name) }
    }
    return
      "_inferred { \(typingParameters)\n\(mentions ? localFunctions : "")\(witnesses)\(result)}\n"
  }

  var localFunctions: String { lowering.localFunctions.map { $0.text + "\n" }.joined() }

  /// The local types under their own names; they are members of the witnesses.
  private var localTypes: String {
    lowering.localTypes.map { "typealias \($0.name) = \(witnessesType).\($0.name)\n" }.joined()
  }

  // MARK: Declarations

  private var effects: String {
    let failure = signature.failure
    return (signature.isAsync ? " async" : "")
      + (signature.isThrowing ? (failure == "any Error" ? " throws" : " throws(\(failure))") : "")
  }

  private var attributes: String {
    let availability = signature.function.attributes.compactMap { element -> String? in
      guard case .attribute(let attribute) = element else { return nil }
      let name = attribute.attributeName.trimmedDescription
      return name == "available" ? attribute.trimmedDescription + "\n" : nil
    }
    return availability.joined() + (signature.globalActor.map { $0 + " " } ?? "")
  }

  /// The modifier that keeps what stands beside the function from an isolation.
  private var isolation: String {
    let function = signature.function
    if function.modifiers.contains(where: { $0.name.text == "nonisolated" }) {
      return "nonisolated "
    }
    return ""
  }

  /// What stands before a protocol, so that its requirements may be isolated.
  private var conformance: String { signature.globalActor.map { $0 + " " } ?? "" }

  private var isInlinable: Bool {
    signature.function.attributes.contains {
      guard case .attribute(let attribute) = $0 else { return false }
      return ["inlinable", "_alwaysEmitIntoClient"].contains(
        attribute.attributeName.trimmedDescription)
    }
  }
  private var access: String {
    // Frozen, so that an initializer of a library with evolution may be inlined.
    isInlinable ? "@frozen @usableFromInline internal " : "private "
  }
  private var member: String { isInlinable ? "@usableFromInline " : "" }
  private var function: String { isInlinable ? "@inlinable " : "" }

  /// The declarations beside the function.
  func peers() -> [String] {
    isParted = isHeavy
    let steps = isParted ? partedSteps() : [wholeStep()]
    var peers = [witnesses(), recipe(), machine()] + steps
    if !lowering.cleanups.isEmpty { peers.append(runDefers()) }
    return peers
  }

  private func witnesses() -> String {
    var code =
      "\(attributes)\(access)\(isolation)struct \(names.witnesses)\(clause(genericParameters))\(whereClause([])) {\n"
    for variable in needed(hoisted) where !isGenericSlot(variable) {
      let spelled = spellTyping(variable.typing)
      let result: String
      if let place = variable.position, let file {
        result =
          "#sourceLocation(file: \(file), line: \(place.line))\nreturn \(spelled)\n#sourceLocation()\n"
      } else {
        result = "return \(spelled)\n"
      }
      code += "\(member)let _t_\(variable.unique) = " + inferred(variable, result)
    }
    for variable in slots {
      code +=
        "\(member)let _e_\(variable.unique) = "
        + inferred(variable, "return _witness { _element(_t_\(variable.unique).value) }\n")
    }
    for type in lowering.localTypes { code += member + type.text + "\n" }
    let parameters = (isInstance ? ["_ _self: \(hostType)"] : []) + usedParameters.map {
      "_ \($0.name): \($0.type)"
    }
    code += "\(member)init(\(parameters.joined(separator: ", "))) {}\n"
    return code + "}"
  }

  /// What a machine keeps of the call: `self` and the parameters.
  private var values: [(name: String, type: String, parameter: String)] {
    (isInstance ? [("_self", hostType, hostType)] : [])
      + usedParameters.map { ($0.name, $0.type, ($0.isClosure ? "@escaping " : "") + $0.type) }
  }

  private var recipeType: String { machineType.replacingPrefix(names.machine, by: names.recipe) }

  /// What makes the machine. A sequence keeps only this, so that the optimizer sees each iteration begin.
  private func recipe() -> String {
    var code =
      "\(attributes)\(access)\(isolation)struct \(names.recipe)\(machineParameters): \(conformance)_Recipe\(whereClause(slotRequirements)) {\n"
    for value in values { code += "\(member)let \(value.name): \(value.type)\n" }
    let parameters =
      values.map { "\($0.name): \($0.parameter)" } + slots.map { "\($0.unique): _S\($0.id)" }
    code += "\(function)init(\(parameters.joined(separator: ", "))) {\n"
    for value in values { code += "self.\(value.name) = \(value.name)\n" }
    let arguments = values.map { "\($0.name): \($0.name)" }.joined(separator: ", ")
    code +=
      "}\n\(function)@inline(__always) func _make() -> \(machineType) { \(machineType)(\(arguments)) }\n"
    return code + "}"
  }

  private func slotExpression(_ variable: Variable) -> String {
    "_t._t_\(variable.unique)." + (variable.isBoxed ? "box" : "slot")
  }

  private func machine() -> String {
    let deferring = !lowering.cleanups.isEmpty
    // Not a sequence by itself: `Element` and `Iterator` mean the host's in the types of the properties.
    let conformance = conformance + (deferring ? "_DeferringMachine" : "_Machine")
    var code =
      "\(attributes)\(access)\(isolation)struct \(names.machine)\(machineParameters): \(conformance)\(whereClause(slotRequirements)) {\n"
    code += "\(member)var _pc = 0\n"
    for value in values { code += "\(member)let \(value.name): \(value.type)\n" }
    for variable in slots {
      code += "\(member)var \(variable.unique): _S\(variable.id)\n"
      code +=
        "\(member)let _e_\(variable.unique) = _inferred { (_t: \(witnessesType)) in _t._e_\(variable.unique) }\n"
    }
    for variable in hoisted where !isGenericSlot(variable) {
      code +=
        "\(member)var \(variable.unique) = _empty { (_t: \(witnessesType)) in \(slotExpression(variable)) }\n"
    }
    code +=
      "\(function)init(\(values.map { "\($0.name): \($0.parameter)" }.joined(separator: ", "))) {\n"
    for value in values { code += "self.\(value.name) = \(value.name)\n" }
    for variable in slots { code += "\(variable.unique) = _S\(variable.id)(_empty: ())\n" }
    code += "}\n"
    code +=
      "\(function)@inline(__always) mutating func _step() -> (\(elementOutside))? { \(isInstance ? "_self." : "")\(names.step)(&self) }\n"
    if deferring {
      code +=
        "\(function)mutating func _runDefers() { \(isInstance ? "_self." : "")\(names.runDefers)(&self) }\n"
    }
    return code + "}"
  }

  /// The element's type where `Self` would be the machine.
  private var elementOutside: String {
    signature.host == nil ? signature.element : replacingSelf(signature.element)
  }

  private func replacingSelf(_ type: String) -> String {
    var result = ""
    var word = ""
    for character in type + " " {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        result += (word == "Self" ? hostType : word) + String(character)
        word = ""
      }
    }
    return String(result.dropLast())
  }

  private func stepHead(_ name: String, inline: String, result: String) -> String {
    let isStatic = signature.host?.isStatic ?? false
    return
      "\(attributes)\(inline)\(isInlinable ? "@inlinable internal " : "private ")\(isolation)\(isStatic ? "static " : "")func \(name)\(machineParameters)(_ _s: inout \(machineType))\(effects)\(result)\(whereClause(slotRequirements)) {\n"
  }

  private func wholeStep() -> String {
    let (code, usesLoop) = cases(order)
    let body = "switch _s._pc {\n\(code)default: return nil\n}\n"
    return stepHead(
      names.step, inline: "@inline(__always) ", result: " -> (\(signature.element))?")
      + prologue + (usesLoop ? "_g: while true {\n\(body)}\n" : body) + "}"
  }

  private var prologue: String { localTypes + localFunctions }

  private func partedSteps() -> [String] {
    let marks = (signature.isThrowing ? "try " : "") + (signature.isAsync ? "await " : "")
    var declarations: [String] = []
    var dispatch = ""
    for (number, part) in parts().enumerated() {
      let (code, _) = cases(part)
      declarations.append(
        stepHead(
          names.part(number), inline: "@inline(never) ",
          result: " -> _Part<\(signature.element)>") + prologue
          + "_g: while true {\nswitch _s._pc {\n\(code)default: return .jump\n}\n}\n}")
      dispatch += "case \(labels(of: part)): part = \(marks)\(names.part(number))(&_s)\n"
    }
    let step =
      stepHead(names.step, inline: "", result: " -> (\(signature.element))?")
      + partLoop(dispatch) + "}"
    return [step] + declarations
  }

  private func runDefers() -> String {
    isParted = false
    let isStatic = signature.host?.isStatic ?? false
    let code = cleanupCases()
    return
      "\(attributes)\(isInlinable ? "@inlinable internal " : "private ")\(isolation)\(isStatic ? "static " : "")func \(names.runDefers)\(machineParameters)(_ _s: inout \(machineType))\(whereClause(slotRequirements)) {\n\(prologue)switch _s._pc {\n\(code)default: break\n}\n_s._pc = -1\n}"
  }

  /// The body of the function: it makes the machine.
  func machineBody() -> String {
    var code = ""
    var arguments: [String] = []
    if isInstance { arguments.append("_self: self") }
    arguments += usedParameters.map { "\($0.name): \($0.name)" }
    if !slots.isEmpty {
      code += prologue
      let needsWitnesses = slots.contains { !references($0.typing).filter { !variables[$0].isParameter }.isEmpty }
      if needsWitnesses {
        let values = (isInstance ? ["self"] : []) + usedParameters.map(\.name)
        code += "let _t = \(names.witnesses)\(explicitArguments([]))(\(values.joined(separator: ", ")))\n"
      }
      for slot in slots {
        code += "let _n_\(slot.unique) = _empty { () in\n"
        code += iterators(of: [slot]).map { witness($0, spellTypingInside) }.joined()
        code += "return _t_\(slot.unique).slot }\n"
        arguments.append("\(slot.unique): _n_\(slot.unique)")
      }
    }
    let recipe =
      "\(names.recipe)\(explicitArguments(slots.map { _ in "_" }))(\(arguments.joined(separator: ", ")))"
    return code + "return \(wrapped(recipe))\n"
  }

  /// Generic arguments, written out if the function's parameters don't say them.
  private func explicitArguments(_ others: [String]) -> String {
    guard signature.generics.contains(where: { !$0.isOpaque }) else { return "" }
    return clause(
      signature.generics.map {
        $0.isOpaque ? "_" : $0.name.hasPrefix("each ") ? "repeat " + $0.name : $0.name
      } + others)
  }

  private func wrapped(_ recipe: String) -> String {
    let isDeferring = !lowering.cleanups.isEmpty
    let sequence = "\(isDeferring ? "_DeferringSequence" : "_RecipeSequence")(\(recipe))"
    return switch signature.result {
    case .sequence: sequence
    case .iterator: isDeferring ? "\(sequence).makeIterator()" : "_MachineIterator(\(recipe)._make())"
    case .anySequence: "AnySequence(\(sequence))"
    case .anyIterator: "AnyIterator(\(sequence).makeIterator())"
    }
  }
}
#endif
