import Generators
import TestSupport
import Testing

/// A chain of delegations R -> A -> B -> C, and a consumer that uses any of the four.
struct ChainScenario: Sendable, CustomTestStringConvertible {
  /// The difference of a named member from a plain one; see `leaf` and `link`.
  var cast: [String: String]
  /// A request of the consumer to a member.
  var script: [(who: String, request: String)]
  var trace: [String]
  var testDescription: String

  init(_ description: String, cast: String = "", script: String, trace: [String]) {
    func pairs(_ text: String, separatedBy separator: Character) -> [(String, String)] {
      text.split(separator: separator).map {
        let words = $0.split { $0 == "." || $0 == " " }
        return (String(words[0]), String(words[1]))
      }
    }
    testDescription = description
    self.cast = Dictionary(uniqueKeysWithValues: pairs(cast, separatedBy: ","))
    self.script = pairs(script, separatedBy: " ").map { (who: $0.0, request: $0.1) }
    self.trace = trace
  }

  /// Whether an error comes from a call that can't throw where the chain is of generators.
  fileprivate var failsInGenerators: Bool {
    trace.contains { event in
      [".next: ", ".close: "].contains { event.contains($0) }
        && ["E", "i"].contains { event.contains(": \($0)") }
    }
  }
}

// MARK: - The bodies

/// C: yields 1, 2, 3.
private func leaf<Input>(
  _ name: String, _ manner: String?, _ trace: Trace, _ yield: Yield<Int, Input>
) throws {
  trace("\(name) starts")
  defer { trace("\(name) leaves") }
  for n in 1...3 {
    do {
      try yield(n)
    } catch is GeneratorExit {
      trace("\(name) exits")
      switch manner {
      case "stubborn": try yield(-1)
      case "failing": throw Failure(9)
      case "returning": return
      default: throw GeneratorExit()
      }
    } catch let failure as Failure {
      trace("\(name) catches E\(failure.code)")
      if manner != "patient" { throw failure }
    }
  }
}

/// A, B and R: delegates, and then yields 20, 10 or 30.
private func link<Input>(
  _ name: String, _ manner: String?, _ trace: Trace, _ yield: Yield<Int, Input>,
  delegate: () throws -> Void, redirect: () throws -> Void
) throws {
  let number = ["B": 1, "A": 2, "R": 3][name]!
  trace("\(name) starts")
  defer { trace("\(name) leaves") }
  do {
    try delegate()
    trace("\(name) goes on")
  } catch {
    trace("\(name) catches \(TestSupport.name(of: error))")
    switch manner {
    case "replacing": throw Failure(number)
    case "evasive" where error is GeneratorExit: try redirect()
    case "swallowing" where !(error is GeneratorExit): break
    case "redirecting" where !(error is GeneratorExit): try redirect()
    default: throw error
    }
  }
  try yield(number * 10)
}

// MARK: - The chains

/// The requests that a consumer can make of a member of a chain, whatever its type.
private struct Member {
  var next: () throws -> Int?
  var raise: (any Error) throws -> Int?
  var close: () throws -> Void
  var state: () -> GeneratorState

  init(_ g: Generator<Int>) {
    next = { g.next() }
    raise = { try g.throw($0) }
    close = { g.close() }
    state = { g.state }
  }

  init<Return>(_ g: Coroutine<Int, Void, Return>) {
    next = { try g.next() }
    raise = { try g.throw($0) }
    close = { try g.close() }
    state = { g.state }
  }

  init<Return>(_ g: Coroutine<Int, Int?, Return>) {
    next = { try g.next() }
    raise = { try g.throw($0) }
    close = { try g.close() }
    state = { g.state }
  }
}

extension ChainScenario {
  fileprivate func generators(_ trace: Trace) -> [String: Member] {
    let cast = self.cast
    func leaf(_ name: String) -> Generator<Int> {
      Generator { yield in try GeneratorsTests.leaf(name, cast[name], trace, yield) }
    }
    func link(_ name: String, to inner: Generator<Int>) -> Generator<Int> {
      Generator { yield in
        try GeneratorsTests.link(
          name, cast[name], trace, yield,
          delegate: { try yield(from: inner) }, redirect: { try yield(from: leaf("\(name)'")) })
      }
    }
    let c = leaf("C")
    let b = link("B", to: c)
    let a = link("A", to: b)
    return ["R": .init(link("R", to: a)), "A": .init(a), "B": .init(b), "C": .init(c)]
  }

