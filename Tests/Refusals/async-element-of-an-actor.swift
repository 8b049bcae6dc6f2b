// A body that is isolated to an actor can't yield, lend or return a part of the actor's state.

import AsyncGenerators

final class Box: Sequence, IteratorProtocol {
  var number = 0
  func next() -> Int? { nil }
}

actor Owner {
  let box = Box()

  func yielding() -> AsyncGenerator<Box> {
    AsyncGenerator { yield in
      #if REFUSED
        try await yield(self.box)  // expect-error: risks causing data races
      #else
        self.box.number += 1
        try await yield(Box())
      #endif
    }
  }

  func lending() -> AsyncGenerator<Int> {
    AsyncGenerator { yield in
      #if REFUSED
        try await yield(from: self.box)  // expect-error: risks causing data races
      #else
        self.box.number += 1
        try await yield(from: Box())
      #endif
    }
  }

  func returning() -> AsyncCoroutine<Int, Void, Box> {
    AsyncCoroutine { yield in
      try await yield(1)
      #if REFUSED
        return self.box  // expect-error: as a 'sending' result risks causing data races
      #else
        self.box.number += 1
        return Box()
      #endif
    }
  }
}

@MainActor final class Model {
  let box = Box()

  func yielding() -> AsyncGenerator<Box> {
    AsyncGenerator { yield in
      #if REFUSED
        try await yield(self.box)  // expect-error: risks causing data races
      #else
        self.box.number += 1
        try await yield(Box())
      #endif
    }
  }
}
