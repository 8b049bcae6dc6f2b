import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// A signal in CPython is an error that appears as the chain is resumed: here it is thrown in.
  @Suite struct SignalAndYieldFromTest {
    @Test func test_raise_and_yield_from() throws {
      let inner = Coroutine<Void, Void, String> { yield in
        do { try yield() } catch is Failure { return "PASSED" }
        return "FAILED"
      }
      let outer = Coroutine<Void, Void, String> { yield in try yield(from: inner) }
      try outer.next()
      #expect(try outer.throw(Failure()) == nil)
      expectEqual(outer.returnValue, "PASSED")
    }
  }
}
