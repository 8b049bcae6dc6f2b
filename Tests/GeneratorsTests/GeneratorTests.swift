import Generators
import TestSupport
import Testing

private func count(_ n: Int, _ trace: Trace) -> Generator<Int> {
  Generator { yield in
    trace("start")
    defer { trace("end") }
    for i in 0..<n { try yield(i) }
  }
}

// MARK: - From the first element to the end

@Suite struct GeneratorTests {
  @Test func `a line may be any number`() {
    let g = Generator<Int>(line: .max) { yield in try yield(1) }
    expectEqual(Array(g), [1])
  }

  @Test func `the body starts at the first next and runs to its first yield`() {
    let trace = Trace()
    let g = Generator { yield in
      trace("start")
      try yield(1)
      trace("between")
      try yield(2)
      trace("end")
    }
    expectEqual(trace.events, [])
    expectEqual(g.next(), 1)
    expectEqual(trace.events, ["start"])
    expectEqual(g.next(), 2)
    expectEqual(trace.events, ["start", "between"])
    expectEqual(g.next(), nil)
    expectEqual(trace.events, ["start", "between", "end"])
  }

  @Test func `next always returns nil after the end`() {
    let trace = Trace()
    let g = count(2, trace)
    expectEqual(g.next(), 0)
    expectEqual(g.next(), 1)
    for _ in 0..<5 { expectEqual(g.next(), nil) }
    expectEqual(trace.events, ["start", "end"])
    expectEqual(g.state, .closed)
  }

  @Test func `next of a body without elements returns nil at once`() {
    let g = Generator<Int> { _ in }
    expectEqual(g.next(), nil)
    expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
  }

  @Test func `nil is an element like any other`() {
    let g = Generator<Int?> { yield in
      try yield(nil)
      try yield(1)
      try yield(nil)
    }
    expectEqual(g.next(), .some(nil))
    expectEqual(g.next(), .some(1))
    expectEqual(g.next(), .some(nil))
    expectEqual(g.next(), .none)
  }

  @Test func `a copy is another name for the same generator`() {
    let g = count(4, Trace())
    let h = g
    expectEqual([g.next(), h.next(), g.next(), h.next(), g.next()], [0, 1, 2, 3, nil])
    expectEqual(h.state, .closed)
  }

  @Test func `two of the same function are independent`() {
    let (a, b) = (count(3, Trace()), count(3, Trace()))
    expectEqual([a.next(), a.next(), b.next(), a.next(), b.next()], [0, 1, 0, 2, 1])
  }

  @Test func `generators may be nested to any depth`() {
    func permutations(_ items: [Int]) -> Generator<[Int]> {
      Generator { yield in
        if items.isEmpty { return try yield([]) }
        for (i, item) in items.enumerated() {
          var rest = items
          rest.remove(at: i)
          for permutation in permutations(rest) { try yield([item] + permutation) }
        }
      }
    }
    let all = Array(permutations([1, 2, 3, 4]))
    expectEqual(all.count, 24)
    expectEqual(Set(all).count, 24)
    expectEqual(all.first, [1, 2, 3, 4])
    expectEqual(all.last, [4, 3, 2, 1])
  }

  @Test func `a generator may be defined by itself`() {
    // The sieve of Eratosthenes as a chain of filters, each made by the one before it.
    func sieve(_ source: Generator<Int>) -> Generator<Int> {
      Generator { yield in
        guard let prime = source.next() else { return }
        try yield(prime)
        let rest = Generator { yield in
          while let n = source.next() { if n % prime != 0 { try yield(n) } }
        }
        try yield(from: sieve(rest))
      }
    }
    let primes = sieve(Generator(2...))
    expectEqual(Array(primes.prefix(20)).last, 71)
  }

  @Test func `a yield in a defer yields an element, for every kind of end`() throws {
    func body(_ yield: ThrowingGenerator<Int>.Yield) throws {
      defer { _ = try? yield(2) }
      try yield(1)
    }
    expectEqual(Array(Generator { yield in try body(yield) }), [1, 2])
    let g = ThrowingGenerator<Int> { yield in try body(yield) }
    try expectEqual(g.next(), 1)
    try expectEqual(g.throw(Failure(1)), 2)
    #expect(throws: Failure(1)) { try g.next() }
    try expectEqual(g.next(), nil)
  }

