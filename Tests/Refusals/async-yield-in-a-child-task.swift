// Child tasks can't use the `yield` of the body that starts them, so two never yield at once.

import AsyncGenerators

func waits() async -> Int { 1 }

func group() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    try await withThrowingTaskGroup(of: Int.self) { group in
      #if REFUSED
        group.addTask {  // expect-error: risks causing data races
          try await yield(1)
          return 1
        }
      #else
        group.addTask { await waits() }
        try await yield(1)
      #endif
      try await group.waitForAll()
    }
  }
}

func binding() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      async let child: Void = yield(1)  // expect-error: risks causing data races
      try await child
    #else
      async let child = waits()
      try await yield(child)
    #endif
  }
}
