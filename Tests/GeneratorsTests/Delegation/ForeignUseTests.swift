import CCoroutine
import Generators
import TestSupport
import Testing

// The traces are those of CPython 3.13 and 3.11 in the same situations.

/// Generators that refer to each other by name, and a trace of their events.
private final class Cast {
  var members: [Character: ThrowingGenerator<Int>] = [:]
  let trace = Trace()

  subscript(name: Character) -> ThrowingGenerator<Int> { members[name]! }

  func make(
    _ name: Character, _ body: @escaping (Cast, Generator<Int>.Yield) throws -> Void
  ) {
    members[name] = ThrowingGenerator { [unowned self] yield in try body(self, yield) }
  }

  /// Makes a generator that delegates to another.
  func link(_ name: Character, to inner: Character) {
    make(name) { cast, yield in
      defer { cast.trace("\(name) leaves") }
      do { try yield(from: cast[inner]) } catch {
        cast.trace("\(name) catches \(TestSupport.name(of: error))")
        throw error
      }
    }
  }

  private func attempt(_ what: String, _ request: () throws -> String) {
    do {
      let result = try request()
      trace("\(what): \(result)")
    } catch {
      trace("\(what): \(TestSupport.name(of: error))")
    }
  }

  func next(_ name: Character) {
    attempt("\(name).next") { try self[name].next().map { "\($0)" } ?? "end" }
  }

  func raise(_ error: any Error, in name: Character) {
    attempt("\(name).throw") { try self[name].throw(error).map { "\($0)" } ?? "end" }
  }

  func close(_ name: Character) {
    attempt("\(name).close") {
      try self[name].close()
      return "end"
    }
  }

  func drop(_ name: Character) {
    trace("drop \(name)")
    members[name] = nil
  }

  func run(_ script: String) {
    for word in script.split(separator: " ") {
      let name = word.first!
      switch word.dropFirst(2) {
      case "next": next(name)
      case "throw": raise(Failure(1), in: name)
      case "exit": raise(GeneratorExit(), in: name)
      case "close": close(name)
      case "drop": drop(name)
      default: fatalError()
      }
    }
  }
}

// MARK: - From the body of a generator that is used directly

