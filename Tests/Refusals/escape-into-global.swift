// A body's `yield` is kept by a variable of top-level code.

import Generators

var kept: Generator<Int>.Yield?

let numbers = Generator<Int> { yield in  // expect-error: variable 'yield' escapes
  #if REFUSED
    kept = yield  // expect-note: causes the lifetime-dependent value to escape
  #endif
  try yield(1)
}
print(numbers.next() as Any)
