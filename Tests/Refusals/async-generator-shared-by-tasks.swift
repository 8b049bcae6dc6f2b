// A generator of elements that aren't Sendable has one consumer at a time.

import AsyncGenerators

final class Box { var number = 0 }

#if REFUSED
  typealias Element = Box
#else
  typealias Element = Int
#endif

func share(_ g: sending AsyncThrowingGenerator<Element>) async throws {
  async let other = g.next()  // expect-error: risks causing data races
  _ = try? await g.next()  // expect-note: access can happen concurrently
  _ = try? await other
}
