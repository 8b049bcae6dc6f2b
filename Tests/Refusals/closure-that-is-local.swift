// A closure with a `yield` in a local constant could escape; a local function can't.

import Generators

func make() -> Generator<Int> {
  Generator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      let twice = { (n: Int) in try yield(n * 2) }  // expect-note: causes the lifetime-dependent
    #else
      func twice(_ n: Int) throws { try yield(n * 2) }
    #endif
    try twice(1)
  }
}
