import Generators
import TestSupport

/// Runs a program on the library and records its events.
final class LiveRun {
  private enum Node {
    case coroutine(Coroutine<Int, Int?, Int>)
    case throwing(ThrowingGenerator<Int>)
    case generator(Generator<Int>)
  }

  private let program: Program
  private let trace = Trace()
  private var nodes: [Node?] = []
  private var fuel = Program.fuel
  private var renewals = 0

  init(_ program: Program) {
    self.program = program
    nodes = program.nodes.indices.map(make)
  }

  /// While this runs, ``UnraisableError/hook`` must call ``noteUnraisable(_:)``.
  func run() -> [String] {
    for action in program.script { perform(action) }
    for index in nodes.indices {
      fuel = 1000
      while let state = state(index), state != .closed {
        perform(.init(target: index, request: .close))
      }
      drop(index)
    }
    return trace.events
  }

  /// The line where a generator was created identifies its node.
  func noteUnraisable(_ unraisable: UnraisableError) {
    trace("unraisable \(unraisable.origin.line): \(name(of: unraisable.error))")
  }

  // MARK: The nodes

  /// A sequence whose iterator acts on the nodes.
  private struct Pulls: Sequence, IteratorProtocol {
    let pulls: [Program.Pull]
    unowned let run: LiveRun
    var taken = 0

    mutating func next() -> Int? {
      guard taken < pulls.count else { return nil }
      let pull = pulls[taken]
      taken += 1
      if let action = pull.action { run.perform(action) }
      return pull.element
    }
  }

  private func make(_ index: Int) -> Node {
    switch program.nodes[index].kind {
    case .wrapped, .generator: .generator(makeGenerator(index))
    case .throwing: .throwing(makeThrowing(index))
    case .coroutine: .coroutine(makeCoroutine(index))
    }
  }

  private func makeGenerator(_ index: Int) -> Generator<Int> {
    let (node, line) = (program.nodes[index], UInt(index))
    if node.kind == .wrapped {
      return Generator(Pulls(pulls: node.elements, run: self), line: line)
    }
    return Generator(line: line) { [unowned self] yield in try runBody(index, yield) }
  }

  private func makeThrowing(_ index: Int) -> ThrowingGenerator<Int> {
    ThrowingGenerator(line: UInt(index)) { [unowned self] yield in try runBody(index, yield) }
  }

  private func makeCoroutine(_ index: Int) -> Coroutine<Int, Int?, Int> {
    Coroutine(line: UInt(index)) { [unowned self] yield in
      let value = try runBody(
        index,
        yield: { value in
          let sent = try yield(value)
          return (sent.map { " \($0)" } ?? " nil", sent)
        },
        delegate: { statement in try delegate(statement, yield) })
      return value ?? 0
    }
  }

  private func runBody(_ index: Int, _ yield: Generator<Int>.Yield) throws {
    _ = try runBody(
      index,
      yield: { value in
        try yield(value)
        return ("", nil)
      },
      delegate: { statement in
        try delegate(statement, yield)
        return nil
      })
  }

  private func coroutine(_ index: Int) -> Coroutine<Int, Int?, Int> {
    guard case .coroutine(let coroutine)? = nodes[index] else { fatalError() }
    return coroutine
  }

  private func throwing(_ index: Int) -> ThrowingGenerator<Int> {
    guard case .throwing(let generator)? = nodes[index] else { fatalError() }
    return generator
  }

  private func generator(_ index: Int) -> Generator<Int> {
    guard case .generator(let generator)? = nodes[index] else { fatalError() }
    return generator
  }

  private func erased(_ generator: Generator<Int>) -> any Sequence<Int> { generator }

  private func state(_ index: Int) -> GeneratorState? {
    switch nodes[index] {
    case .coroutine(let node)?: node.state
    case .throwing(let node)?: node.state
    case .generator(let node)?: node.state
    case nil: nil
    }
  }

  // MARK: Bodies

  // Runs the body of a node, and returns the value of a return statement. `yield` returns the text
  // for the sent value, and the value; `delegate` returns the value with which the delegation ends.
  private func runBody(
    _ index: Int, yield: (Int) throws -> (String, Int?),
    delegate: (Program.Statement) throws -> Int?
  ) throws -> Int? {
    var kept = 0

    func run(_ block: [Program.Statement], handling: (any Error)?) throws -> Int? {
      for statement in block {
        switch statement {
        case .yield, .yieldKept:
          var value = kept
          if case .yield(let constant) = statement { value = constant }
          let (text, sent) = try yield(value)
          if let sent { kept = sent }
          trace("\(index): got\(text)")
        case .iterate, .pause: fatalError("that is of async programs")
        case .act(let action): perform(action)
        case .raise(.failure(let code)): throw Failure(code)
        case .raise(.exit): throw GeneratorExit()
        case .reraise: throw handling!
        case .finish(let value): return value
        case .finishKept: return kept
        case .delegateToSequence: _ = try delegate(statement)
        case .delegate(let target, _, _) where nodes[target] == nil:
          trace("\(index): \(target) is gone")
        case .delegate(let target, _, _), .delegateToFresh(let target, _):
          let value = try delegate(statement)
          if let value { kept = value }
          trace("\(index): from \(target)\(value.map { " \($0)" } ?? "")")
        case .loop(let times, let block):
          for _ in 0..<times {
            if let value = try run(block, handling: handling) { return value }
          }
        case .attempt(let attempted, let pattern, let handler, let finally):
          var result = Result<Int?, any Error> { try run(attempted, handling: handling) }
          if case .failure(let error) = result, Self.matches(error, pattern) {
            trace("\(index): caught \(name(of: error))")
            result = Result { try run(handler, handling: error) }
          }
          trace("\(index): finally")
          if let value = try run(finally, handling: nil) { return value }
          if let value = try result.get() { return value }
        }
      }
      return nil
    }

    trace("\(index): start")
    return try run(program.nodes[index].body, handling: nil)
  }

