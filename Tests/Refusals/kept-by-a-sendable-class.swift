// A class that any thread may use keeps a generator without a lock.

import Generators
import Synchronization

final class Numbers: Sendable {
  #if REFUSED
    let numbers = Generator { yield in  // expect-error: has non-Sendable type 'Generator<Int>'
      for n in 0... { try yield(n) }
    }
  #else
    let numbers = Mutex(Generator { yield in for n in 0... { try yield(n) } })
    func next() -> Int? { numbers.withLock { $0.next() } }
  #endif
}
