// A generator whose body calls the main actor's functions leaves the main actor.

import Generators

@MainActor func tick() -> Int { 1 }

@MainActor func start() {
  let g = Generator { yield in try yield(tick()) }
  #if REFUSED
    Task.detached { _ = g.next() }  // expect-error: risks causing data races
  #else
    Task { _ = g.next() }
  #endif
}
