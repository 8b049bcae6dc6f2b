// PEP 342 and 380 word for word, as a machine without stacks: what a program must do.

import TestSupport

/// Runs a program on the model and says what happened.
final class ReferenceModel {
  private let program: Program
  private let trace = Trace()
  private var nodes: [ModelNode?] = []
  private var fuel = Program.fuel
  private var renewals = 0

  /// The program does something that is a trap in Swift, so it can't be run there.
  fileprivate(set) var traps = false

  /// The program throws into a generator that is passing on what was thrown into it.
  ///
  /// CPython 3.11 reports it, as it should, but takes the inner generator away from the outer one,
  /// or crashes.
  fileprivate(set) var throwsIntoThrowing = false

  init(_ program: Program) {
    self.program = program
    nodes = program.nodes.indices.map(make)
  }

  func run() -> [String] {
    for action in program.script { perform(action) }
    for index in nodes.indices {
      fuel = 1000
      while !traps, let state = nodes[index]?.state, state != .closed {
        perform(.init(target: index, request: .close))
      }
      drop(index)
    }
    return trace.events
  }

  fileprivate func note(_ event: String) { trace(event) }

  fileprivate func node(_ index: Int) -> ModelNode? { nodes[index] }

  fileprivate func make(_ index: Int) -> ModelNode {
    ModelNode(index: index, node: program.nodes[index], model: self)
  }

  fileprivate func kind(_ index: Int) -> Program.Kind { program.nodes[index].kind }

  private func drop(_ index: Int) {
    var dropped: ModelNode?
    swap(&dropped, &nodes[index])
  }

  fileprivate func perform(_ action: Program.Action) {
    guard fuel > 0, !traps else { return }
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
    case .state:
      trace("\(target) is \(nodes[target]!.state)")
    case .next:
      report("next", target, request(target) { $0.send(nil) }.withoutValue)
    case .send(let value):
      report("send", target, request(target) { $0.send(value) }.withoutValue)
    case .raise(let signal):
      trace("throw \(target): \(request(target) { $0.raise(.init(signal)) }.withoutValue)")
    case .close:
      report("close", target, request(target) { $0.close() })
    }
  }

  private func request(_ index: Int, _ request: (ModelNode) -> Outcome) -> Outcome {
    let node = nodes[index]!
    return withExtendedLifetime(node) { request(node) }
  }

  private func report(_ request: String, _ target: Int, _ outcome: Outcome) {
    guard case .raised(let error) = outcome, kind(target) == .generator || kind(target) == .wrapped
    else { return trace("\(request) \(target): \(outcome)") }
    if error == .exit { return trace("\(request) \(target): \(Outcome.ended(nil))") }
    traps = true
  }
}

private enum ModelError: Equatable {
  case failure(Int), exit, misuse(String)

  init(_ signal: Program.Signal) {
    switch signal {
    case .failure(let code): self = .failure(code)
    case .exit: self = .exit
    }
  }

  var name: String {
    switch self {
    case .failure(let code): "E\(code)"
    case .exit: "exit"
    case .misuse(let kind): kind
    }
  }

  func matches(_ pattern: Program.Pattern) -> Bool {
    switch (pattern, self) {
    case (.all, _), (.failures, .failure), (.exit, .exit), (.misuse, .misuse): true
    case (.failure(let caught), .failure(let code)): caught == code
    default: false
    }
  }
}

private enum Outcome: CustomStringConvertible {
  case yielded(Int)
  case ended(Int?)
  case raised(ModelError)

  /// `next()`, `send(_:)` and `throw(_:)` only say that it has ended.
  var withoutValue: Outcome { if case .ended = self { .ended(nil) } else { self } }

  var description: String {
    switch self {
    case .yielded(let value): "\(value)"
    case .ended(nil): "end"
    case .ended(let value?): "end \(value)"
    case .raised(let error): error.name
    }
  }
}

private enum Message {
  case send(Int?)
  case raise(ModelError)
}

/// How a statement or a block ends.
private enum Completion {
  case normal
  case raise(ModelError)
  case finish(Int)
}

