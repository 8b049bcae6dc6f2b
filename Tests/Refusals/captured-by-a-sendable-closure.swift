// A closure that any thread may call captures a generator.

import Generators

#if REFUSED
  typealias Callback = @Sendable () -> Int?
#else
  typealias Callback = () -> Int?
#endif

func make() -> Callback {
  let g = Generator { yield in try yield(1) }
  return { g.next() }  // expect-error: capture of 'g' with non-Sendable type 'Generator<Int>'
}
