// A closure with a `yield` is kept by a variable outside of the body.

import Generators

func make() -> Generator<Int> {
  #if REFUSED
    var stored: () throws -> Void = {}
    defer { _ = stored }
    return Generator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
      stored = { try yield(1) }  // expect-note: causes the lifetime-dependent value to escape
    }
  #else
    return Generator { yield in
      func local() throws { try yield(1) }
      try local()
    }
  #endif
}