private enum Frame {
  case block([Program.Statement], Int)
  case loop([Program.Statement], Int)
  case handler(Program.Pattern, [Program.Statement])
  /// Below the statements of a handler.
  case handling(ModelError)
  case finally([Program.Statement])
  case pending(Completion)
}

private final class ModelNode {
  enum State { case created, running, suspended, closed }
  private enum Delegate {
    case node(ModelNode)
    case sequence(ArraySlice<Program.Pull>)
  }

  let index: Int
  private let node: Program.Node
  private unowned let model: ReferenceModel
  private(set) var state = State.created
  private var frames: [Frame]
  private var elements: ArraySlice<Program.Pull>
  private var delegate: Delegate?
  private var isPassingOnAnError = false
  private var kept = 0

  init(index: Int, node: Program.Node, model: ReferenceModel) {
    self.index = index
    self.node = node
    self.model = model
    frames = [.block(node.body, 0)]
    elements = node.elements[...]
  }

  deinit {
    guard state == .suspended, !model.traps else { return }
    switch close() {
    case .raised(.misuse("ignoredExit")) where state == .suspended: model.traps = true
    case .raised(let error): model.note("unraisable \(index): \(error.name)")
    default: break
    }
  }

  // MARK: The protocol

  func send(_ value: Int?) -> Outcome {
    switch state {
    case .running: return .raised(.misuse("alreadyExecuting"))
    case .closed: return .ended(nil)
    case .created where value != nil: return .raised(.misuse("notStarted"))
    case .created, .suspended: return resume(.send(value))
    }
  }

  func raise(_ error: ModelError) -> Outcome {
    switch state {
    case .running:
      if isPassingOnAnError { model.throwsIntoThrowing = true }
      return .raised(.misuse("alreadyExecuting"))
    case .suspended: return resume(.raise(error))
    case .created, .closed:
      state = .closed
      return .raised(error)
    }
  }

  func close() -> Outcome {
    switch state {
    case .running: return .raised(.misuse("alreadyExecuting"))
    case .created, .closed:
      state = .closed
      return .ended(nil)
    case .suspended:
      switch resume(.raise(.exit)) {
      case .yielded: return .raised(.misuse("ignoredExit"))
      case .ended(let value): return .ended(node.kind.returns ? value : nil)
      case .raised(.exit): return .ended(nil)
      case .raised(let error): return .raised(error)
      }
    }
  }

  // MARK: The body

  private func resume(_ message: Message) -> Outcome {
    let isFirst = state == .created
    state = .running
    var outcome: Outcome
    if node.kind == .wrapped {
      outcome = pull(message)
    } else if isFirst {
      model.note("\(index): start")
      outcome = run(.normal)
    } else {
      outcome = goOn(message)
    }
    if case .yielded = outcome {
      state = .suspended
    } else {
      state = .closed
      if case .ended = outcome, !node.kind.returns { outcome = .ended(nil) }
    }
    return outcome
  }

  private func pull(_ message: Message) -> Outcome {
    if case .raise(let error) = message { return .raised(error) }
    return take(elements.popFirst())
  }

  private func take(_ pull: Program.Pull?) -> Outcome {
    guard let pull else { return .ended(nil) }
    if let action = pull.action { model.perform(action) }
    return .yielded(pull.element)
  }

  /// From the `yield`, or the delegation, where the body is suspended.
  private func goOn(_ message: Message) -> Outcome {
    if delegate != nil {
      if case .raise = message { isPassingOnAnError = true }
      return delegationGave(passOn(message))
    }
    switch message {
    case .raise(let error): return run(.raise(error))
    case .send(let value):
      if node.kind == .coroutine, let value { kept = value }
      let sent = value.map { "\($0)" } ?? "nil"
      model.note("\(index): got\(node.kind == .coroutine ? " \(sent)" : "")")
      return run(.normal)
    }
  }

