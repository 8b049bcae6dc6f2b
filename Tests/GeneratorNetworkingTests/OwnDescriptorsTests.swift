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

@Suite struct OwnDescriptorsTests {
  @Test func `what the scheduler and its connections open has none of the standard descriptors`()
    async
  {
    await #expect(processExitsWith: .success) {
      // The runtime's executor opens a descriptor for each clock at its first use: before, not after.
      try await Task.sleep(for: .milliseconds(1), clock: .continuous)
      try await Task.sleep(for: .milliseconds(1), clock: .suspending)
      for number: Int32 in 0...2 { close(number) }
      let remote = try RemoteScheduler.start(name: "other")
      // Its thread has opened all that it needs when it has slept.
      try await remote.run { try $0.sleep(for: .milliseconds(1)) }
      try requireStandardDescriptorsClosed("remote scheduler")
      let scheduler = Scheduler()
      try requireStandardDescriptorsClosed("scheduler")
      try scheduler.runBlocking { task in
        let listener = try Listener(on: SocketAddress("127.0.0.1:0")!)
        try requireStandardDescriptorsClosed("listener")
        let client = try task.spawn { task in try task.connect(to: listener.address) }
        let server = try task.accept(from: listener)
        try requireStandardDescriptorsClosed("connections")
        let connected = try task.join(client)
        try requireStandardDescriptorsClosed("connections, in use")
        let own = try task.remote()
        try requireStandardDescriptorsClosed("what other threads wake the scheduler with")
        _ = (server, connected, own)
      }
      _ = remote
      try requireStandardDescriptorsClosed("end")
    }
  }
}

extension Scheduler {
  /// Calls `run` with a body, in an `async` closure whose thread may be blocked.
  fileprivate func runBlocking(_ body: @escaping (TaskContext) throws -> Void) throws {
    try run(body)
  }
}
