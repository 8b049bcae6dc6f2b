// The channel behind a remote channel stays with the task that has requested it.

import GeneratorScheduling

func count(_ numbers: RemoteChannel<Int>, _ remote: RemoteScheduler) async throws {
  try await remote.run { task in
    let channel = try numbers.channel(of: task)
    #if REFUSED
      Task.detached { channel.close() }  // expect-error: risks causing data races
    #else
      channel.close()
    #endif
  }
}
