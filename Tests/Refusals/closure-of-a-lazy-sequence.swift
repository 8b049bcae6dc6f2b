// The closure of a lazy sequence escapes; that of an eager one does not.

import Generators

func make() -> Generator<Int> {
  Generator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      for _ in [1, 2].lazy.map({ try? yield($0) }) {}  // expect-note: causes the lifetime-dependent
    #else
      for _ in [1, 2].map({ try? yield($0) }) {}
    #endif
  }
}
