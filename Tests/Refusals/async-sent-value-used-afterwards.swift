// A value that isn't Sendable belongs to the body after it was sent.

import AsyncGenerators

final class Box { var number = 0 }

func send() async throws {
  let summing = AsyncCoroutine<Int, Box, Void> { yield in
    var box = try await yield(0)
    while true {
      box.number += 1
      box = try await yield(box.number)
    }
  }
  try await summing.start()
  let box = Box()
  try await summing.send(box)  // expect-error: risks causing data races
  #if REFUSED
    box.number += 1  // expect-note: access can happen concurrently
  #endif
}
