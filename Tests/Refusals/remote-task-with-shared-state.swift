// The values that go to the thread of a remote scheduler, and its results, must be Sendable.

import GeneratorScheduling

final class Counter { var count = 0 }

func add(_ remote: RemoteScheduler) async throws {
  let counter = Counter()
  #if REFUSED
    async let added: Void = remote.run { _ in
      counter.count += 1  // expect-error: non-Sendable type 'Counter'
    }
    try remote.spawn { _ in
      counter.count += 1  // expect-error: non-Sendable type 'Counter'
    }
    let made = try await remote.run { _ in Counter() }  // expect-error: 'Counter' does not conform
    made.count += 1
    try await added
  #else
    counter.count += try await remote.run { _ in Counter().count }
  #endif
}
