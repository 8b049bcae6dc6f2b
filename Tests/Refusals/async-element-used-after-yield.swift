// An element that isn't Sendable belongs to the consumer after it was yielded, for any isolation of the body.

import AsyncGenerators

final class Box {
  var number = 0
  var next: Box?
}

func plain() -> AsyncGenerator<Box> {
  AsyncGenerator { yield in
    let box = Box()
    try await yield(box)  // expect-error: risks causing data races
    #if REFUSED
      box.number += 1  // expect-note: access can happen concurrently
    #endif
  }
}

@MainActor func onMain() -> AsyncGenerator<Box> {
  AsyncGenerator { yield in
    let box = Box()
    try await yield(box)  // expect-error: risks causing data races
    #if REFUSED
      box.number += 1  // expect-note: access can happen concurrently
    #endif
  }
}

func part() -> AsyncGenerator<Box> {
  AsyncGenerator { yield in
    let box = Box()
    let next = Box()
    box.next = next
    try await yield(next)  // expect-error: risks causing data races
    #if REFUSED
      box.number += 1  // expect-note: access can happen concurrently
    #endif
  }
}
