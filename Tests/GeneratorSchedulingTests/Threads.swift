import Foundation
import GeneratorPlatform
import Synchronization
import Testing

@testable import GeneratorScheduling

/// What is to be used by one thread at a time, where only the test knows that it is.
struct Carried<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// What happened, in order, whoever tells.
final class SharedTrace: Sendable {
  private let told = Locked<[String]>([])

  func callAsFunction(_ event: String) { told.withLock { $0.append(event) } }

  var events: [String] { told.withLock { $0 } }
}

/// Lets nobody pass until it is opened, cancelled or not.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Locked(State())

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}

/// Waits for its cancellation, and for nothing else.
func untilCancelled() async {
  let (never, continuation) = AsyncStream.makeStream(of: Never.self)
  for await _ in never {}
  continuation.finish()
}

/// Counts the objects that are alive, on whatever threads.
final class Census: Sendable {
  private let count = Atomic(0)

  final class Member: Sendable {
    private let census: Census

    fileprivate init(_ census: Census) {
      self.census = census
      census.count.add(1, ordering: .sequentiallyConsistent)
    }

    deinit { census.count.subtract(1, ordering: .sequentiallyConsistent) }
  }

  func member() -> Member { Member(self) }

  var alive: Int { count.load(ordering: .sequentiallyConsistent) }
}

/// Waits for what another thread does in its own time, unannounced; not for ever.
func becomesTrue(_ condition: () -> Bool) async throws -> Bool {
  for _ in 0..<600_000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(1))
  }
  return condition()
}
