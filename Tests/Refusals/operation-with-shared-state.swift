// The arguments of an async operation, and its result, must be Sendable.

import GeneratorScheduling

final class Counter { var count = 0 }

func add() throws {
  try Scheduler().run { task in
    let counter = Counter()
    #if REFUSED
      try task.await {
        counter.count += 1  // expect-error: non-Sendable type 'Counter'
      }
      let me = task.current
      try task.await {
        me.cancel()  // expect-error: non-Sendable type 'AnyScheduledTask'
      }
      let made = try task.await { Counter() }  // expect-error: 'Counter' does not conform
      made.count += 1
    #else
      counter.count += try task.await { Counter().count }
    #endif
  }
}
