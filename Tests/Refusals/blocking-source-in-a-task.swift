// A source that blocks its thread is read in asynchronous code.

import AsyncGenerators

func run() async throws {
  let pages = AsyncThrowingGenerator { yield in try await yield(1) }
  #if REFUSED
    let source = pages.blocking()
    while let page = try source.next() { print(page) }  // expect-error: iterate the sequence
  #else
    for try await page in pages { print(page) }
  #endif
}
