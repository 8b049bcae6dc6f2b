// A body's captures move into the generator: they can't be used afterwards, and can't belong to a caller.

import AsyncGenerators

final class Box { var number = 0 }

func afterwards() -> AsyncGenerator<Int> {
  let box = Box()
  let g = AsyncGenerator { yield in  // expect-error: risks causing data races
    box.number += 1
    try await yield(box.number)
  }
  #if REFUSED
    box.number += 1  // expect-note: access can happen concurrently
  #endif
  return g
}

#if REFUSED
  func ofTheCaller(_ box: Box) -> AsyncGenerator<Int> {
    AsyncGenerator { yield in  // expect-error: risks causing data races
      try await yield(box.number)
    }
  }
#else
  func ofTheCaller(_ box: sending Box) -> AsyncGenerator<Int> {
    AsyncGenerator { yield in try await yield(box.number) }
  }
#endif
