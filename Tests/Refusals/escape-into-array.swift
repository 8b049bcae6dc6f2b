// A `yield` is put in an array.

import Generators

let numbers = Generator<Int> { yield in
  #if REFUSED
    let all = [yield, yield]  // expect-error: conform to 'Escapable'
  #else
    let all = [1, 2]
  #endif
  for one in all {
    #if REFUSED
      try one(1)
    #else
      try yield(one)
    #endif
  }
}
print(Array(numbers))
