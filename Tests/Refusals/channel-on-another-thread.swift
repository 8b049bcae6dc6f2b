// Code on the thread of a remote scheduler uses a channel of this thread.

import GeneratorScheduling

func run(_ remote: RemoteScheduler) async throws {
  #if !REFUSED
    try await remote.run { task in
      let numbers = Channel<Int>(capacity: 1)
      try task.send(1, to: numbers)
    }
  #else
    let numbers = Channel<Int>(capacity: 1)
    try await remote.run { task in
      try task.send(1, to: numbers)  // expect-error: non-Sendable type 'Channel<Int>'
    }
  #endif
}
