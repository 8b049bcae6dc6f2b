// The body of a node, as a machine without stacks: the effect of its statements for any resumer.

import TestSupport

/// The other nodes, as a model's body sees them.
protocol ModelWorld: AnyObject {
  func note(_ event: String)
  func perform(_ action: Program.Action)
}

/// The position of a body: its statements that have begun.
final class ModelBody {
  /// The reason why it stops.
  enum Step {
    case yielded(Int)
    /// It waits for a node: one of the program's, or one of its own that has yet to be made.
    case delegated(to: Int, isFresh: Bool, sending: Int?)
    case ended(Int)
    case raised(ModelError)
    case acts(Program.Action)
    case pauses(Program.Pause)
    /// It delegates to a sequence, if it is allowed to lend those.
    case lends([Int])
    /// It begins to loop over a node, takes an element of the innermost such node, or leaves that
    /// loop.
    case iterates(over: Int, isFresh: Bool)
    case takes
    case leaves
  }

  /// The way in which a statement or a block ends.
  private enum Completion {
    case normal
    case raise(ModelError)
    case finish(Int)
  }

  private enum Frame {
    case block([Program.Statement], Int)
    case loop([Program.Statement], Int)
    case iterating(Int, left: Int, [Program.Statement])
    /// Below a loop over a node that has been left.
    case iterated(Int)
    case handler(Program.Pattern, [Program.Statement])
    /// Below the statements of a handler.
    case handling(ModelError)
    case finally([Program.Statement])
    case pending(Completion)
  }

  private let index: Int
  private let kind: Program.Kind
  private unowned let world: any ModelWorld
  private let lendsSequences: Bool
  private var frames: [Frame]
  private var sequence: ArraySlice<Program.Pull>?
  private var kept = 0

  init(
    index: Int, node: Program.Node, world: any ModelWorld, lendsSequences: Bool = false
  ) {
    self.index = index
    self.lendsSequences = lendsSequences
    kind = node.kind
    self.world = world
    frames = [.block(node.body, 0)]
  }

  func start() -> Step {
    world.note("\(index): start")
    return run(.normal)
  }

  /// Continues from the `yield` where it is suspended.
  func resume(sending value: Int?) -> Step {
    if sequence != nil { return nextOfSequence() }
    if kind == .coroutine, let value { kept = value }
    let sent = value.map { "\($0)" } ?? "nil"
    world.note("\(index): got\(kind == .coroutine ? " \(sent)" : "")")
    return run(.normal)
  }

  /// Continues with an error, from a `yield` or a delegation.
  func resume(throwing error: ModelError) -> Step {
    sequence = nil
    return run(.raise(error))
  }

  /// Continues from its delegation to a node.
  func resume(from target: Int, with value: Int?) -> Step {
    if let value { kept = value }
    world.note("\(index): from \(target)\(value.map { " \($0)" } ?? "")")
    return run(.normal)
  }

  /// Whether it is suspended in a sequence that it delegates to.
  var isInSequence: Bool { sequence != nil }

  /// Continues after its request, or from its delegation to a node that it no longer sees.
  func goOn() -> Step { run(.normal) }

  /// Continues without a loop over a node that is gone.
  func skipIteration() -> Step {
    frames.removeLast()
    return run(.normal)
  }

  /// Continues with the result of the node that it loops over.
  func resume(taking outcome: Outcome) -> Step {
    if case .raised(let error) = outcome { return run(.raise(error)) }
    guard case .iterating(let target, _, let block) = frames.last else {
      fatalError("a body takes an element outside of a loop")
    }
    guard case .yielded(let value) = outcome else {
      frames[frames.count - 1] = .iterated(target)
      return .leaves
    }
    kept = value
    world.note("\(index): each \(value)")
    frames.append(.block(block, 0))
    return run(.normal)
  }

  private func nextOfSequence() -> Step {
    guard let pull = sequence!.popFirst() else {
      sequence = nil
      return run(.normal)
    }
    if let action = pull.action { world.perform(action) }
    return .yielded(pull.element)
  }

  /// Continues after a statement that has ended in this way.
  private func run(_ completion: Completion) -> Step {
    var completion = completion
    while let frame = frames.popLast() {
      switch (frame, completion) {
      case (.block(let block, let at), .normal) where at < block.count:
        frames.append(.block(block, at + 1))
        switch execute(block[at]) {
        case .completed(let next): completion = next
        case .left(let step): return step
        }
      case (.loop(let block, let times), .normal) where times > 0:
        frames += [.loop(block, times - 1), .block(block, 0)]
      case (.iterating(let target, let left, let block), .normal):
        frames.append(left > 0 ? .iterating(target, left: left - 1, block) : .iterated(target))
        return left > 0 ? .takes : .leaves
      case (.iterating, _):
        frames.append(.pending(completion))
        return .leaves
      case (.iterated(let target), .normal): world.note("\(index): looped \(target)")
      case (.handler(let pattern, let block), .raise(let error)) where error.matches(pattern):
        world.note("\(index): caught \(error.name)")
        frames += [.handling(error), .block(block, 0)]
        completion = .normal
      case (.finally(let block), _):
        world.note("\(index): finally")
        frames += [.pending(completion), .block(block, 0)]
        completion = .normal
      case (.pending(let former), .normal): completion = former
      case (.block, _), (.loop, _), (.iterated, _), (.handler, _), (.handling, _), (.pending, _):
        break
      }
    }
    switch completion {
    case .normal: return .ended(0)
    case .finish(let value): return .ended(value)
    case .raise(let error): return .raised(error)
    }
  }

  private enum Execution {
    case completed(Completion)
    case left(Step)
  }

  private func execute(_ statement: Program.Statement) -> Execution {
    switch statement {
    case .yield(let value): return .left(.yielded(value))
    case .yieldKept: return .left(.yielded(kept))
    case .act(let action): return .left(.acts(action))
    case .pause(let pause): return .left(.pauses(pause))
    case .iterate(let target, let isFresh, let most, let block):
      frames.append(.iterating(target, left: most, block))
      return .left(.iterates(over: target, isFresh: isFresh))
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
      if lendsSequences { return .left(.lends(pulls.map(\.element))) }
      sequence = pulls[...]
      return .left(nextOfSequence())
    case .delegate(let target, let sending, _):
      return .left(.delegated(to: target, isFresh: false, sending: sending))
    case .delegateToFresh(let target, _):
      return .left(.delegated(to: target, isFresh: true, sending: nil))
    }
  }

  private var handled: ModelError {
    for case .handling(let error) in frames.reversed() { return error }
    fatalError("a statement to throw again stands outside of a handler")
  }
}
