// Async code does not block its thread by running a scheduler on it.

import GeneratorScheduling

func answer() async throws -> Int {
  #if REFUSED
    try Scheduler().run()  // expect-error: 'run' is unavailable from asynchronous contexts
    return try Scheduler().run { _ in 42 }  // expect-error: await a task of RemoteScheduler.start()
  #else
    let scheduler = Scheduler(clock: .virtual)
    try scheduler.run(until: .start + .seconds(1))
    return try await RemoteScheduler.start().run { _ in 42 }
  #endif
}
