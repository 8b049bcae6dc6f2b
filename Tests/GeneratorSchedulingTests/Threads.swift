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

/// A barrier that callers pass once it is open, whether they are cancelled or not.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [@Sendable () -> Void] = []
  }

  private let state = Locked(State())

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for resume in waiting { resume() }
  }

  /// Suspends the caller's task until the gate is open.
  func pass() async {
    await withCheckedContinuation { continuation in whenOpen { continuation.resume() } }
  }

  /// Blocks the caller's thread until the gate is open.
  ///
  /// For what a scheduler's own thread waits for: turns of its tasks would spin for as long as the
  /// few threads of Swift's pool are taken by other tests.
  func pass() {
    let opened = DispatchSemaphore(value: 0)
    whenOpen { opened.signal() }
    opened.wait()
  }

  private func whenOpen(_ resume: @escaping @Sendable () -> Void) {
    let isOpen = state.withLock { state in
      if !state.isOpen { state.waiting.append(resume) }
      return state.isOpen
    }
    if isOpen { resume() }
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
