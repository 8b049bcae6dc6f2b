// Generators of one array, which may share an object with each other, go to a thread each.

import GeneratorParallel
import Generators

func items() -> Generator<Int> { Generator { yield in try yield(1) } }

func run() -> Int {
  #if REFUSED
    let all = merged([items(), items()])  // expect-error: does not conform to the 'Sendable'
  #else
    let all = merged(0..<2) { _ in items() }
  #endif
  return all.reduce(0, +)
}
