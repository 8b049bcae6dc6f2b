import Generators
import TestSupport
import Testing

/// A pair that can be compared.
private struct Pair: Hashable {
  var i: Int
  var j: Int
  init(_ i: Int, _ j: Int) { (self.i, self.j) = (i, j) }
}

/// The pairs of 0..<rows and 0..<columns, row by row.
private func pairs(_ rows: Int, _ columns: Int) -> [Pair] {
  (0..<rows).flatMap { i in (0..<columns).map { Pair(i, $0) } }
}

/// A range as an expression.
private func counting(to n: Int) -> Generator<Int> {
  Generator { yield in for i in 0..<n { try yield(i) } }
}

extension TestGenexps {
  /// An expression with `for` is a body with the same loops; one without nesting can be a lazy
  /// operation on a generator, too.
  @Suite struct Doctests {
    @Test func loopWithCondition() {
      let body = Generator { yield in for i in 0..<100 where i & 1 == 1 { try yield(i * i) } }
      expectEqual(body.reduce(0, +), 166_650)
      let lazy = Generator(0..<100).lazy.filter { $0 & 1 == 1 }.map { $0 * $0 }
      expectEqual(lazy.reduce(0, +), 166_650)
    }

    @Test func nested() {
      let g = Generator { yield in for i in 0..<3 { for j in 0..<4 { try yield(Pair(i, j)) } } }
      expectEqual(Array(g), pairs(3, 4))
      let lazy = Generator(0..<3).lazy.flatMap { i in counting(to: 4).lazy.map { Pair(i, $0) } }
      expectEqual(Array(lazy), pairs(3, 4))
    }

    @Test func innerDependsOnOuter() {
      let expected = [Pair(1, 0), Pair(2, 0), Pair(2, 1), Pair(3, 0), Pair(3, 1), Pair(3, 2)]
      let g = Generator { yield in for i in 0..<4 { for j in 0..<i { try yield(Pair(i, j)) } } }
      expectEqual(Array(g), expected)
      let lazy = Generator(0..<4).lazy.flatMap { i in counting(to: i).lazy.map { Pair(i, $0) } }
      expectEqual(Array(lazy), expected)
    }

    @Test func oneTemporary() {
      let g = Generator { yield in for i in 0..<4 { for j in [i + 1] { try yield(j * j) } } }
      expectEqual(Array(g), [1, 4, 9, 16])
    }

    @Test func temporaryOfATemporary() {
      let g = Generator { yield in
        for i in 0..<4 { for j in [i + 1] { for k in [j + 1] { try yield(j * k) } } }
      }
      expectEqual(Array(g), [2, 6, 12, 20])
    }

    @Test func twoTemporariesInATuple() {
      let g = Generator { yield in
        for i in 0..<4 { for (j, k) in [(i + 1, i + 2)] { try yield(j * k) } }
      }
      expectEqual(Array(g), [2, 6, 12, 20])
    }

    @Test func overAnArrayOfARange() {
      let source = Array(0..<4)
      expectEqual(Array(Generator { yield in for i in source { try yield(i * i) } }), [0, 1, 4, 9])
    }

    @Test func overAnotherCollectionOfARange() {
      let source = ContiguousArray(0..<4)
      expectEqual(Array(Generator { yield in for i in source { try yield(i * i) } }), [0, 1, 4, 9])
    }

    @Test func loopVariableStaysInside() {
      let i = 20
      let g = Generator { yield in for i in 0..<100 { try yield(i * i) } }
      expectEqual(g.reduce(0, +), 328_350)
      expectEqual(i, 20)
    }

    @Test func firstClass() {
      let g = Generator { yield in for i in 0..<4 { try yield(i * i) } }
      let any: Any = g
      #expect(any is Generator<Int>)
      expectEqual(Array(g), [0, 1, 4, 9])
    }

    @Test func next() throws {
      let g = ThrowingGenerator { yield in for i in 0..<3 { try yield(i * i) } }
      for n in [0, 1, 4] { try expectEqual(g.next(), n) }
      try expectEqual(g.next(), nil)
    }

    @Test func staysStopped() {
      let g = Generator { yield in for i in 0..<3 { try yield(i * i) } }
      for n in [0, 1, 4] { expectEqual(g.next(), n) }
      for _ in 0..<3 { expectEqual(g.next(), nil) }
      expectEqual(Array(g), [])
    }

    @Test func outlivesItsFunction() {
      func f(_ n: Int) -> Generator<Int> {
        Generator { yield in for i in 0..<n { try yield(i * i) } }
      }
      expectEqual(Array(f(10)), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81])
    }

    @Test func nestedOutlivesItsFunction() {
      func f(_ n: Int) -> Generator<Pair> {
        Generator { yield in for i in 0..<3 { for j in 0..<n { try yield(Pair(i, j)) } } }
      }
      expectEqual(Array(f(4)), pairs(3, 4))
    }

