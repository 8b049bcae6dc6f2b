// A scheduler goes to another thread with all objects that its tasks use.

import GeneratorScheduling

final class Counter { var count = 0 }

func add() throws {
  let scheduler = Scheduler()
  let counter = Counter()
  let numbers = Channel<Int>(capacity: 1)
  let task = try scheduler.spawn { task in
    counter.count += 1
    try task.send(counter.count, to: numbers)
  }
  _ = task.state
  #if REFUSED
    Task.detached { try scheduler.run(until: .start) }  // expect-error: risks causing data races
    counter.count += 1
    _ = numbers.tryReceive()
    task.cancel()
  #else
    Task.detached { try scheduler.run(until: .start) }
  #endif
}
