// A generator's body waits: it would suspend the stack of the generator, and not that of the task.

import GeneratorScheduling
import Generators

func run() throws {
  try Scheduler().run { task in  // expect-error: 'task' escapes its scope
    #if REFUSED
      let numbers = Generator<Int> { yield in
        try task.yield()
        try yield(1)
      }
    #else
      let numbers = Generator<Int> { yield in try yield(1) }
      try task.yield()
    #endif
    for n in numbers { print(n) }
  }
}