@Suite struct ForeignUseTests {
  @Test(arguments: [false, true])
  func `the outer generator is resumed in the body of the inner one, which is used directly`(
    keeps: Bool
  ) {
    let cast = Cast()
    cast.make("A") { cast, yield in
      try yield(1)
      cast.next("R")
      try yield(2)
      try yield(3)
    }
    cast.make("R") { cast, yield in
      do { try yield(from: cast["A"]) } catch {
        cast.trace("R catches \(name(of: error))")
        if !keeps { throw error }
        try yield(99)
      }
      try yield(100)
    }
    cast.run("R.next A.next R.next R.next A.next A.next")
    #expect(
      cast.trace.events
        == (keeps
          ? [
            "R.next: 1", "R catches alreadyExecuting", "R.next: 99", "A.next: 2", "R.next: 100",
            "R.next: end", "A.next: 3", "A.next: end",
          ]
          : [
            "R.next: 1", "R catches alreadyExecuting", "R.next: alreadyExecuting", "A.next: 2",
            "R.next: end", "R.next: end", "A.next: 3", "A.next: end",
          ]))
  }

  @Test func `the outer generators are resumed in the handler of the directly closed last`() {
    let cast = Cast()
    cast.make("C") { cast, yield in
      do { try yield(1) } catch {
        cast.next("R")
        cast.next("B")
        throw error
      }
    }
    cast.make("B") { cast, yield in
      do { try yield(from: cast["C"]) } catch {
        cast.trace("B catches \(name(of: error))")
        try yield(10)
      }
      try yield(11)
    }
    cast.make("R") { cast, yield in
      try yield(from: cast["B"])
      try yield(20)
    }
    cast.run("R.next C.close R.next R.next")
    expectEqual(
      cast.trace.events,
      [
        "R.next: 1", "B catches alreadyExecuting", "R.next: 10", "B.next: 11", "C.close: end",
        "R.next: 20", "R.next: end",
      ])
  }

  @Test func `while the first is closed all of the chain run`() {
    let cast = Cast()
    cast.make("C") { cast, yield in
      defer {
        for member in "RBC" as String {
          cast.trace("\(member) is \(cast[member].state)")
          cast.next(member)
          cast.raise(Failure(1), in: member)
          cast.close(member)
        }
      }
      try yield(1)
    }
    cast.link("B", to: "C")
    cast.link("R", to: "B")
    cast.run("R.next R.close")
    let each = "RBC".flatMap {
      [
        "\($0) is running", "\($0).next: alreadyExecuting", "\($0).throw: alreadyExecuting",
        "\($0).close: alreadyExecuting",
      ]
    }
    expectEqual(
      cast.trace.events,
      ["R.next: 1"] + each + [
        "B catches exit", "B leaves", "R catches exit", "R leaves", "R.close: end",
      ])
  }

  @Test(arguments: ["close", "throw", "drop"])
  func `the first is ended in the body of the last, which is used directly`(way: String) {
    let cast = Cast()
    cast.make("B") { cast, yield in
      try yield(1)
      cast.run("R.\(way)")
      try yield(2)
      try yield(3)
    }
    cast.link("A", to: "B")
    cast.link("R", to: "A")
    let errors = unraisableErrors {
      cast.run("R.next B.next B.next")
      if way != "drop" { cast.next("R") }
      cast.run("A.next B.next")
    }
    let unwound = [
      "A catches alreadyExecuting", "A leaves", "R catches alreadyExecuting", "R leaves",
    ]
    expectEqual(
      cast.trace.events,
      ["R.next: 1"] + (way == "drop" ? ["drop R"] : []) + unwound
        + (way == "drop" ? [] : ["R.\(way): alreadyExecuting"]) + ["B.next: 2", "B.next: 3"]
        + (way == "drop" ? [] : ["R.next: end"]) + ["A.next: end", "B.next: end"])
    expectEqual(errors.map { name(of: $0.error) }, (way == "drop" ? ["alreadyExecuting"] : []))
  }

  @Test func `the last delegates to the first, which delegates to it`() {
    let cast = Cast()
    cast.make("B") { cast, yield in
      try yield(1)
      do { try yield(from: cast["R"]) } catch { cast.trace("B catches \(name(of: error))") }
      try yield(2)
    }
    cast.link("A", to: "B")
    cast.link("R", to: "A")
    cast.run("R.next B.next R.next A.next B.next")
    expectEqual(
      cast.trace.events,
      [
        "R.next: 1", "A catches alreadyExecuting", "A leaves", "R catches alreadyExecuting",
        "R leaves", "B catches alreadyExecuting", "B.next: 2", "R.next: end", "A.next: end",
        "B.next: end",
      ])
  }

  @Test func `the last delegates to the first, which releases it and continues`() {
    let cast = Cast()
    cast.make("B") { cast, yield in
      try yield(1)
      try yield(from: cast["R"])
      try yield(2)
    }
    cast.link("A", to: "B")
    cast.make("R") { cast, yield in
      do { try yield(from: cast["A"]) } catch { cast.trace("R catches \(name(of: error))") }
      try yield(50)
      try yield(51)
    }
    cast.run("R.next B.next R.next B.next B.next B.next")
    expectEqual(
      cast.trace.events,
      [
        "R.next: 1", "A catches alreadyExecuting", "A leaves", "R catches alreadyExecuting",
        "B.next: 50", "R.next: 51", "B.next: 2", "B.next: end", "B.next: end",
      ])
  }
}

// MARK: - Cycles