    @Test(arguments: [4, 2]) func conditionOutlivesItsFunction(n: Int) {
      func f(_ n: Int) -> Generator<Pair> {
        Generator { yield in
          for i in 0..<3 { for j in 0..<4 where (0..<n).contains(j) { try yield(Pair(i, j)) } }
        }
      }
      expectEqual(Array(f(n)), pairs(3, n))
    }

    /// It is a value that can be stored anywhere, which does not start it.
    @Test func asAValue() {
      let values = ["a": Generator { yield in for i in 0..<10 { try yield(i) } }]
      #expect("\(values)".contains("<Generator<Int> created"))
      expectEqual(values["a"].map { Array($0) }, Array(0..<10))
    }

    @Test func outermostSourceIsBoundEarly() {
      var x = 10
      let lazy = Generator(0..<x).lazy.map { $0 * $0 }
      // A body captures variables, unless its capture list takes their values.
      let body = Generator { [x] yield in for i in 0..<x { try yield(i * i) } }
      x = 5
      expectEqual(Array(lazy), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81])
      expectEqual(Array(body), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81])
    }

    @Test func conditionIsBoundLate() {
      var include: Set = [2, 4, 6, 8]
      let body = Generator { yield in
        for i in 0..<10 where include.contains(i) { try yield(i * i) }
      }
      let lazy = Generator(0..<10).lazy.filter { include.contains($0) }.map { $0 * $0 }
      include = [1, 3, 5, 7, 9]
      expectEqual(Array(body), [1, 9, 25, 49, 81])
      expectEqual(Array(lazy), [1, 9, 25, 49, 81])
    }

    @Test func innerSourceIsBoundLate() {
      var x = 10
      let g = Generator { yield in for i in 0..<3 { for j in 0..<x { try yield(Pair(i, j)) } } }
      let lazy = Generator(0..<3).lazy.flatMap { i in counting(to: x).lazy.map { Pair(i, $0) } }
      x = 4
      expectEqual(Array(g), pairs(3, 4))
      expectEqual(Array(lazy), pairs(3, 4))
    }

    @Test func asARange() {
      expectEqual(Array(counting(to: 10)), Array(0..<10))
    }

    @Test func returnsToTheLatestCaller() {
      let trace = Trace()
      func creator() -> Generator<Int> {
        let r = counting(to: 5)
        trace("creator \(r.next()!)")
        return r
      }
      func caller() {
        for i in creator() { trace("caller \(i)") }
      }
      caller()
      expectEqual(trace.events, ["creator 0", "caller 1", "caller 2", "caller 3", "caller 4"])
    }

    @Test func callsAnother() {
      let g = Generator { yield in for i in counting(to: 5) { try yield(i) } }
      expectEqual(Array(g), [0, 1, 2, 3, 4])
    }

    @Test func notResumedWhileItRuns() throws {
      var me: ThrowingGenerator<Int?>!
      let g = ThrowingGenerator<Int?> { yield in for _ in 0..<10 { try yield(me.next() ?? nil) } }
      me = g
      #expect(throws: GeneratorError.alreadyExecuting) { try me.next() }
      try expectEqual(g.next(), nil)
      expectEqual(g.state, .closed)
      me = nil
    }

    @Test func errorComesOutAndEndsIt() throws {
      func quotient(_ a: Int, _ b: Int) throws -> Int {
        guard b != 0 else { throw Failure(b) }
        return a / b
      }
      let g = ThrowingGenerator { yield in for i in [5, 0, 2] { try yield(quotient(10, i)) } }
      try expectEqual(g.next(), 2)
      #expect(throws: Failure(0)) { try g.next() }
      try expectEqual(g.next(), nil)
    }

    @Test func nilIsAnElement() {
      let g = Generator<Int?> { yield in for _ in 0..<10 { try yield(nil) } }
      expectEqual(g.next(), .some(nil))
      expectEqual(Array(g), Array(repeating: nil, count: 9))
      expectEqual(g.next(), .none)
    }

    @Test func isAGenerator() {
      let any: Any = Generator { yield in for i in 0..<3 { try yield(i * i) } }
      #expect(any is Generator<Int>)
      #expect(any is any Sequence<Int> & IteratorProtocol<Int>)
    }

    @Test func isItsOwnIterator() {
      let g = Generator { yield in for i in 0..<3 { try yield(i * i) } }
      let iterator: Generator<Int> = g.makeIterator()
      expectEqual(iterator.next(), 0)
      expectEqual(g.next(), 1)
      expectEqual(iterator.next(), 4)
      expectEqual(g.next(), nil)
      expectEqual(iterator.state, .closed)
    }

    @Test func saysThatItRuns() {
      var me: Generator<Bool>!
      let g = Generator { yield in for _ in 0..<2 { try yield(me.state == .running) } }
      me = g
      #expect(me.state != .running)
      expectEqual(me.next(), true)
      #expect(me.state != .running)
      me = nil
    }
  }
}
