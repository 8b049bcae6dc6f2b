import Generators
import TestSupport
import Testing

private func numbers(_ texts: [String]) -> ThrowingGenerator<Int> {
  ThrowingGenerator { yield in
    for (i, text) in texts.enumerated() {
      guard let n = Int(text) else { throw Failure(i) }
      try yield(n)
    }
  }
}

@Suite struct ThrowingGeneratorTests {
  @Test func `while let takes all elements`() throws {
    let g = numbers(["1", "2", "3"])
    var taken: [Int] = []
    while let n = try g.next() { taken.append(n) }
    expectEqual(taken, [1, 2, 3])
    try expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
  }

  @Test func `the body starts at the first next`() throws {
    let trace = Trace()
    let g = ThrowingGenerator { yield in
      trace("start")
      try yield(1)
    }
    expectEqual(trace.events, [])
    expectEqual(g.state, .created)
    try expectEqual(g.next(), 1)
    expectEqual(trace.events, ["start"])
  }

  @Test func `the next that meets an error throws it, and later ones return nil`() throws {
    let g = numbers(["1", "x", "3"])
    try expectEqual(g.next(), 1)
    #expect(throws: Failure(1)) { try g.next() }
    expectEqual(g.state, .closed)
    try expectEqual(g.next(), nil)
    #expect(g.returnValue == nil)
  }

  @Test func `an error that is thrown in is rethrown unless the body catches it`() throws {
    let g = ThrowingGenerator<Int> { yield in
      do { try yield(1) } catch is Failure { try yield(2) }
    }
    try g.next()
    try expectEqual(g.throw(Failure(1)), 2)
    #expect(throws: Failure(2)) { try g.throw(Failure(2)) }
    expectEqual(g.state, .closed)
  }

  @Test func `start and send serve as next`() throws {
    let g = numbers(["1", "2", "3"])
    try expectEqual(g.start(), 1)
    #expect(throws: GeneratorError.alreadyStarted) { try g.start() }
    try expectEqual(g.send(()), 2)
    try expectEqual(g.next(), 3)
  }

  @Test func `close runs the defers, and throws an error that replaces the exit`() throws {
    let trace = Trace()
    let g = ThrowingGenerator<Int> { yield in
      defer { trace("end") }
      do { try yield(1) } catch { throw Failure(3) }
    }
    try g.next()
    #expect(throws: Failure(3)) { try g.close() }
    expectEqual(trace.events, ["end"])
    #expect(try g.close() == nil)
  }
}

// MARK: - withSequence

@Suite struct WithSequence {
  @Test func `the closure's result comes back`() throws {
    try expectEqual(numbers(["1", "2", "3"]).withSequence { $0.reduce(0, +) }, 6)
    try expectEqual(numbers(["1", "2"]).withSequence { Array($0) }, [1, 2])
    try expectEqual(numbers([]).withSequence { Array($0) }, [])
    try numbers(["1"]).withSequence { _ in }
  }

  @Test func `a loop can read the sequence`() throws {
    var taken: [Int] = []
    try numbers(["4", "5"]).withSequence { for n in $0 { taken.append(n) } }
    expectEqual(taken, [4, 5])
  }

