import Foundation

/// A barrier that callers pass after it was opened a given number of times, whether they are
/// cancelled or not.
package final class Gate: Sendable {
  private struct State {
    var left: Int
    var waiting: [@Sendable () -> Void] = []
  }

  private let state: Guarded<State>

  package init(_ count: Int = 1) { state = Guarded(State(left: count)) }

  package var isOpen: Bool { state.current.left <= 0 }

  package func open() {
    let waiting = state { state in
      state.left -= 1
      guard state.left <= 0 else { return [@Sendable () -> Void]() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for resume in waiting { resume() }
  }

  /// Suspends the caller's task until the gate is open.
  package func pass() async {
    await withCheckedContinuation { continuation in whenOpen { continuation.resume() } }
  }

  /// Blocks the caller's thread until the gate is open.
  ///
  /// For waits on a scheduler's own thread, too: turns of its tasks would spin while other tests
  /// take the few threads of Swift's pool.
  package func pass() {
    let opened = DispatchSemaphore(value: 0)
    whenOpen { opened.signal() }
    opened.wait()
  }

  private func whenOpen(_ resume: @escaping @Sendable () -> Void) {
    let isOpen = state { state in
      if state.left > 0 { state.waiting.append(resume) }
      return state.left <= 0
    }
    if isOpen { resume() }
  }
}
