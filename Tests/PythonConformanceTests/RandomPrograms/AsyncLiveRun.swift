import AsyncGenerators
import Generators
import TestSupport

/// Runs an async program on the library and records its events.
///
/// The model's body decides the body's steps: only the requests, the elements, the errors and the
/// suspensions are real. The program is one line of events: after a release, the releasing code
/// waits for the end of the cleanup.
final class AsyncLiveRun: ModelWorld, Sendable {
  private struct State {
    var nodes: [AsyncNode?] = []
    var fuel = Program.fuel
    var renewals = 0
  }

  private let program: Program
  private let trace = SharedTrace()
  private let state = Guarded(State())
  private let dropping = Guarded<[AsyncNode.Life]>([])
  private let errors = Guarded<[RoutedUnraisableErrors]>([])
  /// The number of times that a body has suspended its task.
  private let suspensions = Guarded(0)

  private init(_ program: Program) {
    self.program = program
    for index in program.nodes.indices {
      let node = make(index)
      state { $0.nodes.append(node) }
    }
  }

  /// Runs a program, whose consumer is on the pool, on an actor or on the main actor.
  static func events(of program: Program) async -> [String] {
    let run = AsyncLiveRun(program)
    switch program.script.count % 4 {
    case 0: await run.onMainActor()
    case 1: await Consumer().run(run)
    default: await run.run()
    }
    return run.trace.events
  }

  private actor Consumer {
    func run(_ run: AsyncLiveRun) async { await run.run() }
  }

  @MainActor private func onMainActor() async { await run() }

  nonisolated(nonsending) private func run() async {
    for action in program.script { await perform(action) }
    for index in program.nodes.indices {
      state { $0.fuel = 1000 }
      while let (now, life) = standing(of: index), now != .closed, now != .running {
        await perform(.init(target: index, request: life.hasIgnoredExit ? .next : .close))
      }
      await drop(index)
    }
  }

  private func standing(of index: Int) -> (GeneratorState, AsyncNode.Life)? {
    node(index).map { ($0.generator.state, $0.life) }
  }

  func note(_ event: String) { trace(event) }

  /// Only of sequences whose iterators act on the nodes, which async programs don't have.
  func perform(_ action: Program.Action) { fatalError("a sequence acts on async nodes") }

  // MARK: The nodes

  private func node(_ index: Int) -> AsyncNode? { state { $0.nodes[index] } }

  private func make(_ index: Int) -> AsyncNode {
    let life = AsyncNode.Life(index: index, dropping: dropping)
    let unraisable = RoutedUnraisableErrors { [unowned self] error in
      note("unraisable \(index): \(name(of: error.error))")
      life.settle()
    }
    errors { $0.append(unraisable) }
    let line = unraisable.line
    let generator: AsyncNode.Generator =
      switch program.nodes[index].kind {
      case .coroutine:
        .coroutine(
          AsyncCoroutine(line: line) { [unowned self] yield in
            try await runBody(
              life, yield: { try await yield($0) }, lend: { try await Self.lend($0, to: yield) },
              delegate: { try await $0.delegate(from: yield) })
          })
      case .throwing:
        .throwing(AsyncThrowingGenerator(line: line) { try await self.runBody(life, $0) })
      case .generator, .wrapped:
        .generator(AsyncGenerator(line: line) { try await self.runBody(life, $0) })
      }
    return AsyncNode(generator, life)
  }

  nonisolated(nonsending)
    private func runBody(_ life: AsyncNode.Life, _ yield: AsyncYield<Int, Void>) async throws
  {
    _ = try await runBody(
      life,
      yield: { value in
        try await yield(value)
        return nil
      }, lend: { try await Self.lend($0, to: yield) },
      delegate: { try await $0.delegate(from: yield) })
  }