@Suite struct Cycles {
  @Test func `a delegation to itself is an error, and the body continues`() throws {
    let cast = Cast()
    cast.make("A") { cast, yield in
      try yield(0)
      do { try yield(from: cast["A"]) } catch {
        cast.trace(name(of: error))
        try yield(1)
      }
      try yield(2)
    }
    cast.run("A.next A.next A.next A.next")
    expectEqual(
      cast.trace.events,
      [
        "A.next: 0", "alreadyExecuting", "A.next: 1", "A.next: 2", "A.next: end",
      ])
  }

  @Test func `a generator's delegation to itself is also an error`() {
    final class Box { var g: Generator<Int>? }
    let box = Box()
    box.g = Generator { [unowned box] yield in
      do { try yield(from: box.g!) } catch GeneratorError.alreadyExecuting { try yield(1) }
      let hidden: any Sequence<Int> = box.g!
      do { try yield(from: hidden) } catch GeneratorError.alreadyExecuting { try yield(2) }
    }
    expectEqual(Array(box.g!), [1, 2])
  }

  @Test func `two that delegate to each other`() {
    let cast = Cast()
    cast.make("A") { cast, yield in
      do { try yield(from: cast["B"]) } catch {
        cast.trace("a \(name(of: error))")
        try yield(1)
      }
      try yield(2)
    }
    cast.make("B") { cast, yield in
      do { try yield(from: cast["A"]) } catch {
        cast.trace("b \(name(of: error))")
        try yield(3)
      }
      try yield(4)
    }
    cast.run("A.next A.next A.next A.next A.next")
    expectEqual(
      cast.trace.events,
      [
        "b alreadyExecuting", "A.next: 3", "A.next: 4", "A.next: 2", "A.next: end", "A.next: end",
      ])
  }

  @Test func `three that delegate in a circle`() {
    let cast = Cast()
    for (name, inner) in ["A": "B", "B": "C", "C": "A"] as [Character: Character] {
      cast.make(name) { cast, yield in
        cast.trace("\(name) starts")
        do { try yield(from: cast[inner]) } catch let error as GeneratorError {
          cast.trace("\(name) \(error.kind)")
          throw Failure(5)
        }
      }
    }
    cast.run("A.next B.next C.next A.next")
    expectEqual(
      cast.trace.events,
      [
        "A starts", "B starts", "C starts", "C alreadyExecuting", "A.next: E5", "B.next: end",
        "C.next: end", "A.next: end",
      ])
  }
}

// MARK: - Two bodies that delegate to the same generator

