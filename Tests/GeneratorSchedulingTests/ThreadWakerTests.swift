import Foundation
import GeneratorPlatform
import TestSupport
import Testing

@testable import GeneratorScheduling

@Suite struct ThreadWakerTests {
  private let waker = ThreadWaker()

  @Test func `a call before the wait is not lost`() async throws {
    try await onThread { [waker] in
      waker.wake()
      waker.wait(timeout: nil)
      // Several count as one, and a time may be longer than the system can be told.
      waker.wake()
      waker.wake()
      waker.wait(timeout: .seconds(1_000_000_000_000))
    }
  }

  @Test func `a call ends the wait of another thread`() async throws {
    let hasEnded = Locked(false)
    async let waiting: Void = onThread { [waker] in
      for _ in 0..<1_000 { waker.wait(timeout: nil) }
      hasEnded.withLock { $0 = true }
    }
    try await onThread { [waker] in
      while !hasEnded.withLock({ $0 }) {
        waker.wake()
        sched_yield()
      }
    }
    try await waiting
  }

  @Test func `a wait without a call ends with its time`() async throws {
    try await onThread { [waker] in
      let end = ContinuousClock.now + .milliseconds(5)
      // It may be shorter, and is then made again.
      while ContinuousClock.now < end {
        waker.wait(timeout: ContinuousClock.now.duration(to: end))
      }
      waker.wait(timeout: .zero)
      waker.wait(timeout: .seconds(-1))
    }
  }
}
