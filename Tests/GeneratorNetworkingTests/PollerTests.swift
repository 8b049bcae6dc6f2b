import Foundation
import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct PollerTests {
  /// What has come is asked after before a virtual clock goes on.
  @Test func `virtual time asks for readiness before it jumps`() throws {
    let trace = Trace()
    try Scheduler(clock: .virtual).run { task in
      let (output, input) = try FileDescriptor.pipe()
      let reader = try task.spawn { task in
        try task.waitUntilReadable(output)
        trace("readable at \(task.now)")
      }
      let sleeper = try task.spawn { task in
        try task.sleep(for: .seconds(3600))
        trace("slept until \(task.now)")
      }
      try task.untilWaiting(reader)
      try input.writeAll([1])
      try task.join(sleeper)
      try task.join(reader)
      try output.close()
      try input.close()
    }
    expectEqual(trace.events, ["readable at 0.0 seconds", "slept until 3600.0 seconds"])
  }

  /// A task that waits for a descriptor does not hold up a virtual clock, which limits the wait.
  @Test func `virtual time goes on while a task waits for a descriptor`() throws {
    try Scheduler(clock: .virtual).run { task in
      let (output, input) = try FileDescriptor.pipe()
      expectEqual(
        failure {
          try task.withTimeout(.seconds(86_400)) { try task.waitUntilReadable(output) }
        }, "timed out")
      expectEqual(task.now, .start + .seconds(86_400))
      try output.close()
      try input.close()
    }
  }

  @Test(arguments: [false, true])
  func `a timeout in real time does not beat what had come before the scheduler looked`(
    hasRemote: Bool
  ) throws {
    let trace = Trace()
    let scheduler = Scheduler()
    // With one, the poller has a waker too.
    let remote = hasRemote ? try scheduler.remote() : nil
    let (output, input) = try FileDescriptor.pipe()
    try scheduler.run { task in
      let waiting = try task.spawn { task in
        let value = failure {
          try task.withTimeout(.milliseconds(1)) {
            var bytes: [UInt8] = []
            try task.read(from: output, into: &bytes)
            trace("\(bytes)")
          }
        }
        trace(value ?? "in time")
      }
      while case .ready = waiting.state { try task.yield() }
      // It comes, and the time passes, while this task has its turn.
      try input.writeAll([7])
      let end = task.now + .milliseconds(2)
      while task.now < end {}
      try task.join(waiting)
    }
    try output.close()
    try input.close()
    expectEqual(trace.events, ["[7]", "in time"])
    withExtendedLifetime(remote) {}
  }

  @Test(arguments: [false, true])
  func `another thread wakes a scheduler that waits for a descriptor`(
    isRemoteFirst: Bool
  ) async throws {
    try await onThread {
      let scheduler = Scheduler()
      let early = isRemoteFirst ? try scheduler.remote() : nil
      try scheduler.run { task in
        let (output, input) = try FileDescriptor.pipe()
        let reader = try task.spawn { task in
          var bytes: [UInt8] = []
          try task.read(from: output, into: &bytes)
          return bytes
        }
        try task.untilWaiting(reader)
        let remote = try early ?? task.remote()
        let numbers = Channel<Int>()
        let sink = try task.remote(to: numbers)
        let thread = Thread {
          for n in 1...1_000 {
            try? remote.spawn { task in try task.send(n, to: sink.channel(of: task)) }
          }
        }
        thread.start()
        for n in 1...1_000 { try expectEqual(task.receive(from: numbers), n) }
        try task.write([7], to: input)
        try expectEqual(task.join(reader), [7])
        try output.close()
        try input.close()
      }
    }
  }

  /// The wait for a borrowed descriptor is cut into pieces, none of which may lose the call.
  @Test func `a call that comes during a long wait is not lost`() async throws {
    try await onThread {
      try Scheduler().run { task in
        let (output, input) = try FileDescriptor.pipe()
        let reader = try task.spawn { task in try task.waitUntilReadable(output) }
        try task.untilWaiting(reader)
        let (remote, numbers) = (try task.remote(), Channel<Int>())
        let sink = try task.remote(to: numbers)
        let thread = Thread {
          for pause in [0.02, 0.06, 0.12] {
            Thread.sleep(forTimeInterval: pause)
            try? remote.spawn { task in try task.send(1, to: sink.channel(of: task)) }
          }
        }
        thread.start()
        for _ in 1...3 { try expectEqual(task.receive(from: numbers), 1) }
        reader.cancel()
        try? task.join(reader)
        try output.close()
        try input.close()
      }
    }
  }

  @Test func `sleepers and descriptors are waited for together`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let reader = try task.spawn { task in
        var bytes: [UInt8] = []
        while try task.read(from: output, into: &bytes) > 0 { trace("read \(bytes[0])") }
      }
      let writer = try task.spawn { task in
        for n in UInt8(0)..<3 {
          try task.sleep(for: .milliseconds(2))
          trace("write \(n)")
          try task.write([n], to: input)
        }
        try input.close()
      }
      try task.join(writer)
      try task.join(reader)
      try output.close()
    }
    expectEqual(trace.events, ["write 0", "read 0", "write 1", "read 1", "write 2", "read 2"])
  }

  /// More events at once than are taken from the system at a time.
  @Test func `many descriptors are waited for at once`() throws {
    try scheduled { task in
      let pipes = try (0..<700).map { _ in try FileDescriptor.pipe() }
      var count = 0
      let readers = try pipes.map { pipe in
        try task.spawn { task in
          try task.waitUntilReadable(pipe.readEnd)
          count += 1
        }
      }
      try task.untilWaiting(readers[699])
      for pipe in pipes { try pipe.writeEnd.writeAll([1]) }
      for reader in readers { try task.join(reader) }
      expectEqual(count, 700)
      for pipe in pipes {
        try pipe.readEnd.close()
        try pipe.writeEnd.close()
      }
    }
  }

  /// Tasks that are always ready do not keep others from what has come for them.
  @Test func `busy tasks do not hold up readiness`() throws {
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let reader = try task.spawn { task in try task.waitUntilReadable(output) }
      try task.untilWaiting(reader)
      try input.writeAll([1])
      while reader.result == nil { try task.yield() }
      try task.join(reader)
      try output.close()
      try input.close()
    }
  }

  @Test func `signals do not disturb a wait`() async {
    await #expect(processExitsWith: .success) {
      _ = signal(SIGALRM) { _ in }
      var interval = itimerval(
        it_interval: timeval(tv_sec: 0, tv_usec: 2000), it_value: timeval(tv_sec: 0, tv_usec: 2000))
      #if canImport(Glibc)
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &interval, nil)
      #else
        setitimer(ITIMER_REAL, &interval, nil)
      #endif
      try scheduled { task in
        let (output, input) = try FileDescriptor.pipe()
        let reader = try task.spawn { task in
          var bytes: [UInt8] = []
          try task.read(from: output, into: &bytes)
          return bytes
        }
        let before = task.now
        try task.sleep(for: .milliseconds(60))
        require(task.now - before >= .milliseconds(60), "woke early")
        try task.write([7], to: input)
        require(try task.join(reader) == [7])

        let (a, b) = try tcpPair(task)
        let writer = try task.spawn { task in
          try task.write(WritingTests.large, to: a)
          a.close()
        }
        require(try task.readAll(from: b) == WritingTests.large)
        try task.join(writer)
      }
    }
  }

  /// The poller's own descriptor goes with the scheduler, however it ends.
  @Test func `the poller's descriptor goes with the scheduler`() async {
    await #expect(processExitsWith: .success) {
      try requireNoLeak {
        let (output, input) = try FileDescriptor.pipe()
        let scheduler = Scheduler()
        try scheduler.spawn { task in try task.waitUntilReadable(output) }
        try scheduler.run(until: scheduler.now + .milliseconds(1))
        try input.writeAll([1])
        try scheduler.run()

        let dropped = Scheduler()
        try dropped.spawn { task in
          var bytes: [UInt8] = []
          while true { try task.read(from: output, into: &bytes) }
        }
        try dropped.run(until: dropped.now + .milliseconds(1))
        try output.close()
        try input.close()
      }
    }
  }
}
