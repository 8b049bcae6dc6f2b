#if Macros
import SwiftSyntax

/// A writer of the code of a lowered body, with the parts that both forms of a generator have in common.
final class Emission {
  enum Form {
    /// A struct beside the function, and a function for its step.
    case machine
    /// A closure over a tuple, where no struct can be declared.
    case closure
  }

  let lowering: Lowering
  let form: Form
  let names: PeerNames
  let file: String?
  let fileID: String
  var signature: Signature { lowering.signature }
  var variables: [Variable] { lowering.variables }

  /// The label of each block that has one.
  var labels: [Int: Int] = [:]
  var order: [Int] = []
  /// Whether the body may end without the value that it must return.
  var reachesMissingReturn = false
  /// The blocks with labels that follow each of them, by jumps or after a suspension.
  var following: [Int: Set<Int>] = [:]
  /// The block with a label that declares each variable.
  var declaring: [Int: Int] = [:]
  var live: [Int: Set<Int>] = [:]
  var blocks: [Block] { lowering.blocks }

  // While a block is written.
  var isThrowing = false
  var usesLoop = false
  var currentBlock = -1
  /// The blocks whose code is around the place, the innermost last.
  var path: [Int] = []
  /// The blocks among them that code inside jumps to.
  var repeated: Set<Int> = []
  /// The blocks that are jumped to by way of the `switch`.
  var targets: Set<Int> = []
  /// The block whose case follows that of another, in the same function.
  var nextCase: [Int: Int] = [:]
  /// The number of the body's statements around the place to which a `fallthrough` would belong.
  var switches = 0
  /// The case of each block that something jumps to.
  var written: [Int: Written] = [:]
  /// The clauses of each region with an inferred error.
  var clauses: [Int: Written] = [:]
  /// The regions with inferred errors whose loops the code that is being written jumps by way of.
  var usedLoops: Set<Int> = []
  /// The amount of code that may still be copied instead of jumped to, in the whole function.
  ///
  /// It is bounded, because each copy costs compile time.
  var copyBudget = 60
  /// The variables with a local name in the code that is being written.
  var local: Set<Int> = []
  var isParted = false

  /// A body heavier than this, in pieces, is cut into functions of about ``partWeight`` each.
  ///
  /// The optimizer's alias analysis is quadratic in the accesses to the state of one function.
  static let wholeWeight = 60
  static let partWeight = 60
  static let lightWeight = 30

  init(_ lowering: Lowering, form: Form, names: PeerNames, file: String?, fileID: String) {
    self.lowering = lowering
    self.form = form
    self.names = names
    self.file = file
    self.fileID = fileID
    analyze()
  }

  // MARK: Result

  /// Returns an expression of what a call of the function returns, made from the recipe for a machine.
  ///
  /// - Parameters:
  ///   - recipe: An expression of the recipe.
  ///   - machine: An expression of the machine, unless it is what the recipe makes.
  ///   - isSpecialized: Whether the machine has generic slots, or runs another one.
  /// - Returns: The expression.
  func wrapped(recipe: String, machine: String? = nil, isSpecialized: Bool = false) -> String {
    var recipe = recipe
    if signature.isAsync, isSpecialized { recipe = "_SpecializedAsyncRecipe(\(recipe))" }
    let machine = machine ?? "\(recipe)._make()"
    let isDeferring = !lowering.cleanups.isEmpty
    switch (signature.kind, signature.result) {
    case (.sequence, let result):
      let plain = isSpecialized ? "_SpecializedSequence" : "_RecipeSequence"
      let iterator = isSpecialized ? "_SpecializedIterator" : "_MachineIterator"
      let sequence = "\(isDeferring ? "_DeferringSequence" : plain)(\(recipe))"
      return switch result {
      case .sequence: sequence
      case .iterator: isDeferring ? "\(sequence).makeIterator()" : "\(iterator)(\(machine))"
      case .anySequence: "AnySequence(\(sequence))"
      case .anyIterator: "AnyIterator(\(sequence).makeIterator())"
      }
    case (.async, _) where isDeferring: return "_AsyncDeferringSequence(\(recipe))"
    case (.async, .iterator): return "_AsyncMachineIterator(\(machine))"
    case (.async, _): return "_AsyncRecipeSequence(\(recipe))"
    case (.throwing, _), (.coroutine, _): return wrapped(machine: machine)
    }
  }

