// A method can't take over the value that it is called on, so there is none for types that aren't Sendable.

import GeneratorParallel
import Generators

func items() -> Generator<Int> { Generator { yield in try yield(1) } }

func run() -> [Int] {
  #if REFUSED
    let doubled = items().parallel().map { $0 * 2 }  // expect-error: not conform to the 'Sendable'
  #else
    let doubled = [1, 2].parallel().map { $0 * 2 }
  #endif
  return Array(doubled)
}