  private static func matches(_ error: any Error, _ pattern: Program.Pattern) -> Bool {
    switch pattern {
    case .all: true
    case .failures: error is Failure
    case .failure(let code): (error as? Failure)?.code == code
    case .exit: error is GeneratorExit
    case .misuse: error is GeneratorError
    }
  }

  private func delegate(_ statement: Program.Statement, _ yield: Generator<Int>.Yield) throws {
    switch statement {
    case .delegateToSequence(let pulls): try yield(from: Pulls(pulls: pulls, run: self))
    case .delegate(let target, _, let erases):
      switch program.nodes[target].kind {
      case .throwing: try yield(from: throwing(target))
      case _ where erases: try yield(from: erased(generator(target)))
      default: try yield(from: generator(target))
      }
    case .delegateToFresh(let target, let erases):
      switch program.nodes[target].kind {
      case .throwing: try yield(from: makeThrowing(target))
      case _ where erases: try yield(from: erased(makeGenerator(target)))
      default: try yield(from: makeGenerator(target))
      }
    default: fatalError()
    }
  }

  private func delegate(
    _ statement: Program.Statement, _ yield: Coroutine<Int, Int?, Int>.Yield
  ) throws -> Int? {
    switch statement {
    case .delegateToSequence(let pulls): try yield(from: Pulls(pulls: pulls, run: self))
    case .delegate(let target, let sending, let erases):
      switch program.nodes[target].kind {
      case .coroutine:
        if let sending { return try yield(from: coroutine(target), sending: sending) }
        return try yield(from: coroutine(target))
      case .throwing: try yield(from: throwing(target))
      case _ where erases: try yield(from: erased(generator(target)))
      default: try yield(from: generator(target))
      }
    case .delegateToFresh(let target, let erases):
      switch program.nodes[target].kind {
      case .coroutine: return try yield(from: makeCoroutine(target))
      case .throwing: try yield(from: makeThrowing(target))
      case _ where erases: try yield(from: erased(makeGenerator(target)))
      default: try yield(from: makeGenerator(target))
      }
    default: fatalError()
    }
    return nil
  }

  // MARK: Actions

  private func drop(_ index: Int) {
    var dropped: Node?
    swap(&dropped, &nodes[index])
  }

  private func perform(_ action: Program.Action) {
    guard fuel > 0 else { return }
    fuel -= 1
    let target = action.target
    guard nodes[target] != nil else { return trace("\(target) is gone") }
    switch action.request {
    case .drop:
      trace("drop \(target)")
      drop(target)
    case .renew:
      guard renewals < Program.renewals else { return }
      renewals += 1
      trace("renew \(target)")
      drop(target)
      nodes[target] = make(target)
    case .state: trace("\(target) is \(state(target)!)")
    case .next: trace("next \(target): \(outcome { try next(target) })")
    case .send(let value):
      trace("send \(target): \(outcome { try coroutine(target).send(value) })")
    case .raise(.failure(let code)):
      trace("throw \(target): \(outcome { try raise(Failure(code), target) })")
    case .raise(.exit):
      trace("throw \(target): \(outcome { try raise(GeneratorExit(), target) })")
    case .loop: fatalError("that is of async programs")
    case .close:
      do {
        let value = try close(target)
        trace("close \(target): end\(value.map { " \($0)" } ?? "")")
      } catch {
        trace("close \(target): \(name(of: error))")
      }
    }
  }

  private func outcome(_ request: () throws -> Int?) -> String {
    do {
      return try request().map { "\($0)" } ?? "end"
    } catch {
      return name(of: error)
    }
  }

  private func next(_ index: Int) throws -> Int? {
    switch program.nodes[index].kind {
    case .coroutine: try coroutine(index).next()
    case .throwing: try throwing(index).next()
    case .generator, .wrapped: generator(index).next()
    }
  }

  private func raise(_ error: any Error, _ index: Int) throws -> Int? {
    switch program.nodes[index].kind {
    case .coroutine: try coroutine(index).throw(error)
    case .throwing: try throwing(index).throw(error)
    case .generator, .wrapped: try generator(index).throw(error)
    }
  }

  private func close(_ index: Int) throws -> Int? {
    switch program.nodes[index].kind {
    case .coroutine: return try coroutine(index).close()
    case .throwing:
      try throwing(index).close()
      return nil
    case .generator, .wrapped:
      generator(index).close()
      return nil
    }
  }
}

extension LiveRun {
  /// Runs a program with a hook that notes the errors that no caller could catch.
  static func events(of program: Program) -> [String] {
    let run = LiveRun(program)
    nonisolated(unsafe) let unsafe = run  // the hook is called on this thread only
    return withUnraisableErrorHook({ unsafe.noteUnraisable($0) }) { run.run() }
  }
}