  @Test func `its description has its type and where it was made`() {
    let g = Generator { yield in try yield(1) }
    let line = #line - 1
    let place = "GeneratorsTests/GeneratorTests.swift:\(line)"
    expectEqual("\(g)", "<Generator<Int> created, made at \(place)>")
    _ = g.next()
    let call = runsOnThreads ? "" : " in closure #1 in GeneratorTests."
    #expect(g.description.hasPrefix("<Generator<Int> suspended\(call)"))
    #expect(g.description.hasSuffix(", made at \(place)>"))
    g.close()
    expectEqual("\(g)", "<Generator<Int> closed, made at \(place)>")
    let other = "GeneratorsTests/GeneratorTests.swift:\(#line + 1)"
    expectEqual("\(Generator([1]))", "<Generator<Int> created, made at \(other)>")
    let wrapped = Generator("ab", fileID: "Some/Where.swift", line: 7)
    expectEqual("\(wrapped)", "<Generator<Character> created, made at Some/Where.swift:7>")
  }

  @Test func `inside of its body it is running`() {
    final class Box { var g: Generator<String>? }
    let box = Box()
    box.g = Generator { [unowned box] yield in
      try yield("\(box.g!.state)")
      try yield("\(box.g!)")
    }
    let line = #line - 4
    expectEqual(box.g!.next(), "running")
    let place = "GeneratorsTests/GeneratorTests.swift:\(line)"
    expectEqual(box.g!.next(), "<Generator<String> running, made at \(place)>")
  }

  @Test func `a stack of no size is a trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = Generator<Int>(stackSize: 0) { _ in }
    }
  }

  @Test func `a body may choose the size of its stack`() {
    func sum(_ n: Int) -> Int { n == 0 ? 0 : n + sum(n - 1) }
    let g = Generator(stackSize: 16 << 20) { yield in try yield(sum(50_000)) }
    expectEqual(g.next(), 1_250_025_000)
  }
}

// MARK: - Errors that leave the body

@Suite struct GeneratorErrorsThatLeave {
  @Test func `an error that leaves the body in next is a trap that names both`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in
        try yield(1)
        throw Failure(7)
      }
      _ = g.next()
      _ = g.next()
    }
    expectEqual(
      result?.message.contains(
        """
        an error left the body of a generator, and next() can't throw: Failure(code: 7) \
        (generator made at GeneratorsTests/GeneratorTests.swift:4242)
        """), true)
  }

  @Test func `an error that leaves the body in its first next is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { _ in throw Failure(7) }
      for _ in g {}
    }
    expectEqual(result?.message.contains("Failure(code: 7)"), true)
    expectEqual(result?.message.contains("GeneratorsTests/GeneratorTests.swift:4242"), true)
  }

  @Test func `an inner generator that ignores the exit of close fails the outer one`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let inner = Generator<Int>(line: 1111) { yield in while true { try? yield(1) } }
      let outer = Generator<Int>(line: 4242) { yield in try yield(from: inner) }
      _ = outer.next()
      outer.close()
    }
    expectEqual(
      result?.message.contains(
        """
        close() can't throw: generator ignored GeneratorExit \
        (generator made at GeneratorsTests/GeneratorTests.swift:1111) \
        (generator made at GeneratorsTests/GeneratorTests.swift:4242)
        """), true)
  }

  @Test func `an error that leaves the body in close is a trap that names both`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in
        do { try yield(1) } catch { throw Failure(7) }
      }
      _ = g.next()
      g.close()
    }
    expectEqual(
      result?.message.contains(
        """
        an error left the body of a generator, and close() can't throw: Failure(code: 7) \
        (generator made at GeneratorsTests/GeneratorTests.swift:4242)
        """), true)
  }

  @Test func `an error of an inner generator is a trap that names the outer one`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let inner = Generator<Int>(line: 1111) { yield in
        try yield(1)
        throw Failure(7)
      }
      let outer = Generator<Int>(line: 4242) { yield in try yield(from: inner) }
      _ = outer.next()
      _ = outer.next()
    }
    expectEqual(result?.message.contains("Failure(code: 7)"), true)
    expectEqual(result?.message.contains("GeneratorsTests/GeneratorTests.swift:4242"), true)
  }

  @Test func `a misuse that leaves the body is an ordinary error`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let unstarted = Coroutine<Int, Int, Void>(line: 1111) { yield in try yield(1) }
      let g = Generator<Int>(line: 4242) { _ in try unstarted.send(1) }
      _ = g.next()
    }
    expectEqual(
      result?.message.contains(
        """
        next() can't throw: can't send a value to a just-started generator \
        (generator made at GeneratorsTests/GeneratorTests.swift:1111) \
        (generator made at GeneratorsTests/GeneratorTests.swift:4242)
        """), true)
  }

  @Test func `GeneratorExit thrown by the body is its end`() {
    let trace = Trace()
    let g = Generator<Int> { yield in
      defer { trace("left") }
      try yield(1)
      throw GeneratorExit()
    }
    expectEqual(g.next(), 1)
    expectEqual(g.next(), nil)
    expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
    expectEqual(trace.events, ["left"])
  }

  @Test func `the exit of closing another generator, rethrown, is its end`() {
    var kept: (any Error)?
    let closed = Generator<Int> { yield in
      do { try yield(1) } catch { kept = error }
    }
    _ = closed.next()
    closed.close()
    let g = Generator<Int> { yield in
      try yield(1)
      throw kept!
    }
    expectEqual(Array(g), [1])
    expectEqual(g.state, .closed)
  }

  @Test func `GeneratorExit thrown by the body at once is an empty generator`() {
    expectEqual(Array(Generator<Int> { _ in throw GeneratorExit() }), [])
  }

  @Test func `GeneratorExit thrown by the body in place of that of close is its end`() {
    let g = Generator<Int> { yield in
      do { try yield(1) } catch { throw GeneratorExit() }
    }
    _ = g.next()
    g.close()
    expectEqual(g.state, .closed)
  }
}

