// A body returns its `yield`.

import Generators

func make() {
  #if REFUSED
    typealias Result = Coroutine<Int, String, Void>.Yield
  #else
    typealias Result = String
  #endif
  let c = Coroutine<Int, String, Result> {  // expect-error: conform to protocol 'Escapable'
    (yield: Coroutine<Int, String, Void>.Yield) in
    #if REFUSED
      return yield
    #else
      return try yield(1)
    #endif
  }
  _ = c
}
