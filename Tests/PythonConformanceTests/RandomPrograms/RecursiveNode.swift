// PEP 342 and 380 word for word: who delegates passes on what is asked of it.

import Generators

/// A node that hands each request on to the one that it delegates to.
final class RecursiveNode: ModelNode {
  private let body: ModelBody
  private var ownState = GeneratorState.created
  private var delegate: RecursiveNode?
  private var isPassingOnAnError = false

  override init(index: Int, node: Program.Node, model: ReferenceModel) {
    body = ModelBody(index: index, node: node, world: model)
    super.init(index: index, node: node, model: model)
  }

  deinit { drop() }

  // MARK: The protocol

  override var state: GeneratorState { ownState }

  override func send(_ value: Int?) -> Outcome {
    switch ownState {
    case .running: return .raised(.misuse("alreadyExecuting"))
    case .closed: return .ended(nil)
    case .created where value != nil: return .raised(.misuse("notStarted"))
    case .created, .suspended: return resume(.send(value))
    }
  }

  override func raise(_ error: ModelError) -> Outcome {
    switch ownState {
    case .running:
      if isPassingOnAnError { model.throwsIntoThrowing = true }
      return .raised(.misuse("alreadyExecuting"))
    case .suspended: return resume(.raise(error))
    case .created, .closed:
      ownState = .closed
      return .raised(error)
    }
  }

  override func close() -> Outcome {
    switch ownState {
    case .running: return .raised(.misuse("alreadyExecuting"))
    case .created, .closed:
      ownState = .closed
      return .ended(nil)
    case .suspended:
      switch resume(.raise(.exit)) {
      case .yielded: return .raised(.misuse("ignoredExit"))
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

  private func follow(_ step: ModelBody.Step) -> Outcome {
    switch step {
    case .yielded(let value): return .yielded(value)
    case .ended(let value): return .ended(value)
    case .raised(let error): return .raised(error)
    case .delegated(let target, let isFresh, let sending):
      guard let inner = isFresh ? model.make(target) : model.node(target) else {
        model.note("\(index): \(target) is gone")
        return follow(body.resumeWithoutTarget())
      }
      delegate = inner as? RecursiveNode
      return delegationGave(inner.send(inner.state == .created ? nil : sending))
    }
  }

  // A function of its own, so that what it refers to can go before the body goes on.
  private func passOn(_ message: Message) -> Outcome {
    let inner = delegate!
    switch message {
    case .send(let value):
      return inner.send(inner.kind == .coroutine ? value : nil)
    case .raise(.exit):
      if case .raised(let error) = inner.close() { return .raised(error) }
      return .raised(.exit)
    case .raise(let error):
      return inner.raise(error)
    }
  }

  private func delegationGave(_ outcome: Outcome) -> Outcome {
    isPassingOnAnError = false
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
