// A generator goes to a task, and a variable that its body uses is used here.

import Generators

func race() {
  var count = 0
  let g = Generator { yield in
    count += 1
    try yield(count)
  }
  Task { _ = g.next() }  // expect-error: risks causing data races
  #if REFUSED
    print(count)  // expect-note: access can happen concurrently
  #endif
}
