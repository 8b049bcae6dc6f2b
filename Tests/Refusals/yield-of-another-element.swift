// A `yield` is passed to a helper for another element, and called with one.

import Generators

func walk(_ n: Int, _ yield: Generator<Int>.Yield) throws { try yield(n) }

let numbers = Generator<Int> { yield in
  #if REFUSED
    try yield("1")  // expect-error: no exact matches in call
  #else
    try yield(1)
  #endif
}

#if REFUSED
  let words = Generator<String> { yield in
    try walk(1, yield)  // expect-error: cannot convert value of type 'Yield<String, Void>'
  }
#else
  let words = Generator<Int> { yield in
    try walk(1, yield)
  }
#endif
_ = (numbers, words)
