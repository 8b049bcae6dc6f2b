// Random programs: some generators that refer to each other by number, with bodies of few kinds of
// statement, and a consumer that makes requests of them.

import TestSupport

struct Program: Equatable, Sendable {
  /// The type of a node of the program; in an async program, the async type of that name.
  enum Kind: String {
    case coroutine  // Coroutine<Int, Int?, Int>
    case throwing  // ThrowingGenerator<Int>
    case generator  // Generator<Int> { ... }
    case wrapped  // Generator([...]); never async

    /// Whether a delegation to it returns a value.
    var returns: Bool { self == .coroutine }
  }

  struct Node: Equatable, Sendable {
    var kind: Kind
    var body: [Statement] = []
    var elements: [Pull] = []
  }

  /// An element of a plain sequence, and the action of its iterator when it is asked for it.
  struct Pull: Equatable, Sendable {
    var action: Action?
    var element: Int
  }

  enum Signal: Equatable, Sendable {
    case failure(Int)
    case exit
  }

  enum Request: Equatable, Sendable {
    case next
    case send(Int)
    case raise(Signal)
    case close
    /// `for await … in`, of async programs, and `break` after some elements.
    case loop(Int)
    case drop
    /// Releases it and makes it anew.
    case renew
    case state
  }

  struct Action: Equatable, Sendable {
    var target: Int
    var request: Request
  }

  /// The way in which a body of an async program suspends its task.
  enum Pause: String, CaseIterable {
    case yield  // Task.yield()
    case resumed  // by another task, through a continuation
    case actor  // by a call of an actor
    case child  // by a child task
  }

  /// The errors that a clause catches.
  enum Pattern: Equatable, Sendable { case all, failures, failure(Int), exit, misuse }

  indirect enum Statement: Equatable, Sendable {
    case yield(Int)
    /// Yields the value that was last sent, or that a delegation last returned.
    case yieldKept
    case delegate(to: Int, sending: Int?, erased: Bool)
    /// Delegates to a node of its own, made for it.
    case delegateToFresh(Int, erased: Bool)
    case delegateToSequence([Pull])
    /// Loops over the elements of another, or of one of its own, and keeps each; of async programs.
    case iterate(over: Int, isFresh: Bool, atMost: Int, [Statement])
    case pause(Pause)
    case act(Action)
    case raise(Signal)
    /// In a handler: rethrows the error that it has caught.
    case reraise
    case finish(Int)
    case finishKept
    case loop(times: Int, [Statement])
    case attempt([Statement], catching: Pattern, [Statement], finally: [Statement])
  }

  var nodes: [Node]
  var script: [Action]
  /// Whether the nodes are async generators.
  var isAsync = false

  /// The number of actions that are done.
  ///
  /// Further ones are ignored. Bodies act on each other, so there would be too many.
  static let fuel = 60

  /// The number of generators that are made anew.
  ///
  /// Further ones are not: a body that makes itself anew and delegates to the new one would never
  /// end.
  static let renewals = 8
}

// MARK: - Making random programs

extension Program {
  init(seed: UInt64, isAsync: Bool = false) {
    var maker = Maker(seed: seed, isAsync: isAsync)
    self = maker.program()
  }

  private struct Maker {
    var random: SeededRandom
    let isAsync: Bool
    var kinds: [Kind] = []
    var value = 0

    init(seed: UInt64, isAsync: Bool) {
      random = SeededRandom(seed: seed)
      self.isAsync = isAsync
    }

    mutating func program() -> Program {
      let count = Int.random(in: 2...7, using: &random)
      kinds = (0..<count).map { _ in
        switch Int.random(in: 0..<100, using: &random) {
        case ..<60: .coroutine
        case ..<80: .throwing
        case ..<92: .generator
        default: isAsync ? .coroutine : .wrapped
        }
      }
      let nodes = kinds.indices.map { index in
        var node = Node(kind: kinds[index])
        if kinds[index] == .wrapped {
          node.elements = pulls(upTo: 3)
        } else {
          node.body = block(in: Place(node: index))
        }
        return node
      }
      let script = (0..<Int.random(in: 4...24, using: &random)).map { _ in
        action(preferring: random.chance(50) ? 0 : nil)
      }
      return Program(nodes: nodes, script: script, isAsync: isAsync)
    }