  /// Releases a reference to a node, and waits for its cleanup if it was the last one.
  nonisolated(nonsending) private func release(_ node: consuming AsyncNode?) async {
    guard let life = node?.life else { return }
    let isAtRest = life.isAtRest
    node = nil
    guard life.isDropped else { return }
    if isAtRest, !life.left.isOpen { note("late \(life.index)") }
    suspensions { $0 += 1 }
    await life.left.pass()
    if life.ended.isOpen { return }
    note("left \(life.index)")
    await leave()
    life.mayGoOn.open()
    await life.ended.pass()
  }

  /// Before a suspension: leaves a body that is being dropped to the background.
  nonisolated(nonsending) private func leave() async {
    guard let life = dropping({ $0.popLast() }) else { return }
    life.left.open()
    await life.mayGoOn.pass()
  }

  nonisolated(nonsending) private func drop(_ index: Int) async {
    await release(
      state { state in
        var dropped: AsyncNode?
        swap(&dropped, &state.nodes[index])
        return dropped
      })
  }

  // MARK: Bodies

  // Runs the body of a node. `yield` returns the sent value, `delegate` the value that a node has
  // returned.
  nonisolated(nonsending) private func runBody(
    _ life: AsyncNode.Life, yield: nonisolated(nonsending) (Int) async throws -> Int?,
    lend: nonisolated(nonsending) ([Int]) async throws -> Void,
    delegate: nonisolated(nonsending) (AsyncNode.Generator) async throws -> Int?
  ) async throws -> Int {
    let (index, kinds) = (life.index, program.nodes.map(\.kind))
    let body = ModelBody(
      index: index, node: program.nodes[index], world: self, lendsSequences: true)
    var iterated: [AsyncNode] = []
    var misuses: [String: any Error] = [:]

    func modelled(_ error: any Error) -> ModelError {
      switch error {
      case let failure as Failure: return .failure(failure.code)
      case is GeneratorExit: return .exit
      default:
        misuses[name(of: error)] = error
        return .misuse(name(of: error))
      }
    }

    life.start()
    var suspensionsBefore = suspensions.current
    var step = body.start()
    while true {
      life.isAtRest = false
      switch step {
      case .yielded(let value):
        life.isAtRest = suspensions.current == suspensionsBefore
        defer { suspensionsBefore = suspensions.current }
        do {
          step = body.resume(sending: try await yield(value))
        } catch { step = body.resume(throwing: modelled(error)) }
      case .lends(let elements):
        do {
          try await lend(elements)
          step = body.goOn()
        } catch { step = body.resume(throwing: modelled(error)) }
      case .delegated(let target, let isFresh, _):
        guard let node = isFresh ? make(target) : node(target) else {
          note("\(index): \(target) is gone")
          step = body.goOn()
          continue
        }
        let result: Result<Int?, ModelError>
        do {
          result = .success(try await delegate(node.generator))
        } catch {
          // PEP 828 closes it, too.
          if name(of: error) == "ignoredExit" { node.noteIgnoredExit() }
          result = .failure(modelled(error))
        }
        await release(consume node)
        switch result {
        case .success(let value):
          step = body.resume(from: target, with: kinds[target].returns ? value : nil)
        case .failure(let error): step = body.resume(throwing: error)
        }
      case .acts(let action):
        await perform(action)
        step = body.goOn()
      case .pauses(let pause):
        await suspend(by: pause)
        step = body.goOn()
      case .iterates(let target, let isFresh):
        if let node = isFresh ? make(target) : node(target) {
          iterated.append(node)
          step = body.goOn()
        } else {
          note("\(index): \(target) is gone")
          step = body.skipIteration()
        }
      case .takes:
        do {
          let element = try await iterated.last!.generator.next()
          step = body.resume(taking: element.map { .yielded($0) } ?? .ended(nil))
        } catch { step = body.resume(taking: .raised(modelled(error))) }
      case .leaves:
        await release(iterated.removeLast())
        step = body.goOn()
      case .ended(let value):
        life.end(with: nil)
        return value
      case .raised(let error):
        let thrown: any Error =
          switch error {
          case .failure(let code): Failure(code)
          case .exit: GeneratorExit()
          case .misuse(let kind): misuses[kind]!
          }
        life.end(with: thrown)
        throw thrown
      }
    }
  }

