import Generators
import TestSupport
import Testing

private func oneTwo() -> Generator<Int> {
  Generator { yield in
    try yield(1)
    try yield(2)
  }
}

private func numbers(below n: Int) -> Generator<Int> {
  Generator { yield in for i in 0..<n { try yield(i) } }
}

extension TestGenerators {
  @Suite struct TutorialTests {
    @Test func loopTakesEachYield() {
      var taken: [Int] = []
      for i in oneTwo() { taken.append(i) }
      expectEqual(taken, [1, 2])
    }

    @Test func fallingOffTheEndStops() {
      let g = oneTwo()
      expectEqual(g.next(), 1)
      expectEqual(g.next(), 2)
      expectEqual(g.next(), nil)
    }

    @Test(arguments: [true, false])
    func returnStopsForGood(returns: Bool) {
      let g = Generator<Int> { yield in
        try yield(1)
        if returns { return }
        try yield(2)
      }
      expectEqual(g.next(), 1)
      // Without the return there is another element: it is the return that stops it.
      if !returns { expectEqual(g.next(), 2) }
      expectEqual(g.next(), nil)
      expectEqual(g.next(), nil)
    }

    @Test func returnIsNotCaught() {
      let g = Generator<Int> { yield in
        // A call that may throw, since the compiler drops a `catch` that nothing reaches.
        do { if try quotient(1, 1) == 1 { return } } catch { try yield(1) }
      }
      expectEqual(Array(g), [])
    }

    // StopIteration has no counterpart. GeneratorExit comes near: thrown by the body, it ends a
    // generator without being an error of it.
    @Test(arguments: [GeneratorExit(), Failure()] as [any Error])
    func errorIsCaughtWhereReturnIsNot(error: any Error) {
      let g = Generator<Int> { yield in
        do { throw error } catch { try yield(42) }
      }
      expectEqual(Array(g), [42])
    }

    @Test func yieldAfterReturn() {
      let g = Generator<Int> { yield in
        defer { _ = try? yield(1) }
        return
      }
      expectEqual(Array(g), [1])
    }

    @Test func rangeAsGenerator() {
      expectEqual(Array(numbers(below: 5)), [0, 1, 2, 3, 4])
    }

    @Test func elementsGoToTheLatestCaller() {
      let trace = Trace()
      func creator() -> Generator<Int> {
        let r = numbers(below: 5)
        trace("creator \(r.next()!)")
        return r
      }
      func caller() {
        for i in creator() { trace("caller \(i)") }
      }
      caller()
      expectEqual(trace.events, ["creator 0", "caller 1", "caller 2", "caller 3", "caller 4"])
    }

    @Test func generatorCallsGenerator() {
      let g = Generator<Int> { yield in for i in numbers(below: 5) { try yield(i) } }
      expectEqual(Array(g), [0, 1, 2, 3, 4])
    }
  }
}
