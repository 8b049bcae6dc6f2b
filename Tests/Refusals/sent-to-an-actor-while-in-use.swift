// A generator goes to an actor and is used here as well.

import Generators

actor Drain {
  func drain(_ generator: sending Generator<Int>) -> Int { generator.reduce(0, +) }
}

func race(_ drain: Drain) async {
  let g = Generator { yield in try yield(1) }
  _ = await drain.drain(g)  // expect-error: sending 'g' risks causing data races
  #if REFUSED
    _ = g.next()  // expect-note: access can happen concurrently
  #endif
}
