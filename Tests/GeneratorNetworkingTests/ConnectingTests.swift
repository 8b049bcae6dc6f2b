import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

@Suite struct ConnectingTests {
  @Test func `a refused connection is an error`() throws {
    try scheduled { task in
      let (socket, address) = try boundSocket()
      #expect(throws: Errno.connectionRefused) { try task.connect(to: address) }
      try socket.close()

      let path = uniqueSocketPath()
      #expect(throws: Errno.noSuchFileOrDirectory) {
        try task.connect(to: SocketAddress(path: path))
      }
    }
  }

  @Test func `other tasks run while one connects`() throws {
    let trace = Trace()
    try scheduled { task in
      // Its queue is full, so a task that wants to connect gets no answer.
      let listener = try Listener(on: .loopback(), backlog: 0)
      var connections: [Connection] = []
      var connecting: ScheduledTask<Connection>?
      while true {
        let attempt = try task.spawn { task in try task.connect(to: listener.address) }
        do {
          connections.append(try task.withTimeout(.milliseconds(50)) { try task.join(attempt) })
        } catch SchedulingError.timedOut {
          connecting = attempt
          break
        }
      }
      guard case .waiting(let what)? = connecting?.state else {
        Issue.record("it does not wait")
        return
      }
      #expect(what.hasPrefix("waiting until descriptor ") && what.hasSuffix(" is writable"))
      trace("waits")
      connecting?.cancel()
      trace(try task.failure(of: connecting!) ?? "none")
      trace(
        failure {
          try task.withTimeout(.milliseconds(5)) { try task.connect(to: listener.address) }
        } ?? "none")
    }
    expectEqual(trace.events, ["waits", "cancelled", "timed out"])
  }

  @Test func `an address that can't be connected to is an error`() throws {
    try scheduled { task in
      #expect(throws: (any Error).self) { try task.connect(to: SocketAddress("unix:")!) }
      #expect(throws: (any Error).self) {
        try task.connect(to: SocketAddress("255.255.255.255:1")!)
      }
    }
  }

  /// The queue of a Unix listener is full: they try again, and all come in.
  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `connecting waits while the queue of a Unix listener is full`(clock: SchedulerClock) throws {
    let count = 20
    let served = try Scheduler(clock: clock).run { task in
      let listener = try Listener(on: SocketAddress(path: uniqueSocketPath()), backlog: 1)
      let clients = try (0..<count).map { _ in
        try task.spawn { task in try task.readAll(from: task.connect(to: listener.address)) }
      }
      try task.sleep(for: .milliseconds(10))
      for n in 0..<count {
        try task.write([UInt8(n)], to: task.accept(from: listener))
      }
      return try clients.map { try task.join($0) }
    }
    expectEqual(Set(served), Set((0..<count).map { [UInt8($0)] }))
  }

  @Test func `connecting can be cancelled while the queue is full`() throws {
    try scheduled { task in
      let listener = try Listener(on: SocketAddress(path: uniqueSocketPath()), backlog: 1)
      let clients = try (0..<20).map { _ in
        try task.spawn { task in
          _ = try task.connect(to: listener.address)
          try task.sleep(for: .seconds(100))
        }
      }
      try task.untilWaiting(clients[19])
      for client in clients {
        client.cancel()
        try expectEqual(task.failure(of: client), "cancelled")
      }
    }
  }

  @Test func `failures leave nothing open`() async {
    await #expect(processExitsWith: .success) {
      try requireNoLeak {
        try scheduled { task in
          let (socket, address) = try boundSocket()
          require((try? task.connect(to: address)) == nil)
          try socket.close()
          let listener = try Listener(on: .loopback())
          let connecting = try task.spawn { task in
            try task.withTimeout(.zero) { try task.connect(to: listener.address) }
          }
          // It may be done without a wait.
          let error = try task.failure(of: connecting)
          require(error == "timed out" || error == nil)
        }
      }
    }
  }
}
