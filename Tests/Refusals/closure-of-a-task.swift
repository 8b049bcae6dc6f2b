// A task captures the `yield` of the body that starts it.

import Generators

func make() -> Generator<Int> {
  Generator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      Task { try yield(1) }  // expect-error: risks causing data races
    #else
      Task { _ = 1 }
      try yield(1)
    #endif
  }
}
