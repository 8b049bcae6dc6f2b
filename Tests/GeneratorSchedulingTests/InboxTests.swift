import Foundation
import GeneratorPlatform
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorScheduling

@Suite struct InboxTests {
  /// How many bytes can be read now.
  private func bytes(in inbox: Inbox) throws -> Int {
    var (count, byte) = (0, [UInt8](repeating: 0, count: 1))
    do {
      while try byte.withUnsafeMutableBytes({ try inbox.descriptor.read(into: $0) }) == 1 {
        count += 1
      }
    } catch Errno.resourceTemporarilyUnavailable {}
    return count
  }

  @Test func actionsAreDoneInOrderWhenItIsDrained() throws {
    let (inbox, trace) = (try Inbox(), SharedTrace())
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

  @Test func aBatchIsOneByte() throws {
    let inbox = try Inbox()
    let scheduler = SchedulerCore(clock: .virtual)
    try expectEqual(bytes(in: inbox), 0)
    for _ in 1...100 { inbox.post { _ in } }
    try expectEqual(bytes(in: inbox), 1)
    inbox.drain(into: scheduler)
    try expectEqual(bytes(in: inbox), 0)
    for _ in 1...100 { inbox.post { _ in } }
    try expectEqual(bytes(in: inbox), 1)
  }

  @Test func drainingLeavesNothingToRead() throws {
    let inbox = try Inbox()
    inbox.post { _ in }
    inbox.drain(into: SchedulerCore(clock: .virtual))
    try expectEqual(bytes(in: inbox), 0)
  }

  @Test func anActionThatPostsIsOfTheNextBatch() throws {
    let (inbox, trace) = (try Inbox(), SharedTrace())
    let scheduler = SchedulerCore(clock: .virtual)
    inbox.post { _ in
      trace("first")
      inbox.post { _ in trace("second") }
    }
    inbox.drain(into: scheduler)
    expectEqual(trace.events, ["first"])
    #expect(inbox.canReceive)
    try expectEqual(bytes(in: inbox), 1)
    inbox.drain(into: scheduler)
    expectEqual(trace.events, ["first", "second"])
    #expect(!inbox.canReceive)
  }

  @Test func canReceiveUntilTheEndOfTheLastRemoteWasSeen() throws {
    let inbox = try Inbox()
    let scheduler = SchedulerCore(clock: .virtual)
    #expect(!inbox.canReceive)
    var first: RemoteScheduler? = RemoteScheduler(inbox)
    var second: RemoteScheduler? = RemoteScheduler(inbox)
    #expect(inbox.canReceive)
    #expect(first != nil && second != nil)
    first = nil
    #expect(inbox.canReceive)
    try expectEqual(bytes(in: inbox), 0)
    second = nil
    #expect(inbox.canReceive)
    try expectEqual(bytes(in: inbox), 1)
    #expect(inbox.drain(into: scheduler))
    #expect(!inbox.canReceive)
  }

  @Test func closingDoesWhatLiesThereAndLetsNothingIn() throws {
    let (inbox, trace) = (try Inbox(), SharedTrace())
    let scheduler = SchedulerCore(clock: .virtual)
    inbox.post { _ in trace("before") }
    inbox.close(scheduler)
    expectEqual(trace.events, ["before"])
    let isPosted = inbox.post { _ in trace("after") }
    #expect(!isPosted)
    inbox.drain(into: scheduler)
    expectEqual(trace.events, ["before"])
  }

  @Test func actionsThatAreRefusedOrNeverDoneAreReleased() throws {
    let census = Census()
    var inbox: Inbox? = try Inbox()
    do {
      let member = census.member()
      inbox?.post { _ in withExtendedLifetime(member) {} }
    }
    expectEqual(census.alive, 1)
    inbox = nil
    expectEqual(census.alive, 0)
    inbox = try Inbox()
    inbox?.close(SchedulerCore(clock: .virtual))
    do {
      let member = census.member()
      inbox?.post { _ in withExtendedLifetime(member) {} }
    }
    expectEqual(census.alive, 0)
  }

  @Test func theDescriptorNeverWaitsAndIsNotInherited() throws {
    let inbox = try Inbox()
    #expect(fcntl(inbox.descriptor.rawValue, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(inbox.descriptor.rawValue, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func manyThreadsPostAndAllArrivesInTheOrderOfEach() async throws {
    let (threads, posts) = (8, 2_000)
    let inbox = try Inbox()
    let arrived = Locked<[[Int]]>(Array(repeating: [], count: threads))
    let done = try await onThread {
      for thread in 0..<threads {
        Thread.detachNewThread {
          for n in 0..<posts { inbox.post { _ in arrived.withLock { $0[thread].append(n) } } }
        }
      }
      let scheduler = SchedulerCore(clock: .virtual)
      // As a poller does it: look only when the descriptor says so, or the last byte would be lost
      // unnoticed.
      for _ in 0..<threads * posts {
        var polled = pollfd(fd: inbox.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, 600_000) == 1 else { return false }
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