    mutating func fresh() -> Int {
      value += 1
      return value
    }

    mutating func pulls(upTo count: Int) -> [Pull] {
      (0..<Int.random(in: 0...count, using: &random)).map { _ in
        let acts = !isAsync && random.chance(25)
        return Pull(action: acts ? action(preferring: nil) : nil, element: fresh())
      }
    }

    mutating func signal() -> Signal {
      random.chance(25) ? .exit : .failure(Int.random(in: 0...2, using: &random))
    }

    /// The position of a statement.
    struct Place {
      var node: Int
      var depth = 0
      /// Whether there is an error that can be rethrown.
      ///
      /// Not in a finally, where Python would take the error on its way, if there is one.
      var isInHandler = false

      var inside: Place { Place(node: node, depth: depth + 1, isInHandler: isInHandler) }
      var handler: Place { Place(node: node, depth: depth + 1, isInHandler: true) }
      var finally: Place { Place(node: node, depth: depth + 1) }
    }

    mutating func block(in place: Place) -> [Statement] {
      (0..<Int.random(in: place.depth == 0 ? 1...4 : 0...3, using: &random)).map { _ in
        statement(in: place)
      }
    }

    mutating func statement(in place: Place) -> Statement {
      if isAsync {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<18: return .pause(random.pick(Pause.allCases))
        case ..<28 where place.depth < 3: return iteration(in: place)
        default: break
        }
      }
      switch Int.random(in: 0..<100, using: &random) {
      case ..<22: return .yield(fresh())
      case ..<27: return .yieldKept
      case ..<50: return delegation(of: place.node)
      case ..<53: return .delegateToSequence(pulls(upTo: 2))
      case ..<64: return .act(action(preferring: nil))
      case ..<66 where place.isInHandler: return .reraise
      case ..<69: return .raise(signal())
      case ..<72: return random.chance(50) ? .finishKept : .finish(fresh())
      case ..<76 where place.depth < 2:
        return .loop(times: 2, block(in: place.inside))
      default:
        guard place.depth < 4 else { return .yield(fresh()) }
        return .attempt(
          block(in: place.inside), catching: pattern(),
          random.chance(50) ? block(in: place.handler) : [],
          finally: random.chance(20) ? block(in: place.finally) : [])
      }
    }

    mutating func iteration(in place: Place) -> Statement {
      let isFresh = place.node + 1 < kinds.count && random.chance(40)
      let target = Int.random(in: (isFresh ? place.node + 1 : 0)..<kinds.count, using: &random)
      let most = Int.random(in: 1...3, using: &random)
      return .iterate(over: target, isFresh: isFresh, atMost: most, block(in: place.inside))
    }

    mutating func pattern() -> Pattern {
      random.pick([.all, .all, .failures, .failure(random.pick([0, 1, 2])), .exit, .misuse])
    }

    mutating func delegation(of node: Int) -> Statement {
      let targets = kinds.indices.filter { kinds[node] == .coroutine || !kinds[$0].returns }
      guard !targets.isEmpty else { return .yield(fresh()) }
      let later = targets.filter { $0 > node }
      // Only a later one, or the delegation would never end.
      if let target = later.randomElement(using: &random), random.chance(30) {
        return .delegateToFresh(target, erased: random.chance(30))
      }
      let target = random.pick(!later.isEmpty && random.chance(80) ? later : targets)
      let sends = !isAsync && kinds[target] == .coroutine && random.chance(10)
      return .delegate(to: target, sending: sends ? fresh() : nil, erased: random.chance(30))
    }

    mutating func action(preferring preferred: Int?) -> Action {
      let target = preferred ?? Int.random(in: 0..<kinds.count, using: &random)
      let request: Request =
        switch Int.random(in: 0..<100, using: &random) {
        case ..<10 where isAsync: .loop(Int.random(in: 1...3, using: &random))
        case ..<50: .next
        case ..<65 where kinds[target] == .coroutine: .send(fresh())
        case ..<65: .next
        case ..<77: .raise(signal())
        case ..<88: .close
        case ..<92: .drop
        case ..<96: .renew
        default: .state
        }
      return Action(target: target, request: request)
    }
  }
}
