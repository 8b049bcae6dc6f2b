// A body keeps what it has yielded, and the consumer sends it away.

import Generators

final class Counter { var n = 0 }

func race() {
  let g = Generator { yield in
    let counter = Counter()
    try yield(counter)
    counter.n += 1
  }
  guard let counter = g.next() else { return }
  Task { counter.n += 1 }  // expect-error: risks causing data races
  #if REFUSED
    _ = g.next()  // expect-note: access can happen concurrently
  #endif
}
