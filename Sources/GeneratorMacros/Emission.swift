#if Macros
import SwiftSyntax

/// Writes the code of a lowered body: what both forms of a generator have in common.
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
  private(set) var labels: [Int: Int] = [:]
  private(set) var order: [Int] = []
  /// Whether the body may end without the value that it must return.
  private(set) var reachesMissingReturn = false
  /// The blocks with labels that follow each of them, by jumps or after a suspension.
  private var following: [Int: Set<Int>] = [:]
  /// The block with a label that declares each variable.
  private var declaring: [Int: Int] = [:]
  private var live: [Int: Set<Int>] = [:]
  private var blocks: [Block] { lowering.blocks }

  // While a block is written.
  private var isThrowing = false
  private var usesLoop = false
  private var currentBlock = -1
  /// The blocks whose code is around the place, the innermost last.
  private var path: [Int] = []
  /// Those of them that are jumped to from there.
  private var repeated: Set<Int> = []
  /// The blocks that are jumped to by way of the `switch`.
  private var targets: Set<Int> = []
  /// The block whose case follows that of another, in the same function.
  private var nextCase: [Int: Int] = [:]
  /// How many statements of the body are around the place that `fallthrough` would be taken for a part of.
  private var switches = 0
  private var written: [Int: (code: String, usesLoop: Bool)] = [:]
  /// How much more may be copied instead of jumped to, in the whole function: each copy costs compile time.
  private var copyBudget = 60
  /// The variables with a local name in the code that is being written.
  private var local: Set<Int> = []
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

  // MARK: Marks

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
    StepShape(signature, recursive: lowering.isRecursive ? machineType : nil)
  }

  /// A statement that leaves the step, or a part of it, with a result.
  func returning(_ result: String) -> String {
    isParted ? "return .result(\(result))" : "return \(result)"
  }

  private var finish: String { "\(counter) = -1; " + returning(shape.end) }

  /// The code that a text with marks is.
  func spell(_ text: String) -> String {
    scan(text) { mark, number in
      switch mark {
      case Mark.throwing:
        isThrowing = true
        return ""
      case Mark.selfValue: return "self"
      case Mark.superValue: return "super"
      case Mark.selfType: return "Self"
      case Mark.member, Mark.call: return ""
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
            ? "_b_\(variable.unique).value" : "\(slot(variable)).value.value"
        }
        if mark == Mark.captured || variable.isLet && !variable.isDeferred {
          return variable.unique
        }
        return read(variable)
      }
    }
  }

  private func parameter(_ variable: Variable) -> String {
    switch form {
    case .machine: "_s.\(variable.unique)"
    case .closure: variable.unique
    }
  }

  func slot(_ variable: Variable) -> String { state + variable.unique }

  /// A slot for the witness of a variable.
  ///
  /// A type that no slot can hold is reported where the variable is.
  func emptySlot(of variable: Variable, _ prefix: String) -> String {
    let place = variable.position.map { Position(line: $0.line, column: max(1, $0.column - 1)) }
    return "\(prefix)\(variable.unique)\(place?.mark ?? "").\(variable.slotMaker)()"
  }

  /// The value in a slot, which can be changed.
  private func read(_ variable: Variable) -> String {
    isTypedInStep(variable) && variable.source == nil
      ? "\(slot(variable))[as: _t_\(variable.unique)]" : "\(slot(variable)).value"
  }

  /// Where the witness of a source's elements is.
  private func elements(of source: Variable) -> String {
    "\(isTypedInStep(source) ? "" : state)_e_\(source.unique)"
  }

  /// What stands for a variable that has no local name.
  private func place(of variable: Variable) -> String {
    if variable.isParameter { return parameter(variable) }
    if let alias = variable.alias, variable.isAlias {
      return place(of: alias.original) + (alias.isUnwrapped ? "!" : "")
    }
    return variable.isHoisted ? read(variable) : variable.unique
  }

  /// Releases what a slot holds.
  ///
  /// Nothing needs that of a number's.
  private func emptying(_ variable: Variable) -> String {
    guard variable.isHoisted, !variable.isConcrete else { return "_ = ()" }
    return isGenericSlot(variable)
      ? "\(slot(variable)) = _S\(variable.id)(_empty: ())"
      : "\(slot(variable)) = .init(_empty: ())"
  }

  private func forwarding(to delegate: Variable) -> String {
    if !delegate.isHoisted { return "\(delegate.unique)._forward(" }
    return isGenericSlot(delegate)
      ? "\(elements(of: delegate)).forward(&\(slot(delegate)), "
      : "\(slot(delegate)).value._forward("
  }

  /// What a closure in a property's initial value may not mention: calls that may be of `self`.
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

  private func collect(_ text: String, _ isWanted: (Character) -> Bool) -> Set<Int> {
    var result: Set<Int> = []
    _ = scan(text) { mark, number in
      if isWanted(mark) { result.insert(number) }
      return ""
    }
    return result
  }

  // MARK: Analysis

  private func texts(_ piece: Piece) -> [String] {
    switch piece {
    case .text(let text, _): [text]
    case .bind(_, _, let value, let bound, _, _): [value ?? ""] + bound.map(bare)
    case .test(let head, let bound, let then, let otherwise, _):
      [head] + bound.map(bare) + (then + otherwise).flatMap(texts)
    case .choose(let head, let arms, _): [head] + arms.flatMap(texts)
    case .catches(let arms, let error, let isExhaustive):
      [reference(error) + (isExhaustive ? "" : String(Mark.throwing))] + arms.flatMap(texts)
    case .next(
      let iterator, let prefix, let pattern, _, let bound, let condition, let then,
      let skip, let otherwise, _):
      [reference(iterator), prefix, pattern, condition ?? ""] + bound.map(bare)
        + (then + skip + otherwise).flatMap(texts)
    case .yield(let text, _, _), .recur(let text, _, _, _): [text]
    case .jump, .missingReturn: []
    }
  }

  private func texts(_ arm: Arm) -> [String] {
    [arm.label] + arm.bound.map(bare) + arm.body.flatMap(texts)
  }

  private func successors(_ piece: Piece) -> [Int] {
    switch piece {
    case .test(_, _, let then, let otherwise, _): (then + otherwise).flatMap(successors)
    case .choose(_, let arms, _), .catches(let arms, _, _):
      arms.flatMap { $0.body.flatMap(successors) }
    case .next(_, _, _, _, _, let condition, let then, let skip, let otherwise, _):
      (then + (condition == nil ? [] : skip) + otherwise).flatMap(successors)
    case .jump(let block): [block]
    default: []
    }
  }

  private func jumps(in piece: Piece) -> [Int] {
    var result: [Int] = []
    for text in texts(piece) {
      _ = scan(text) { mark, number in
        if mark == Mark.jump { result.append(number) }
        return ""
      }
    }
    return result
  }

  private func isInside(_ region: Int?, _ outer: Int?) -> Bool {
    var current = region
    while current != outer {
      guard let inner = current else { return false }
      current = lowering.regions[inner].parent
    }
    return true
  }

  func label(_ block: Int) -> Int { labels[block] ?? -1 }

  private func analyze() {
    dropEmptyBlocks()
    findRoots()
    findReached()
    nameVariables()
    findLive()
  }

  private func dropEmptyBlocks() {
    func target(_ block: Int) -> Int {
      var block = block
      var steps = 0
      while block != Lowering.endBlock, steps < 100, blocks[block].pieces.count == 1,
        case .jump(let next) = blocks[block].pieces[0]
      {
        block = next
        steps += 1
      }
      return block
    }
    // Where a body waits says which defers are pending: two places that go on alike may differ in that.
    func resumption(_ block: Int) -> Int { lowering.cleanups.isEmpty ? target(block) : block }
    func arms(_ arms: [Arm]) -> [Arm] {
      arms.map { Arm(label: $0.label, bound: $0.bound, body: $0.body.map(retargeted)) }
    }
    func retargeted(_ piece: Piece) -> Piece {
      switch piece {
      case .jump(let block): .jump(target(block))
      case .test(let head, let bound, let then, let otherwise, let at):
        .test(
          head: head, bound: bound, then: then.map(retargeted), else: otherwise.map(retargeted),
          at: at)
      case .choose(let head, let old, let at): .choose(head: head, arms: arms(old), at: at)
      case .catches(let old, let error, let isExhaustive):
        .catches(arms: arms(old), error: error, isExhaustive: isExhaustive)
      case .next(
        let iterator, let prefix, let pattern, let isCase, let bound, let condition, let then,
        let skip, let otherwise, let at):
        .next(
          iterator: iterator, prefix: prefix, pattern: pattern, isCase: isCase, bound: bound,
          condition: condition, then: then.map(retargeted), skip: skip.map(retargeted),
          else: otherwise.map(retargeted), at: at)
      case .yield(let text, let next, let at): .yield(text, resumption(next), at: at)
      case .recur(let text, let next, let mayBeLast, let at):
        .recur(text, resumption(next), mayBeLast: mayBeLast, at: at)
      default: piece
      }
    }
    for index in blocks.indices {
      lowering.blocks[index].pieces = blocks[index].pieces.map(retargeted)
    }
    for index in lowering.cleanups.indices {
      lowering.cleanups[index].resume = resumption(lowering.cleanups[index].resume)
    }
  }

  /// The block that goes on after a suspension.
  private func resumption(of piece: Piece) -> Int? {
    switch piece {
    case .yield(_, let next, _), .recur(_, let next, _, _): next
    default: nil
    }
  }

  private func findRoots() {
    func makeRoot(_ block: Int) { lowering.blocks[block].isRoot = true }
    for index in blocks.indices {
      for piece in blocks[index].pieces {
        if let next = resumption(of: piece) { makeRoot(next) }
        for next in successors(piece) {
          lowering.blocks[next].predecessors += 1
          if !isInside(blocks[next].region, blocks[index].region) { makeRoot(next) }
        }
      }
    }
    for index in blocks.indices where blocks[index].predecessors > 1 { makeRoot(index) }
    for region in lowering.regions { makeRoot(region.handler) }
    for cleanup in lowering.cleanups { makeRoot(cleanup.resume) }
  }

  /// Finds which blocks are reached, and which of them mention each variable.
  private func findReached() {
    var seen: Set<Int> = []
    var work = [Lowering.startBlock]
    while let root = work.popLast() {
      guard seen.insert(root).inserted else { continue }
      order.append(root)
      var inlined = [root]
      while let block = inlined.popLast() {
        for piece in blocks[block].pieces {
          note(piece, in: root)
          if case .missingReturn = piece { reachesMissingReturn = true }
          for variable in declared(piece) { declaring[variable.id] = root }
          var next = jumps(in: piece) + successors(piece)
          if let resumed = resumption(of: piece) { next.append(resumed) }
          if let index = blocks[block].region,
            texts(piece).contains(where: { $0.contains(Mark.throwing) })
          {
            let region = lowering.regions[index]
            next.append(region.handler)
            region.error.blocks.formUnion([root, region.handler])
          }
          for other in next where other != Lowering.endBlock {
            if blocks[other].isRoot {
              following[root, default: []].insert(other)
              work.append(other)
            } else {
              inlined.append(other)
            }
          }
        }
      }
    }
    // The cleanups are another function: all that they mention is stored.
    for cleanup in lowering.cleanups {
      for piece in blocks[cleanup.block].pieces { note(piece, in: cleanup.block) }
    }
    order.sort()
    for (label, block) in order.enumerated() { labels[block] = label }
  }

  /// Finds which variables each block, or one that follows it, reads as they were before it.
  private func findLive() {
    for root in order {
      live[root] = Set(
        variables.filter { $0.blocks.contains(root) && declaring[$0.id] != root }.map(\.id))
    }
    for cleanup in lowering.cleanups where live[cleanup.resume] != nil {
      let mentioned = variables.filter { $0.blocks.contains(cleanup.block) }.map(\.id)
      live[cleanup.resume]?.formUnion(mentioned)
    }
    var isChanging = true
    while isChanging {
      isChanging = false
      for root in order.reversed() {
        let later = liveAfter(root).filter { declaring[$0] != root }
        if live[root]?.isSuperset(of: later) == false {
          live[root]?.formUnion(later)
          isChanging = true
        }
      }
    }
  }

  private func liveAfter(_ root: Int) -> Set<Int> {
    following[root, default: []].reduce(into: []) { $0.formUnion(live[$1, default: []]) }
  }

  private func note(_ piece: Piece, in root: Int) {
    for text in texts(piece) {
      for number in mentioned(text) { variables[number].blocks.insert(root) }
      for number in references(text) { variables[number].isUsed = true }
    }
  }

  private func nameVariables() {
    // An alias is read from its original wherever it is mentioned.
    for variable in variables.reversed() {
      if let original = variable.alias?.original, variable.isAlias {
        original.blocks.formUnion(variable.blocks)
        original.isUsed = true
      }
    }
    for variable in variables {
      variable.isHoisted =
        !variable.isParameter && !variable.isAlias && variable.blocks.count > 1
    }
    // One keyword declares all of them.
    for variable in variables where variable.isHoisted {
      for number in variable.group where !variables[number].blocks.isEmpty {
        variables[number].isHoisted = true
      }
    }
    var count: [String: Int] = [:]
    for variable in variables { count[variable.name, default: 0] += 1 }
    for variable in variables where !variable.isParameter {
      let isAmbiguous =
        count[variable.name] != 1 || lowering.freeNames.contains(variable.name)
        || lowering.plainNames.contains(variable.name)
      // Names that begin with an underscore, and these, are the expansion's own.
      let isHidden =
        variable.source != nil || variable.name.hasPrefix("_")
        || ["element", "error", "isolation", "part", "result"].contains(variable.name)
      if isHidden || isAmbiguous || variable.unique != variable.name {
        let name = variable.name.filter { $0.isLetter || $0.isNumber || $0 == "_" }
        variable.unique = "\(name.first?.isNumber == true ? "_" : "")\(name)_\(variable.id)"
      }
    }
  }

  var hoisted: [Variable] { variables.filter(\.isHoisted) }
  var usedParameters: [Signature.Parameter] {
    zip(signature.parameters, variables).filter { $1.isUsed || isNeededForTyping($1) }.map(\.0)
  }

  private func isNeededForTyping(_ parameter: Variable) -> Bool {
    hoisted.contains { mentioned($0.typing).contains(parameter.id) }
  }

  /// The variables whose witnesses others need, and those others, in their order of declaration.
  func needed(_ wanted: [Variable]) -> [Variable] {
    var found: Set<Int> = []
    func visit(_ variable: Variable) {
      guard found.insert(variable.id).inserted else { return }
      for number in references(variable.typing) { visit(variables[number]) }
    }
    wanted.forEach(visit)
    return variables.filter { found.contains($0.id) && !$0.isParameter }
  }

  // MARK: Code

  /// Code that the compiler takes for what stands in the user's source at a place.
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

  private func weight(_ block: Int, _ seen: inout Set<Int>) -> Int {
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

  private lazy var weight = order.reduce(0) { $0 + weight($1) }

  /// Whether the body is cut into parts.
  var isHeavy: Bool { weight > Self.wholeWeight }

  /// Whether copies are preferred to falling through, which doesn't use up what may be copied.
  private var isLight: Bool { weight <= Self.lightWeight }

  /// The blocks of each part, in their order.
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
        // A cut costs a call of each jump across it: it should be outside of as many loops as can be.
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

  /// What calls the part that has the machine's label, until one of them returns an element.
  func partLoop(_ dispatch: String) -> String {
    "while true {\nlet part: _Part<\(shape.result)>\nswitch _s._pc {\n\(dispatch)default: return \(shape.end)\n}\nswitch part {\ncase .result(let result): return result\ncase .jump: continue\n}\n}\n"
  }

  /// The cases of the state machine that something jumps to.
  func cases(_ blocks: some Sequence<Int>) -> (code: String, usesLoop: Bool) {
    writeCases()
    let written = blocks.compactMap { self.written[$0] }
    return (written.map(\.code).joined(), written.contains(where: \.usesLoop))
  }

  private func writeCases() {
    guard written.isEmpty else { return }
    for part in parts() { nextCase.merge(zip(part, part.dropFirst())) { first, _ in first } }
    // The innermost first, since they run most often.
    let byDepth = order.sorted { blocks[$0].depth > blocks[$1].depth }
    func writeTargets() {
      while let block = byDepth.first(where: { targets.contains($0) && written[$0] == nil }) {
        usesLoop = false
        currentBlock = block
        let code = "case \(label(block)):\n" + write(root: block, region: nil)
        written[block] = (code, usesLoop)
      }
      currentBlock = -1
    }
    // What follows a `yield` runs often, so that it gets copies first. The start runs once.
    targets.formUnion(blocks.flatMap(\.pieces).compactMap(resumption))
    writeTargets()
    targets.insert(Lowering.startBlock)
    writeTargets()
  }

  /// The cases of what runs when the machine is released.
  func cleanupCases() -> String {
    copyBudget = 0
    var code = ""
    var seen: Set<Int> = []
    // Where two yields go on in one block, the same is pending.
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

  private func store(_ variable: Variable) -> String {
    let name = variable.unique
    // Other blocks read its original.
    if variable.isAlias { return "_ = \(name)\n" }
    guard variable.isHoisted else { return "" }
    if variable.isBoxed {
      return
        "let _b_\(name) = _Box(\(name)); \(slot(variable)).value = _b_\(name); _ = _b_\(name)\n"
    }
    return isTypedInStep(variable)
      ? "\(slot(variable))._set(\(name))\n" : "\(slot(variable)).value = \(name)\n"
  }

  /// A jump by way of the machine's `switch`.
  private func dispatching(_ block: Int) -> String {
    usesLoop = true
    targets.insert(block)
    return (block == currentBlock ? "" : "\(counter) = \(label(block)); ") + "continue _g"
  }

  /// A jump to the block whose case comes next.
  private func fallingThrough(to block: Int) -> String {
    targets.insert(block)
    return "\(counter) = \(label(block)); fallthrough"
  }

  /// A jump to a block whose code is around the place.
  private func repeating(_ block: Int) -> String {
    repeated.insert(block)
    return "continue _l\(label(block))"
  }

  private func write(jumpTo block: Int, region: Int?) -> String {
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

  /// A block with the loop that jumps from inside of it continue.
  private func write(root block: Int, region: Int?) -> String {
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

  private func declared(_ piece: Piece) -> [Variable] {
    switch piece {
    case .bind(_, _, _, let bound, _, _), .test(_, let bound, _, _, _): bound
    case .next(_, _, _, _, let bound, _, _, _, _, _): bound
    case .choose(_, let arms, _), .catches(let arms, _, _): arms.flatMap(\.bound)
    default: []
    }
  }

  /// Local names for what the pieces refer to and can't reach in its slot.
  private func aliases(of pieces: [Piece]) -> String {
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
            guard captured.contains(number), form == .machine else { continue }
            code += "let \(name) = _s.\(name)\n"
          } else if variable.isHoisted, variable.isBoxed {
            guard captured.contains(number) else { continue }
            code += "let _b_\(name) = \(slot(variable)).value\n"
          } else if variable.isAlias {
            code += "let \(name) = \(place(of: variable))\n"
          } else if variable.isHoisted, variable.isLet, !variable.isDeferred {
            // The last block that reads it takes it out: that saves a retain and a release.
            let isTaken = path.last.map { !liveAfter($0).contains(number) } ?? false
            code +=
              isTypedInStep(variable)
              ? "let \(name) = \(read(variable))\n"
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

  private func write(block: Int, region: Int?) -> String {
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
    if let inner, inner != region, isThrowing {
      let region = lowering.regions[inner]
      isThrowing = false
      usesLoop = true
      targets.insert(region.handler)
      return
        "do\(Lowering.throwing(region.error)) {\n\(code)} catch {\n\(slot(region.error)).value = error; \(counter) = \(label(region.handler)); continue _g\n}\n"
    }
    return code
  }

  private func write(_ pieces: [Piece], bound: [Variable], region: Int?) -> String {
    let outer = local
    defer { local = outer }
    for variable in bound { local.insert(variable.id) }
    return bound.map(store).joined() + pieces.map { write($0, region: region) }.joined()
  }

  private func write(_ piece: Piece, region: Int?) -> String {
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
        let start =
          index == 0 ? "do\(Lowering.throwing(error)) { throw \(slot(error)).value }" : "}"
        code +=
          located(nil, "\(start) catch \(head) {")
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

  private func write(
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

  /// Whether a variable's slot is a generic parameter of the machine.
  func isGenericSlot(_ variable: Variable) -> Bool {
    form == .machine && variable.source != nil && !variable.isConcrete || isTypedInStep(variable)
  }

  /// Whether a variable's type depends on a call that may be one of `self`.
  ///
  /// A closure in a property's initial value can't make such a call, but one in the step can. So its slot is generic.
  func isTypedInStep(_ variable: Variable) -> Bool {
    form == .machine && !lowering.isRecursive && typedInStep.contains(variable.id)
  }

  private(set) lazy var typedInStep: Set<Int> = {
    var found: Set<Int> = []
    for variable in variables where !variable.isParameter {
      if hasAmbiguousCall(variable) || !references(variable.typing).isDisjoint(with: found) {
        found.insert(variable.id)
      }
    }
    return found
  }()

  private func write(
    next iterator: Variable, prefix: String, pattern: String, isCase: Bool, bound: [Variable],
    condition: String?, then: [Piece], skip: [Piece], else otherwise: [Piece], region: Int?,
    at: Position?
  ) -> String {
    let place = iterator.isHoisted ? slot(iterator) + ".value" : iterator.unique
    let isAsync = iterator.source == .asyncIterator
    let call: String
    if iterator.isHoisted, isGenericSlot(iterator) {
      let witness = elements(of: iterator)
      let failure = iterator.isDelegate ? ", as: (\(signature.failure)).self" : ""
      call =
        isAsync
        ? "\(prefix)\(witness).next(&\(slot(iterator)), isolation: _isolation\(failure))"
        : "\(prefix)\(witness).cast(\(place).next())"
    } else {
      call = "\(prefix)\(place).next(\(isAsync ? "isolation: _isolation" : ""))"
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
