#if Macros
/// A case of the state machine, or the clauses behind a `do`.
struct Written {
  var code: String
  /// The code before the `do` that clauses belong to.
  var prefix = ""
  /// Whether it jumps by way of the machine's `switch`.
  var usesLoop = false
  /// The regions with inferred errors whose own `switch` it jumps by way of.
  var loops: Set<Int> = []
  /// Whether it throws out of itself.
  var isThrowing = false

  mutating func append(_ other: Written) {
    code += other.code
    note(other)
  }

  mutating func note(_ other: Written) {
    usesLoop = usesLoop || other.usesLoop
    loops.formUnion(other.loops)
    isThrowing = isThrowing || other.isThrowing
  }
}

// The parts of a body whose errors go to a handler.
extension Emission {
  /// Returns the regions around a block in which the compiler infers the type of an error, the innermost last.
  func inferredRegions(around block: Int) -> [Int] {
    var found: [Int] = []
    var region = blocks[block].region
    while let current = region {
      if lowering.regions[current].error == nil { found.append(current) }
      region = lowering.regions[current].parent
    }
    return found.reversed()
  }

  /// Returns the innermost of those regions.
  func inferredRegion(of block: Int) -> Int? { inferredRegions(around: block).last }

  /// Returns the label of the loop around the innermost `switch` that has cases for the current block and another one.
  ///
  /// The loop is then written, because something jumps by way of it.
  func dispatchLoop(to block: Int) -> String {
    guard currentBlock >= 0 else { return dispatchLoop(nil) }
    let around = inferredRegions(around: block)
    return dispatchLoop(inferredRegions(around: currentBlock).last(where: around.contains))
  }

  private func dispatchLoop(_ region: Int?) -> String {
    guard let region else {
      usesLoop = true
      return "_g"
    }
    usedLoops.insert(region)
    return "_r\(region)"
  }

  /// Writes a block by a closure, and notes what the code jumps to and throws.
  func writing(_ block: Int, _ code: () -> String) -> Written {
    (usesLoop, usedLoops, isThrowing, currentBlock) = (false, [], false, block)
    let code = code()
    return Written(code: code, usesLoop: usesLoop, loops: usedLoops, isThrowing: isThrowing)
  }

  /// Returns code that sends its errors to the handler of a region, if it throws.
  func handling(_ code: String, region index: Int) -> String {
    guard isThrowing, let (head, tail) = handling(lowering.regions[index]) else { return code }
    return head + code + tail
  }

  /// Returns the text around code whose errors go to a handler by way of the `switch`.
  ///
  /// It is `nil` for a region with an inferred error, whose clauses are behind its own `do`.
  private func handling(_ region: Region) -> (head: String, tail: String)? {
    guard let error = region.error else { return nil }
    isThrowing = false
    targets.insert(region.handler)
    return (
      "do\(Lowering.throwing(error)) {\n",
      "} catch {\n\(slot(error)).value = error; \(counter) = \(label(region.handler)); continue \(dispatchLoop(to: region.handler))\n}\n"
    )
  }

  /// Writes the clauses behind the `do` of a region with an inferred error.
  func writeClauses(of region: Int) -> Written {
    let handler = blocks[lowering.regions[region].handler]
    var prefix = ""
    var clauses = writing(lowering.regions[region].handler) {
      local = []
      prefix = aliases(of: handler.pieces)
      path = [currentBlock]
      var code = handler.pieces.map { write($0, region: handler.region) }.joined()
      (local, path) = ([], [])
      // Errors that the clauses throw go to the handler around them.
      if isThrowing, let outer = handler.region,
        let (head, tail) = handling(lowering.regions[outer])
      {
        prefix = head + prefix
        code += tail
      }
      return code
    }
    clauses.prefix = prefix
    return clauses
  }

  /// Returns the cases of the state machine that something jumps to.
  func cases(_ blocks: some Sequence<Int>) -> (code: String, usesLoop: Bool) {
    writeCases()
    let cases = cases(blocks.filter { written[$0] != nil }, inside: 0)
    return (cases.code, cases.usesLoop)
  }

  /// Returns the cases of blocks that are all in the same regions with inferred errors, as many as `depth`.
  private func cases(_ blocks: [Int], inside depth: Int) -> Written {
    var cases = Written(code: "")
    var grouped: Set<Int> = []
    for block in blocks {
      let regions = inferredRegions(around: block)
      guard depth < regions.count else {
        cases.code += "case \(label(block)):\n"
        written[block].map { cases.append($0) }
        continue
      }
      let region = regions[depth]
      guard grouped.insert(region).inserted else { continue }
      let members = blocks.filter { inferredRegions(around: $0).contains(region) }
      cases.code += "case \(members.map { String(label($0)) }.joined(separator: ", ")):\n"
      cases.append(write(region: region, of: members, inside: depth))
    }
    return cases
  }

  /// Writes the blocks of a region with an inferred error as one `do`.
  private func write(region: Int, of members: [Int], inside depth: Int) -> Written {
    var group: Written
    if members.count == 1, let only = written[members[0]],
      inferredRegion(of: members[0]) == region
    {
      group = only
    } else {
      group = cases(members, inside: depth + 1)
      let otherwise = isParted ? ".jump" : shape.end
      group.code = "switch \(counter) {\n\(group.code)default: return \(otherwise)\n}\n"
    }
    if group.loops.remove(region) != nil {
      group.code = "_r\(region): while true {\n\(group.code)}\n"
    }
    guard group.isThrowing, let clauses = clauses[region] else { return group }
    group.isThrowing = false
    group.code = "\(clauses.prefix)do {\n\(group.code)"
    group.append(clauses)
    return group
  }
}
#endif