  // A function of its own, so that what it refers to can go before the body goes on.
  private func passOn(_ message: Message) -> Outcome {
    switch (delegate!, message) {
    case (.sequence, .send):
      return nextOfSequence()
    case (.sequence, .raise(let error)):
      return .raised(error)
    case (.node(let inner), .send(let value)):
      return inner.send(inner.node.kind == .coroutine ? value : nil)
    case (.node(let inner), .raise(.exit)):
      if case .raised(let error) = inner.close() { return .raised(error) }
      return .raised(.exit)
    case (.node(let inner), .raise(let error)):
      return inner.raise(error)
    }
  }

  private func nextOfSequence() -> Outcome {
    guard case .sequence(var rest)? = delegate else { fatalError() }
    let pull = rest.popFirst()
    delegate = .sequence(rest)
    return take(pull)
  }

  private func delegationGave(_ outcome: Outcome) -> Outcome {
    switch outcome {
    case .yielded:
      isPassingOnAnError = false
      return outcome
    case .raised(let error):
      delegate = nil
      isPassingOnAnError = false
      return run(.raise(error))
    case .ended(let value):
      var target: Int?
      var isLost = false
      if case .node(let inner)? = delegate {
        target = inner.index
        isLost = inner.node.kind.returns && value == nil
      }
      delegate = nil
      isPassingOnAnError = false
      if isLost { return run(.raise(.misuse("closed"))) }
      if let value { kept = value }
      if let target { model.note("\(index): from \(target)\(value.map { " \($0)" } ?? "")") }
      return run(.normal)
    }
  }

  /// Goes on after a statement that has ended so.
  private func run(_ completion: Completion) -> Outcome {
    var completion = completion
    while let frame = frames.popLast() {
      switch (frame, completion) {
      case (.block(let block, let at), .normal) where at < block.count:
        frames.append(.block(block, at + 1))
        switch execute(block[at]) {
        case .completed(let next): completion = next
        case .left(let outcome): return outcome
        }
      case (.loop(let block, let times), .normal) where times > 0:
        frames += [.loop(block, times - 1), .block(block, 0)]
      case (.handler(let pattern, let block), .raise(let error)) where error.matches(pattern):
        model.note("\(index): caught \(error.name)")
        frames += [.handling(error), .block(block, 0)]
        completion = .normal
      case (.finally(let block), _):
        model.note("\(index): finally")
        frames += [.pending(completion), .block(block, 0)]
        completion = .normal
      case (.pending(let former), .normal): completion = former
      case (.block, _), (.loop, _), (.handler, _), (.handling, _), (.pending, _): break
      }
    }
    switch completion {
    case .normal: return .ended(0)
    case .finish(let value): return .ended(value)
    case .raise(let error): return .raised(error)
    }
  }

  private enum Step {
    case completed(Completion)
    case left(Outcome)
  }

  private func execute(_ statement: Program.Statement) -> Step {
    switch statement {
    case .yield(let value): return .left(.yielded(value))
    case .yieldKept: return .left(.yielded(kept))
    case .act(let action):
      model.perform(action)
      return .completed(.normal)
    case .raise(let signal): return .completed(.raise(.init(signal)))
    case .reraise: return .completed(.raise(handled))
    case .finish(let value): return .completed(.finish(value))
    case .finishKept: return .completed(.finish(kept))
    case .loop(let times, let block):
      frames.append(.loop(block, times))
      return .completed(.normal)
    case .attempt(let body, let pattern, let handler, let finally):
      frames += [.finally(finally), .handler(pattern, handler), .block(body, 0)]
      return .completed(.normal)
    case .delegateToSequence(let pulls):
      delegate = .sequence(pulls[...])
      return .left(delegationGave(nextOfSequence()))
    case .delegate(let target, let sending, _):
      guard let inner = model.node(target) else {
        model.note("\(index): \(target) is gone")
        return .completed(.normal)
      }
      delegate = .node(inner)
      return .left(delegationGave(inner.send(inner.state == .created ? nil : sending)))
    case .delegateToFresh(let target, _):
      let inner = model.make(target)
      delegate = .node(inner)
      return .left(delegationGave(inner.send(nil)))
    }
  }

  private var handled: ModelError {
    for case .handling(let error) in frames.reversed() { return error }
    fatalError("a statement to throw again stands outside of a handler")
  }
}
