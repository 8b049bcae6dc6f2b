// A generator goes to a task and is used here as well.

import Generators

func race() async {
  let g = Generator { yield in try yield(1) }
  let task = Task { g.next() }  // expect-error: risks causing data races
  #if REFUSED
    _ = g.next()  // expect-note: access can happen concurrently
  #endif
  _ = await task.value
}
