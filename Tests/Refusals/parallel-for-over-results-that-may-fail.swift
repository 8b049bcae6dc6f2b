// A `for` can't throw, so it can't read results that may fail.

import GeneratorParallel

struct BadNumber: Error {}

func half(_ n: Int) throws -> Int {
  guard n % 2 == 0 else { throw BadNumber() }
  return n / 2
}

func printHalves() throws {
  #if REFUSED
    for n in parallel([8, 6]).map({ try half($0) }) {  // expect-error: invalid conversion
      print(n)
    }
  #else
    let halves = parallel([8, 6]).map { try half($0) }
    while let n = try halves.next() { print(n) }
  #endif
}