  /// Returns an expression of what a call of the function returns, made from a machine that is resumed with messages.
  func wrapped(machine: String) -> String {
    if signature.kind == .throwing { return "CompiledThrowingGenerator(\(machine))" }
    return "\(lowering.cleanups.isEmpty ? "_CoroutineValue" : "_CoroutineFrame")(\(machine))"
  }

  // MARK: Code

  /// Returns code that the compiler reports at a place in the user's source.
  ///
  /// The user's texts in it, which have marks, keep their lines, and their columns up to the first name that
  /// is spelled otherwise.
  func located(_ place: Position?, _ code: String) -> String {
    guard let file else { return code + "\n" }
    var line = 0
    var text = code
    if let placed = Layout.placed(code) {
      (line, text) = placed
    } else if let place {
      line = place.line
      text = String(repeating: " ", count: max(0, place.column - 1)) + code
    } else {
      return code + "\n"
    }
    return "#sourceLocation(file: \(file), line: \(line))\n\(text)\n#sourceLocation()\n"
  }

  func weight(_ block: Int, _ seen: inout Set<Int>) -> Int {
    guard block != Lowering.endBlock, seen.insert(block).inserted else { return 0 }
    return blocks[block].pieces.reduce(0) { sum, piece in
      sum + 1
        + successors(piece).reduce(0) {
          $0 + (blocks[$1].isRoot ? 0 : weight($1, &seen))
        }
    }
  }

  func weight(_ block: Int) -> Int {
    var seen: Set<Int> = []
    return weight(block, &seen)
  }

  lazy var weight = order.reduce(0) { $0 + weight($1) }

  /// Whether the body is cut into parts.
  var isHeavy: Bool { weight > Self.wholeWeight }

  /// Whether copies are preferred to falling through, which leaves the budget of copies unchanged.
  var isLight: Bool { weight <= Self.lightWeight }

  /// Returns the blocks of each part, in their order.
  func parts() -> [[Int]] {
    guard isParted else { return [order] }
    var parts: [[Int]] = []
    var rest = order[...]
    while !rest.isEmpty {
      var sum = 0
      let length = rest.prefix {
        sum += weight($0)
        return sum <= Self.partWeight
      }.count
      var cut = max(1, length)
      if cut < rest.count {
        // Each jump across a cut costs a call, so a cut should be outside of as many loops as possible.
        func depth(_ offset: Int) -> Int {
          let index = rest.startIndex + offset
          return min(blocks[rest[index - 1]].depth, blocks[rest[index]].depth)
        }
        for offset in stride(from: cut - 1, to: cut / 2, by: -1) where depth(offset) < depth(cut) {
          cut = offset
        }
      }
      parts.append(Array(rest.prefix(cut)))
      rest = rest.dropFirst(cut)
    }
    return parts
  }

  func labels(of part: [Int]) -> String {
    guard let first = part.first, let last = part.last else { return "" }
    return "\(label(first))...\(label(last))"
  }

  /// Returns the loop that calls the part with the machine's label, until a part returns an element.
  func partLoop(_ dispatch: String) -> String {
    "while true {\nlet part: _Part<\(shape.result)>\nswitch _s._pc {\n\(dispatch)default: return \(shape.end)\n}\nswitch part {\ncase .result(let result): return result\ncase .jump: continue\n}\n}\n"
  }

  func writeCases() {
    guard written.isEmpty else { return }
    for part in parts() {
      for (block, next) in zip(part, part.dropFirst())
      where inferredRegion(of: block) == inferredRegion(of: next) {
        nextCase[block] = nextCase[block] ?? next
      }
    }
    // The innermost first, since they run most often.
    let byDepth = order.sorted { blocks[$0].depth > blocks[$1].depth }
    func writeTargets() {
      while let block = byDepth.first(where: { targets.contains($0) && written[$0] == nil }) {
        written[block] = writing(block) { write(root: block, region: inferredRegion(of: block)) }
        for region in inferredRegions(around: block) where clauses[region] == nil {
          clauses[region] = writeClauses(of: region)
        }
      }
      currentBlock = -1
    }
    // Code behind a `yield` runs often, so it gets copies first. The start runs once.
    targets.formUnion(blocks.flatMap(\.pieces).compactMap(resumption))
    writeTargets()
    targets.insert(Lowering.startBlock)
    writeTargets()
  }

