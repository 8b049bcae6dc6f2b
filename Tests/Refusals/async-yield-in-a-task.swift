// A task that nothing awaits can't use the `yield` of the body that starts it.

import AsyncGenerators

func make() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      Task { try await yield(1) }  // expect-error: risks causing data races
    #else
      Task { await Task.yield() }
      try await yield(1)
    #endif
  }
}
