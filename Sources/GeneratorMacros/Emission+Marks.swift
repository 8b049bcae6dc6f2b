#if Macros
import SwiftSyntax

extension Emission {
  /// Replaces each mark and its number.
  func scan(_ text: String, _ spelling: (Character, Int) -> String) -> String {
    guard text.contains(where: Mark.isMark) else { return text }
    var result = ""
    var characters = text.makeIterator()
    while let character = characters.next() {
      switch character {
      case _ where Mark.isNumbered(character):
        var digits = ""
        while let digit = characters.next(), digit != Mark.end { digits.append(digit) }
        result += spelling(character, Int(digits) ?? 0)
      case Mark.place:
        result.append(character)
        while let next = characters.next(), next != Mark.end { result.append(next) }
        result.append(Mark.end)
      case _ where Mark.isMark(character): result += spelling(character, 0)
      default: result.append(character)
      }
    }
    return result
  }

  var state: String { form == .machine ? "_s." : "_s._v." }
  var counter: String { "_s._pc" }
  var shape: StepShape {
    StepShape(
      signature, recursive: lowering.isRecursive ? machineType : nil, isIsolating: isIsolating)
  }

  /// Returns a statement that leaves the step, or a part of it, with a result.
  func returning(_ result: String) -> String {
    isParted ? "return .result(\(result))" : "return \(result)"
  }

  var finish: String { "\(counter) = -1; " + returning(shape.end) }

  /// Returns the code that a text with marks stands for.
  func spell(_ text: String) -> String {
    var isConsumed = false
    return scan(text) { mark, number in
      switch mark {
      case Mark.consuming:
        isConsumed = true
        return ""
      case Mark.throwing:
        isThrowing = true
        return ""
      case Mark.selfValue: return "self"
      case Mark.superValue: return "super"
      case Mark.selfType: return "Self"
      case Mark.member, Mark.call, Mark.selfCapture: return ""
      case Mark.awaiting: return "await"
      case Mark.finish: return "\(counter) = -1; " + returning(".returned(_returned)")
      case Mark.emptying: return emptying(variables[number])
      case Mark.forwarding: return forwarding(to: variables[number])
      case Mark.specifier: return variables[number].isHoisted ? "let" : "var"
      case Mark.jump:
        if number == Lowering.endBlock { return finish }
        if path.contains(number) { return repeating(number) }
        return dispatching(number)
      default:
        let variable = variables[number]
        if isConsumed {
          isConsumed = false
          if let text = consumed(variable) { return text }
        }
        if variable.isParameter {
          if mark == Mark.captured || local.contains(number) { return variable.unique }
          return parameter(variable)
        }
        if mark == Mark.bare || !variable.isHoisted { return variable.unique }
        if mark != Mark.captured, local.contains(number), variable.isLet, !variable.isBoxed {
          return variable.unique
        }
        if variable.isBoxed {
          return mark == Mark.captured
            ? "_b_\(variable.unique).value" : "\(box(variable)).value"
        }
        if mark == Mark.captured || variable.isLet && !variable.isDeferred {
          return variable.unique
        }
        return read(variable)
      }
    }
  }

  /// Returns the value of a variable that is consumed, or `nil` if it has to stay where it is.
  private func consumed(_ variable: Variable) -> String? {
    if variable.isParameter || variable.isBoxed || variable.isAlias { return nil }
    if !variable.isHoisted || local.contains(variable.id) && variable.isLet {
      return "consume \(variable.unique)"
    }
    if variable.isLet && !variable.isDeferred { return nil }
    return isTypedInStep(variable) ? taken(variable) : "\(slot(variable))._take()"
  }

  func parameter(_ variable: Variable) -> String {
    keepsParameters ? state + variable.unique : variable.unique
  }

  func slot(_ variable: Variable) -> String { state + variable.unique }

  /// Returns a slot for the witness of a variable.
  ///
  /// A type that no slot can hold is reported where the variable is.
  func emptySlot(of variable: Variable, _ prefix: String) -> String {
    let place = variable.position.map { Position(line: $0.line, column: max(1, $0.column - 1)) }
    return "\(prefix)\(variable.unique)\(place?.mark ?? "").\(variable.slotMaker)()"
  }

  /// Returns the value in a slot, which can be changed.
  func read(_ variable: Variable) -> String {
    isTypedInStep(variable) && variable.source == nil
      ? "\(slot(variable))[as: _t_\(variable.unique)]" : "\(slot(variable)).value"
  }

  /// Returns an expression of the box in a variable's slot.
  func box(_ variable: Variable) -> String {
    isTypedInStep(variable)
      ? "\(slot(variable))[box: _t_\(variable.unique)]" : "\(slot(variable)).value"
  }

  /// Returns an expression that moves the value of a variable that is typed in the step out of its slot.
  func taken(_ variable: Variable) -> String {
    "\(slot(variable))._take(as: _t_\(variable.unique))"
  }

  /// Returns where the witness of a source's elements is.
  func elements(of source: Variable) -> String {
    "\(isTypedInStep(source) ? "" : state)_e_\(source.unique)"
  }

  /// Returns the expression for a variable that has no local name.
  func place(of variable: Variable) -> String {
    if variable.isParameter { return parameter(variable) }
    if let alias = variable.alias, variable.isAlias {
      return place(of: alias.original) + (alias.isUnwrapped ? "!" : "")
    }
    return variable.isHoisted ? read(variable) : variable.unique
  }

  /// Releases what a slot holds.
  ///
  /// The slot of a number needs no release.
  func emptying(_ variable: Variable) -> String {
    guard variable.isHoisted, !variable.isConcrete else { return "_ = ()" }
    return isGenericSlot(variable)
      ? "\(slot(variable)) = _S\(variable.id)(_empty: ())"
      : "\(slot(variable)) = .init(_empty: ())"
  }

  func forwarding(to delegate: Variable) -> String {
    if !delegate.isHoisted { return "\(delegate.unique)._forward(" }
    return isGenericSlot(delegate)
      ? "\(elements(of: delegate)).forward(&\(slot(delegate)), "
      : "\(slot(delegate)).value._forward("
  }

  /// Returns whether a variable's type depends on a call that may be one of `self`.
  ///
  /// A closure in a property's initial value can't contain such a call.
  func hasAmbiguousCall(_ variable: Variable) -> Bool {
    variable.typing.contains(Mark.call)
      // A property's initial value has no `self` for a local function either.
      || lowering.localFunctions.contains(where: \.mayUseSelf) && mentionsLocalFunction(variable)
  }

  func mentionsLocalFunction(_ variable: Variable) -> Bool {
    lowering.localFunctions.contains { variable.typing.contains($0.name) }
  }

  func mentioned(_ text: String) -> Set<Int> {
    collect(text) {
      [Mark.reference, Mark.captured, Mark.bare, Mark.emptying, Mark.forwarding].contains($0)
    }
  }

  func captured(_ text: String) -> Set<Int> { collect(text) { $0 == Mark.captured } }

  func references(_ text: String) -> Set<Int> {
    collect(text) { [Mark.reference, Mark.captured, Mark.forwarding].contains($0) }
  }

  func collect(_ text: String, _ isWanted: (Character) -> Bool) -> Set<Int> {
    var result: Set<Int> = []
    _ = scan(text) { mark, number in
      if isWanted(mark) { result.insert(number) }
      return ""
    }
    return result
  }
}
#endif
