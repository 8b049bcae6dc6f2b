// A task's body uses the context of the task that has spawned it.

import GeneratorScheduling

func run() throws {
  try Scheduler().run { task in  // expect-error: 'task' escapes its scope
    #if REFUSED
      try task.spawn { _ in
        try task.yield()
      }
    #else
      try task.spawn { task in
        try task.yield()
      }
    #endif
  }
}
