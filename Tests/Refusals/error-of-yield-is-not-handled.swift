// A `yield` without `try`: closing could not leave the body.

import Generators

let numbers = Generator<Int> { yield in
  #if REFUSED
    yield(1)  // expect-error: call can throw, but it is not marked with 'try'
  #else
    try yield(1)
  #endif
}
print(Array(numbers))
