// The programs that are a little smaller than a program. The search for the smallest program that
// still shows a difference tries them again and again.

extension Program {
  /// Each differs from this one by one step that makes it smaller; the largest steps come first.
  var smaller: [Program] {
    var all: [Program] = []
    for script in script.withoutRuns {
      all.append(Program(nodes: nodes, script: script, isAsync: isAsync))
    }
    for (index, node) in nodes.enumerated() {
      func replace(_ change: (inout Node) -> Void) {
        var program = self
        change(&program.nodes[index])
        all.append(program)
      }
      if nodes.count > 1, !refers(to: index) { all.append(without(index)) }
      for body in Statement.smaller(node.body) { replace { $0.body = body } }
      for elements in Pull.smaller(node.elements) { replace { $0.elements = elements } }
    }
    return all
  }

  /// The number of statements, elements and actions.
  var size: Int {
    script.count + nodes.reduce(nodes.count) { $0 + Statement.size($1.body) + $1.elements.count }
  }

  private func refers(to node: Int) -> Bool {
    var refers = false
    _ = renumbered { target in
      if target == node { refers = true }
      return target
    }
    return refers
  }

  private func without(_ node: Int) -> Program {
    var program = self
    program.nodes.remove(at: node)
    return program.renumbered { $0 > node ? $0 - 1 : $0 }
  }

  private func renumbered(_ number: (Int) -> Int) -> Program {
    Program(
      nodes: nodes.map { node in
        Node(
          kind: node.kind, body: node.body.map { $0.renumbered(number) },
          elements: node.elements.map { $0.renumbered(number) })
      },
      script: script.map { $0.renumbered(number) }, isAsync: isAsync)
  }
}

extension Program.Action {
  fileprivate func renumbered(_ number: (Int) -> Int) -> Self {
    Self(target: number(target), request: request)
  }
}

extension Array {
  /// Without each half, then each quarter, and so on to each one of its elements.
  fileprivate var withoutRuns: [[Element]] {
    var all: [[Element]] = []
    var length = count
    while length > 0 {
      for start in stride(from: 0, to: count, by: length) {
        all.append(Array(self[..<start] + self[Swift.min(start + length, count)...]))
      }
      length /= 2
    }
    return all
  }
}

extension Program.Pull {
  fileprivate func renumbered(_ number: (Int) -> Int) -> Self {
    Self(action: action?.renumbered(number), element: element)
  }

  fileprivate static func smaller(_ pulls: [Program.Pull]) -> [[Program.Pull]] {
    var all = pulls.withoutRuns
    for index in pulls.indices where pulls[index].action != nil {
      var changed = pulls
      changed[index].action = nil
      all.append(changed)
    }
    return all
  }
}

extension Program.Statement {
  fileprivate static func smaller(_ block: [Self]) -> [[Self]] {
    var all = block.withoutRuns
    for (index, statement) in block.enumerated() {
      for replacement in statement.smaller {
        all.append(Array(block[..<index]) + replacement + Array(block[(index + 1)...]))
      }
    }
    return all
  }

  /// The replacements for it.
  private var smaller: [[Self]] {
    switch self {
    case .loop(let times, let block):
      return [block] + Self.smaller(block).map { [.loop(times: times, $0)] }
    case .iterate(let target, let isFresh, let most, let block):
      return [block]
        + Self.smaller(block).map {
          [.iterate(over: target, isFresh: isFresh, atMost: most, $0)]
        }
    case .pause(let pause) where pause != .yield: return [[.pause(.yield)]]
    case .attempt(let body, let pattern, let handler, let finally):
      return [body, body + finally]
        + Self.smaller(body).map { [.attempt($0, catching: pattern, handler, finally: finally)] }
        + Self.smaller(handler).map { [.attempt(body, catching: pattern, $0, finally: finally)] }
        + Self.smaller(finally).map { [.attempt(body, catching: pattern, handler, finally: $0)] }
    case .delegateToSequence(let pulls):
      return Program.Pull.smaller(pulls).map { [.delegateToSequence($0)] }
    case .delegate(let target, let sending, let erased) where sending != nil || erased:
      return [[.delegate(to: target, sending: nil, erased: false)]]
    case .delegateToFresh(let target, true): return [[.delegateToFresh(target, erased: false)]]
    case .yieldKept: return [[.yield(0)]]
    case .finishKept: return [[.finish(0)]]
    default: return []
    }
  }

  fileprivate static func size(_ block: [Self]) -> Int {
    block.reduce(0) { sum, statement in
      switch statement {
      case .loop(_, let block), .iterate(_, _, _, let block): sum + 1 + size(block)
      case .attempt(let body, _, let handler, let finally):
        sum + 1 + size(body) + size(handler) + size(finally)
      case .delegateToSequence(let pulls): sum + 1 + pulls.count
      default: sum + 1
      }
    }
  }

  fileprivate func renumbered(_ number: (Int) -> Int) -> Self {
    func renumbered(_ block: [Self]) -> [Self] { block.map { $0.renumbered(number) } }
    return switch self {
    case .delegate(let target, let sending, let erased):
      .delegate(to: number(target), sending: sending, erased: erased)
    case .delegateToFresh(let target, let erased):
      .delegateToFresh(number(target), erased: erased)
    case .delegateToSequence(let pulls):
      .delegateToSequence(pulls.map { $0.renumbered(number) })
    case .iterate(let target, let isFresh, let most, let block):
      .iterate(over: number(target), isFresh: isFresh, atMost: most, renumbered(block))
    case .act(let action): .act(action.renumbered(number))
    case .loop(let times, let block): .loop(times: times, renumbered(block))
    case .attempt(let body, let pattern, let handler, let finally):
      .attempt(
        renumbered(body), catching: pattern, renumbered(handler), finally: renumbered(finally))
    case .yield, .yieldKept, .pause, .raise, .reraise, .finish, .finishKept: self
    }
  }
}
