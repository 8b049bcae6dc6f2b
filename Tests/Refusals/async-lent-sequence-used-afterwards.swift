// A sequence that a body lends, and a generator that it delegates to, move to the consumer with their elements.

import AsyncGenerators

final class Box: Sequence, IteratorProtocol {
  var number = 0
  func next() -> Box? { nil }
}

func sequence() -> AsyncGenerator<Box> {
  AsyncGenerator { yield in
    let source = Box()
    try await yield(from: source)  // expect-error: risks causing data races
    #if REFUSED
      source.number += 1  // expect-note: access can happen concurrently
    #endif
  }
}

func started() -> AsyncGenerator<Box> {
  AsyncGenerator { yield in
    let inner = AsyncGenerator<Box> { yield in
      let pair = [Box(), Box()]
      try await yield(from: pair)
    }
    let first = await inner.next()
    try await yield(from: inner)  // expect-error: risks causing data races
    #if REFUSED
      first?.number += 1  // expect-note: access can happen concurrently
    #else
      _ = first
    #endif
  }
}