  fileprivate func throwingGenerators(_ trace: Trace) -> [String: Member] {
    let cast = self.cast
    func leaf(_ name: String) -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in try GeneratorsTests.leaf(name, cast[name], trace, yield) }
    }
    func link(_ name: String, to inner: ThrowingGenerator<Int>) -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in
        try GeneratorsTests.link(
          name, cast[name], trace, yield,
          delegate: { try yield(from: inner) }, redirect: { try yield(from: leaf("\(name)'")) })
      }
    }
    let c = leaf("C")
    let b = link("B", to: c)
    let a = link("A", to: b)
    return ["R": .init(link("R", to: a)), "A": .init(a), "B": .init(b), "C": .init(c)]
  }

  fileprivate func coroutines(_ trace: Trace) -> [String: Member] {
    typealias Chained = Coroutine<Int, Int?, Void>
    let cast = self.cast
    func leaf(_ name: String) -> Chained {
      Chained { yield in try GeneratorsTests.leaf(name, cast[name], trace, yield) }
    }
    func link(_ name: String, to inner: Chained) -> Chained {
      Chained { yield in
        try GeneratorsTests.link(
          name, cast[name], trace, yield,
          delegate: { try yield(from: inner) }, redirect: { try yield(from: leaf("\(name)'")) })
      }
    }
    let c = leaf("C")
    let b = link("B", to: c)
    let a = link("A", to: b)
    return ["R": .init(link("R", to: a)), "A": .init(a), "B": .init(b), "C": .init(c)]
  }

  /// A chain in which each member is of another type, and the last is known as a sequence only.
  fileprivate func mixed(_ trace: Trace) -> [String: Member] {
    let cast = self.cast
    let c = Generator<Int> { yield in try leaf("C", cast["C"], trace, yield) }
    let hidden: any Sequence<Int> = c
    let b = ThrowingGenerator<Int> { yield in
      try link(
        "B", cast["B"], trace, yield, delegate: { try yield(from: hidden) },
        redirect: {
          try yield(from: Generator { yield in try leaf("B'", cast["B'"], trace, yield) })
        })
    }
    let a = Coroutine<Int, Void, Void> { yield in
      try link(
        "A", cast["A"], trace, yield, delegate: { try yield(from: b) },
        redirect: {
          try yield(from: ThrowingGenerator { yield in try leaf("A'", cast["A'"], trace, yield) })
        })
    }
    let r = Coroutine<Int, Int?, String> { yield in
      try link(
        "R", cast["R"], trace, yield, delegate: { try yield(from: a) },
        redirect: {
          try yield(from: Generator { yield in try leaf("R'", cast["R'"], trace, yield) })
        })
      return "done"
    }
    return ["R": .init(r), "A": .init(a), "B": .init(b), "C": .init(c)]
  }

  /// Runs the script.
  fileprivate func run(_ chain: consuming [String: Member], _ trace: Trace) -> [String] {
    var members = chain
    for (who, request) in script {
      do {
        switch request {
        case "drop":
          trace("drop \(who)")
          members[who] = nil
        case "state":
          trace("\(who) is \(members[who]!.state())")
        case "close":
          try members[who]!.close()
          trace("\(who).close: end")
        default:
          let element =
            switch request {
            case "next": try members[who]!.next()
            case "throw": try members[who]!.raise(Failure(0))
            default: try members[who]!.raise(GeneratorExit())
            }
          trace("\(who).\(request): \(element.map { "\($0)" } ?? "end")")
        }
      } catch {
        trace("\(who).\(request): \(name(of: error))")
      }
    }
    trace("done")
    for who in ["R", "A", "B", "C"] { members[who] = nil }
    return trace.events
  }

  fileprivate func run(_ make: (Trace) -> [String: Member]) -> [String] {
    let trace = Trace()
    nonisolated(unsafe) let unsafe = trace  // the hook is called on this thread only
    return withUnraisableErrorHook({ unsafe("unraisable \(name(of: $0.error))") }) {
      run(make(trace), trace)
    }
  }
}

// MARK: - The tests

@Suite struct ChainTests {
  @Test(arguments: ChainScenario.all)
  func `a chain of throwing generators has CPython's trace`(scenario: ChainScenario) {
    expectEqual(scenario.run(scenario.throwingGenerators), scenario.trace)
  }

  @Test(arguments: ChainScenario.all)
  func `a chain of coroutines has CPython's trace`(scenario: ChainScenario) {
    expectEqual(scenario.run(scenario.coroutines), scenario.trace)
  }

  @Test(arguments: ChainScenario.all.filter { !$0.failsInGenerators })
  func `a chain of generators has CPython's trace`(scenario: ChainScenario) {
    expectEqual(scenario.run(scenario.generators), scenario.trace)
  }

  @Test(
    arguments: ChainScenario.all.filter { scenario in
      !scenario.trace.contains { $0.hasPrefix("C.next: E") || $0.hasPrefix("C.close: i") }
        && !scenario.trace.contains { $0.hasPrefix("C.close: E") }
    })
  func `a chain of all types has CPython's trace`(scenario: ChainScenario) {
    expectEqual(scenario.run(scenario.mixed), scenario.trace)
  }
}
