// The `yield` of an awaiting generator can't leave its body, nor run in a child task of an operation.

import AsyncGenerators

func task() -> AwaitingGenerator<Int> {
  AwaitingGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      Task { try yield(1) }  // expect-error: risks causing data races
    #else
      try yield(1)
    #endif
  }
}

func stored() -> AwaitingGenerator<Int> {
  AwaitingGenerator { yield in  // expect-error: lifetime-dependent variable 'yield' escapes
    #if REFUSED
      let later = { try yield(1) }
      try later()
    #else
      try yield(1)
    #endif
  }
}
