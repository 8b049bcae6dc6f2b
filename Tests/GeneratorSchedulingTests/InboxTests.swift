import Foundation
import GeneratorPlatform
import Synchronization
import TestSupport
import Testing

@testable import GeneratorScheduling

@Suite struct InboxTests {
  /// Counts how often it was used.
  private final class CountingWaker: Waker {
    private let count = Atomic(0)

    func wake() { count.add(1, ordering: .sequentiallyConsistent) }

    /// How often it was used since this was asked last.
    func take() -> Int { count.exchange(0, ordering: .sequentiallyConsistent) }
  }

  private let waker = CountingWaker()

  @Test func `actions are done in order when the inbox is drained`() throws {
    let (inbox, trace) = (Inbox(waker), SharedTrace())
    let scheduler = SchedulerCore(clock: .virtual)
    for n in 1...3 {
      let isPosted = inbox.post { trace("\(n) \($0 === $0)") }
      #expect(isPosted)
    }
    expectEqual(trace.events, [])
    #expect(inbox.drain(into: scheduler))
    expectEqual(trace.events, ["1 true", "2 true", "3 true"])
    #expect(!inbox.drain(into: scheduler))
    expectEqual(trace.events.count, 3)
  }

  @Test func `a batch wakes once`() {
    let inbox = Inbox(waker)
    let scheduler = SchedulerCore(clock: .virtual)
    expectEqual(waker.take(), 0)
    for _ in 1...100 { inbox.post { _ in } }
    expectEqual(waker.take(), 1)
    inbox.drain(into: scheduler)
    expectEqual(waker.take(), 0)
    for _ in 1...100 { inbox.post { _ in } }
    expectEqual(waker.take(), 1)
  }

  @Test func `another waker is used from now on, and at once for a batch that lies there`() {
    let (inbox, second, third) = (Inbox(waker), CountingWaker(), CountingWaker())
    let scheduler = SchedulerCore(clock: .virtual)
    inbox.setWaker(second)
    expectEqual(second.take(), 0)
    inbox.post { _ in }
    expectEqual(waker.take(), 0)
    expectEqual(second.take(), 1)
    inbox.setWaker(third)
    expectEqual(third.take(), 1)
    inbox.drain(into: scheduler)
    inbox.post { _ in }
    expectEqual(second.take(), 0)
    expectEqual(third.take(), 1)
  }

  @Test func `an action that posts is of the next batch`() throws {
    let (inbox, trace) = (Inbox(waker), SharedTrace())
    let scheduler = SchedulerCore(clock: .virtual)
    inbox.post { _ in
      trace("first")
      inbox.post { _ in trace("second") }
    }
    expectEqual(waker.take(), 1)
    inbox.drain(into: scheduler)
    expectEqual(trace.events, ["first"])
    #expect(inbox.canReceive)
    expectEqual(waker.take(), 1)
    inbox.drain(into: scheduler)
    expectEqual(trace.events, ["first", "second"])
    #expect(!inbox.canReceive)
  }

  @Test func `can receive until the end of the last remote was seen`() throws {
    let inbox = Inbox(waker)
    let scheduler = SchedulerCore(clock: .virtual)
    #expect(!inbox.canReceive)
    var first: RemoteScheduler? = RemoteScheduler(inbox)
    var second: RemoteScheduler? = RemoteScheduler(inbox)
    #expect(inbox.canReceive)
    #expect(first != nil && second != nil)
    first = nil
    #expect(inbox.canReceive)
    expectEqual(waker.take(), 0)
    second = nil
    #expect(inbox.canReceive)
    expectEqual(waker.take(), 1)
    #expect(inbox.drain(into: scheduler))
    #expect(!inbox.canReceive)
  }

  @Test func `closing does what lies there and lets nothing in`() throws {
    let (inbox, trace) = (Inbox(waker), SharedTrace())
    let scheduler = SchedulerCore(clock: .virtual)
    inbox.post { _ in trace("before") }
    inbox.close(scheduler)
    expectEqual(trace.events, ["before"])
    let isPosted = inbox.post { _ in trace("after") }
    #expect(!isPosted)
    inbox.drain(into: scheduler)
    expectEqual(trace.events, ["before"])
  }

  @Test func `actions that are refused or never done are released`() throws {
    let census = Census()
    var inbox: Inbox? = Inbox(waker)
    do {
      let member = census.citizen()
      inbox?.post { _ in withExtendedLifetime(member) {} }
    }
    expectEqual(census.alive, 1)
    inbox = nil
    expectEqual(census.alive, 0)
    inbox = Inbox(waker)
    inbox?.close(SchedulerCore(clock: .virtual))
    do {
      let member = census.citizen()
      inbox?.post { _ in withExtendedLifetime(member) {} }
    }
    expectEqual(census.alive, 0)
  }

  @Test func `many threads post and all arrives in the order of each`() async throws {
    let (threads, posts) = (8, 2_000)
    let waker = ThreadWaker()
    let inbox = Inbox(waker)
    let arrived = Locked<[[Int]]>(Array(repeating: [], count: threads))
    let done = try await onThread {
      for thread in 0..<threads {
        Thread.detachNewThread {
          for n in 0..<posts { inbox.post { _ in arrived.withLock { $0[thread].append(n) } } }
        }
      }
      let scheduler = SchedulerCore(clock: .virtual)
      // Look only when it was woken, or the loss of the last call would go unnoticed.
      for _ in 0..<threads * posts {
        waker.wait(timeout: nil)
        inbox.drain(into: scheduler)
        if arrived.withLock({ $0.reduce(0) { $0 + $1.count } }) == threads * posts { return true }
      }
      return false
    }
    #expect(done)
    let all = arrived.withLock { $0 }
    expectEqual(all, Array(repeating: Array(0..<posts), count: threads))
  }
}
