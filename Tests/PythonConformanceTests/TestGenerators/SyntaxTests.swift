import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// The run-time effect of code that Python's compiler must accept or distinguish.
  @Suite struct SyntaxTests {
    @Test func returnAfterYield() {
      let g = Generator<Int> { yield in
        try yield(1)
        return
      }
      expectEqual(Array(g), [1])
    }

    @Test func yieldBeforeFinally() {
      let trace = Trace()
      let g = Generator<Int> { yield in
        defer { trace("finally") }
        try yield(1)
      }
      expectEqual(g.next(), 1)
      expectEqual(trace.events, [])
      expectEqual(g.next(), nil)
      expectEqual(trace.events, ["finally"])
    }

    @Test func yieldInExcept() {
      let trace = Trace()
      let g = Generator<Int> { yield in
        defer { trace("finally") }
        do {
          _ = try quotient(1, 0)
        } catch is Failure {
          try yield(666)
        } catch {
          trace("another error")
        }
      }
      expectEqual(Array(g), [666])
      expectEqual(trace.events, ["finally"])
    }

    @Test func yieldInNestedTryAndExcept() {
      let g = Generator<Int> { yield in
        do {
          do {
            try yield(12)
            _ = try quotient(1, 0)
          } catch is Failure {
            try yield(666)
          } catch {
            defer { _ = try? yield(12) }
            _ = try quotient(12, 1)
          }
        } catch {
          return
        }
      }
      expectEqual(Array(g), [12, 666])
    }

    @Test func yieldOfNothing() {
      let g = Generator<Void> { yield in try yield() }
      #expect(g.next() != nil)
      #expect(g.next() == nil)
    }

    @Test func yieldAfterContinue() {
      let g = Generator<Int> { yield in
        for i in 0..<3 {
          defer { _ = try? yield(i) }
          continue
        }
      }
      expectEqual(g.next(), 0)
      expectEqual(g.next(), 1)
      expectEqual(g.next(), 2)
      expectEqual(g.next(), nil)
    }

    @Test func yieldIsTheWholeClosure() {
      let make = { Generator<Int> { try $0(1) } }
      expectEqual(Array(make()), [1])
    }

    @Test func yieldsInATuple() throws {
      let make = { Coroutine<Int, Void, (Void, Void)> { (try $0(1), try $0(2)) } }
      try expectEqual(make().withSequence { Array($0) }, [1, 2])
    }
  }
}
