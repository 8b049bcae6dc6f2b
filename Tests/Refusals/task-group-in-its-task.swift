// A task of a group, which may run after the group's closure has returned, spawns in the group.

import GeneratorScheduling

func run() throws {
  try Scheduler().run { task in
    try task.withTaskGroup(of: Void.self) { group in  // expect-error: 'group' escapes
      #if REFUSED
        try group.spawn { _ in
          try group.spawn { _ in }
        }
      #else
        try group.spawn { task in
          try task.spawn { _ in }
        }
      #endif
    }
  }
}