@Suite struct TwoDelegators {
  static let scenarios: [(script: String, trace: [String])] = [
    (
      "X.next Y.next X.next Y.next X.next Y.next X.next Y.next X.next Y.next",
      [
        "X.next: 1", "Y.next: 2", "X.next: 3", "Y.next: 4", "X.next: 5", "I leaves", "Y goes on",
        "Y.next: -2", "X goes on", "X.next: -1", "Y leaves", "Y.next: end", "X leaves",
        "X.next: end", "Y.next: end",
      ]
    ),
    (
      "X.next Y.next Y.close X.next X.next X.next",
      [
        "X.next: 1", "Y.next: 2", "I leaves", "Y catches exit", "Y leaves", "Y.close: end",
        "X goes on", "X.next: -1", "X leaves", "X.next: end", "X.next: end",
      ]
    ),
    (
      "X.next Y.next X.close Y.next Y.next Y.next",
      [
        "X.next: 1", "Y.next: 2", "I leaves", "X catches exit", "X leaves", "X.close: end",
        "Y goes on", "Y.next: -2", "Y leaves", "Y.next: end", "Y.next: end",
      ]
    ),
    (
      "X.next Y.next Y.throw X.throw I.throw Y.next X.next Y.next X.next",
      [
        "X.next: 1", "Y.next: 2", "I catches E1", "Y.throw: 3", "I catches E1", "X.throw: 4",
        "I catches E1", "I.throw: 5", "I leaves", "Y goes on", "Y.next: -2", "X goes on",
        "X.next: -1", "Y leaves", "Y.next: end", "X leaves", "X.next: end",
      ]
    ),
    (
      "X.next Y.next X.drop Y.next Y.next",
      [
        "X.next: 1", "Y.next: 2", "drop X", "I leaves", "X catches exit", "X leaves", "Y goes on",
        "Y.next: -2", "Y leaves", "Y.next: end",
      ]
    ),
    (
      "X.next Y.next Y.drop X.next X.next",
      [
        "X.next: 1", "Y.next: 2", "drop Y", "I leaves", "Y catches exit", "Y leaves", "X goes on",
        "X.next: -1", "X leaves", "X.next: end",
      ]
    ),
    (
      "X.next Y.next Y.exit X.next X.next",
      [
        "X.next: 1", "Y.next: 2", "I leaves", "Y catches exit", "Y leaves", "Y.throw: exit",
        "X goes on", "X.next: -1", "X leaves", "X.next: end",
      ]
    ),
    (
      "Y.next X.next I.close X.throw Y.throw",
      [
        "Y.next: 1", "X.next: 2", "I leaves", "I.close: end", "X catches E1", "X leaves",
        "X.throw: E1", "Y catches E1", "Y leaves", "Y.throw: E1",
      ]
    ),
    (
      "Y.next X.next I.close Y.close X.close",
      [
        "Y.next: 1", "X.next: 2", "I leaves", "I.close: end", "Y catches exit", "Y leaves",
        "Y.close: end", "X catches exit", "X leaves", "X.close: end",
      ]
    ),
    (
      "X.next Y.next I.next X.next Y.next I.next X.next Y.next X.next Y.next",
      [
        "X.next: 1", "Y.next: 2", "I.next: 3", "X.next: 4", "Y.next: 5", "I leaves", "I.next: end",
        "X goes on", "X.next: -1", "Y goes on", "Y.next: -2", "X leaves", "X.next: end",
        "Y leaves", "Y.next: end",
      ]
    ),
    (
      "X.next Y.next X.close Y.throw Y.close",
      [
        "X.next: 1", "Y.next: 2", "I leaves", "X catches exit", "X leaves", "X.close: end",
        "Y catches E1", "Y leaves", "Y.throw: E1", "Y.close: end",
      ]
    ),
    (
      "X.next Y.next Y.close X.close I.close",
      [
        "X.next: 1", "Y.next: 2", "I leaves", "Y catches exit", "Y leaves", "Y.close: end",
        "X catches exit", "X leaves", "X.close: end", "I.close: end",
      ]
    ),
  ]

  @Test(arguments: scenarios)
  func `each delegator finds the target as the other has left it`(script: String, trace: [String]) {
    let cast = Cast()
    cast.make("I") { cast, yield in
      defer { cast.trace("I leaves") }
      for n in 1...5 {
        do { try yield(n) } catch let failure as Failure {
          cast.trace("I catches \(name(of: failure))")
        }
      }
    }
    for (member, number) in ["X": -1, "Y": -2] as [Character: Int] {
      cast.make(member) { cast, yield in
        defer { cast.trace("\(member) leaves") }
        do {
          try yield(from: cast["I"])
          cast.trace("\(member) goes on")
        } catch {
          cast.trace("\(member) catches \(name(of: error))")
          throw error
        }
        try yield(number)
      }
    }
    cast.run(script)
    expectEqual(cast.trace.events, trace)
  }

  @Test func `three delegators share its elements, in the order in which they ask`() {
    let inner = Generator { yield in for n in 0..<10 { try yield(n) } }
    let outers = (0..<3).map { _ in Generator { yield in try yield(from: inner) } }
    var taken: [Int] = []
    for k in [0, 1, 2, 2, 1, 0, 1, 0, 2] { taken.append(outers[k].next()!) }
    expectEqual(taken, Array(0..<9))
    expectEqual(Array(outers[1]), [9])
    expectEqual(outers.map { $0.next() }, [nil, nil, nil])
  }

