// A closure that several threads call counts in a variable of its maker.

import GeneratorParallel

func run() -> [Int] {
  var count = 0
  let doubled = parallel(1...3).map { n in
    #if REFUSED
      count += 1  // expect-error: mutation of captured var 'count' in concurrently-executing code
    #endif
    return n * 2
  }
  count += 1
  return Array(doubled) + [count]
}
