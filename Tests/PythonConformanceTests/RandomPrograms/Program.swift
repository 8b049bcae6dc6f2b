// Random programs: some generators that refer to each other by number, with bodies made of few
// kinds of statement, and a consumer that asks things of them.

import TestSupport

struct Program {
  /// What a node of the program is.
  enum Kind {
    case coroutine  // Coroutine<Int, Int?, Int>
    case throwing  // ThrowingGenerator<Int>
    case generator  // Generator<Int> { ... }
    case wrapped  // Generator([...])

    /// Whether a delegation to it gives a value.
    var returns: Bool { self == .coroutine }
  }

  struct Node {
    var kind: Kind
    var body: [Statement] = []
    var elements: [Pull] = []
  }

  /// An element of a plain sequence, and what its iterator does when it is asked for it.
  struct Pull {
    var action: Action?
    var element: Int
  }

  enum Signal {
    case failure(Int)
    case exit
  }

  enum Request {
    case next
    case send(Int)
    case raise(Signal)
    case close
    case drop
    case state
  }

  struct Action {
    var target: Int
    var request: Request
  }

  /// Which errors a clause catches.
  enum Pattern { case all, failures, exit, misuse }

  indirect enum Statement {
    case yield(Int)
    case delegate(to: Int, sending: Int?, erased: Bool)
    case delegateToSequence([Pull])
    case act(Action)
    case raise(Signal)
    case finish(Int)
    case loop(times: Int, [Statement])
    case attempt([Statement], catching: Pattern, [Statement], finally: [Statement])
  }

  var nodes: [Node]
  var script: [Action]

  /// How many actions are done.
  ///
  /// Further ones are nothing. Bodies act on each other, so that there would be too many.
  static let fuel = 60
}

// MARK: - Making them up

extension Program {
  init(seed: UInt64) {
    var maker = Maker(seed: seed)
    self = maker.program()
  }

  private struct Maker {
    var random: SeededRandom
    var kinds: [Kind] = []
    var value = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func program() -> Program {
      let count = Int.random(in: 2...6, using: &random)
      kinds = (0..<count).map { _ in
        switch Int.random(in: 0..<100, using: &random) {
        case ..<60: .coroutine
        case ..<80: .throwing
        case ..<92: .generator
        default: .wrapped
        }
      }
      let nodes = kinds.indices.map { index in
        var node = Node(kind: kinds[index])
        if kinds[index] == .wrapped {
          node.elements = pulls(upTo: 3)
        } else {
          node.body = block(of: index, depth: 0)
        }
        return node
      }
      let script = (0..<Int.random(in: 4...24, using: &random)).map { _ in
        action(preferring: random.chance(50) ? 0 : nil)
      }
      return Program(nodes: nodes, script: script)
    }

    mutating func fresh() -> Int {
      value += 1
      return value
    }

    mutating func pulls(upTo count: Int) -> [Pull] {
      (0..<Int.random(in: 0...count, using: &random)).map { _ in
        Pull(action: random.chance(25) ? action(preferring: nil) : nil, element: fresh())
      }
    }

    mutating func signal() -> Signal {
      random.chance(25) ? .exit : .failure(Int.random(in: 0...2, using: &random))
    }

    mutating func block(of node: Int, depth: Int) -> [Statement] {
      (0..<Int.random(in: depth == 0 ? 1...4 : 0...3, using: &random)).map { _ in
        statement(of: node, depth: depth)
      }
    }

    mutating func statement(of node: Int, depth: Int) -> Statement {
      switch Int.random(in: 0..<100, using: &random) {
      case ..<28: return .yield(fresh())
      case ..<52: return delegation(of: node)
      case ..<55: return .delegateToSequence(pulls(upTo: 2))
      case ..<67: return .act(action(preferring: nil))
      case ..<71: return .raise(signal())
      case ..<74: return .finish(fresh())
      case ..<78 where depth < 2:
        return .loop(times: 2, block(of: node, depth: depth + 1))
      default:
        guard depth < 3 else { return .yield(fresh()) }
        return .attempt(
          block(of: node, depth: depth + 1),
          catching: random.pick([.all, .all, .failures, .exit, .misuse]),
          random.chance(50) ? block(of: node, depth: depth + 1) : [],
          finally: random.chance(20) ? block(of: node, depth: depth + 1) : [])
      }
    }

    mutating func delegation(of node: Int) -> Statement {
      let targets = kinds.indices.filter { kinds[node] == .coroutine || !kinds[$0].returns }
      guard !targets.isEmpty else { return .yield(fresh()) }
      let later = targets.filter { $0 > node }
      let target = random.pick(!later.isEmpty && random.chance(80) ? later : targets)
      let sends = kinds[target] == .coroutine && random.chance(10)
      return .delegate(to: target, sending: sends ? fresh() : nil, erased: random.chance(30))
    }

    mutating func action(preferring preferred: Int?) -> Action {
      let target = preferred ?? Int.random(in: 0..<kinds.count, using: &random)
      let request: Request =
        switch Int.random(in: 0..<100, using: &random) {
        case ..<50: .next
        case ..<65 where kinds[target] == .coroutine: .send(fresh())
        case ..<65: .next
        case ..<77: .raise(signal())
        case ..<88: .close
        case ..<93: .drop
        default: .state
        }
      return Action(target: target, request: request)
    }
  }
}