  /// Returns the cases of the code that runs when the machine is released.
  func cleanupCases() -> String {
    copyBudget = 0
    var code = ""
    var seen: Set<Int> = []
    // Two yields that continue in one block have the same pending blocks.
    for cleanup in lowering.cleanups
    where labels[cleanup.resume] != nil && seen.insert(cleanup.resume).inserted {
      code += "case \(label(cleanup.resume)):\n"
      for piece in blocks[cleanup.block].pieces {
        if case .jump = piece { continue }
        local = []
        code += "do {\n" + aliases(of: [piece]) + write(piece, region: nil) + "}\n"
      }
    }
    local = []
    return code
  }

  func store(_ variable: Variable) -> String {
    let name = variable.unique
    // Other blocks read its original.
    if variable.isAlias { return "_ = \(name)\n" }
    guard variable.isHoisted else { return "" }
    if variable.isBoxed {
      let box = "_b_\(name)"
      let set =
        isTypedInStep(variable)
        ? "\(slot(variable))._set(\(box))" : "\(slot(variable)).value = \(box)"
      return "let \(box) = _Box(\(name)); \(set); _ = \(box)\n"
    }
    return isTypedInStep(variable)
      ? "\(slot(variable))._set(\(name))\n" : "\(slot(variable)).value = \(name)\n"
  }

  /// Returns a jump by way of the machine's `switch`.
  func dispatching(_ block: Int) -> String {
    targets.insert(block)
    return (block == currentBlock ? "" : "\(counter) = \(label(block)); ")
      + "continue \(dispatchLoop(to: block))"
  }

  /// Returns a jump to the block whose case comes next.
  func fallingThrough(to block: Int) -> String {
    targets.insert(block)
    return "\(counter) = \(label(block)); fallthrough"
  }

  /// Returns a jump to a block whose code is around the place.
  func repeating(_ block: Int) -> String {
    repeated.insert(block)
    return "continue _l\(label(block))"
  }

  func write(jumpTo block: Int, region: Int?) -> String {
    if block == Lowering.endBlock { return finish + "\n" }
    guard blocks[block].isRoot else { return write(block: block, region: region) }
    if path.contains(block) { return repeating(block) + "\n" }
    let canFallThrough = nextCase[currentBlock] == block && switches == 0
    if canFallThrough, !isLight { return fallingThrough(to: block) + "\n" }
    let weight = weight(block)
    // A copy of a small block lets a resumption run to the next yield without a dispatch.
    if blocks[block].region == region, path.count < 5, weight <= 8, copyBudget >= weight {
      copyBudget -= weight
      return "do {\n" + write(root: block, region: region) + "}\n"
    }
    if canFallThrough { return fallingThrough(to: block) + "\n" }
    return dispatching(block) + "\n"
  }

  /// Returns a block, inside of a loop if the block jumps back to its own beginning.
  func write(root block: Int, region: Int?) -> String {
    path.append(block)
    let outer = local
    // Inside of the loop a variable may be set again, and a local name from outside would keep its value.
    local = local.filter { variables[$0].isParameter }
    let code = write(block: block, region: region)
    local = outer
    path.removeLast()
    guard repeated.remove(block) != nil else { return code }
    return "_l\(label(block)): while true {\n\(code)}\n"
  }

  func declared(_ piece: Piece) -> [Variable] {
    switch piece {
    case .bind(_, _, _, let bound, _, _), .test(_, let bound, _, _, _): bound
    case .next(_, _, _, _, let bound, _, _, _, _, _): bound
    case .choose(_, let arms, _), .catches(let arms, _, _): arms.flatMap(\.bound)
    default: []
    }
  }

