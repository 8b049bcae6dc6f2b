// A class keeps a `yield` in a property, which nothing can bind to the life of the body.

import Generators

final class Walker {
  #if REFUSED
    var yield: Generator<Int>.Yield?  // expect-error: cannot return a ~Escapable result
  #endif

  func walk(_ n: Int, _ yield: Generator<Int>.Yield) throws {
    if n > 0 { try walk(n - 1, yield) }
    try yield(n)
  }
}
