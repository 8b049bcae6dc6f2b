// Two tasks read the results of a stage.

import GeneratorParallel

func run() async -> Int {
  #if REFUSED
    let numbers = parallel(1...3).map { $0 }
    let first = Task { numbers.reduce(0, +) }  // expect-error: data races
    return await numbers.reduce(0, +) + first.value
  #else
    let numbers = broadcast(1...3, to: 2)
    let first = Task { numbers[0].reduce(0, +) }
    return await numbers[1].reduce(0, +) + first.value
  #endif
}
