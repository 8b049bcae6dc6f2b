// A task whose body uses an actor's state runs where the actor does.

import GeneratorScheduling

actor Counter {
  var count = 0

  func add() throws {
    let scheduler = Scheduler()
    try scheduler.spawn { _ in self.count += 1 }
    #if REFUSED
      Task.detached {  // expect-error: risks causing data races
        try scheduler.run(until: .start)
      }
    #else
      try scheduler.run(until: .start)
    #endif
  }
}
