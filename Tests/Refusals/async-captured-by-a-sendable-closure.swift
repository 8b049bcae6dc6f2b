// A closure that tasks share can use a generator only of elements that are Sendable, and never a `yield`.

import AsyncGenerators

final class Box { var number = 0 }

#if REFUSED
  typealias Element = Box
#else
  typealias Element = Int
#endif

func use() {
  let g = AsyncThrowingGenerator<Element> { _ in }
  let next: @Sendable () async throws -> Void = {
    _ = try await g.next()  // expect-error: in a '@Sendable' closure
  }
  _ = next
}

func run(_ body: @Sendable () async throws -> Void) async throws { try await body() }

func yielding() -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    #if REFUSED
      try await run { try await yield(1) }  // expect-error: in a '@Sendable' closure
    #else
      try await run { await Task.yield() }
      try await yield(1)
    #endif
  }
}
