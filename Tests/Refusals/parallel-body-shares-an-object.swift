// A stage would run a body on its threads that uses an object of the reader.

import GeneratorParallel
import Generators

#if REFUSED
  final class Counter {
    var n = 0
    func count() { n += 1 }
  }
#else
  import Synchronization

  final class Counter: Sendable {
    let value = Atomic(0)
    func count() { value.add(1, ordering: .relaxed) }
  }
#endif

func items(_ counter: Counter) -> Generator<Int> {
  Generator { yield in
    counter.count()
    try yield(1)
  }
}

func lines(_ counter: Counter) -> ThrowingGenerator<Int> {
  ThrowingGenerator { yield in
    counter.count()
    try yield(1)
  }
}

func parallels(_ counter: Counter) throws {
  for _ in parallel(items(counter)).map({ $0 }) { counter.count() }  // expect-error: data races
  try parallel(lines(counter)).forEach { _ in }  // expect-error: data races
}

func ofItsOwn() {
  let counter = Counter()
  for _ in parallel(items(counter)).map({ -$0 }) { counter.count() }  // expect-error: data races
}

func others(_ counter: Counter) throws {
  for _ in prefetched(items(counter)) { counter.count() }  // expect-error: data races
  _ = try prefetched(lines(counter)).next()  // expect-error: data races
  for _ in merged(items(counter), [1]) { counter.count() }  // expect-error: data races
  _ = try merged(lines(counter), lines(counter)).next()  // expect-error: data races
  for _ in broadcast(items(counter), to: 1)[0] { counter.count() }  // expect-error: data races
  _ = try broadcast(lines(counter), to: 1)[0].next()  // expect-error: data races
}

func withEachOther() {
  let counter = Counter()
  for _ in merged(items(counter), items(counter)) {}  // expect-error: data races
}
