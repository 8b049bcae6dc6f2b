// The events that a program must have.

import Generators
import TestSupport

/// Runs a program on nodes without stacks and records its events.
final class ReferenceModel: ModelWorld {
  private let program: Program
  private let trace = Trace()
  private var nodes: [ModelNode?] = []
  private var fuel = Program.fuel
  private var renewals = 0
  private let makeNode: (Int, Program.Node, ReferenceModel) -> ModelNode

  /// The program does something that traps in Swift, so it can't be run there.
  var traps = false

  /// The program throws into a generator that is passing on an error that was thrown into it.
  ///
  /// CPython 3.11 reports it, as it should, but takes the inner generator away from the outer one,
  /// or crashes.
  var throwsIntoThrowing = false

  /// An async program closes a generator again, or throws into it, after the generator has yielded
  /// while it was being closed.
  ///
  /// CPython refuses that.
  ///
  /// Of CPython's requests, only `asend` reaches the body then.
  var closesAgain = false

  /// A body of an async program, which runs in that of another, yields while it is being closed.
  ///
  /// Here the consumer's `close()` throws `ignoredExit`; in PEP 828 the delegation does.
  var yieldsInside = false

  /// A program resumes an async node whose delegator has passed on the sequence that the node has
  /// lent.
  ///
  /// The library refuses that, depending on the kind of sequence.
  var usesLent = false

  /// The nodes that are being dropped and have not suspended since.
  private var dropping: [Int] = []

  /// Whether CPython of a version, 3.N, has an answer to compare with, after the program was run.
  func isComparable(withMinorVersion version: Int) -> Bool {
    !traps && (version >= 12 || program.isAsync || !throwsIntoThrowing)
      && !closesAgain && !yieldsInside && !usesLent
  }

  /// - Parameters:
  ///   - program: the program to run.
  ///   - makeNode: makes the nodes, which follow PEP 342 and 380 in their own way.
  init(
    _ program: Program,
    makeNode: @escaping (Int, Program.Node, ReferenceModel) -> ModelNode = RecursiveNode.init
  ) {
    self.program = program
    self.makeNode = makeNode
    nodes = program.nodes.indices.map(make)
  }

  func run() -> [String] {
    for action in program.script { perform(action) }
    for index in nodes.indices {
      fuel = 1000
      while !traps, let request = lastRequest(to: index) {
        perform(.init(target: index, request: request))
      }
      drop(index)
    }
    return trace.events
  }

  /// Ends a node, unless it has ended.
  private func lastRequest(to index: Int) -> Program.Request? {
    guard let node = nodes[index], node.state != .closed else { return nil }
    // An async one that runs is inside of another, which is closed later.
    if program.isAsync, node.state == .running { return nil }
    return node.hasIgnoredExit ? .next : .close
  }

  func note(_ event: String) { trace(event) }

  func node(_ index: Int) -> ModelNode? { nodes[index] }

  func make(_ index: Int) -> ModelNode {
    makeNode(index, program.nodes[index], self)
  }

  func kind(_ index: Int) -> Program.Kind { program.nodes[index].kind }

  var isAsync: Bool { program.isAsync }

  /// Closes a node whose last reference is released.
  fileprivate func closeDropped(_ node: ModelNode) -> Outcome {
    let depth = dropping.count
    dropping.append(node.index)
    defer { if dropping.count > depth { dropping.removeLast() } }
    return node.close()
  }

  /// A body suspends its task: nodes that are being released end in the background.
  func pause() {
    for index in dropping.reversed() { trace("left \(index)") }
    dropping = []
  }

  private func drop(_ index: Int) {
    var dropped: ModelNode?
    swap(&dropped, &nodes[index])
  }

  func perform(_ action: Program.Action) {
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
    case .loop(let most): trace("loop \(target): \(loop(over: nodes[target]!, atMost: most))")
    }
  }

  private func loop(over node: ModelNode, atMost most: Int) -> String {
    withExtendedLifetime(node) {
      for _ in 0..<most {
        let outcome = next(of: node)
        guard case .yielded(let value) = outcome else { return "\(outcome)" }
        trace("each \(node.index): \(value)")
      }
      return "break"
    }
  }

  /// Returns the result of `next()` of a node, which a loop calls.
  func next(of node: ModelNode) -> Outcome {
    let outcome = node.send(nil).withoutValue
    guard case .raised(let error) = outcome, node.kind == .generator else { return outcome }
    if error != .exit { traps = true }
    return .ended(nil)
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

enum ModelError: Error, Equatable {
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

enum Outcome: CustomStringConvertible {
  case yielded(Int)
  case ended(Int?)
  case raised(ModelError)

  /// `next()`, `send(_:)` and `throw(_:)` tell only that it has ended.
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

enum Message {
  case send(Int?)
  case raise(ModelError)
}

/// A generator of the model: its requests, and their results.
class ModelNode {
  let index: Int
  let kind: Program.Kind
  unowned let model: ReferenceModel
  private var elements: ArraySlice<Program.Pull>
  /// Whether it has yielded instead of ending when it was closed.
  var hasIgnoredExit = false

  init(index: Int, node: Program.Node, model: ReferenceModel) {
    self.index = index
    kind = node.kind
    self.model = model
    elements = node.elements[...]
  }

  var state: GeneratorState { fatalError("a node says its own state") }
  func send(_ value: Int?) -> Outcome { fatalError("a node has its own rules") }
  func raise(_ error: ModelError) -> Outcome { fatalError("a node has its own rules") }
  func close() -> Outcome { fatalError("a node has its own rules") }

  /// Resumes a node that wraps a sequence.
  func pull(_ message: Message) -> Outcome {
    if case .raise(let error) = message { return .raised(error) }
    guard let pull = elements.popFirst() else { return .ended(nil) }
    if let action = pull.action { model.perform(action) }
    return .yielded(pull.element)
  }

  /// The last reference is released while the node is suspended.
  func drop() {
    guard state == .suspended, !model.traps else { return }
    switch model.closeDropped(self) {
    case .raised(.misuse("ignoredExit")) where state == .suspended: model.traps = true
    case .raised(let error): model.note("unraisable \(index): \(error.name)")
    default: break
    }
  }
}
