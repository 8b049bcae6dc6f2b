// A view has no serial operations that look like parallel ones.

import GeneratorParallel

func run() -> Int {
  #if REFUSED
    let sum = parallel(1...3).contains(2)  // expect-error: has no member 'contains'
    return sum ? 1 : 0
  #else
    return parallel(1...3).reduce(into: 0, { $0 += $1 }, combine: { $0 += $1 })
  #endif
}

func loop() {
  #if REFUSED
    for n in parallel(1...3) { print(n) }  // expect-error: to conform to 'Sequence'
  #else
    for n in parallel(1...3).map({ $0 }) { print(n) }
  #endif
}
