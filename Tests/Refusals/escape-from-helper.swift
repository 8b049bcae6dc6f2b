// A helper returns the `yield` that it was passed.

import Generators

#if REFUSED
  func helper(_ yield: Generator<Int>.Yield)
    -> Generator<Int>.Yield  // expect-error: a function cannot return a ~Escapable result
  {
    yield
  }
#else
  func helper(_ yield: Generator<Int>.Yield) throws {
    try yield(1)
  }
#endif
