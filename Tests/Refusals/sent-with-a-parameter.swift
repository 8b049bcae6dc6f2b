// A generator goes to a task with an object that the caller still has.

import Generators

final class Counter { var n = 0 }

#if REFUSED
  func start(_ counter: Counter) {
    let g = Generator { yield in try yield(counter.n) }
    Task { _ = g.next() }  // expect-error: risks causing data races
  }
#else
  func start(_ counter: sending Counter) {
    let g = Generator { yield in try yield(counter.n) }
    Task { _ = g.next() }
  }
#endif
