// A node that follows the package's own protocol: its rules and its chain of delegations, with
// bodies that have no stack.

import Generators

/// A generator of the model whose requests the protocol answers.
final class ChainNode: ModelNode {
  private let member: Member

  override init(index: Int, node: Program.Node, model: ReferenceModel) {
    member = Member()
    super.init(index: index, node: node, model: model)
    member.body = ModelBody(index: index, node: node, world: model)
    member.node = self
  }

  deinit {
    // A member holds no reference to its node, whose last reference is gone.
    drop()
  }

  /// The part of a node that the chain knows.
  ///
  /// An object of its own, because a node in its `deinit` can't be referred to.
  final class Member: ChainMember {
    unowned(unsafe) var node: ChainNode!
    var body: ModelBody!

    var isLive = false
    var isClosed = false
    unowned var entry: Member?
    unowned var delegator: Member?
    unowned var delegate: Member?
    var isDirect = false
    var isIdle = false
    private(set) unowned var successor: Member?

    /// The node that the body waits for, which it keeps.
    var awaited: ChainNode?
    /// Whether it passes elements and requests on itself.
    var isRelaying = false

    func setSuccessor(_ successor: Member?) { self.successor = successor }

    static func == (a: Member, b: Member) -> Bool { a === b }
  }

  // MARK: - Requests

  override var state: GeneratorState { member.state }

  override func send(_ value: Int?) -> Outcome {
    switch state.reaction(to: value == nil ? .resume : .send) {
    case .refuse(let kind): return .raised(.misuse("\(kind)"))
    case .discard, .answer: return .ended(nil)
    case .resume: return resume(.send(value))
    }
  }

  override func raise(_ error: ModelError) -> Outcome {
    switch state.reaction(to: .raise) {
    case .refuse(let kind): return .raised(.misuse("\(kind)"))
    case .discard:
      member.isClosed = true
      return .raised(error)
    case .answer: return .raised(error)
    case .resume: return resume(.raise(error == .exit ? closeDelegates() ?? error : error))
    }
  }

  override func close() -> Outcome {
    switch state.reaction(to: .close) {
    case .refuse(let kind): return .raised(.misuse("\(kind)"))
    case .discard:
      member.isClosed = true
      return .ended(nil)
    case .answer: return .ended(nil)
    case .resume:
      let outcome = resume(.raise(closeDelegates() ?? .exit))
      return switch outcome.step.closingResult {
      case .refused(let kind): .raised(.misuse("\(kind)"))
      case .failed: outcome
      case .ended: if case .raised = outcome { .ended(nil) } else { outcome }
      }
    }
  }

  // MARK: - Frames

  private func resume(_ message: Message) -> Outcome {
    if kind == .wrapped { return call(message) }
    member.isLive = true
    let resumption = member.beginResumption()
    let (outcome, last) = Self.run(resumption, message)
    member.endResumption(at: last)
    if last == nil { settle() }
    return outcome
  }

  /// Resumes a node that has no body of its own.
  private func call(_ message: Message) -> Outcome {
    member.isLive = true
    member.isIdle = false
    let outcome = pull(message)
    if case .yielded = outcome { member.isIdle = true } else { settle() }
    return outcome
  }

  private func settle() {
    member.isLive = false
    member.isClosed = true
    member.entry = nil
    member.isIdle = false
  }

  private func closeDelegates() -> ModelError? {
    guard kind != .wrapped, var closing = member.beginClosing() else { return nil }
    var pending: ModelError? = closing.obstacle.map { _ in .misuse("alreadyExecuting") }
    while let turn = closing.beginTurn() {
      let node = turn.node!
      let (outcome, last) = Self.run(turn, .raise(pending ?? .exit))
      if last == nil { node.settle() }
      closing.endTurn()
      pending =
        switch outcome.step.closingResult {
        case .refused(let kind): .misuse("\(kind)")
        case .failed: outcome.error
        case .ended: nil
        }
    }
    return pending
  }

  private static func run(
    _ resumption: Resumption<Member>, _ message: Message
  ) -> (Outcome, last: Member?) {
    run(
      resumption.target,
      resumption.obstacle == nil ? message : .raise(.misuse("alreadyExecuting")))
  }

  /// Runs bodies, from this one on, until one yields, or one ends for which no other waits.
  private static func run(_ first: Member, _ message: Message) -> (Outcome, last: Member?) {
    var member = first
    var step = member.node.receive(message)
    while true {
      switch step {
      case .yielded(let value): return (.yielded(value), member)
      case .acts(let action):
        member.node.model.perform(action)
        step = member.body.goOn()
      case .pauses, .lends, .iterates, .takes, .leaves: fatalError("the chain isn't of async nodes")
      case .delegated(let target, let isFresh, let sending):
        switch member.node.delegate(to: target, isFresh: isFresh, sending: sending) {
        case .goesOn(let next): step = next
        case .waits(let resumption, let message):
          member = resumption.target
          step = member.node.receive(
            resumption.obstacle == nil ? message : .raise(.misuse("alreadyExecuting")))
        }
      case .ended, .raised:
        let ended = member.node!
        guard let outer = member.successor else { return (ended.outcome(of: step), nil) }
        member = outer
        step = outer.node.awaitedEnded(ended.outcome(of: step))
      }
    }
  }

