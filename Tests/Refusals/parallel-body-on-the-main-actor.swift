// A stage would run a body on its threads that uses the main actor's state.

import GeneratorParallel
import Generators

@MainActor final class Model {
  var log: [Int] = []

  #if REFUSED
    func items() -> Generator<Int> { Generator { yield in try yield(self.log.count) } }
    func lines() -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in try yield(self.log.count) }
    }
  #else
    nonisolated func items() -> Generator<Int> { Generator { yield in try yield(1) } }
    nonisolated func lines() -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in try yield(1) }
    }
  #endif

  func load() throws {
    for n in parallel(items()).map({ $0 }) { log.append(n) }  // expect-error: data races
    try parallel(lines()).forEach { _ in }  // expect-error: data races
    for n in prefetched(items()) { log.append(n) }  // expect-error: data races
    while let n = try prefetched(lines()).next() { log.append(n) }  // expect-error: data races
    for n in merged(items(), [1]) { log.append(n) }  // expect-error: data races
    for n in merged([1], items(), [2]) { log.append(n) }  // expect-error: data races
    _ = try merged(lines(), lines()).next()  // expect-error: data races
    for n in broadcast(items(), to: 1)[0] { log.append(n) }  // expect-error: data races
    _ = try broadcast(lines(), to: 1)[0].next()  // expect-error: data races
  }

  func loadAsynchronously() async {
    for await n in prefetched(items()).values { log.append(n) }  // expect-error: data races
    for await n in parallel(items()).map({ $0 }).values { log += [n] }  // expect-error: data races
  }

  // The closure is isolated to the main actor, whatever it does.
  func make() {
    #if REFUSED
      _ = parallel(Generator { yield in try yield(1) }).map { $0 }  // expect-error: data races
    #else
      _ = parallel([1]).map { $0 }
    #endif
  }
}
