// A task keeps its context for others to use.

import GeneratorScheduling

final class Holder {
  var wait: (() throws -> Void)?
}

func run(_ holder: Holder) throws {
  try Scheduler().run { task in  // expect-error: 'task' escapes its scope
    #if REFUSED
      holder.wait = { try task.yield() }
    #else
      holder.wait = {}
      try task.yield()
    #endif
  }
}