  private func outcome(of step: ModelBody.Step) -> Outcome {
    switch step {
    case .raised(let error): .raised(error)
    case .ended(let value): .ended(kind.returns ? value : nil)
    default: fatalError("a body that continues has no outcome")
    }
  }

  /// The body is resumed by the consumer of its chain, or for the first time.
  private func receive(_ message: Message) -> ModelBody.Step {
    if member.isRelaying { return relay(message) }
    if member.awaited != nil {
      // It continues without the node for which it waited, which another has ended or uses.
      let (target, kind) = endDelegation(hasEnded: false)
      switch message {
      case .send: return goOn(after: target, kind, with: nil)
      case .raise(let error): return member.body.resume(throwing: error)
      }
    }
    if !hasStarted {
      hasStarted = true
      return member.body.start()
    }
    switch message {
    case .send(let value): return member.body.resume(sending: value)
    case .raise(let error): return member.body.resume(throwing: error)
    }
  }

  private var hasStarted = false

  // MARK: - Delegation

  private enum Waiting {
    case goesOn(ModelBody.Step)
    case waits(Resumption<Member>, Message)
  }

  private func delegate(to target: Int, isFresh: Bool, sending: Int?) -> Waiting {
    let found = isFresh ? model.make(target) : model.node(target)
    guard let inner = found as? ChainNode else {
      model.note("\(index): \(target) is gone")
      return .goesOn(member.body.goOn())
    }
    let isLinkable = inner.kind != .wrapped && inner.member.delegator == nil
    switch Delegation(to: inner.state, canBeLinked: isLinkable) {
    case .skip: return .goesOn(goOn(after: target, inner.kind, with: nil))
    case .refuse(let kind): return .goesOn(member.body.resume(throwing: .misuse("\(kind)")))
    case .relay:
      member.awaited = inner
      member.isRelaying = true
      return .goesOn(relayed(inner.send(inner.state == .created ? nil : sending)))
    case .link:
      let message = Message.send(inner.state == .created ? nil : sending)
      inner.member.isLive = true
      member.awaited = inner
      return .waits(member.beginDelegation(to: inner.member), message)
    }
  }

  /// Continues after the node for which it waits has ended and returned its place at the consumer.
  private func awaitedEnded(_ outcome: Outcome) -> ModelBody.Step {
    let (target, kind) = endDelegation(hasEnded: true)
    switch outcome {
    case .raised(let error): return member.body.resume(throwing: error)
    case .ended(let value): return goOn(after: target, kind, with: value)
    case .yielded: fatalError("a node that yields has not ended")
    }
  }

  // A function of its own, so that the last reference to the other is released before the body
  // continues.
  private func endDelegation(hasEnded: Bool) -> (Int, Program.Kind) {
    let inner = member.awaited!
    member.endDelegation(to: inner.member)
    if hasEnded { inner.settle() }
    member.awaited = nil
    return (inner.index, inner.kind)
  }

  private func goOn(after target: Int, _ kind: Program.Kind, with value: Int?) -> ModelBody.Step {
    if kind.returns && value == nil { return member.body.resume(throwing: .misuse("closed")) }
    return member.body.resume(from: target, with: value)
  }

  // MARK: - Relaying

  private func relay(_ message: Message) -> ModelBody.Step { relayed(passOn(message)) }

  private func passOn(_ message: Message) -> Outcome {
    let inner = member.awaited!
    switch message {
    case .send(let value): return inner.send(inner.kind == .coroutine ? value : nil)
    case .raise(.exit):
      if case .raised(let error) = inner.close() { return .raised(error) }
      return .raised(.exit)
    case .raise(let error): return inner.raise(error)
    }
  }

  private func relayed(_ outcome: Outcome) -> ModelBody.Step {
    if case .yielded(let value) = outcome { return .yielded(value) }
    let (target, kind) = (member.awaited!.index, member.awaited!.kind)
    member.awaited = nil
    member.isRelaying = false
    if case .raised(let error) = outcome { return member.body.resume(throwing: error) }
    guard case .ended(let value) = outcome else { fatalError("the outcome is none of the three") }
    return goOn(after: target, kind, with: value)
  }
}

extension Outcome {
  fileprivate var step: Step {
    switch self {
    case .yielded: .yielded
    case .ended: .returned
    case .raised(let error): .raised(isExit: error == .exit)
    }
  }

  fileprivate var error: ModelError? {
    if case .raised(let error) = self { error } else { nil }
  }
}
