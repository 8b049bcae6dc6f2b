// Two stages take from one source.

import GeneratorParallel
import Generators

func items() -> Generator<Int> { Generator { yield in try yield(1) } }

func run() {
  let view = parallel(items())  // expect-error: consumed more than once
  let doubled = view.map { $0 * 2 }
  #if REFUSED
    let tripled = view.map { $0 * 3 }
    tripled.close()
  #endif
  doubled.close()
}
