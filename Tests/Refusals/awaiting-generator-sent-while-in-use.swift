// An awaiting generator isn't Sendable: another task can't use it, too, and nothing that it shares.

import AsyncGenerators

final class Box { var number = 0 }

func inUse() async throws {
  let g = AwaitingGenerator<Int> { yield in try yield(1) }
  let task = Task { try await g.next() }  // expect-error: risks causing data races
  #if REFUSED
    _ = try await g.next()  // expect-note: access can happen concurrently
  #endif
  _ = try await task.value
}

func sharing() async throws {
  let box = Box()
  let g = AwaitingGenerator<Int> { yield in
    box.number += 1
    try yield(box.number)
  }
  let task = Task { try await g.next() }  // expect-error: risks causing data races
  #if REFUSED
    box.number += 1  // expect-note: access can happen concurrently
  #endif
  _ = try await task.value
}

@MainActor final class Model {
  var number = 0

  func make() -> AwaitingGenerator<Int> {
    AwaitingGenerator { yield in
      self.number += 1
      try yield(self.number)
    }
  }

  func leave() {
    let g = make()
    #if REFUSED
      Task.detached { _ = try await g.next() }  // expect-error: risks causing data races
    #else
      Task { _ = try await g.next() }
    #endif
  }
}