// MARK: - throw

@Suite struct GeneratorThrow {
  @Test func `yield throws the error, which is rethrown if the body doesn't catch it`() {
    let trace = Trace()
    let g = Generator<Int> { yield in
      do {
        try yield(1)
      } catch {
        trace("caught \(name(of: error))")
        throw error
      }
    }
    _ = g.next()
    #expect(throws: Failure(3)) { try g.throw(Failure(3)) }
    expectEqual(trace.events, ["caught E3"])
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
  }

  @Test func `a body that catches it continues to its next yield`() throws {
    let g = Generator<Int> { yield in
      for n in 0... {
        do { try yield(n) } catch let failure as Failure { try yield(-failure.code) }
      }
    }
    expectEqual(g.next(), 0)
    try expectEqual(g.throw(Failure(5)), -5)
    expectEqual(g.next(), 1)
    try expectEqual(g.throw(Failure(6)), -6)
    expectEqual(g.state, .suspended)
  }

  @Test func `a body that catches it and returns is at its end`() throws {
    let g = Generator<Int> { yield in try? yield(1) }
    _ = g.next()
    try expectEqual(g.throw(Failure()), nil)
    expectEqual(g.state, .closed)
  }

  @Test func `a body may throw another in its place`() {
    let g = Generator<Int> { yield in
      do { try yield(1) } catch { throw Failure(9) }
    }
    _ = g.next()
    #expect(throws: Failure(9)) { try g.throw(Failure(1)) }
    expectEqual(g.state, .closed)
  }

  @Test func `thrown before the start, it is rethrown and the body never runs`() {
    let trace = Trace()
    let g = count(3, trace)
    #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
    expectEqual(trace.events, [])
  }

  @Test func `thrown after the end, it is rethrown each time`() {
    let g = count(0, Trace())
    _ = g.next()
    for code in 1...3 {
      #expect(throws: Failure(code)) { try g.throw(Failure(code)) }
    }
    expectEqual(g.next(), nil)
  }

