import CompiledGenerators
import TestSupport
import Testing

#if Macros
  @Generator func numbers() -> some Sequence<Int> {
    yield(1)
    yield(2)
  }

  struct SmokeTests {
    @Test func `a body is compiled by the macro`() {
      expectEqual(Array(numbers()), [1, 2])
    }
  }
#endif