  /// Returns local names for variables that the pieces refer to and can't reach in their slots.
  func aliases(of pieces: [Piece]) -> String {
    var declared = Set(pieces.flatMap(declared).map(\.id))
    var code = ""
    for piece in pieces {
      for text in texts(piece) {
        let captured = captured(text)
        for number in references(text).sorted()
        where !local.contains(number) && !declared.contains(number) {
          let variable = variables[number]
          let name = variable.unique
          if variable.isParameter {
            guard captured.contains(number), keepsParameters else { continue }
            code += "let \(name) = \(parameter(variable))\n"
          } else if variable.isHoisted, variable.isBoxed {
            guard captured.contains(number) else { continue }
            code += "let _b_\(name) = \(box(variable))\n"
          } else if variable.isAlias {
            code += "let \(name) = \(place(of: variable))\n"
          } else if variable.isHoisted, variable.isLet, !variable.isDeferred {
            // The last block that reads it takes it out, which saves a retain and a release.
            let isTaken = path.last.map { !liveAfter($0).contains(number) } ?? false
            code +=
              isTypedInStep(variable)
              ? "let \(name) = \(isTaken ? taken(variable) : read(variable))\n"
              : "let \(name) = \(slot(variable)).\(isTaken ? "_take()" : "value")\n"
          } else {
            continue
          }
          declared.insert(number)
          local.insert(number)
        }
      }
    }
    return code
  }

  func write(block: Int, region: Int?) -> String {
    let inner = blocks[block].region
    let outerLocal = local
    let outerThrowing = isThrowing
    isThrowing = false
    defer {
      local = outerLocal
      isThrowing = isThrowing || outerThrowing
    }
    var code = aliases(of: blocks[block].pieces)
    for piece in blocks[block].pieces { code += write(piece, region: inner) }
    if let inner, inner != region { return handling(code, region: inner) }
    return code
  }

  func write(_ pieces: [Piece], bound: [Variable], region: Int?) -> String {
    let outer = local
    defer { local = outer }
    for variable in bound { local.insert(variable.id) }
    return bound.map(store).joined() + pieces.map { write($0, region: region) }.joined()
  }

  func write(_ piece: Piece, region: Int?) -> String {
    switch piece {
    case .text(let text, let at): return located(at, spell(text))
    case .jump(let block): return write(jumpTo: block, region: region)
    case .missingReturn: return ""
    case .yield(let text, let next, let at):
      targets.insert(next)
      let set =
        next == currentBlock
        ? "" : "\(counter) = \(next == Lowering.endBlock ? -1 : label(next)); "
      return located(at, set + returning(shape.yielded(spell(text))))
    case .recur(let text, let next, let mayBeLast, let at):
      let isLast = mayBeLast && next == Lowering.endBlock
      targets.insert(next)
      let call = ".delegate\(isLast ? "Last" : "")(to: \(spell(text)))"
      return located(
        at, "\(counter) = \(next == Lowering.endBlock ? -1 : label(next)); " + returning(call))
    case .bind(let pattern, let type, let value, let bound, let isLet, let at):
      return write(
        bind: pattern, type: type, value: value, bound: bound, isLet: isLet, at: at)
    case .test(let head, let bound, let then, let otherwise, let at):
      return located(at, spell(head) + " {") + write(then, bound: bound, region: region)
        + "} else {\n" + write(otherwise, bound: [], region: region) + "}\n"
    case .choose(let head, let arms, let at):
      switches += 1
      defer { switches -= 1 }
      var code = ""
      for (index, arm) in arms.enumerated() {
        // A directive may stand before a case, but not before the first one.
        let label = spell(arm.label) + ":"
        code += index == 0 ? located(at, spell(head) + " { " + label) : located(nil, label)
        code += write(arm.body, bound: arm.bound, region: region)
      }
      return code + "}\n"
    case .catches(let arms, let error, let isExhaustive):
      if !isExhaustive { isThrowing = true }
      // To `fallthrough`, a clause that catches is a case.
      switches += 1
      defer { switches -= 1 }
      var code = ""
      for (index, arm) in arms.enumerated() {
        var head = spell(arm.label)
        if head.isEmpty, let variable = arm.bound.first, variable.isUsed {
          head = "let \(variable.unique)"
        }
        var start = "}"
        if index == 0, let error {
          start = "do\(Lowering.throwing(error)) { throw \(slot(error)).value }"
        }
        code +=
          located(error == nil ? arm.at : nil, "\(start) catch \(head) {")
          + write(arm.body, bound: head.isEmpty ? [] : arm.bound, region: region)
      }
      return code + "}\n"
    case .next(
      let iterator, let prefix, let pattern, let isCase, let bound, let condition, let then,
      let skip, let otherwise, let at):
      return write(
        next: iterator, prefix: spell(prefix), pattern: spell(pattern), isCase: isCase,
        bound: bound, condition: condition, then: then, skip: skip, else: otherwise,
        region: region, at: at)
    }
  }

