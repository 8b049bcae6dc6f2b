#if Macros
import SwiftSyntax

/// The names of the declarations beside a generator.
struct PeerNames {
  let machine: String
  let recipe: String
  let witnesses: String
  let step: String
  let runDefers: String
  /// The method that makes the closures.
  let maker: String

  init(_ function: FunctionDeclSyntax, in lexicalContext: [Syntax]) {
    // Overloads differ in the text of their signatures, with generic requirements, or in what they are members of.
    let isStatic = function.modifiers.contains { ["static", "class"].contains($0.name.text) }
    let text =
      (isStatic ? "static " : "") + function.name.text + function.signature.trimmedDescription
      + (function.genericParameterClause?.trimmedDescription ?? "")
      + (function.genericWhereClause?.trimmedDescription ?? "")
      + (lexicalContext.first?.as(ExtensionDeclSyntax.self)?.genericWhereClause?.trimmedDescription
        ?? "")
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
    maker = name("maker")
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
  // MARK: Generic parameters

  private var slots: [Variable] { hoisted.filter(isGenericSlot) }

  private func clause(_ parameters: [String]) -> String {
    parameters.isEmpty ? "" : "<" + parameters.joined(separator: ", ") + ">"
  }

  private var genericParameters: [String] {
    signature.generics.map { $0.name + ($0.constraint.map { ": " + replacingSelf($0) } ?? "") }
  }

  private var genericArguments: [String] {
    signature.generics.map(\.argument)
  }

  private var slotParameters: [String] { slots.map { "_S\($0.id): _SlotProtocol" } }

  private var slotRequirements: [String] {
    slots.compactMap {
      let value = "_S\($0.id).Value"
      return switch $0.source {
      case nil: nil
      case .asyncIterator: "\(value): AsyncIteratorProtocol"
      case .delegate:
        "\(value): _Delegate, \(value).Input == \(signature.input ?? "Void"), \(value).Failure == \(signature.failure)"
      default: "\(value): IteratorProtocol"
      }
    }
  }

  private func whereClause(_ requirements: [String]) -> String {
    let all = (signature.requirements.map { [replacingSelf($0)] } ?? []) + requirements
    return all.isEmpty ? "" : " where " + all.joined(separator: ", ")
  }

  private var machineParameters: String { clause(genericParameters + slotParameters) }
  var machineType: String {
    names.machine + clause(genericArguments + slots.map { "_S\($0.id)" })
  }
  private var witnessesType: String { names.witnesses + clause(genericArguments) }

  // MARK: Typing

  /// The type of `self`, if the machine keeps it.
  ///
  /// A static function of a class is called on any of its subclasses. An extension may be a class's.
  private var selfType: String? {
    guard let host = signature.host else { return nil }
    if !host.isStatic { return hostType }
    return host.isClass || host.isProtocolExtensionOrUnknown ? "\(hostType).Type" : nil
  }
  private var hostType: String { signature.host?.type ?? "" }

  /// A place where the type of an expression is used.
  enum TypingPlace {
    /// In the initial value of a property beside the function.
    case beside
    case function, step, closure
  }

  /// Returns an expression of which the compiler uses only the type.
  func spellTyping(_ text: String, in place: TypingPlace) -> String {
    scan(text) { mark, number in
      switch mark {
      case Mark.selfValue where place == .beside, Mark.superValue where place == .beside:
        return selfType != nil ? "_self" : "(\(hostType).self)"
      case Mark.selfCapture where place == .beside:
        return " = " + (selfType != nil ? "_self" : "(\(hostType).self)")
      case Mark.selfType where place == .beside: return hostType
      case Mark.member where place == .beside: return "_self."
      case Mark.selfValue: return "self"
      case Mark.superValue: return "super"
      case Mark.selfType: return "Self"
      case Mark.specifier: return "let"
      case _ where !Mark.isNumbered(mark) || mark == Mark.jump || mark == Mark.emptying: return ""
      default:
        let variable = variables[number]
        if variable.isParameter { return (place == .step ? "_s." : "") + variable.unique }
        if mark == Mark.bare { return variable.unique }
        return (isGenericSlot(variable) || place == .closure ? "" : "_t.") + variable.witnessed
      }
    }
  }

  private func witness(_ variable: Variable, in place: TypingPlace) -> String {
    let code = "let _t_\(variable.unique) = \(spellTyping(variable.typing, in: place))"
    return located(variable.position, code)
  }

  /// Returns the iterators that the types of variables depend on.
  ///
  /// They don't depend on each other.
  private func iterators(of wanted: [Variable]) -> [Variable] {
    if wanted.contains(where: isTypedInStep) {
      // The witness of another variable includes those behind it.
      var found: Set<Int> = []
      func visit(_ variable: Variable) {
        guard found.insert(variable.id).inserted else { return }
        for number in references(variable.typing) where isGenericSlot(variables[number]) {
          visit(variables[number])
        }
      }
      wanted.forEach(visit)
      return variables.filter { found.contains($0.id) && isGenericSlot($0) }
    }
    return variables.filter { iterator in
      isGenericSlot(iterator)
        && wanted.contains {
          $0.id == iterator.id || references($0.typing).contains(iterator.id)
        }
    }
  }

  private var typingParameters: String {
    var parameters = ["_t: \(witnessesType)"]
    // Isolated as the step is, so that it may call what the step may.
    if signature.isAsync { parameters.insert("_i: isolated (any Actor)?", at: 0) }
    if let selfType { parameters.append("_self: \(selfType)") }
    parameters += usedParameters.map { "\($0.name): \(replacingSelf($0.parameterType))" }
    return "(\(parameters.joined(separator: ", "))) in"
  }

  private func inferred(_ head: String, _ wanted: Variable, _ result: String) -> String {
    let iterators = iterators(of: [wanted])
    let witnesses = iterators.map { witness($0, in: .beside) }.joined()
    // A local function can't be a member, which a property's initial value couldn't call.
    let mentions = ([wanted] + iterators).contains(where: mentionsLocalFunction)
    // The head is reported where the variable is, if its type can't be a property's.
    return located(
      wanted.position,
      "\(head)\(signature.isAsync ? "_inferredAsync" : "_inferred") { \(typingParameters)")
      + "\(mentions ? localFunctions : "")\(witnesses)\(result)}\n"
  }

  var localFunctions: String { lowering.localFunctions.map { $0.text + "\n" }.joined() }

  /// The local types under their own names.
  ///
  /// They are members of the witnesses.
  private var localTypes: String {
    lowering.localTypes.map { "typealias \($0.name) = \(witnessesType).\($0.name)\n" }.joined()
  }

  // MARK: Declarations

  var attributes: String {
    let availability = signature.function.attributes.compactMap { element -> String? in
      guard case .attribute(let attribute) = element else { return nil }
      let name = attribute.attributeName.trimmedDescription
      return name == "available" ? attribute.trimmedDescription + "\n" : nil
    }
    return availability.joined() + isolatingAttribute
  }

  private var isolatingAttribute: String {
    // An async step is its caller's.
    signature.isAsync ? "" : signature.globalActor.map { $0 + " " } ?? ""
  }

  /// The modifier that keeps the declarations beside the function from an isolation.
  private var isolation: String {
    if signature.isAsync { return "nonisolated " }
    let function = signature.function
    if function.modifiers.contains(where: { $0.name.text == "nonisolated" }) {
      return "nonisolated "
    }
    return ""
  }

  /// The text before a protocol, so that its requirements may be isolated.
  private var conformance: String { isolatingAttribute }

  var isInlinable: Bool {
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

  /// Returns the declarations beside the function.
  func peers() -> [String] {
    if form == .closure { return closurePeers() }
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
      let spelled = spellTyping(variable.typing, in: .beside)
      let result = located(variable.position, "return \(spelled)")
      code += inferred("\(member)let _t_\(variable.unique) = ", variable, result)
    }
    for variable in slots where !isTypedInStep(variable) {
      code += inferred(
        "\(member)let _e_\(variable.unique) = ", variable,
        "return \(received(from: variable))\n")
    }
    for type in lowering.localTypes { code += member + type.text + "\n" }
    let parameters =
      (selfType.map { ["_ _self: \($0)"] } ?? [])
      + usedParameters.map {
        "_ \($0.name): \(replacingSelf($0.type))"
      }
    code += "\(member)init(\(parameters.joined(separator: ", "))) {}\n"
    return code + "}"
  }

  /// The values of the call that a machine keeps: `self` and the parameters.
  private var values: [(name: String, label: String, type: String, parameter: String)] {
    (selfType.map { [("_self", "_self", $0, $0)] } ?? [])
      + usedParameters.map {
        ($0.name, $0.label, replacingSelf($0.type), replacingSelf($0.parameterType))
      }
  }

  private var recipeType: String { machineType.replacingPrefix(names.machine, by: names.recipe) }

  private var recipeConformance: String {
    if lowering.isRecursive { return "" }
    return switch signature.kind {
    case .sequence: ": \(conformance)_Recipe"
    case .async: ": _AsyncRecipe"
    case .throwing, .coroutine: ""
    }
  }

  /// Returns the declaration of the recipe, which makes the machine.
  ///
  /// A sequence stores only the recipe, so that the optimizer sees each iteration begin.
  private func recipe() -> String {
    var code =
      "\(attributes)\(access)\(isolation)struct \(names.recipe)\(machineParameters)\(recipeConformance)\(whereClause(slotRequirements)) {\n"
    for value in values { code += "\(member)let \(value.name): \(value.type)\n" }
    let parameters =
      values.map { "_ \($0.name): \($0.parameter)" } + slots.map { "\($0.unique): _S\($0.id)" }
    code += "\(function)init(\(parameters.joined(separator: ", "))) {\n"
    for value in values { code += "self.\(value.name) = \(value.name)\n" }
    let arguments = values.map(\.name).joined(separator: ", ")
    code +=
      "}\n\(function)@inline(__always) func _make() -> \(machineType) { \(machineType)(\(arguments)) }\n"
    return code + "}"
  }

  /// Returns an expression with the type of the elements of a source in a generic slot.
  private func received(from source: Variable) -> String {
    let value = "_t_\(source.unique).value"
    return switch source.source {
    case .asyncIterator: "_witness { _loop(\(value)) }"
    case .delegate: "_witness { _forwarded(\(value)) }"
    case _ where source.elementsDependOnOpaque: "_witness { \(value).next()! }"
    default: "_t_\(source.unique).element"
    }
  }

  private func slotExpression(_ variable: Variable) -> String {
    emptySlot(of: variable, "_t._t_")
  }

  private func machine() -> String {
    // Not a sequence by itself: `Element` and `Iterator` mean the host's in the types of the properties.
    let conformance =
      switch signature.kind {
      case .async where lowering.isRecursive: "_AsyncRecursiveMachine"
      case _ where lowering.isRecursive: self.conformance + "_RecursiveMachine"
      case .sequence: self.conformance + (isDeferring ? "_DeferringMachine" : "_Machine")
      case .async: "_AsyncMachine"
      case .throwing, .coroutine: self.conformance + "_ResumableMachine"
      }
    var code =
      "\(attributes)\(access)\(isolation)struct \(names.machine)\(machineParameters): \(conformance)\(whereClause(slotRequirements)) {\n"
    code += "\(member)var _pc = 0\n"
    for value in values { code += "\(member)let \(value.name): \(value.type)\n" }
    for variable in slots {
      code += "\(member)var \(variable.unique): _S\(variable.id)\n"
      if isTypedInStep(variable) { continue }
      code +=
        "\(member)let _e_\(variable.unique) = _inferred { (_t: \(witnessesType)) in _t._e_\(variable.unique).same }\n"
    }
    for variable in hoisted where !isGenericSlot(variable) {
      // A type that no slot can hold, or no property can have, is reported where the variable is.
      code += located(
        variable.position,
        "\(member)var \(variable.unique) = _empty { (_t: \(witnessesType)) in")
      code += located(nil, "return \(slotExpression(variable))") + "}\n"
    }
    code +=
      "\(function)init(\(values.map { "_ \($0.name): \($0.parameter)" }.joined(separator: ", "))) {\n"
    for value in values { code += "self.\(value.name) = \(value.name)\n" }
    for variable in slots { code += "\(variable.unique) = _S\(variable.id)(_empty: ())\n" }
    code += "}\n"
    code += requirements()
    return code + "}"
  }

  private var isDeferring: Bool { !lowering.cleanups.isEmpty }

  /// Returns the declarations that the machine's protocol requires.
  private func requirements() -> String {
    let host = selfType != nil ? "_self." : signature.host == nil ? "" : "\(hostType)."
    let step = "\(shape.marks)\(host)\(names.step)(&self\(shape.arguments))"
    let runDefers = "\(host)\(names.runDefers)(&self)"
    let element = replacingSelf(signature.element)
    if lowering.isRecursive { return recursiveRequirements(host: host, runDefers: runDefers) }
    switch signature.kind {
    case .sequence:
      var code =
        "\(function)@inline(__always) mutating func _step() -> (\(element))? { \(step) }\n"
      if isDeferring { code += "\(function)mutating func _runDefers() { \(runDefers) }\n" }
      return code
    case .async:
      let failure = signature.failure
      let body =
        !signature.isThrowing
        ? step
        : "do throws(\(failure)) { return \(step) } catch { _pc = -1; throw error }"
      let emptied = hoisted.map {
        isGenericSlot($0)
          ? "\($0.unique) = _S\($0.id)(_empty: ())\n" : "\($0.unique) = .init(_empty: ())\n"
      }.joined()
      return
        "\(function)@inline(__always) mutating func _step(isolation _isolation: isolated (any Actor)?) async throws(\(failure)) -> (\(element))? { \(body) }\n\(function)mutating func _end() {\n\(isDeferring ? runDefers + "\n" : "")_pc = -1\n\(emptied)}\n"
    case .throwing, .coroutine:
      let message = replacingSelf(signature.messageType)
      let result = "_Step<\(element), \(replacingSelf(signature.returned ?? "Void"))>"
      var code =
        "\(function)mutating func _resume(_ _m: consuming \(message))\(shape.effects) -> \(result) { \(step) }\n"
      let line = lowering.position(of: signature.function).line
      code +=
        "\(member)var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: \(fileID), line: \(line)) }\n"
      if lowering.hasCleanup { code += "\(member)var _hasCleanup: Bool { true }\n" }
      if isDeferring { code += "\(function)mutating func _unwind() { \(runDefers) }\n" }
      return code
    }
  }

  private func recursiveRequirements(host: String, runDefers: String) -> String {
    let failure = signature.failure
    let message =
      !signature.isThrowing
      ? signature.isAsync ? ", .send(())" : ""
      : ", _thrown.map { .raise($0) } ?? .send(())"
    let isolation = signature.isAsync ? "isolation _isolation: isolated (any Actor)?, " : ""
    let passed = signature.isAsync ? ", isolation: _isolation" : ""
    let effects = (signature.isAsync ? " async" : "") + " throws(\(failure))"
    var code =
      "\(member)typealias _Yielded = \(replacingSelf(signature.element))\n\(member)typealias _Failure = \(failure)\n\(function)@inline(__always) mutating func _step(\(isolation)throwing _thrown: (\(failure))?)\(effects) -> _RecursiveStep<Self, _Yielded, _Other> { \(shape.marks)\(host)\(names.step)(&self\(passed)\(message)) }\n"
    if isDeferring { code += "\(function)mutating func _runDefers() { \(runDefers) }\n" }
    return code
  }

  /// Returns a type with `Self` replaced, which would be the machine.
  private func replacingSelf(_ type: String) -> String {
    guard signature.host != nil else { return type }
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
    let isolation = signature.isAsync ? "" : isolation
    let isStatic = signature.host?.isStatic ?? false
    return
      "\(attributes)\(inline)\(isInlinable ? "@inlinable internal " : "private ")\(isolation)\(isStatic ? "static " : "")func \(name)\(machineParameters)(_ _s: inout \(machineType)\(shape.parameters))\(shape.effects) -> \(result)\(whereClause(slotRequirements)) {\n"
  }

  private func wholeStep() -> String {
    let (code, usesLoop) = cases(order)
    let body = "switch _s._pc {\n\(code)default: return \(shape.end)\n}\n"
    return stepHead(names.step, inline: "@inline(__always) ", result: shape.result)
      + prologue + stepWitnesses(for: code) + (usesLoop ? "_g: while true {\n\(body)}\n" : body)
      + "}"
  }

  private var prologue: String { localTypes + localFunctions }

  /// Returns the witnesses of the variables that are typed in the code of a step or of a part of it.
  private func stepWitnesses(for step: String) -> String {
    let wanted = hoisted.filter { variable in
      let name = variable.unique
      let uses = ["[as: _t_\(name)]", "[box: _t_\(name)]", "(as: _t_\(name))", "_e_\(name)."]
      return isTypedInStep(variable) && uses.contains { step.contains($0) }
    }
    if wanted.isEmpty { return "" }
    var code = ""
    for variable in needed(wanted).filter(isGenericSlot) {
      let typing =
        "_inferred { (_t: \(witnessesType)) in return \(spellTyping(variable.typing, in: .step)) }"
      code += located(variable.position, "let _t_\(variable.unique) = \(typing)")
      code += "_ = _t_\(variable.unique)\n"
      if variable.source != nil, isTypedInStep(variable), variable.isHoisted {
        code +=
          "let _e_\(variable.unique) = \(received(from: variable))\n_ = _e_\(variable.unique)\n"
      }
    }
    return code
  }

  private func partedSteps() -> [String] {
    var declarations: [String] = []
    var dispatch = ""
    for (number, part) in parts().enumerated() {
      let (code, _) = cases(part)
      declarations.append(
        stepHead(
          names.part(number), inline: "@inline(never) ", result: "_Part<\(shape.result)>")
          + prologue + stepWitnesses(for: code)
          + "_g: while true {\nswitch _s._pc {\n\(code)default: return .jump\n}\n}\n}")
      dispatch +=
        "case \(labels(of: part)): part = \(shape.marks)\(names.part(number))(&_s\(shape.arguments))\n"
    }
    return [stepHead(names.step, inline: "", result: shape.result) + partLoop(dispatch) + "}"]
      + declarations
  }

  private func runDefers() -> String {
    isParted = false
    let isStatic = signature.host?.isStatic ?? false
    let code = cleanupCases()
    return
      "\(attributes)\(isInlinable ? "@inlinable internal " : "private ")\(isolation)\(isStatic ? "static " : "")func \(names.runDefers)\(machineParameters)(_ _s: inout \(machineType))\(whereClause(slotRequirements)) {\n\(prologue)\(stepWitnesses(for: code))switch _s._pc {\n\(code)default: break\n}\n_s._pc = -1\n}"
  }

  /// Returns the body of the function, which makes the machine.
  func machineBody() -> String {
    var code = ""
    var arguments: [String] = []
    if selfType != nil { arguments.append("self") }
    arguments += usedParameters.map(\.name)
    if !slots.isEmpty {
      code += prologue
      let needsWitnesses = slots.contains {
        iterators(of: [$0]).contains {
          references($0.typing).contains {
            !variables[$0].isParameter && !isGenericSlot(variables[$0])
          }
        }
      }
      if needsWitnesses {
        let values = (selfType != nil ? ["self"] : []) + usedParameters.map(\.name)
        code +=
          "let _t = \(names.witnesses)\(explicitArguments([]))(\(values.joined(separator: ", ")))\n"
      }
      let depend = slots.contains(where: isTypedInStep)
      if depend {
        // Once each, since they may depend on one another.
        for variable in needed(slots).filter(isGenericSlot) {
          code += witness(variable, in: .function)
          if !variable.isHoisted { code += "_ = _t_\(variable.unique)\n" }
        }
      }
      for slot in slots {
        if depend {
          code += "let _n_\(slot.unique) = \(emptySlot(of: slot, "_t_"))\n"
        } else {
          code += "let _n_\(slot.unique) = _empty { () in\n"
          code += iterators(of: [slot]).map { witness($0, in: .function) }.joined()
          code += "return \(emptySlot(of: slot, "_t_")) }\n"
        }
        arguments.append("\(slot.unique): _n_\(slot.unique)")
      }
    }
    let recipe =
      "\(names.recipe)\(explicitArguments(slots.map { _ in "_" }))(\(arguments.joined(separator: ", ")))"
    // A promise of the type that the generator doesn't keep, such as `Sendable`, is reported at the type.
    let place = signature.function.signature.returnClause.map {
      let type = lowering.position(of: $0.type)
      return Position(line: type.line, column: max(1, type.column - "return ".count))
    }
    return code + located(place, "return \(wrapped(recipe))")
  }

  /// Returns generic arguments, written out if the function's parameters don't say them.
  private func explicitArguments(_ others: [String]) -> String {
    guard signature.generics.contains(where: { !$0.isOpaque }) else { return "" }
    return clause(signature.generics.map { $0.isOpaque ? "_" : $0.argument } + others)
  }

  /// Returns a value as one that may be sent to other isolations, if the generator promises it.
  private func sendable(_ value: String) -> String {
    signature.isSendable && !signature.isAsync ? "_sendable(\(value))" : value
  }

  private func wrapped(_ recipe: String) -> String {
    let machine = sendable("\(recipe)._make()")
    if lowering.isRecursive {
      switch signature.kind {
      case .sequence: return wrapped(recipe: "_RecursionRecipe(\(machine))", isSpecialized: true)
      case .async: return wrapped(recipe: "_AsyncRecursionRecipe(\(machine))", isSpecialized: true)
      case .throwing, .coroutine:
        let line = lowering.position(of: signature.function).line
        return wrapped(
          machine:
            "_ResumableRecursion(\(machine), GeneratorOrigin(_fileID: \(fileID), line: \(line)))")
      }
    }
    if signature.isResumable { return wrapped(machine: machine) }
    return wrapped(recipe: sendable(recipe), isSpecialized: !slots.isEmpty)
  }
}
#endif
