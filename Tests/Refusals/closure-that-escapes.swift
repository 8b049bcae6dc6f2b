// An escaping closure captures a `yield`.

import Generators

#if REFUSED
  func later(_ work: @escaping () -> Void) { work() }
#else
  func later(_ work: () -> Void) { work() }
#endif

func make() -> Generator<Int> {
  Generator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    later { try? yield(1) }  // expect-note: causes the lifetime-dependent value to escape
  }
}
