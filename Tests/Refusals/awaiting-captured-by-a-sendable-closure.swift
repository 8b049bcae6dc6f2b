// A closure that tasks share can't use an awaiting generator.

import AsyncGenerators

func captured() {
  let g = AwaitingGenerator<Int> { yield in try yield(1) }
  #if REFUSED
    let use: @Sendable () -> Void = { print(g.state) }  // expect-error: in a '@Sendable' closure
  #else
    let use = { print(g.state) }
  #endif
  use()
}