  private actor Counter {
    var count = 0
    func increase() { count += 1 }
  }

  private let counter = Counter()

  nonisolated(nonsending) private func suspend(by pause: Program.Pause) async {
    let dropped = dropping { $0.popLast() }
    dropped?.left.open()
    suspensions { $0 += 1 }
    switch pause {
    case .yield: await Task.yield()
    case .resumed:
      await withCheckedContinuation { continuation in Task { continuation.resume() } }
    case .actor: await counter.increase()
    case .child:
      async let child: Void = counter.increase()
      await child
    }
    await dropped?.mayGoOn.pass()
  }

  /// Yields the elements of a sequence by one of the kinds of sources that a body can delegate to.
  nonisolated(nonsending)
    private static func lend<Input>(_ elements: [Int], to yield: AsyncYield<Int, Input>)
    async throws
  {
    switch elements.first.map({ $0 % 5 }) {
    case 0: try await yield(from: Generator(elements))
    case 1: try await yield(from: ThrowingGenerator<Int>(elements))
    case 2:
      try await yield(
        from: Coroutine<Int, Input, Void> { yield in for element in elements { try yield(element) }
        })
    case 3:
      try await yield(
        from: AsyncStream<Int> { stream in
          for element in elements { stream.yield(element) }
          stream.finish()
        })
    default: try await yield(from: elements)
    }
  }

  // MARK: Actions

  nonisolated(nonsending) private func perform(_ action: Program.Action) async {
    let hasFuel = state { state in
      state.fuel -= 1
      return state.fuel >= 0
    }
    guard hasFuel else { return }
    let target = action.target
    guard let node = node(target) else { return note("\(target) is gone") }
    switch action.request {
    case .drop:
      note("drop \(target)")
      _ = consume node
      await drop(target)
    case .renew:
      let renews = state { state in
        state.renewals += 1
        return state.renewals <= Program.renewals
      }
      guard renews else { return }
      note("renew \(target)")
      _ = consume node
      await drop(target)
      let made = make(target)
      state { $0.nodes[target] = made }
    case .state: note("\(target) is \(node.generator.state)")
    default:
      let event = await event(of: action, on: node)
      await release(consume node)
      note(event)
    }
  }

  /// Makes a request of a node that resumes it, and records the result.
  nonisolated(nonsending)
    private func event(of action: Program.Action, on node: AsyncNode) async -> String
  {
    let (target, generator) = (action.target, node.generator)
    func text(_ element: Int?) -> String { element.map { "\($0)" } ?? "end" }
    var verb = ""
    do {
      switch action.request {
      case .next:
        verb = "next"
        return "next \(target): \(text(try await generator.next()))"
      case .send(let value):
        verb = "send"
        return "send \(target): \(text(try await generator.send(value)))"
      case .raise(let signal):
        verb = "throw"
        let error: any Error =
          if case .failure(let code) = signal { Failure(code) } else { GeneratorExit() }
        return "throw \(target): \(text(try await generator.throw(error)))"
      case .close:
        verb = "close"
        return "close \(target): end\(try await generator.close().map { " \($0)" } ?? "")"
      case .loop(let most):
        verb = "loop"
        var taken = 0
        let hasEnded = try await generator.loop { value in
          note("each \(target): \(value)")
          taken += 1
          return taken < most
        }
        return "loop \(target): \(hasEnded ? "end" : "break")"
      case .drop, .renew, .state: fatalError("that resumes no body")
      }
    } catch {
      if verb == "close", name(of: error) == "ignoredExit" { node.noteIgnoredExit() }
      return "\(verb) \(target): \(name(of: error))"
    }
  }
}
