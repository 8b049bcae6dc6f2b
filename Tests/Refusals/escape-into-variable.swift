// A body's `yield` is kept by a variable outside of the body.

import Generators

func keep() -> Generator<Int> {
  #if REFUSED
    var kept: Generator<Int>.Yield?
    defer { _ = kept }
    return Generator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
      kept = yield  // expect-note: causes the lifetime-dependent value to escape
      try yield(1)
    }
  #else
    return Generator { yield in
      let kept: Generator<Int>.Yield? = yield
      try kept?(1)
    }
  #endif
}