  @Test func `after the first delegator's release the second continues with the target`() throws {
    let trace = Trace()
    let inner = Generator<Int> { yield in
      defer { trace("inner leaves") }
      for n in 0... { do { try yield(n) } catch is Failure { trace("inner catches") } }
    }
    let first = ThrowingGenerator<Int> { yield in
      do { try yield(from: inner) } catch { trace("not reached") }
    }
    let second = Generator<Int> { yield in try yield(from: inner) }
    try expectEqual(first.next(), 0)
    expectEqual(second.next(), 1)
    try expectEqual(second.throw(Failure()), 2)
    try expectEqual(first.throw(Failure()), 3)
    expectEqual(inner.next(), 4)
    expectEqual(trace.events, ["inner catches", "inner catches"])
    second.close()
    expectEqual(trace.events.last, "inner leaves")
    try expectEqual(first.next(), nil)
  }
}

// MARK: - Long chains

/// Long enough to show an operation of quadratic time.
///
/// On threads each of them is a thread, of which a process has fewer.
private let longest = runsOnThreads ? 2000 : cco_sanitizing == 1 ? 10_000 : 30_000

// One at a time: the longest takes 130 MB.
@Suite(.serialized) struct LongChains {
  /// Returns `depth` delegations, with the elements that the last yields, and a value to which each
  /// adds one.
  private func chain(_ depth: Int, _ trace: Trace) -> Coroutine<Int, Int?, Int> {
    Coroutine { yield in
      defer { trace("\(depth)") }
      guard depth > 0 else {
        var sum = 0
        for n in 0..<5 { sum += try yield(n) ?? 0 }
        return sum
      }
      return try yield(from: chain(depth - 1, trace)) + 1
    }
  }

  @Test(arguments: [1, 10, 1000, longest])
  func `elements and sent values reach the last, and its value the first`(depth: Int) throws {
    let trace = Trace()
    let c = chain(depth, trace)
    try expectEqual(c.next(), 0)
    for n in 1..<5 { try expectEqual(c.send(n), n) }
    expectEqual(trace.events, [])
    try expectEqual(c.send(100), nil)
    expectEqual(c.returnValue, 110 + depth)
    expectEqual(trace.events, (0...depth).map { "\($0)" })
  }

  @Test(arguments: [1000, longest])
  func `closing runs from the last to the first`(depth: Int) throws {
    let trace = Trace()
    let c = chain(depth, trace)
    try c.next()
    try expectEqual(c.close(), nil)
    expectEqual(trace.events, (0...depth).map { "\($0)" })
  }

  @Test(arguments: [1000, longest])
  func `an error passes through all members from the last to the first`(depth: Int) throws {
    let trace = Trace()
    let c = chain(depth, trace)
    try c.next()
    #expect(throws: Failure(1)) { try c.throw(Failure(1)) }
    expectEqual(trace.events, (0...depth).map { "\($0)" })
  }

  @Test(arguments: [1000, longest])
  func `a thrown exit passes from the last to the first`(depth: Int) throws {
    let trace = Trace()
    let c = chain(depth, trace)
    try c.next()
    #expect(throws: GeneratorExit()) { try c.throw(GeneratorExit()) }
    expectEqual(trace.events, (0...depth).map { "\($0)" })
  }

  @Test(arguments: [1000, longest])
  func `dropped, it is closed from the last to the first`(depth: Int) throws {
    let trace = Trace()
    do {
      let c = chain(depth, trace)
      try c.next()
      expectEqual(c.state, .suspended)
    }
    expectEqual(trace.events, (0...depth).map { "\($0)" })
  }