  @Test func `if the body fails the sequence ends, and the error replaces the result`() throws {
    let trace = Trace()
    let g = numbers(["1", "2", "x", "4"])
    #expect(throws: Failure(2)) {
      try g.withSequence { elements in
        for n in elements { trace("\(n)") }
        trace("after")
        return 5
      }
    }
    expectEqual(trace.events, ["1", "2", "after"])
    expectEqual(g.state, .closed)
    try expectEqual(g.withSequence { Array($0) }, [])
  }

  @Test func `after the failure the sequence stays at its end`() throws {
    let g = numbers(["x"])
    #expect(throws: Failure(0)) {
      try g.withSequence {
        expectEqual($0.next(), nil)
        expectEqual($0.next(), nil)
        expectEqual(Array($0), [])
      }
    }
  }

  @Test func `the body's error takes precedence over the closure's`() throws {
    #expect(throws: Failure(1)) {
      try numbers(["1", "x"]).withSequence {
        for _ in $0 {}
        throw Failure(99)
      }
    }
  }

  @Test func `the closure's error is rethrown, and leaves the generator usable`() throws {
    let g = numbers(["1", "2", "3"])
    #expect(throws: Failure(99)) {
      try g.withSequence { for n in $0 where n == 2 { throw Failure(99) } }
    }
    expectEqual(g.state, .suspended)
    try expectEqual(g.next(), 3)
    try expectEqual(g.next(), nil)
  }

  @Test func `the closure may leave elements, and the generator continues from there`() throws {
    let g = numbers(["1", "2", "3", "4", "5"])
    try expectEqual(g.withSequence { Array($0.prefix(2)) }, [1, 2])
    expectEqual(g.state, .suspended)
    try expectEqual(g.next(), 3)
    try expectEqual(g.withSequence { $0.first { $0 == 4 } }, 4)
    try expectEqual(g.withSequence { Array($0) }, [5])
    expectEqual(g.state, .closed)
  }

  @Test func `an error that was not reached is not thrown`() throws {
    let g = numbers(["1", "x"])
    try expectEqual(g.withSequence { $0.next() }, 1)
    #expect(throws: Failure(1)) { try g.next() }
  }

  @Test func `copies and iterators of the sequence share its elements`() throws {
    try numbers(["1", "2", "3"]).withSequence { elements in
      let copy = elements
      let iterator = elements.makeIterator()
      expectEqual([elements.next(), copy.next(), iterator.next(), copy.next()], [1, 2, 3, nil])
    }
  }

  @Test func `withSequence may be nested`() throws {
    let g = numbers(["1", "2", "3"])
    try g.withSequence { outer in
      expectEqual(outer.next(), 1)
      let second = try g.withSequence { $0.next() }
      expectEqual(second, 2)
      expectEqual(outer.next(), 3)
    }
  }

  @Test func `a coroutine that returns a value can be lent, too`() throws {
    let c = Coroutine<Int, Void, String> { yield in
      try yield(1)
      return "done"
    }
    try expectEqual(c.withSequence { Array($0) }, [1])
    expectEqual(c.returnValue, "done")
  }

  @Test func `another generator may delegate to it`() throws {
    let total = try numbers(["1", "2"]).withSequence { elements in
      Generator { [elements] yield in try yield(from: elements) }.reduce(0, +)
    }
    expectEqual(total, 3)
  }

  @Test func `a misuse by the body is an error of the body`() throws {
    final class Box { var g: ThrowingGenerator<Int>? }
    let box = Box()
    box.g = ThrowingGenerator { [unowned box] yield in
      try yield(1)
      try yield(try box.g!.withSequence { $0.next() } ?? 0)
    }
    let g = box.g!
    #expect(throws: GeneratorError.alreadyExecuting) { try g.withSequence { Array($0) } }
  }

  @Test func `using the sequence after the closure has returned is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var kept: ScopedSequence<Int>?
      try numbers(["1", "2"]).withSequence { kept = $0 }
      _ = kept!.next()
    }
    expectEqual(
      result?.message.contains(
        "the sequence of withSequence was used after its closure had returned"), true)
  }

  @Test func `using the sequence after the closure has thrown is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var kept: ScopedSequence<Int>?
      try? numbers(["1", "2"]).withSequence {
        kept = $0
        throw Failure()
      }
      for _ in kept! {}
    }
    expectEqual(
      result?.message.contains(
        "the sequence of withSequence was used after its closure had returned"), true)
  }

  @Test func `kept after its closure, it does not keep the generator`() throws {
    let tracker = Tracker()
    var kept: [ScopedSequence<Int>] = []
    do {
      let object = tracker.object()
      let g = ThrowingGenerator { yield in
        for n in 0... {
          try yield(n)
          withExtendedLifetime(object) {}
        }
      }
      try g.withSequence {
        kept.append($0)
        expectEqual($0.next(), 0)
      }
    }
    expectEqual(tracker.alive, 0)
    expectEqual(kept.count, 1)
  }
}
