// A generator is read while a stage has it.

import GeneratorParallel
import Generators

func items() -> Generator<Int> { Generator { yield in try yield(1) } }
func lines() -> ThrowingGenerator<Int> { ThrowingGenerator { yield in try yield(1) } }

func parallels() throws {
  let (a, b) = (items(), lines())
  let first = parallel(a).map { $0 }  // expect-error: sending 'a' risks causing data races
  let second = parallel(b).map { $0 }  // expect-error: sending 'b' risks causing data races
  _ = (first.next(), try second.next())
  #if REFUSED
    _ = (a.next(), try b.next())
  #endif
}

func prefetches() throws {
  let (a, b) = (items(), lines())
  let first = prefetched(a)  // expect-error: sending 'a' risks causing data races
  let second = prefetched(b)  // expect-error: sending 'b' risks causing data races
  _ = (first.next(), try second.next())
  #if REFUSED
    _ = (a.next(), try b.next())
  #endif
}

func merges() throws {
  let (a, b, c) = (items(), items(), items())
  let first = merged(a, b, c)  // expect-error: sending 'b' risks causing data races
  _ = first.next()
  #if REFUSED
    _ = b.next()
  #endif
}

func twice() {
  let a = items()
  #if REFUSED
    let both = merged(a, a)  // expect-error: sending 'a' risks causing data races
  #else
    let both = merged(a, items())
  #endif
  both.close()
}

func broadcasts() throws {
  let (a, b) = (items(), lines())
  let first = broadcast(a, to: 1)  // expect-error: sending 'a' risks causing data races
  let second = broadcast(b, to: 1)  // expect-error: sending 'b' risks causing data races
  _ = (first[0].next(), try second[0].next())
  #if REFUSED
    _ = (a.next(), try b.next())
  #endif
}
