// A task uses the lines of a connection that another task has requested.

import GeneratorNetworking
import GeneratorScheduling

func run(_ connection: Connection) throws {
  try Scheduler().run { task in
    #if REFUSED
      var lines = task.lines(of: connection)  // expect-error: escapes its scope
      try task.spawn { _ in print(try lines.next() ?? "") }
    #else
      try task.spawn { task in
        var lines = task.lines(of: connection)
        print(try lines.next() ?? "")
      }
    #endif
  }
}
