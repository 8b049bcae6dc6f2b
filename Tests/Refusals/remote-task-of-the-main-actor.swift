// Code on the thread of a remote scheduler is not on the main actor.

import GeneratorScheduling

@MainActor final class Screen {
  var frames = 0

  func draw(_ remote: RemoteScheduler) async throws {
    #if REFUSED
      try await remote.run { _ in
        self.frames += 1  // expect-error: main actor-isolated property 'frames' can not be mutated
      }
      try remote.spawn { _ in
        self.frames += 1  // expect-error: main actor-isolated property 'frames' can not be mutated
      }
    #else
      frames += try await remote.run { _ in 1 }
    #endif
  }
}
