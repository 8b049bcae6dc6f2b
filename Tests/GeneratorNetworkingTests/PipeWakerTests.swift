import Foundation
import GeneratorPlatform
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorNetworking
@testable import GeneratorScheduling

@Suite struct PipeWakerTests {
  /// How many bytes can be read now.
  private func bytes(in waker: PipeWaker) throws -> Int {
    var (count, byte) = (0, [UInt8](repeating: 0, count: 1))
    let descriptor = FileDescriptor(rawValue: waker.readEnd)
    do {
      while try byte.withUnsafeMutableBytes({ try descriptor.read(into: $0) }) == 1 { count += 1 }
    } catch Errno.resourceTemporarilyUnavailable {}
    return count
  }

  @Test func `a batch is one byte`() throws {
    let waker = try PipeWaker()
    let inbox = Inbox(waker)
    let scheduler = SchedulerCore(clock: .virtual)
    try expectEqual(bytes(in: waker), 0)
    for _ in 1...100 { inbox.post { _ in } }
    try expectEqual(bytes(in: waker), 1)
    inbox.drain(into: scheduler)
    try expectEqual(bytes(in: waker), 0)
    for _ in 1...100 { inbox.post { _ in } }
    try expectEqual(bytes(in: waker), 1)
  }

  @Test func `resetting leaves nothing to read`() throws {
    let waker = try PipeWaker()
    for count in [1, 2, 63, 64, 65, 1_000] {
      for _ in 1...count { waker.wake() }
      waker.reset()
      try expectEqual(bytes(in: waker), 0)
    }
    waker.reset()
  }

  @Test func `a full pipe does not hold up the thread that wakes`() throws {
    let waker = try PipeWaker()
    for _ in 1...100_000 { waker.wake() }
    waker.reset()
    try expectEqual(bytes(in: waker), 0)
    waker.wake()
    try expectEqual(bytes(in: waker), 1)
  }

  @Test func `its descriptors never wait and are not inherited`() throws {
    let waker = try PipeWaker()
    #expect(fcntl(waker.readEnd, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(waker.readEnd, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func `many threads post, and all arrives in the order of each`() async throws {
    let (threads, posts) = (8, 2_000)
    let waker = try PipeWaker()
    let inbox = Inbox(waker)
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
        var polled = pollfd(fd: waker.readEnd, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, 600_000) == 1 else { return false }
        waker.reset()
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