  @Test func `errors that the last catches come to it from the first of a long chain`() throws {
    func chain(_ depth: Int) -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in
        guard depth == 0 else { return try yield(from: chain(depth - 1)) }
        var caught = 0
        while true {
          do { try yield(caught) } catch is Failure { caught += 1 }
        }
      }
    }
    let g = chain(longest)
    try g.next()
    for n in 1...longest { try expectEqual(g.throw(Failure()), n) }
  }

  @Test func `a long chain that was started is delegated to again and again`() {
    var g = Generator { yield in for n in 0... { try yield(n) } }
    for n in 0..<longest {
      expectEqual(g.next(), n)
      let inner = g
      g = Generator { yield in try yield(from: inner) }
    }
    expectEqual(g.next(), longest)
  }

  @Test(arguments: [0, 1, 2])
  func `closing in the middle of a long chain runs from the last to the middle`(way: Int) throws {
    let trace = Trace()
    var members: [ThrowingGenerator<Int>] = []
    func chain(_ depth: Int) -> ThrowingGenerator<Int> {
      let g = ThrowingGenerator<Int> { yield in
        defer { trace("\(depth)") }
        if depth == 0 { try yield(0) } else { try yield(from: chain(depth - 1)) }
      }
      members.append(g)
      return g
    }
    let g = chain(longest)
    try g.next()
    let middle = members[longest / 2]
    expectEqual(middle.state, .suspended)
    switch way {
    case 0: try middle.close()
    case 1: #expect(throws: GeneratorExit()) { try middle.throw(GeneratorExit()) }
    default: #expect(throws: Failure(1)) { try middle.throw(Failure(1)) }
    }
    expectEqual(trace.take(), (0...longest / 2).map { "\($0)" })
    expectEqual(g.state, .suspended)
    try expectEqual(g.next(), nil)
    expectEqual(trace.take(), (longest / 2 + 1...longest).map { "\($0)" })
  }

  @Test func `a long chain whose members ignore their exits has the error of the first`() throws {
    // Each yields in its handler and stays suspended, so the next outer one receives `ignoredExit`.
    var members: [ThrowingGenerator<Int>] = []
    func chain(_ depth: Int) -> ThrowingGenerator<Int> {
      let g = ThrowingGenerator<Int> { yield in
        do {
          if depth == 0 { try yield(0) } else { try yield(from: chain(depth - 1)) }
        } catch {
          if depth > 0 { expectEqual(error as? GeneratorError, .ignoredExit) }
          try yield(depth)
        }
      }
      members.append(g)
      return g
    }
    let g = chain(longest)
    try g.next()
    #expect(throws: GeneratorError.ignoredExit) { try g.close() }
    for g in members {
      expectEqual(g.state, .suspended)
      try expectEqual(g.next(), nil)
    }
  }

  @Test func `each member of a long chain can be used directly`() throws {
    var members: [Generator<Int>] = [Generator { yield in for n in 0... { try yield(n) } }]
    for _ in 0..<1000 {
      let inner = members.last!
      members.append(Generator { yield in try yield(from: inner) })
    }
    members.reverse()
    expectEqual(members[0].next(), 0)
    var random = SeededRandom(seed: 1)
    for n in 1...2000 {
      expectEqual(members[Int.random(in: 0...1000, using: &random)].next(), n)
    }
    #expect(members.allSatisfy { $0.state == .suspended })
    members[500].close()
    expectEqual(members[0].next(), nil)
    #expect(members.allSatisfy { $0.state == .closed })
  }

  @Test func `a chain grows at its end without bound`() throws {
    // Each delegates to the next one at its end, so that all of them wait.
    func from(_ n: Int) -> Generator<Int> {
      Generator { yield in
        try yield(n)
        if n < 5000 { try yield(from: from(n + 1)) }
      }
    }
    var expected = 0
    for n in from(0) {
      guard n == expected else { break }
      expected += 1
    }
    expectEqual(expected, 5001)
  }

  @Test func `generators that hold each other are released inside of each other`() {
    // Each release releases the next one on its stack: deep, without an overflow.
    let tracker = Tracker()
    do {
      var outermost = Generator { yield in try yield(0) }
      _ = outermost.next()
      for _ in 0..<1000 {
        let (inner, object) = (outermost, tracker.object())
        outermost = Generator { yield in
          try yield(0)
          withExtendedLifetime((inner, object)) {}
        }
        _ = outermost.next()
      }
      expectEqual(tracker.alive, 1000)
    }
    expectEqual(tracker.alive, 0)
  }
}
