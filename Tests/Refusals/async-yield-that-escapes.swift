// A `yield` leaves its body in a closure that is kept, and in the body of another generator.

import AsyncGenerators

func stored() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      let later = { try await yield(1) }
      try await later()
    #else
      try await yield(1)
    #endif
  }
}

func another() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      let inner = AsyncGenerator<Int> { _ in  // expect-error: risks causing data races
        try await yield(1)
      }
      for await _ in inner {}
    #else
      let inner = AsyncGenerator<Int> { yield in try await yield(1) }
      try await yield(from: inner)
    #endif
  }
}