  func write(
    bind pattern: String, type: String?, value: String?, bound: [Variable], isLet: Bool,
    at: Position?
  ) -> String {
    let annotation = type.map { ": " + spell($0) } ?? ""
    guard let value else {
      let late = bound.filter { $0.isHoisted && $0.isBoxed }
      if !late.isEmpty {
        return late.map { variable in
          local.insert(variable.id)
          let name = variable.unique
          return
            "\(slot(variable)).value = .init()\nlet _b_\(name) = \(slot(variable)).value; _ = _b_\(name)\n"
        }.joined()
      }
      return bound.allSatisfy(\.isHoisted)
        ? "" : located(at, "\(isLet ? "let" : "var") \(spell(pattern))\(annotation)")
    }
    if bound.count == 1, bound[0].isHoisted {
      let variable = bound[0]
      if variable.source != nil, isGenericSlot(variable) {
        return located(at, "\(slot(variable))._set(\(spell(value)))")
      }
      if spell(pattern) == variable.unique, !variable.isBoxed,
        !variable.isLet || variable.isDeferred
      {
        return located(at, "\(read(variable)) = \(spell(value))")
      }
    }
    let keyword = !isLet && bound.contains { !$0.isHoisted } ? "var" : "let"
    let code = "\(keyword) \(spell(pattern))\(annotation) = \(spell(value))"
    for variable in bound where variable.isHoisted { local.insert(variable.id) }
    return located(at, code) + bound.map(store).joined()
  }

  /// Returns whether a variable's slot is a generic parameter of the machine.
  func isGenericSlot(_ variable: Variable) -> Bool {
    form == .machine && variable.source != nil && !variable.isConcrete || isTypedInStep(variable)
  }

  /// Returns whether a variable's type depends on a call that may be one of `self`.
  ///
  /// A closure in a property's initial value can't make such a call, but one in the step can. So its slot is generic.
  func isTypedInStep(_ variable: Variable) -> Bool {
    form == .machine && typedInStep.contains(variable.id)
  }

  lazy var typedInStep: Set<Int> = {
    var found: Set<Int> = []
    for variable in variables where !variable.isParameter {
      if hasAmbiguousCall(variable) || variable.mayBeOpaque
        || !references(variable.typing).isDisjoint(with: found)
      {
        found.insert(variable.id)
      }
    }
    return found
  }()

  func write(
    next iterator: Variable, prefix: String, pattern: String, isCase: Bool, bound: [Variable],
    condition: String?, then: [Piece], skip: [Piece], else otherwise: [Piece], region: Int?,
    at: Position?
  ) -> String {
    let place = iterator.isHoisted ? slot(iterator) + ".value" : iterator.unique
    let isAsync = iterator.source == .asyncIterator
    let isolation = form == .machine ? "_isolation" : "#isolation"
    let call: String
    if iterator.isHoisted, isGenericSlot(iterator) {
      let witness = elements(of: iterator)
      let failure = iterator.isDelegate ? ", as: (\(signature.failure)).self" : ""
      call =
        isAsync
        ? "\(prefix)\(witness).next(&\(slot(iterator)), isolation: \(isolation)\(failure))"
        : "\(prefix)\(witness).cast(\(place).next())"
    } else {
      call = "\(prefix)\(place).next(\(isAsync ? "isolation: \(isolation)" : ""))"
    }

    let keyword = bound.contains { !$0.isLet && !$0.isHoisted } ? "var" : "let"
    func guarded(_ condition: String) -> String {
      located(at, "if \(condition) {") + write(then, bound: bound, region: region) + "} else {\n"
        + write(skip, bound: [], region: region) + "}\n"
    }
    var code: String
    if !isCase, pattern == "_" || bound.count == 1 && pattern == bound[0].unique {
      code = located(at, "if \(keyword) \(pattern) = \(call) {")
      code +=
        condition.map { guarded(spell($0)) } ?? write(then, bound: bound, region: region)
    } else {
      code = located(at, "if let _e = \(call) {")
      if isCase {
        code += guarded("case \(pattern) = _e\(condition.map { ", " + spell($0) } ?? "")")
      } else {
        code += located(at, "\(keyword) \(pattern) = _e")
        code +=
          condition.map { guarded(spell($0)) } ?? write(then, bound: bound, region: region)
      }
    }
    return code + "} else {\n" + write(otherwise, bound: [], region: region) + "}\n"
  }
}
#endif
