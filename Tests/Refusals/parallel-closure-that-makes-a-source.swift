// The sources that a closure makes would share an object, or use the main actor's state.

import GeneratorParallel
import Generators

final class Counter {
  var n = 0
}

func run() {
  let counter = Counter()
  #if REFUSED
    let all = merged(0..<2) { _ in
      Generator { yield in
        counter.n += 1  // expect-error: capture of 'counter' with non-Sendable type
        try yield(counter.n)
      }
    }
  #else
    let all = merged(0..<2) { _ in
      let counter = Counter()
      return Generator { yield in
        counter.n += 1
        try yield(counter.n)
      }
    }
    counter.n += 1
  #endif
  for n in all { print(n) }
}

@MainActor final class Model {
  var log: [Int] = []

  func load() {
    #if REFUSED
      let all = merged(0..<2) { _ in
        Generator { yield in try yield(self.log.count) }  // expect-error: 'log' can not be
      }
    #else
      let all = merged(0..<2) { n in Generator { yield in try yield(n) } }
    #endif
    for n in all { log.append(n) }
  }
}