  @Test func `a thrown GeneratorExit is rethrown`() {
    let trace = Trace()
    let g = count(3, trace)
    _ = g.next()
    #expect(throws: GeneratorExit()) { try g.throw(GeneratorExit()) }
    expectEqual(trace.events, ["start", "end"])
    expectEqual(g.state, .closed)
    #expect(throws: GeneratorExit()) { try g.throw(GeneratorExit()) }
    #expect(throws: GeneratorExit()) { try count(3, trace).throw(GeneratorExit()) }
  }

  @Test func `a body that isn't being closed may catch GeneratorExit and yield`() throws {
    let g = Generator<Int> { yield in
      do { try yield(1) } catch is GeneratorExit { try yield(2) }
      try yield(3)
    }
    _ = g.next()
    try expectEqual(g.throw(GeneratorExit()), 2)
    expectEqual(g.next(), 3)
    expectEqual(g.next(), nil)
  }

  @Test func `an error is the same object on its way in and out`() throws {
    final class Identity: Error {}
    let identity = Identity()
    let g = Generator<Int> { yield in
      do { try yield(1) } catch let caught as Identity {
        try yield(caught === identity ? 2 : 3)
        throw caught
      }
    }
    _ = g.next()
    try expectEqual(g.throw(identity), 2)
    let back = #expect(throws: Identity.self) { try g.throw(identity) }
    #expect(back === identity)
  }

  @Test func `throwing inside of its own body is alreadyExecuting, and the body continues`() {
    final class Box { var g: Generator<String>? }
    let box = Box()
    box.g = Generator { [unowned box] yield in
      do {
        try box.g!.throw(Failure())
        try yield("nothing was thrown")
      } catch {
        try yield(name(of: error))
      }
      try yield("on")
    }
    expectEqual(box.g!.next(), "alreadyExecuting")
    expectEqual(box.g!.next(), "on")
    expectEqual(box.g!.next(), nil)
  }
}

// MARK: - close

@Suite struct GeneratorClose {
  @Test func `a generator closed before its start never runs`() {
    let trace = Trace()
    let g = count(3, trace)
    g.close()
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
    g.close()
    expectEqual(trace.events, [])
  }

  @Test func `yield throws GeneratorExit, and defers and catches run from the inside out`() {
    let trace = Trace()
    let g = Generator<Int> { yield in
      defer { trace("defer 1") }
      do {
        defer { trace("defer 2") }
        do {
          defer { trace("defer 3") }
          try yield(1)
          trace("not reached")
        } catch {
          trace("catch \(name(of: error))")
          throw error
        }
      } catch is GeneratorExit {
        trace("catch again")
      }
      trace("after")
    }
    _ = g.next()
    g.close()
    expectEqual(
      trace.events, ["defer 3", "catch exit", "defer 2", "catch again", "after", "defer 1"])
    expectEqual(g.state, .closed)
    expectEqual(g.next(), nil)
  }

  @Test func `closing after the end does nothing`() {
    let trace = Trace()
    let g = count(1, trace)
    expectEqual(Array(g), [0])
    g.close()
    g.close()
    expectEqual(trace.events, ["start", "end"])
    expectEqual(g.state, .closed)
  }

  @Test func `a helper's frames are also unwound`() {
    let trace = Trace()
    func walk(_ depth: Int, _ yield: Generator<Int>.Yield) throws {
      defer { trace("left \(depth)") }
      if depth == 3 { return try yield(depth) }
      try walk(depth + 1, yield)
      trace("not reached")
    }
    let g = Generator { yield in try walk(0, yield) }
    expectEqual(g.next(), 3)
    g.close()
    expectEqual(trace.events, ["left 3", "left 2", "left 1", "left 0"])
  }

  @Test func `a body may use and close others while it is being closed`() {
    let trace = Trace()
    let other = count(5, trace)
    let g = Generator<Int> { yield in
      defer {
        trace("other gives \(other.next()!)")
        other.close()
      }
      try yield(1)
    }
    _ = other.next()
    _ = g.next()
    g.close()
    expectEqual(trace.events, ["start", "other gives 1", "end"])
  }

