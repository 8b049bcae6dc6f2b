// A task whose body uses the main actor's state runs where the main actor does.

import GeneratorScheduling

@MainActor final class Screen {
  var frames = 0

  func draw() throws {
    let scheduler = Scheduler()
    try scheduler.spawn { task in
      try task.spawn { _ in self.frames += 1 }
      self.frames += 1
    }
    #if REFUSED
      Task.detached {  // expect-error: risks causing data races
        try scheduler.run(until: .start)
      }
    #else
      try scheduler.run()
    #endif
  }
}
