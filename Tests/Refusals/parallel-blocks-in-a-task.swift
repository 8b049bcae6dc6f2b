// Asynchronous code calls a function that blocks its thread.

import GeneratorParallel

func run() async throws {
  let squares = parallel(1...3).map { $0 * $0 }
  #if REFUSED
    for square in squares { print(square) }  // expect-error: use 'for await … in stage.values'
    _ = squares.next()  // expect-error: use 'for await … in stage.values'
    squares.close()  // expect-error: use 'await stage.values.close()'
  #else
    for await square in squares.values { print(square) }
    await squares.values.close()
  #endif

  let failing = parallel(1...3).map { n throws in n }
  #if REFUSED
    _ = try failing.next()  // expect-error: use 'for await … in stage.values'
  #else
    for try await n in failing.values { print(n) }
  #endif

  let reader = broadcast(1...3, to: 1)[0]
  #if REFUSED
    for n in reader { print(n) }  // expect-error: use 'for await … in reader.values'
    _ = reader.next()  // expect-error: use 'for await … in reader.values'
    reader.close()  // expect-error: use 'await reader.values.close()'
  #else
    for await n in reader.values { print(n) }
    await reader.values.close()
  #endif
}

func twins() async throws {
  #if REFUSED
    parallel(1...3).forEach { _ in }  // expect-error: expression is 'async'
  #else
    await parallel(1...3).forEach { _ in }
    await parallel(1...3).map { $0 }.forEach { _ in }
    try await parallel(1...3).map { n throws in n }.forEach { _ in }
    _ = await parallel(1...3).map { $0 }.reduce(into: 0) {
      $0 += $1
    } combine: {
      $0 += $1
    }
  #endif
}
