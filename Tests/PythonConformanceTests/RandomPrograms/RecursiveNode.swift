// PEP 342 and 380 taken literally: a body that delegates passes on its requests.

import Generators

/// A node that passes each request on to the node that it delegates to.
final class RecursiveNode: ModelNode {
  private let body: ModelBody
  private var ownState = GeneratorState.created
  private var delegate: RecursiveNode?
  private var isPassingOnAnError = false
  /// Whether its body runs in that of another, as with async nodes that were not started.
  private var isInlined = false
  /// Whether the body that it delegates to runs in its own.
  private var isInliner = false
  /// Whether another node, to which it isn't inlined, delegates to it.
  private var isRelayed = false
  /// The nodes that its body loops over.
  private var iterated: [ModelNode] = []

  override init(index: Int, node: Program.Node, model: ReferenceModel) {
    body = ModelBody(index: index, node: node, world: model)
    super.init(index: index, node: node, model: model)
  }

  deinit { drop() }

  // MARK: The protocol

  override var state: GeneratorState {
    if isRelayed, isLending { model.usesLent = model.isAsync }
    return isInlined ? .running : ownState
  }

  private var isLending: Bool {
    ownState == .suspended && (delegate?.isLending ?? body.isInSequence)
  }

  override func send(_ value: Int?) -> Outcome {
    switch state {
    case .running: return .raised(.misuse("alreadyExecuting"))
    case .closed: return .ended(nil)
    case .created where value != nil: return .raised(.misuse("notStarted"))
    case .created, .suspended: return resume(.send(value))
    }
  }

  override func raise(_ error: ModelError) -> Outcome {
    switch state {
    case .running:
      if isPassingOnAnError { model.throwsIntoThrowing = true }
      return .raised(.misuse("alreadyExecuting"))
    case .suspended:
      if hasIgnoredExit { model.closesAgain = true }
      return resume(.raise(error))
    case .closed where model.isAsync: return .ended(nil)
    case .created, .closed:
      ownState = .closed
      return .raised(error)
    }
  }

  override func close() -> Outcome {
    switch state {
    case .running: return .raised(.misuse("alreadyExecuting"))
    case .created, .closed:
      ownState = .closed
      return .ended(nil)
    case .suspended:
      if hasIgnoredExit { model.closesAgain = true }
      switch resume(.raise(.exit)) {
      case .yielded:
        hasIgnoredExit = model.isAsync
        return .raised(.misuse("ignoredExit"))
      case .ended(let value): return .ended(kind.returns ? value : nil)
      case .raised(.exit): return .ended(nil)
      case .raised(let error): return .raised(error)
      }
    }
  }

  // MARK: The body

  private func resume(_ message: Message) -> Outcome {
    let isFirst = ownState == .created
    ownState = .running
    var outcome: Outcome
    if kind == .wrapped {
      outcome = pull(message)
    } else if isFirst {
      outcome = follow(body.start())
    } else if delegate != nil {
      if case .raise = message { isPassingOnAnError = true }
      outcome = delegationGave(passOn(message))
    } else {
      switch message {
      case .raise(let error): outcome = follow(body.resume(throwing: error))
      case .send(let value): outcome = follow(body.resume(sending: value))
      }
    }
    if case .yielded = outcome {
      ownState = .suspended
    } else {
      ownState = .closed
      if case .ended = outcome, !kind.returns { outcome = .ended(nil) }
    }
    return outcome
  }

  private func follow(_ first: ModelBody.Step) -> Outcome {
    var step = first
    while true {
      switch step {
      case .yielded(let value): return .yielded(value)
      case .ended(let value): return .ended(value)
      case .raised(let error): return .raised(error)
      case .lends: fatalError("the body of a model lends nothing")
      case .acts(let action):
        model.perform(action)
        step = body.goOn()
      case .pauses:
        model.pause()
        step = body.goOn()
      case .iterates(let target, let isFresh):
        if let node = isFresh ? model.make(target) : model.node(target) {
          iterated.append(node)
          step = body.goOn()
        } else {
          model.note("\(index): \(target) is gone")
          step = body.skipIteration()
        }
      case .takes: step = body.resume(taking: model.next(of: iterated.last!))
      case .leaves:
        iterated.removeLast()
        step = body.goOn()
      case .delegated(let target, let isFresh, let sending):
        if let outcome = delegate(to: target, isFresh: isFresh, sending: sending) {
          return delegationGave(outcome)
        }
        model.note("\(index): \(target) is gone")
        step = body.goOn()
      }
    }
  }

  /// Begins to delegate to a node, unless it is gone.
  private func delegate(to target: Int, isFresh: Bool, sending: Int?) -> Outcome? {
    guard let inner = isFresh ? model.make(target) : model.node(target) else { return nil }
    delegate = inner as? RecursiveNode
    if model.isAsync, inner.state == .created {
      delegate!.isInlined = true
      isInliner = true
      return delegate!.resume(.send(nil))
    }
    defer { delegate?.isRelayed = true }
    return inner.send(inner.state == .created ? nil : sending)
  }

  // A function of its own, so that the objects that it refers to are released before the body
  // continues.
  private func passOn(_ message: Message) -> Outcome {
    let inner = delegate!
    inner.isRelayed = false
    defer { inner.isRelayed = !isInliner }
    if isInliner { return passOn(message, inlined: inner) }
    switch message {
    case .send(let value):
      return inner.send(inner.kind == .coroutine ? value : nil)
    case .raise(.exit):
      if case .raised(let error) = inner.close() { return .raised(error) }
      return .raised(.exit)
    case .raise(let error) where inner.state == .closed: return .raised(error)
    case .raise(let error):
      return inner.raise(error)
    }
  }

  /// The body of `inner` runs in this one's, so that nothing comes between the two.
  private func passOn(_ message: Message, inlined inner: RecursiveNode) -> Outcome {
    switch message {
    case .send(let value): return inner.resume(.send(inner.kind == .coroutine ? value : nil))
    case .raise(.exit):
      switch inner.resume(message) {
      case .yielded(let value):
        model.yieldsInside = true
        return .yielded(value)
      case .ended: return .raised(.exit)
      case .raised(let error): return .raised(error)
      }
    case .raise: return inner.resume(message)
    }
  }

  private func delegationGave(_ outcome: Outcome) -> Outcome {
    isPassingOnAnError = false
    if case .yielded = outcome { return outcome }
    if isInliner {
      delegate!.isInlined = false
      isInliner = false
    }
    delegate!.isRelayed = false
    switch outcome {
    case .yielded:
      return outcome
    case .raised(let error):
      delegate = nil
      return follow(body.resume(throwing: error))
    case .ended(let value):
      let target = delegate!.index
      let isLost = delegate!.kind.returns && value == nil
      delegate = nil
      if isLost { return follow(body.resume(throwing: .misuse("closed"))) }
      return follow(body.resume(from: target, with: value))
    }
  }
}
