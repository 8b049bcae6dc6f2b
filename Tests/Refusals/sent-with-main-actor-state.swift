// A generator whose body uses the main actor's state leaves the main actor.

import Generators

@MainActor final class Screen {
  var frame = 0

  func show() {
    let g = Generator { yield in try yield(self.frame) }
    #if REFUSED
      Task.detached { _ = g.next() }  // expect-error: risks causing data races
    #else
      Task { _ = g.next() }
    #endif
  }
}
