#if Macros
import SwiftSyntax

extension Emission {
  func texts(_ piece: Piece) -> [String] {
    switch piece {
    case .text(let text, _): [text]
    case .bind(_, _, let value, let bound, _, _): [value ?? ""] + bound.map(bare)
    case .test(let head, let bound, let then, let otherwise, _):
      [head] + bound.map(bare) + (then + otherwise).flatMap(texts)
    case .choose(let head, let arms, _): [head] + arms.flatMap(texts)
    case .catches(let arms, let error, let isExhaustive):
      [(error.map { reference($0) } ?? "") + (isExhaustive ? "" : String(Mark.throwing))]
        + arms.flatMap(texts)
    case .next(
      let iterator, let prefix, let pattern, _, let bound, let condition, let then,
      let skip, let otherwise, _):
      [reference(iterator), prefix, pattern, condition ?? ""] + bound.map(bare)
        + (then + skip + otherwise).flatMap(texts)
    case .yield(let text, _, _), .recur(let text, _, _, _): [text]
    case .jump, .missingReturn: []
    }
  }

  func texts(_ arm: Arm) -> [String] {
    [arm.label] + arm.bound.map(bare) + arm.body.flatMap(texts)
  }

  func successors(_ piece: Piece) -> [Int] {
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

  func jumps(in piece: Piece) -> [Int] {
    var result: [Int] = []
    for text in texts(piece) {
      _ = scan(text) { mark, number in
        if mark == Mark.jump { result.append(number) }
        return ""
      }
    }
    return result
  }

  func isInside(_ region: Int?, _ outer: Int?) -> Bool {
    var current = region
    while current != outer {
      guard let inner = current else { return false }
      current = lowering.regions[inner].parent
    }
    return true
  }

  func label(_ block: Int) -> Int { labels[block] ?? -1 }

  func analyze() {
    dropEmptyBlocks()
    findRoots()
    findReached()
    nameVariables()
    findLive()
  }

  func dropEmptyBlocks() {
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
    // The place where a body waits says which defers are pending. Two places that continue alike may differ in that.
    func resumption(_ block: Int) -> Int { lowering.cleanups.isEmpty ? target(block) : block }
    func arms(_ arms: [Arm]) -> [Arm] {
      arms.map {
        Arm(label: $0.label, bound: $0.bound, body: $0.body.map(retargeted), at: $0.at)
      }
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

  /// Returns the block that continues after a suspension.
  func resumption(of piece: Piece) -> Int? {
    switch piece {
    case .yield(_, let next, _), .recur(_, let next, _, _): next
    default: nil
    }
  }

  func findRoots() {
    func makeRoot(_ block: Int) { lowering.blocks[block].isRoot = true }
    for index in blocks.indices {
      for piece in blocks[index].pieces {
        if let next = resumption(of: piece) { makeRoot(next) }
        for next in successors(piece) {
          lowering.blocks[next].predecessors += 1
          if !isInside(blocks[next].region, blocks[index].region)
            || inferredRegion(of: next) != inferredRegion(of: index)
          {
            makeRoot(next)
          }
        }
      }
    }
    for index in blocks.indices where blocks[index].predecessors > 1 { makeRoot(index) }
    for region in lowering.regions { makeRoot(region.handler) }
    for cleanup in lowering.cleanups { makeRoot(cleanup.resume) }
  }

  /// Finds which blocks are reached, and which of them mention each variable.
  func findReached() {
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
            region.error?.blocks.formUnion([root, region.handler])
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

  /// Finds the variables that each block, or a later one, reads with the value from before the block.
  func findLive() {
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

  func liveAfter(_ root: Int) -> Set<Int> {
    following[root, default: []].reduce(into: []) { $0.formUnion(live[$1, default: []]) }
  }

  func note(_ piece: Piece, in root: Int) {
    for text in texts(piece) {
      for number in mentioned(text) { variables[number].blocks.insert(root) }
      for number in references(text) { variables[number].isUsed = true }
    }
  }

  func nameVariables() {
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

  func isNeededForTyping(_ parameter: Variable) -> Bool {
    hoisted.contains { mentioned($0.typing).contains(parameter.id) }
  }

  /// Returns the variables whose witnesses others need, and those others, in their order of declaration.
  func needed(_ wanted: [Variable]) -> [Variable] {
    var found: Set<Int> = []
    func visit(_ variable: Variable) {
      guard found.insert(variable.id).inserted else { return }
      for number in references(variable.typing) { visit(variables[number]) }
    }
    wanted.forEach(visit)
    return variables.filter { found.contains($0.id) && !$0.isParameter }
  }
}
#endif
