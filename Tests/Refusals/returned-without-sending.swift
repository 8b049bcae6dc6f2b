// An actor returns a generator, and nothing says that it keeps no object that the generator uses.

import Generators

actor Numbers {
  #if REFUSED
    func make() -> Generator<Int> { Generator { yield in try yield(1) } }
  #else
    func make() -> sending Generator<Int> { Generator { yield in try yield(1) } }
  #endif
}

func use(_ numbers: Numbers) async -> Int? {
  let g = await numbers.make()  // expect-error: can not be returned from actor-isolated
  return g.next()
}
