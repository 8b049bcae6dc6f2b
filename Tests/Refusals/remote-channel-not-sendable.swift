// The values that pass through a remote channel must be Sendable.

import GeneratorScheduling

final class Counter { var count = 0 }

func reach(_ scheduler: Scheduler) throws {
  #if REFUSED
    _ = try scheduler.remote(to: Channel<Counter>())  // expect-error: 'Counter' does not conform
  #else
    _ = try scheduler.remote(to: Channel<Int>())
  #endif
}
