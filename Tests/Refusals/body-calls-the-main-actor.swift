// A body outside of the main actor calls a function of the main actor.

import Generators

@MainActor func tick() -> Int { 1 }

#if !REFUSED
  @MainActor
#endif
func make() -> Generator<Int> {
  Generator { yield in
    try yield(tick())  // expect-error: in a synchronous nonisolated context
  }
}
