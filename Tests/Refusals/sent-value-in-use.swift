// A coroutine keeps a sent value, and the sender also sends it elsewhere.

import Generators

final class Counter { var n = 0 }

func race(_ isRepeated: Bool) throws {
  let c = Coroutine<Int, Counter, Void> { yield in
    let counter = try yield(1)
    try yield(2).n += counter.n
  }
  try c.start()
  let counter = Counter()
  try c.send(counter)
  Task { counter.n += 1 }  // expect-error: risks causing data races
  #if REFUSED
    try c.send(Counter())  // expect-note: access can happen concurrently
  #endif
}
