// A body uses the `yield` of another body, around it.

import Generators

func make() -> Generator<Int> {
  Generator { outer in  // expect-error: lifetime-dependent variable 'outer' escapes
    let inner = Generator<Int> { inner in  // expect-note: causes the lifetime-dependent value to
      #if REFUSED
        try outer(1)
      #endif
      try inner(1)
    }
    try outer(from: inner)
  }
}