  @Test func `inside of it the generator is running, and can't be thrown into`() {
    final class Box { var g: Generator<Int>? }
    let box = Box()
    let trace = Trace()
    box.g = Generator { [unowned box] yield in
      defer {
        trace("\(box.g!.state)")
        do { try box.g!.throw(Failure()) } catch { trace(name(of: error)) }
      }
      try yield(1)
    }
    _ = box.g!.next()
    box.g!.close()
    expectEqual(trace.events, ["running", "alreadyExecuting"])
  }
}

// MARK: - Traps

/// Misuse that is an error of a coroutine is a trap of a generator, whose calls can't throw.
@Suite struct GeneratorTraps {
  static let ignored = "generator ignored GeneratorExit (generator made at \(place))"
  static let executing = "generator already executing (generator made at \(place))"
  static let place = "GeneratorsTests/GeneratorTests.swift:4242"

  @Test func `yielding while it is closed`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in
        do { try yield(1) } catch { try yield(2) }
      }
      _ = g.next()
      g.close()
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `continuing to yield in a loop while it is closed`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in while true { try? yield(1) } }
      _ = g.next()
      g.close()
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `yielding in a defer while it is closed`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in
        defer { _ = try? yield(2) }
        try yield(1)
      }
      _ = g.next()
      g.close()
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `yielding while it is released`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var g: Generator<Int>? = Generator(line: 4242) { yield in
        do { try yield(1) } catch { try yield(2) }
      }
      _ = g!.next()
      g = nil
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `continuing to yield in a loop while it is released`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      for _ in Generator<Int>(line: 4242, { yield in while true { try? yield(1) } }) { break }
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `yielding in a defer while it is released`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      for _ in Generator<Int>(
        line: 4242,
        { yield in
          defer { _ = try? yield(2) }
          try yield(1)
        })
      { break }
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `delegating while it is closed`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = Generator<Int>(line: 4242) { yield in
        do { try yield(1) } catch { try yield(from: Generator { yield in try yield(2) }) }
      }
      _ = g.next()
      g.close()
    }
    expectEqual(result?.message.contains(Self.ignored), true)
  }

  @Test func `an inner generator that ignores the exit when its delegator is released`() async {
    // The outer generator receives an error. The inner one, still suspended, is then released
    // itself.
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      for _ in Generator<Int>({ yield in
        try? yield(
          from: Generator(line: 4242) { yield in while true { try? yield(1) } })
      }) { break }
    }
    expectEqual(result?.message.contains("\(Self.ignored) while it was dropped"), true)
  }

  @Test func `asking for the next element inside of the body`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Box { var g: Generator<Int>? }
      let box = Box()
      box.g = Generator(line: 4242) { [unowned box] yield in try yield(box.g!.next()!) }
      _ = box.g!.next()
    }
    expectEqual(result?.message.contains(Self.executing), true)
  }

  @Test func `looping over it inside of the body`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Box { var g: Generator<Int>? }
      let box = Box()
      box.g = Generator(line: 4242) { [unowned box] yield in
        try yield(1)
        for n in box.g! { try yield(n) }
      }
      for _ in box.g! {}
    }
    expectEqual(result?.message.contains(Self.executing), true)
  }

  @Test func `closing it inside of the body`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Box { var g: Generator<Int>? }
      let box = Box()
      box.g = Generator(line: 4242) { [unowned box] yield in
        box.g!.close()
        try yield(1)
      }
      _ = box.g!.next()
    }
    expectEqual(result?.message.contains(Self.executing), true)
  }

  @Test func `using it inside of the body of its delegate`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Box { var g: Generator<Int>? }
      let box = Box()
      box.g = Generator(line: 4242) { [unowned box] yield in
        try yield(from: Generator { yield in try yield(box.g!.next()!) })
      }
      _ = box.g!.next()
    }
    expectEqual(result?.message.contains(Self.executing), true)
  }
}
